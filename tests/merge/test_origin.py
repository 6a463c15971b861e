"""Who a text says wrote it: credits in many forms and languages, and mentions that are no credits."""

from __future__ import annotations

import pytest

from watchfloor.merge.origin import named_origin, origin_name
from watchfloor.model import Rendition, RenditionId, Span, TextId, digest

BODY = (
    "Negotiators from Ordania and Kest left Halmet early on Tuesday without a deal on the dam.\n\n"
    "The two sides had met for eleven hours, two people said. Envoys will return in two weeks.\n\n"
    "Farmers fear that 140 villages will go without water. A commission of 2019 has not met since March."
)


def written(text: str, *, credit: str | None = None) -> Rendition:
    text_id = digest(text)
    return Rendition(
        id=RenditionId(text_id),
        text_id=TextId(text_id),
        text=text,
        paragraphs=(Span(0, len(text)),),
        credit=credit,
    )


CREDITED = [
    ("HALMET (Reuters) - {}", "Reuters"),
    ("HALMET, March 3 (Reuters) — {}", "Reuters"),
    ("HALMET, Ordania (AP) — {}", "AP"),
    ("(AFP) - {}", "AFP"),
    ("Halmet (dpa) - {}", "dpa"),
    ("Halmet (dpa/AFP) – {}", "dpa"),
    ("HALMET, 3. März (APA) - {}", "APA"),
    ("(ANSA) - HALMET, 3 MAR - {}", "ANSA"),
    ("Halmet, 3 mar (EFE).- {}", "EFE"),
    ("HALMET, March 3 (Xinhua) -- {}", "Xinhua"),
    ("HALMET, March 3. /TASS/. {}", "TASS"),
    ("ХАЛЬМЕТ, 3 марта. /ТАСС/. {}", "TASS"),
    ("HALMET (AA) - {}", "Anadolu"),
    ("HALMET, March 3 (PTI) {}", "PTI"),
    ("AP, HALMET - {}", "AP"),
    ("{}\n\nStaff writer Dana Whitlow and Reuters contributed to this story.", "Reuters"),
    ("{}\n\nThis story was reported by Agence France-Presse.", "AFP"),
    ("{}\n\nAvec ANSA", "ANSA"),
    ("HALMET, March 3 (Kyodo) - {}", "Kyodo"),
    ("HALMET, March 3 (Yonhap) -- {}", "Yonhap"),
    ("新华社哈尔梅特3月3日电 {}", "Xinhua"),
    ("【共同】{}", "Kyodo"),
    ("HALMET - (أ ف ب) - {}", "AFP"),
    ("AFP — {}", "AFP"),
    ("By Reuters\n\n{}", "Reuters"),
    ("Agence France-Presse\n\n{}", "AFP"),
    ("The Associated Press\n\n{}", "AP"),
    ("Reuters, AFP\n\n{}", "Reuters"),
    ("{}\n\n(AP)", "AP"),
    ("{} (Reuters)", "Reuters"),
    ("{} (dpa)", "dpa"),
    ("{}\n\n— AFP", "AFP"),
    ("{}\n\n– Reuters/AP", "Reuters"),
    ("{}\n\nReuters contributed to this report.", "Reuters"),
    ("{}\n\nThe Associated Press contributed to this article.", "AP"),
    ("{}\n\nReuters and staff writers contributed to this story.", "Reuters"),
    ("{}\n\nAgence France-Presse also contributed to this report.", "AFP"),
    ("{}\n\nWith material from Reuters.", "Reuters"),
    ("{}\n\nWith additional reporting by AFP", "AFP"),
    ("{}\n\n(With inputs from PTI)", "PTI"),
    ("{}\n\nWith files from The Canadian Press", "CP"),
    ("{}\n\nWith information from Reuters and AP.", "Reuters"),
    ("{}\n\nAdditional reporting by Reuters.", "Reuters"),
    ("{}\n\nSource: Xinhua", "Xinhua"),
    ("{}\n\nSources: AFP, Reuters", "AFP"),
    ("{}\n\nAgency: ANI", "ANI"),
    ("{}\n\nThis story was provided by The Associated Press.", "AP"),
    ("{}\n\nThis article was originally published by Reuters.", "Reuters"),
    ("{}\n\n© 2026 Agence France-Presse", "AFP"),
    ("{}\n\nCopyright 2026 The Associated Press. All rights reserved.", "AP"),
    ("{}\n\nvia AFP", "AFP"),
    ("{}\n\nMit Material der dpa", "dpa"),
    ("{}\n\nMit Informationen von AFP.", "AFP"),
    ("{}\n\nQuelle: APA", "APA"),
    ("{}\n\nQuelle: dpa/Reuters", "dpa"),
    ("{}\n\nAvec AFP", "AFP"),
    ("{}\n\n(avec l'AFP)", "AFP"),
    ("{}\n\nSource : Reuters", "Reuters"),
    ("{}\n\nCon información de EFE", "EFE"),
    ("{}\n\nFuente: Europa Press", "Europa Press"),
    ("{}\n\nFonte: ANSA", "ANSA"),
    ("{}\n\nCom informações da Lusa", "Lusa"),
    ("{}\n\nCom informações da Agência Lusa.", "Lusa"),
    ("{}\n\nПо материалам ТАСС", "TASS"),
    ("{}\n\nИсточник: РИА Новости", "RIA Novosti"),
    ("{}\n\nŹródło: PAP", "PAP"),
    ("{}\n\nKaynak: AA", "Anadolu"),
    ("{}\n\nالمصدر: رويترز", "Reuters"),
    ("{}\n\n(الأناضول)", "Anadolu"),
    ("{}\n\n来源：新华社", "Xinhua"),
    ("{}\n\n(共同)", "Kyodo"),
    ("{}\n\nKilde: NTB", "NTB"),
    ("{}\n\nBron: ANP", "ANP"),
]
STATED = [
    (
        "The Ministry of Water said in a statement on Monday that the gates were open.\n\n{}",
        "Ministry of Water",
    ),
    (
        "Gates were opened, according to a statement released by the Halmet Water Authority.\n\n{}",
        "Water Authority",
    ),
    ("Gates were opened, the Kest Interior Ministry said in a statement.\n\n{}", "Interior Ministry"),
    ("The water ministry said in a statement on Monday that the gates were open.\n\n{}", "water ministry"),
    ("In a statement, Brannock Energy said that the gates were open.\n\n{}", "Brannock Energy"),
    ("The Kremlin said in a statement late on Monday that talks would go on.\n\n{}", "Kremlin"),
    ("NATO said in a statement that ships would leave.\n\n{}", "NATO"),
    ("Talks will resume, according to a statement from the U.S. State Department.\n\n{}", "State Department"),
    (
        "The Water Ministry closed the gates. The ministry said in a statement that it was late.\n\n{}",
        "Water Ministry",
    ),
]
MENTIONED = [
    "The mediator told Reuters that he was tired.\n\n{}",
    "{}\n\nA diplomat told Reuters the envoys would be back.",
    "{}\n\nReuters reported on Monday that the gates were open.",
    "{}\n\nThe gates are open, according to AFP.",
    "{}\n\nThe minister was quoted by TASS as saying so.",
    "The Russian news agency (TASS) said nothing of it.\n\n{}",
    "{}\n\nPhoto: Reuters",
    "{}\n\n(AP Photo/Jane Miller)",
    "{}\n\nImage: AFP/Getty",
    "{}\n\nThomson Reuters shares rose by two percent.",
    "{}\n\nReporters of AP and AFP were kept out of the hall.",
    "{}\n\n(Reporting by Jane Miller; editing by Tom Reed)",
    "{}\n\nWith a new bridge the road would be shorter.",
    "{}\n\nSource: Ministry of Water",
    "{}\n\nVia a back door they left.",
    "{}",
]


@pytest.mark.parametrize(("form", "name"), CREDITED)
def test_a_credit_names_the_origin(form: str, name: str) -> None:
    assert origin_name([written(form.format(BODY))]) == name


@pytest.mark.parametrize(("form", "name"), STATED)
def test_a_statement_names_the_origin(form: str, name: str) -> None:
    assert name in (origin_name([written(form.format(BODY))]) or "")


@pytest.mark.parametrize("form", MENTIONED)
def test_a_mention_names_no_origin(form: str) -> None:
    assert origin_name([written(form.format(BODY))]) is None


def test_the_words_that_name_the_origin_are_told() -> None:
    named = named_origin([written(BODY), written(f"{BODY}\n\nWith material from Reuters.")])
    assert named is not None
    assert (named.name, named.words) == ("Reuters", "With material from Reuters")


def test_a_credit_that_was_read_wins_over_the_text() -> None:
    assert origin_name([written(f"HALMET (AFP) - {BODY}", credit="Reuters/AP")]) == "Reuters"


def test_a_kind_alone_names_nobody() -> None:
    assert (
        origin_name([written(f"The ministry said in a statement that the gates were open.\n\n{BODY}")])
        is None
    )
