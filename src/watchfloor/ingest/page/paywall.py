"""Whether a page says that it shows a part only: the rest is for those who pay or sign in."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from watchfloor.ingest.page.structured import Structured, plain

_LONGEST = 300  # characters of a line that asks for money
_ASKS = re.compile(
    r"(?:to (?:continue|keep) reading|to read (?:the (?:full|whole|rest)|this|more|on)\b"
    r"|read the (?:full|whole) (?:story|article)|the rest of this article)"
    r".{0,80}(?:subscri|sign (?:in|up)|log ?in|regist|purchase|buy|account)"
    r"|(?:subscribe|sign in|log in|register).{0,40}"
    r"to (?:(?:continue|keep) reading|read (?:on|more|the (?:full|whole)))"
    r"|this (?:article|story|content) is (?:only )?(?:for|available to|reserved for) (?:our )?"
    r"(?:subscribers|members)"
    r"|(?:weiterlesen|jetzt lesen) mit|nur für abonnenten|réservé aux abonnés"
    r"|exclusivo para (?:suscriptores|assinantes)|この記事は(?:有料|会員限定)",
    re.I,
)


def is_sold(tree: HtmlElement, stated: Structured) -> bool:
    """Tell whether a page states that it is not free, or asks for money before the rest is shown."""
    for node in (stated.article, stated.page):
        if str(node.get("isAccessibleForFree")).lower() in ("false", "0", "http://schema.org/false"):
            return True
    for element in tree.iter("p", "h2", "h3", "h4", "div", "span", "button"):
        if len(element) > 4:
            continue
        words = plain(element.text_content()[: 2 * _LONGEST])
        if words and len(words) <= _LONGEST and _ASKS.search(words):
            return True
    return False
