"""Where an address is: what the sources, the zones and the settings of an outlet are told apart by."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_MAY_STAND = "/?:@!$&'()*+,;=-._~%"  # in a path, query or fragment, beside letters and digits (RFC 3986)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def host_of(url: str | None) -> str:
    """Return the host of an address without `www.`; "" where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def web_address(url: str | None) -> str:
    """Return an address of the web as a URI, what none may hold percent-encoded; "" for anything else."""
    try:
        parts = urlsplit((url or "").strip())
        is_of_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    if not is_of_web:
        return ""
    path, query, fragment = (
        quote(_LONE_PERCENT.sub("%25", it), safe=_MAY_STAND)
        for it in (parts.path, parts.query, parts.fragment)
    )
    server = quote(parts.netloc, safe="[]:@!$&'()*+,;=-._~%")
    return parts._replace(netloc=server, path=path, query=query, fragment=fragment).geturl()
