"""Events: type, actors, modality, place and time; all sentences are invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks import HOSTILE, check_deterministic, spans_of
from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article, Context, Parser
from watchfloor.extract.events.finder import find_events
from watchfloor.extract.events.lexicon import inflected, lexicon
from watchfloor.extract.extractor import Extractor
from watchfloor.model import (
    EventMention,
    Findings,
    PlaceMention,
    Quantity,
    Quote,
    Span,
    TimeMention,
    UncodedCode,
)

Reader = Callable[[str], Findings]
NOBODY = Cast(())


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def events_of(article: Article) -> tuple[EventMention, ...]:
    return find_events(article, NOBODY, quotes=(), times=(), places=(), quantities=())[0]


def events_in(parser: Parser, text: str) -> tuple[EventMention, ...]:
    with parser.parse(text) as article:
        return events_of(article)


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " | ".join(span.of(text) for span in spans)


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Omani police arrested four smugglers.", "COERCE", "Omani police", "four smugglers"),
        ("Four smugglers were arrested by Omani police.", "COERCE", "Omani police", "Four smugglers"),
        ("The arrest of a bishop by soldiers angered Lisbon.", "COERCE", "soldiers", "a bishop"),
        (
            "Rebels carried out an attack on a Chadian outpost.",
            "ASSAULT",
            "Rebels",
            "a Chadian outpost",
        ),
        (
            "A Kenyan operation resulted in the abduction of two traders.",
            "ASSAULT",
            "A Kenyan operation",
            "two traders",
        ),
        ("Two shepherds were killed in an attack by militiamen.", "ASSAULT", "militiamen", "Two shepherds"),
        (
            "The Dutch premier held talks with Polish officials.",
            "CONSULT",
            "The Dutch premier",
            "Polish officials",
        ),
        ("Peru and Chile agreed to share water.", "AGREE", "Peru | Chile", "Peru | Chile"),
        ("Fiji accused Australia of spying on its fleet.", "ACCUSE", "Fiji", "Australia"),
        ("Norway urged Iceland to reopen the ports.", "REQUEST", "Norway", "Iceland"),
        ("The court said that the army must free the monks.", "REQUEST", "The court", "the army"),
        ("Ghana refused to recognise the junta.", "REJECT", "Ghana", "the junta"),
        ("Mali will not sign the treaty with France.", "REJECT", "Mali", "France"),
        ("Turkey threatened to bomb Cyprus.", "THREATEN", "Turkey", "Cyprus"),
        ("Sweden will give Latvia a loan.", "AGREE", "Sweden", "Latvia"),
        ("Japan gave Laos a grant.", "AID", "Japan", "Laos"),
        (
            "Hundreds of farmers protested against the Belgian government.",
            "PROTEST",
            "Hundreds of farmers",
            "the Belgian government",
        ),
        ("Nepal lifted the curfew in Pokhara.", "CONCEDE", "Nepal", "Pokhara"),
        ("French troops withdrew from Niger.", "RETREAT", "French troops", "Niger"),
        ("Spain expelled two Libyan diplomats.", "SANCTION", "Spain", "two Libyan diplomats"),
        ("Greece imposed an embargo on grain for Albania.", "SANCTION", "Greece", "Albania"),
        ("Greece imposed an embargo on grain against Albania.", "SANCTION", "Greece", "Albania"),
        ("Greece imposed new tariffs on steel from Albania.", "SANCTION", "Greece", "Albania"),
        ("Greece banned grain exports to Albania.", "SANCTION", "Greece", "Albania"),
        ("Greece imposed a penalty on the club for late payment.", "SANCTION", "Greece", "the club"),
        ("Authorities closed the crossing at Volos.", "COERCE", "Authorities", "the crossing at Volos"),
        ("Greece closed the border crossing at Volos.", "COERCE", "Greece", "the border crossing at Volos"),
        ("Iraq has massed tanks along the Kuwaiti border.", "MOBILIZE", "Iraq", "the Kuwaiti border"),
        ("Bulgaria praised the Serbian parliament.", "SUPPORT", "Bulgaria", "the Serbian parliament"),
        ("Kuwait and Oman held joint naval exercises.", "COOPERATE", "Kuwait | Oman", "Kuwait | Oman"),
        ("Gunmen who stormed a Malian hotel on Friday fled.", "ASSAULT", "Gunmen", "a Malian hotel"),
        ("police lathicharged students on monday.", "COERCE", "police", "students"),
    ],
)
def test_who_did_what_to_whom(parser: Parser, text: str, kind: str, source: str, target: str) -> None:
    found = [event for event in events_in(parser, text) if event.type == kind]
    assert found, f"no {kind}"
    assert words(text, found[0].source_spans) == source
    assert words(text, found[0].target_spans) == target


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked down the left and shot past the goalkeeper to win the match.",
        "Critics attacked the film, whose hero kills forty villains in its first scene.",
        "He died of a heart attack.",
        "Rivals are fighting a price war over bread.",
        "Analysts say the rebels could attack again.",
        "The general refused to comment.",
        "The mayor said the city had taken steps to strengthen ties with its twin town.",
        "This year marks the tenth anniversary of the signing of the treaty.",
        "The storm threatened the coast before it turned away.",
        "The album was released on Friday.",
    ],
)
def test_nothing_is_invented(parser: Parser, text: str) -> None:
    assert events_in(parser, text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "mode", "target"),
    [
        ("Seven people were killed when two trains collided near Derby.", "ACCIDENT", "rail", "Seven people"),
        ("Two drivers were killed in a car crash near Derby.", "ACCIDENT", "road", "Two drivers"),
        ("The tremor struck Madeira, injuring nine people.", "DISASTER", "earthquake", "nine people"),
        ("Heavy flooding in Sylhet left 14 people dead.", "DISASTER", "flood", "14 people"),
        ("Nine miners died when a shaft caved in near Obuasi.", "ACCIDENT", "collapse", "Nine miners"),
        ("Typhoon Lorna killed at least 30 people.", "DISASTER", "storm", "at least 30 people"),
        ("Three climbers were killed in an avalanche.", "DISASTER", "landslide", "Three climbers"),
        ("Six hundred children have died of hunger.", "DISASTER", "famine", "Six hundred children"),
        ("Hotel fire kills 12 in Manila", "ACCIDENT", "fire", "12"),
        ("Eleven people drowned when a dinghy capsized.", "ACCIDENT", "sea", "Eleven people"),
        ("Two workers died when they stepped on an old landmine.", "ACCIDENT", "mine", "Two workers"),
        ("A gas explosion wrecked a block of flats, killing two.", "ACCIDENT", "explosion", "two"),
        ("Cyclone Hadiza made landfall. Six people are dead.", "DISASTER", "storm", "Six people"),
        ("The bridge over the Drina was closed on Monday.", "ACCESS", "closed", "The bridge"),
        ("The airport in Goma reopened on Tuesday.", "ACCESS", "reopened", None),
    ],
)
def test_what_happens_without_a_doer(
    parser: Parser, text: str, kind: str, mode: str, target: str | None
) -> None:
    (event,) = events_in(parser, text)
    assert (event.type, event.mode, event.source_spans) == (kind, mode, ())
    assert target is None or words(text, event.target_spans) == target


@pytest.mark.parametrize(
    "text",
    [
        "The minister faced a storm of protest over the plan.",
        "The party won by a landslide in the election.",
        "Residents fear that an earthquake would destroy the old town.",
        "A drought may hit the region.",
        "Firefighters battled wildfires in Portugal.",
        "The company was flooded with complaints.",
        "An arsonist set fire to a church, killing two.",
        "The car bomb killed twelve people.",
    ],
)
def test_figures_fears_and_deeds_are_no_disasters(parser: Parser, text: str) -> None:
    natural = {"DISASTER", "ACCIDENT", "ACCESS"}
    assert not [event for event in events_in(parser, text) if event.type in natural]


@pytest.mark.parametrize(
    "text",
    [
        "Police are investigating a Sunday night shooting in Lirn that left a man paralyzed.",
        "Police are investigating a Friday morning stabbing in Lirn.",
        "Soldiers recalled the Monday dawn shelling in Lirn.",
    ],
)
def test_who_looks_into_a_deed_of_the_night_did_not_do_it(parser: Parser, text: str) -> None:
    deeds = [event for event in events_in(parser, text) if event.type == "ASSAULT"]
    assert not [words(text, event.source_spans) for event in deeds if event.source_spans]


def test_who_is_taken_into_custody_is_arrested(parser: Parser) -> None:
    for text in ("Two men were taken into custody in Leeds.", "Police took two men into custody in Leeds."):
        [event] = events_in(parser, text)
        assert (event.type, event.mode, event.grade) == ("COERCE", "arrest", "strong")


def test_a_night_spent_at_a_deed_is_no_name_of_it(parser: Parser) -> None:
    text = "Troops spent the night shelling Lirn."
    [event] = [event for event in events_in(parser, text) if event.type == "ASSAULT"]
    assert words(text, event.source_spans) == "Troops"


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("A bomb exploded in a market in Kabul.", "ASSAULT", "a market in Kabul"),
        ("A bomb went off in a market in Kabul.", "ASSAULT", "a market in Kabul"),
        ("Rockets hit a market in Donetsk.", "ASSAULT", "a market"),
        ("Gunmen attacked a market in Jos.", "ASSAULT", "a market"),
        ("A shooting in Leeds left two people dead.", "ASSAULT", "two people"),
        ("Clashes in Goma left six people dead.", "ASSAULT", "six people"),
        ("A bomb left six soldiers dead.", "ASSAULT", "six soldiers"),
        ("Lisbon was hit by a storm.", "DISASTER", "Lisbon"),
        ("Two villages were struck by an earthquake.", "DISASTER", "Two villages"),
        ("Hundreds of farmers marched through Madrid.", "PROTEST", ""),
        ("Police used water cannon in Tbilisi.", "COERCE", ""),
        ("Officials confirmed a cholera outbreak in Goma.", "DISASTER", ""),
    ],
)
def test_what_was_struck_and_who_was_left_dead(parser: Parser, text: str, kind: str, target: str) -> None:
    [event] = events_in(parser, text)
    assert (event.type, words(text, event.target_spans)) == (kind, target)


@pytest.mark.parametrize(
    "text",
    [
        "The news hit the market.",
        "The bank attacked the market for housing.",
        "Rebels attacked the plan.",
        "The alarm went off in Kabul.",
        "The defeat left fans injured in pride.",
        "The ministry declared the outbreak over.",
    ],
)
def test_figures_of_blows_leave_nobody_struck(parser: Parser, text: str) -> None:
    assert not [event for event in events_in(parser, text) if event.type == "ASSAULT"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("An earthquake hit Lisbon on Friday.", "Lisbon"),
        ("A storm battered Lisbon on Friday, killing two.", "Lisbon"),
        ("Lisbon was hit by a storm on Friday.", "Lisbon"),
        ("Floods hit Kerala.", "Kerala"),
    ],
)
def test_what_a_hazard_struck_is_where_it_was(text: str, place: str) -> None:
    findings = Extractor().read(text)
    [event] = findings.events
    assert event.place is not None
    assert findings.places[event.place].name == place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An opposition leader went on hunger strike in Minsk.", "PROTEST"),
        ("Three prisoners began a hunger strike in Lirn.", "PROTEST"),
        ("Doctors in Nairobi went on strike.", "PROTEST"),
        ("A strike on a school in Gaza killed three people.", "ASSAULT"),
        ("Strikes on Kyiv continued.", "ASSAULT"),
    ],
)
def test_a_strike_is_what_its_words_say(parser: Parser, text: str, kind: str) -> None:
    assert {event.type.value for event in events_in(parser, text)} == {kind}


@pytest.mark.parametrize(
    "text",
    ["A strike in Minsk shut down schools.", "A general strike in Lyon closed schools."],
)
def test_work_that_is_stopped_in_a_town_is_no_attack_on_it(parser: Parser, text: str) -> None:
    assert not [event for event in events_in(parser, text) if event.type == "ASSAULT"]


def test_one_happening_is_told_once(parser: Parser) -> None:
    text = "Soldiers shelled the town, killing nine villagers and wounding a priest."
    assert [event.type for event in events_in(parser, text)] == ["ASSAULT"]


def test_what_is_demanded_is_no_event(parser: Parser) -> None:
    text = "Kenya demanded that the rebels release the hostages."
    assert [event.type for event in events_in(parser, text)] == ["REQUEST"]


def test_a_clause_that_describes_a_noun_survives_what_governs_it(parser: Parser) -> None:
    text = "Kenya condemned the gunmen who killed nine villagers in Wajir."
    assert [event.type for event in events_in(parser, text)] == ["ACCUSE", "ASSAULT"]


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("No arrests were made by police.", "negated", "actual"),
        ("The army denied attacking the village.", "negated", "actual"),
        ("Police did not arrest the students.", "negated", "actual"),
        ("The Irish premier will meet the Maltese president on Friday.", "asserted", "planned"),
        ("Iran threatened to attack Bahrain if its ships were stopped.", "asserted", "conditional"),
        ("Turkey will attack the militia if it crosses the border.", "asserted", "conditional"),
        ("Turkey will attack the militia even if it leaves the border.", "asserted", "planned"),
        ("Police were unable to arrest the looters because militiamen shot at them.", "asserted", "actual"),
    ],
)
def test_polarity_and_modality(parser: Parser, text: str, polarity: str, modality: str) -> None:
    (event,) = events_in(parser, text)
    assert (event.polarity, event.modality) == (polarity, modality)


@pytest.mark.parametrize(
    "text",
    [
        "If the rebels attack the port, the army will withdraw from Tarvel.",
        "France will send food aid to Sudan if the border reopens.",
    ],
)
def test_help_that_hangs_on_a_condition_is_not_agreed(parser: Parser, text: str) -> None:
    assert not [event for event in events_in(parser, text) if event.type == "AGREE"]


@pytest.mark.parametrize(
    "text",
    [
        "France will send food aid to Sudan even if the talks fail.",
        "France will send food aid to Sudan on Friday.",
    ],
)
def test_help_without_a_condition_is_agreed(parser: Parser, text: str) -> None:
    (event,) = events_in(parser, text)
    assert (event.type, event.modality) == ("AGREE", "actual")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Police seized a shotgun and several shells.", [("COERCE", "a shotgun | several shells", "actual")]),
        (
            "Rebels captured a strategic hill near Goma.",
            [("ASSAULT", "a strategic hill near Goma", "actual")],
        ),
        ("People are striking across Europe.", []),
        ("The minister issued a stark warning over fuel stocks.", []),
        ("Russia issued a warning to Finland.", [("THREATEN", "Finland", "actual")]),
        (
            "Police arrested a man for stabbing a teacher in Leeds.",
            [("COERCE", "a man", "actual"), ("ASSAULT", "a teacher", "alleged")],
        ),
        ("Three men died after being shot by police in Leeds.", [("ASSAULT", "Three men", "actual")]),
        (
            "Seven men who were shot at a house in Antioch on Saturday are expected to survive.",
            [("ASSAULT", "Seven men", "actual")],
        ),
        ("A shooting took place near a school in Amarillo on Monday.", [("ASSAULT", "", "actual")]),
        (
            "Clashes broke out between police and students in Lima on Monday.",
            [("ASSAULT", "police | students", "actual")],
        ),
        ("They discussed whether the assassination of the king might have to be carried out.", []),
        ("Alvarez was taken to a hospital but has been released.", []),
        ("The shotgun accidentally went off, hurting a boy.", [("ACCIDENT", "a boy", "actual")]),
        ("An Israeli bombing of Gaza killed 12 people.", [("ASSAULT", "Gaza", "actual")]),
        (
            "The leader rejected speculation that the party has replaced him.",
            [("REJECT", "speculation", "actual")],
        ),
        ("The mayor is now agreeing with me.", []),
    ],
)
def test_what_real_news_showed(reader: Reader, text: str, told: list[tuple[str, str, str]]) -> None:
    found = [event for event in reader(text).events if event.grade == "strong"]
    assert [(e.type, words(text, e.target_spans), e.modality) for e in found] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Nine councillors called on Deputy Mayor Paul Hartwig to resign over the 2016 election.",
            [("REQUEST", "Nine councillors", "Deputy Mayor Paul Hartwig")],
        ),
        ("Thousands march against tax in Nairobi", [("PROTEST", "Thousands", "tax in Nairobi")]),
        ("Army chief sacked in Niger", [("SANCTION", "", "Army chief")]),
        ("Journalist shot dead in Karachi", [("ASSAULT", "", "Journalist")]),
        ("Mayor charged with fraud in Ohio", [("ACCUSE", "", "Mayor")]),
        ("Dockers in Antwerp went on strike on Monday.", [("PROTEST", "Dockers in Antwerp", "")]),
        ("The charity refused to pay a ransom for its driver.", [("REJECT", "The charity", "")]),
        ("The rebels vowed on Monday to hit back.", [("THREATEN", "The rebels", "")]),
        (
            "Villagers buried victims of an air raid on Kidal, which killed 11 people.",
            [("ASSAULT", "", "Kidal")],
        ),
        ("Ten people died as a bus plunged into a ravine in Peru.", [("ACCIDENT", "", "Ten people")]),
        ("A court acquitted the editor of libel on Friday.", [("CONCEDE", "A court", "the editor")]),
        ("Hostages were freed in Mali on Monday.", [("RETREAT", "", "Hostages")]),
        ("A man was shot. The shooting happened on Friday in Cork.", [("ASSAULT", "", "A man")]),
    ],
)
def test_who_did_it_to_whom_where_the_parse_or_the_words_mislead(
    reader: Reader, text: str, told: list[tuple[str, str, str]]
) -> None:
    found = [event for event in reader(text).events if event.grade == "strong"]
    assert [(e.type, words(text, e.source_spans), words(text, e.target_spans)) for e in found] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The driver fled the scene but was apprehended by police in Queens.",
            [("COERCE", "police in Queens", "The driver")],
        ),
        ("Investigators say they are not searching for any suspects.", []),
        ("The county council is sanctioning several developments in a town.", []),
        ("Police evacuated a several-block radius around the store.", []),
        ("Back in June, the jury handed down a verdict.", []),
        (
            "Media report Elgin Anders said it happened when a gun discharged, striking the boy.",
            [("ACCIDENT", "", "the boy")],
        ),
        ("Rebels said they shelled a depot near Goma.", [("ASSAULT", "Rebels", "a depot near Goma")]),
    ],
)
def test_a_second_sense_or_a_lost_side_makes_no_deed(
    reader: Reader, text: str, told: list[tuple[str, str, str]]
) -> None:
    found = [event for event in reader(text).events if event.grade == "strong"]
    assert [(e.type, words(text, e.source_spans), words(text, e.target_spans)) for e in found] == told


def test_a_name_behind_a_pronoun_is_no_strong_doer_of_violence(reader: Reader) -> None:
    text = "Tom Varr said he stabbed a teacher in Leeds."
    assert all(
        event.grade == "weak" and "Tom Varr" not in words(text, event.source_spans)
        for event in reader(text).events
        if event.type == "ASSAULT"
    )


def test_place_time_and_issue(parser: Parser) -> None:
    text = "Peru has faced protests since May 3, which began at Lima's fish market over bread prices."
    since, lima = text.index("May 3"), text.index("Lima")
    time = TimeMention(span=Span(since, since + 5), type="DATE", value="2024-05-03")
    places = (
        PlaceMention(span=Span(0, 4), name="Peru", country="PE", precision="country"),
        PlaceMention(span=Span(lima, lima + 4), name="Lima", country="PE", precision="town"),
    )
    with parser.parse(text) as article:
        (event,), _ = find_events(article, NOBODY, quotes=(), times=(time,), places=places, quantities=())
    assert (event.type, event.time, event.since, event.place) == ("PROTEST", 0, True, 1)
    assert words(text, event.about) == "bread prices"
    assert event.source_spans == ()


def test_an_open_threat_meets_the_country_of_the_paragraph(parser: Parser) -> None:
    text = (
        "Bolivia has been quiet since the vote. "
        "President Ana Ruiz of Peru threatened to hit back if ships were seized."
    )
    places = (PlaceMention(span=Span(0, 7), name="Bolivia", country="BO", precision="country"),)
    with parser.parse(text) as article:
        found, _ = find_events(article, NOBODY, quotes=(), times=(), places=places, quantities=())
    (threat,) = [event for event in found if event.type == "THREATEN"]
    assert words(text, threat.target_spans) == "Bolivia"


def test_a_later_noun_dates_the_talks(parser: Parser) -> None:
    text = "The Dutch premier held talks with Polish officials. Today's talks were brief."
    start = text.index("Today")
    time = TimeMention(span=Span(start, start + 5), type="DATE", value="2024-05-16", expression="pub")
    with parser.parse(text) as article:
        (event,), _ = find_events(article, NOBODY, quotes=(), times=(time,), places=(), quantities=())
    assert event.time == 0


def test_quotes_and_quantities_are_tied(parser: Parser) -> None:
    text = "“The army killed 12 farmers,” the bishop said."
    number = text.index("12")
    quote = Quote(kind="direct", act="statement", content=(Span(0, text.index(" the bishop")),))
    quantity = Quantity(span=Span(number, number + 2), value=12, role="killed")
    with parser.parse(text) as article:
        (event,), quantities = find_events(
            article, NOBODY, quotes=(quote,), times=(), places=(), quantities=(quantity,)
        )
    assert event.attributed_to == 0
    assert quantities[0].event == 0


def test_a_report_on_a_match_is_left_alone_and_a_riot_beside_it_is_not(parser: Parser) -> None:
    match = "The striker attacked early, the midfielder shot wide and the defender fouled the goalkeeper."
    riot = "Police arrested sixty fans after the final."
    found = events_in(parser, f"{match}\n{riot}")
    assert [event.type for event in found] == ["COERCE"]


def test_the_rule_names_entry_and_governor(parser: Parser) -> None:
    (event,) = events_in(parser, "The army denied attacking the village.")
    assert event.rule is not None
    assert (event.rule.word, event.rule.governor) == ("verb", "deny")
    assert event.rule.entry.startswith("attack")


def test_explain_tells_what_was_left_out(parser: Parser) -> None:
    text = "Kenya demanded that the rebels release the hostages."
    reasons = Extractor(parser).reasons(text, None, Extractor(parser).read(text))
    [why] = reasons
    assert why.span.of(text) == "release"
    assert (why.code, why.type) == (UncodedCode.NO_EVENT_OF_ITS_OWN, "RETREAT")


def test_the_lexicon_is_sound() -> None:
    words_of = lexicon()
    known = {
        need
        for entries in (*words_of.verbs.values(), *words_of.nouns.values())
        for e in entries
        for need in e.needs
    }
    told = {"swallow", "weak", "flip", "act", "light", "two"}
    from watchfloor.extract.events.conditions import _CHECKS  # noqa: PLC0415 - only this test looks inside
    from watchfloor.extract.events.needs import _NEEDS  # noqa: PLC0415

    assert known <= told | set(_NEEDS)
    used = {c.kind for entries in words_of.verbs.values() for e in entries for c in e.conditions}
    assert used <= set(_CHECKS)


def test_inflection() -> None:
    assert set(inflected("carry")) == {"carries", "carrying", "carried"}
    assert set(inflected("stop")) == {"stops", "stopping", "stopped"}
    assert "seized" in inflected("seize")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(parser: Parser, text: str) -> None:
    for event in events_in(parser, text):
        for span in spans_of(event):
            assert span.of(text).strip() == span.of(text) != ""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet='police killed rebels .,’"\n\u200b', max_size=80))
def test_any_text_is_survived(parser: Parser, text: str) -> None:
    for event in events_in(parser, text):
        assert all(0 <= span.start < span.end <= len(text) for span in spans_of(event))


def test_same_text_same_events(parser: Parser) -> None:
    text = "Soldiers shelled the town. Kenya condemned the attack on Wajir and urged Somalia to talk."
    check_deterministic(lambda: list(events_in(parser, text)))


@pytest.mark.parametrize(
    "text",
    [
        "The singer agreed to release an album.",
        "The mayor hit back with an advert.",
        "The chef hanged himself in his kitchen.",
        "A toy maker offered its customers a discount.",
        "Police often meet shopkeepers in the square.",
        "Fiji and Tonga have clashed over fishing rights.",
        "The envoys pulled the plug on a draft agreement.",
        "The speech reinforces all their doubts.",
    ],
)
def test_private_dealings_and_figures_of_speech_are_weak_at_most(parser: Parser, text: str) -> None:
    assert not [event for event in events_in(parser, text) if event.grade == "strong"]


@pytest.mark.parametrize(
    "text",
    [
        "The search for survivors was called off at noon.",
        "Chile's president called it a good day for the valley.",
        "The army could not rule out a delay.",
        "There was no reason for Peru to invade Chile.",
        "Talks cannot begin until Chad withdraws its troops from Benin.",
        "Giving Tonga patrol boats would be a mistake, the envoy said.",
        "Arrangements for detaining strikers are to be made in Porto.",
        "Video shot by a Danish rescue team shows the hull.",
        "The cabinet sanctioned nine million rupees for the bridge.",
        "Crews suppressed the fire by noon.",
    ],
)
def test_what_did_not_happen_is_not_told(parser: Parser, text: str) -> None:
    assert events_in(parser, text) == ()


def test_violence_that_is_imputed_or_denied_is_told_as_such(parser: Parser) -> None:
    _, imputed = events_in(parser, "Peru accused Chile of firing warning shots at a trawler.")
    assert (imputed.type, imputed.modality) == ("ASSAULT", "alleged")
    (denied,) = events_in(parser, "Chile denied that one of its patrol ships had fired warning shots.")
    assert (denied.type, denied.polarity) == ("ASSAULT", "negated")


def test_a_time_told_of_another_noun_does_not_date_the_event(parser: Parser) -> None:
    text = "Peru will give back the quota it took from Chile in January."
    start = text.index("January")
    time = TimeMention(span=Span(start, start + 7), type="DATE", value="2026-01")
    with parser.parse(text) as article:
        found, _ = find_events(article, NOBODY, quotes=(), times=(time,), places=(), quantities=())
    assert [event.time for event in found] == [None]


def test_those_who_came_to_the_march_are_counted_in_the_protest_told_before(parser: Parser) -> None:
    text = "Nurses protested in Lima.\nPolice said 1,500 people took part in the march."
    start = text.index("1,500")
    quantity = Quantity(span=Span(start, start + 5), value=1500)
    with parser.parse(text) as article:
        found, tied = find_events(article, NOBODY, quotes=(), times=(), places=(), quantities=(quantity,))
    assert tied[0].event is not None
    assert found[tied[0].event].type == "PROTEST"
    assert tied[0].role == "protesting"


def test_who_fights_in_a_clause_of_its_own_did_not_do_what_the_main_clause_tells(parser: Parser) -> None:
    text = "A blast at a bank in Porto killed nine people as soldiers fought with strikers."
    killed = [event for event in events_in(parser, text) if "killed" in words(text, event.trigger)]
    assert [words(text, event.source_spans) for event in killed] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "The strikers rallied at Coimbra University on Monday.",
        "Thousands of strikers rallied on the eve of a vote in parliament.",
        "The premier has pledged to recruit nine hundred police officers.",
    ],
)
def test_places_dates_and_staff_are_no_targets(parser: Parser, text: str) -> None:
    assert [words(text, event.target_spans) for event in events_in(parser, text)] == [""]


def test_who_is_told_to_detain_nobody_was_detained(parser: Parser) -> None:
    text = "A 30-year-old woman detained for over two weeks described how guards beat her."
    told, _ = events_in(parser, text)
    assert (words(text, told.source_spans), words(text, told.target_spans)) == ("", "A 30-year-old woman")


@pytest.fixture(scope="module")
def reader(extractor: Extractor) -> Reader:
    def read(text: str) -> Findings:
        return extractor.read(text, context=Context(published="2026-05-24"))

    return read


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Nine members on Monday urged the mayor to resign over the 2016 election.", "REQUEST", "2026-05-18"),
        ("Opposition MPs rejected the budget for 2027 on Thursday.", "REJECT", "2026-05-21"),
        ("On 14 February, in the port of Beira, customs officers arrested two men.", "COERCE", "2026-02-14"),
        ("Police shot two men on Friday, wounding one of them.", "ASSAULT", "2026-05-22"),
        ("A man was jailed for two weeks Tuesday.", "COERCE", "2026-05-19"),
        ("Seven people were killed when two trains collided on Monday.", "ACCIDENT", "2026-05-18"),
        ("Monday's arrest of a bishop by soldiers angered Lisbon.", "COERCE", "2026-05-18"),
        ("Ten years after police shot dead 34 miners, families gathered on Monday.", "ASSAULT", "2016"),
        ("At a summit in Lima on Wednesday, Peru and Chile signed a treaty.", "SUPPORT", "2026-05-20"),
        ("A boy was killed in a drive-by shooting Monday night, police said.", "ASSAULT", "2026-05-18"),
        (
            "Three men were wounded in a shooting about 11:40 p.m. Wednesday in Lisbon.",
            "ASSAULT",
            "2026-05-20",
        ),
        ("A shooting in a park early Tuesday left a man dead and four wounded.", "ASSAULT", "2026-05-19"),
        (
            "Police charged a man in connection with the fatal shooting of a boy Saturday night.",
            "ASSAULT",
            "2026-05-23",
        ),
        (
            "Just after 8 p.m. Monday, officers responded to a shooting on Cork Street.",
            "ASSAULT",
            "2026-05-18",
        ),
        ("Police said on Thursday they had arrested two men on Monday.", "COERCE", "2026-05-18"),
        ("Police were notified at 9 a.m. Friday that a student had been shot.", "ASSAULT", "2026-05-22"),
        (
            "The gunman who shot two people before killing himself Friday was a clerk.",
            "ASSAULT",
            "2026-05-22",
        ),
    ],
)
def test_the_day_of_an_event_is_that_of_its_own_clause(
    reader: Reader, text: str, kind: str, day: str
) -> None:
    event = next(event for event in reader(text).events if event.type == kind)
    assert event.date is not None
    assert (event.date.start, event.date.basis) == (day, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot dead a judge on his way to work in Lisbon.",
        "Denmark has expelled two diplomats, its ministry said.",
        "Two men were stabbed outside a cinema, police said on Friday.",
    ],
)
def test_a_lead_in_the_past_without_a_day_is_dated_by_its_report(reader: Reader, text: str) -> None:
    (event,) = reader(text).events
    assert event.date is not None
    assert (event.date.start, event.date.end, event.date.basis) == ("2026-05-23", "2026-05-24", "report")


def test_what_happened_overnight_may_have_begun_the_day_before(reader: Reader) -> None:
    (event,) = reader("A man was shot dead outside a bar overnight.").events
    assert event.date is not None
    assert (event.date.start, event.date.end, event.date.basis) == ("2026-05-23", "2026-05-24", "stated")


@pytest.mark.parametrize(
    ("text", "day", "place"),
    [
        (
            "A man was shot dead outside a bar. The shooting happened before dawn on Friday in Cork.",
            "2026-05-22",
            "Cork",
        ),
        (
            "Police say two teens were hurt by gunmen. It happened Friday at noon in Cork.",
            "2026-05-22",
            "Cork",
        ),
        (
            "A gunman wounded four people in a church. Nobody knows why. Thursday's shooting shook the town.",
            "2026-05-21",
            None,
        ),
        ("Two teens were shot outside a bar. Another shooting on Friday in Cork hurt nobody.", None, None),
        ("Two teens were shot outside a bar. A riot broke out on Friday in Cork.", None, None),
    ],
)
def test_day_and_place_that_are_told_later_belong_to_the_event(
    reader: Reader, text: str, day: str | None, place: str | None
) -> None:
    found = reader(text)
    event = found.events[0]
    assert event.date is not None
    assert (event.date.start if event.date.basis == "stated" else None) == day
    assert (found.places[event.place].name if event.place is not None else None) == place


@pytest.mark.parametrize(
    "text",
    [
        "Neither the army nor the rebels fired on the convoy.",
        "The ministry will deploy troops to the border.",
        "Gunmen had shot a judge before the vote.",
    ],
)
def test_what_is_denied_planned_or_gone_by_has_no_day_of_the_report(reader: Reader, text: str) -> None:
    assert all(event.date is None for event in reader(text).events)


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Brazil condemned the bombing of a mosque in Kano.", "ACCUSE", None),
        ("A man from Aleppo was arrested in Rotterdam on Tuesday.", "COERCE", "Rotterdam"),
        ("Missiles hit Kharkiv overnight, wounding three people.", "ASSAULT", "Kharkiv"),
        ("Kharkiv was shelled on Monday.", "ASSAULT", "Kharkiv"),
        ("The premier toured the flooded district of Sunsari on Monday.", "CONSULT", "Sunsari"),
        ("The president flew to Accra for talks with her Ghanaian counterpart.", "CONSULT", "Accra"),
        ("A crane collapsed on a building site in Lyon, crushing a worker to death.", "ACCIDENT", "Lyon"),
        ("The town of Kidal was stormed by insurgents.", "ASSAULT", "Kidal"),
        ("Ireland and Spain signed a deal on fishing rights in Lisbon.", "SUPPORT", "Lisbon"),
        ("Thousands marched through Porto Alegre on Saturday.", "PROTEST", "Porto Alegre"),
    ],
)
def test_the_place_of_an_event_is_that_of_its_own_clause(
    reader: Reader, text: str, kind: str, place: str | None
) -> None:
    findings = reader(text)
    event = next(event for event in findings.events if event.type == kind)
    assert (findings.places[event.place].name if event.place is not None else None) == place


@pytest.mark.parametrize(
    "text",
    [
        "Claims that Iran fired missiles at Qatar are untrue.",
        "It is false that Serbia invaded Kosovo.",
        "There is no evidence that Ethiopia attacked Sudan.",
        "Neither the army nor the rebels fired on the convoy.",
        "A fake video that shows Chinese troops attacking Taiwan was shared.",
        "Officers fired no shots.",
        "In the drill, marines stormed a beach near Busan.",
        "Had Turkey bombed Sirte, the talks would have ended.",
        "The bill would let police detain suspects for a month.",
        "No group has claimed responsibility for the attack.",
        "A heart attack killed the composer.",
        'The studio will release the war drama "Ashfall". In it, a unit of rebels storms a town.',
    ],
)
def test_what_did_not_happen_is_never_told_as_done(parser: Parser, text: str) -> None:
    done = [e for e in events_in(parser, text) if e.type in ("ASSAULT", "COERCE", "THREATEN")]
    assert not [e for e in done if (e.polarity, e.modality) == ("asserted", "actual")]


@pytest.mark.parametrize(
    ("text", "kind", "mode", "target"),
    [
        ("Two men were charged on Monday with burning down a mosque.", "ACCUSE", "allege", "Two men"),
        ("The editor was fined for insulting the king.", "SANCTION", "convict", "The editor"),
        ("A court acquitted two fishermen.", "CONCEDE", None, "two fishermen"),
        ("Prosecutors dropped their inquiry into the captain.", "RETREAT", "ease", "the captain"),
        ("Three protesters were beaten in Harare overnight.", "ASSAULT", "beat", "Three protesters"),
        ("Forty-one workers were deported from Qatar.", "COERCE", "deport", "Forty-one workers"),
        ("A radio station was shut down in Bujumbura.", "COERCE", "censor", "A radio station"),
        ("Two held over blast in Kumasi", "COERCE", "arrest", "Two"),
        ("The killing of two herders by park guards angered villagers.", "ASSAULT", None, "two herders"),
        ("Colombia recalled its ambassador from Quito.", "SANCTION", "sever", "Quito"),
        ("Teachers surrounded the education ministry.", "PROTEST", "demo", "the education ministry"),
    ],
)
def test_steps_of_a_case_and_deeds_without_an_agent(
    parser: Parser, text: str, kind: str, mode: str | None, target: str
) -> None:
    event = next(event for event in events_in(parser, text) if event.type == kind)
    assert (event.mode, words(text, event.target_spans), event.grade) == (mode, target, "strong")


@pytest.mark.parametrize(
    "text",
    [
        "Comedian Rex Dallow's partner, Sophie Lingard, sat by as a woman alleged that he had molested her.",
        "Dana Priel was at home. She was beaten by guards.",
        "The wife of Karl Brandt was arrested in Vienna on Tuesday.",
        "The charity refused to pay a ransom for its kidnapped driver, Yusuf Daldoum.",
    ],
)
def test_a_crime_names_nobody_whom_its_clause_does_not_name(reader: Reader, text: str) -> None:
    findings = reader(text)
    people = {"Sophie Lingard", "Dana Priel", "Karl Brandt", "Yusuf Daldoum"}
    named = {chain.id for chain in findings.actors if chain.name in people}
    crimes = [event for event in findings.events if event.type in ("ASSAULT", "COERCE", "REJECT")]
    assert not [event for event in crimes if named & {*event.source, *event.target}]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Police arrested and questioned the student.", "Police", "the student"),
        ("A deputy shot and killed a man on Monday.", "deputy", "a man"),
        (
            "A military court jailed opposition leader Amir Sol for ten years.",
            "A military court",
            "opposition leader Amir Sol",
        ),
        ("Commandos stormed a hijacked ferry off Palawan at dawn.", "Commandos", "a hijacked ferry"),
        (
            "No group claimed the blast that hit a depot on Sunday, killing six people.",
            "",
            "six people",
        ),
        (
            "The Taliban claimed responsibility for a bombing that killed eight soldiers.",
            "The Taliban",
            "eight soldiers",
        ),
        ("A heart surgeon was stabbed by two men.", "two men", "A heart surgeon"),
    ],
)
def test_the_actors_are_found_where_the_parser_lost_them(
    parser: Parser, text: str, source: str, target: str
) -> None:
    told = [e for e in events_in(parser, text) if words(text, e.target_spans) == target]
    assert [words(text, event.source_spans) for event in told] == [source]
