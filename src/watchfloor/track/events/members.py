"""What a report's findings tell, as members of events: each mention with its sides, setting and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from watchfloor.model import (
    ActorChain,
    ActorId,
    Aged,
    DateRange,
    EventMember,
    EventMention,
    EventType,
    Evidence,
    Findings,
    Nameless,
    Quantity,
    QuantityClaim,
    Report,
    Span,
    TextId,
    digest,
    is_own,
)
from watchfloor.plover import type_facts
from watchfloor.track.ages import age_of
from watchfloor.track.claimants import nameless_counter, who_counted
from watchfloor.track.days import year_told
from watchfloor.track.deeds import deed_of
from watchfloor.track.events.identity import bears_nothing_out, is_another, terms_of
from watchfloor.track.homes import home_of, may_be_at, place_of_mention
from watchfloor.track.report_days import day_of_report, may_be_on
from watchfloor.track.scopes import scope_of


def members_of(
    report: Report,
    findings: Findings,
    *,
    text: str,
    ids: Mapping[str, ActorId],
    countries: Mapping[str, str] | None = None,
) -> tuple[EventMember, ...]:
    """Return the event mentions of a report as members; `ids` maps local actors to the floor's.

    `countries` are what is known of local actors beside what this text says: a leader acts for a country.

    Weak ones that tell of something done are among them: they may support an event, and open none.

    A member's id is made of its report and its words, not of where they stand: the same sentence in another
    rendition of the report is the same member. An alert that is cancelled and a test have none.
    """
    if not report.is_actual:
        return ()
    chains = {chain.id: chain for chain in findings.actors}
    told: Counter[str] = Counter()
    members = []
    home = home_of(findings, text, report.title.value if report.title else None)
    day = day_of_report(findings, text)
    for index, mention in enumerate(findings.events):
        if mention.grade == "strong" or _may_support(mention):
            words = " ".join(mention.sentence.of(text).split())
            telling = digest("event", mention.type, words)
            told[telling] += 1
            member_id = digest(report.id, telling, str(told[telling]))
            member = _member(member_id, report, findings, index, text=text, ids=ids, chains=chains)
            member = replace(member, quantities=tuple(_of_areas(member, findings, text)))
            of = {(countries or {}).get(actor) for actor in (*mention.source, *mention.target)} - {None}
            members.append(
                replace(
                    member,
                    telling=f"{telling} {told[telling]}",
                    terms=terms_of(text, mention),
                    countries=tuple(sorted({*member.countries, *filter(None, of)})),
                    another=is_another(text, mention),
                    deed=deed_of(text, mention),
                    home=home if home and may_be_at(home, mention, findings) else None,
                    home_day=day if day and may_be_on(mention, findings) else None,
                )
            )
    return tuple(members)


def member_begun(
    report: Report, text_id: TextId, span: Span, *, member_id: str, kind: EventType, mode: str | None
) -> EventMember:
    """Return a member that words of a report make, with what it has of its report; its slots are empty."""
    return EventMember(
        id=member_id,
        report=report.id,
        origin=report.origin,
        text_id=text_id,
        outlet=report.outlet,
        handling=report.handling,
        published=report.published.value if report.published else None,
        type=kind,
        mode=mode,
        span=span,
        trigger=(),
    )


def _member(
    member_id: str,
    report: Report,
    findings: Findings,
    index: int,
    *,
    text: str,
    ids: Mapping[str, ActorId],
    chains: Mapping[str, ActorChain],
) -> EventMember:
    mention = findings.events[index]
    quote = findings.quotes[mention.attributed_to] if mention.attributed_to is not None else None
    claimant = ids.get(quote.speaker) if quote and quote.speaker else None
    sides = [chains[actor] for actor in (*mention.source, *mention.target) if actor in chains]
    place = findings.places[mention.place] if mention.place is not None else None
    sentence = mention.sentence
    return replace(
        member_begun(
            report, findings.text_id, sentence, member_id=member_id, kind=mention.type, mode=mention.mode
        ),
        trigger=mention.trigger,
        source=tuple(ids[actor] for actor in mention.source if actor in ids),
        target=tuple(ids[actor] for actor in mention.target if actor in ids),
        countries=tuple(sorted({chain.acts_for or chain.country or "" for chain in sides} - {""})),
        place=place_of_mention(place) if place else report.seen_at,
        date=_day_seen(report, mention) or mention.date or _year(sentence.of(text)),
        modality=mention.modality,
        contexts=mention.contexts,
        claimant=claimant,
        attributed=quote is not None or mention.modality == "alleged",
        grade=mention.grade,
        nameless=tuple(_nameless(findings, chains, ids, (*mention.source, *mention.target))),
        ages=tuple(_ages(chains, ids, text, (*mention.source, *mention.target))),
        denied=mention.polarity == "negated" or (quote is not None and quote.act == "denial"),
        quantities=tuple(
            claim_of(report, findings, quantity, ids=ids, claimant=claimant, text=text)
            for quantity in findings.quantities
            if quantity.event == index and quantity.grade == "strong"
        ),
    )


def _day_seen(report: Report, mention: EventMention) -> DateRange | None:
    """Return the day on which our own people saw what they tell without one; None where others tell it."""
    stated = mention.date is not None and mention.date.basis == "stated"
    if not is_own(report.outlet) or report.published is None or stated or mention.modality != "actual":
        return None
    day = report.published.value[:10]
    return DateRange(start=day, end=day, precision="day")


def _year(sentence: str) -> DateRange | None:
    year = year_told(sentence)
    return DateRange(start=year, end=year, precision="year") if year else None


def _may_support(mention: EventMention) -> bool:
    if bears_nothing_out(mention):
        return False
    return mention.polarity == "asserted" and mention.modality in ("actual", "alleged")


def _nameless(
    findings: Findings, chains: Mapping[str, ActorChain], ids: Mapping[str, ActorId], actors: Iterable[str]
) -> Iterator[Nameless]:
    """Yield those of the local `actors` who have no name, with the noun and the number they are told by."""
    for actor in actors:
        chain = chains.get(actor)
        if chain is not None and chain.noun is not None and actor in ids:
            yield Nameless(actor=ids[actor], noun=chain.noun, count=_count_of(chain, findings))


def _count_of(chain: ActorChain, findings: Findings) -> float | None:
    """Return the number that stands within a mention of an actor, without a unit."""
    told = (q for q in findings.quantities if any(span.contains(q.span) for span in chain.mentions))
    return next((quantity.value for quantity in told if quantity.unit is None), None)


def _ages(
    chains: Mapping[str, ActorChain], ids: Mapping[str, ActorId], text: str, actors: Iterable[str]
) -> Iterator[Aged]:
    """Yield those of the local `actors` whose age the text tells."""
    for actor in dict.fromkeys(actors):
        chain = chains.get(actor)
        years = age_of(chain, text) if chain is not None and actor in ids else None
        if years is not None:
            yield Aged(ids[actor], years)


def _of_areas(member: EventMember, findings: Findings, text: str) -> Iterator[QuantityClaim]:
    """Yield the numbers of a mention, each with the area that it is of where an event can have several."""
    place = member.place.name if member.place and type_facts(member.type).covering else None
    for claim in member.quantities:
        area = scope_of(claim.evidence.span, findings, text, member, own=True)
        yield replace(claim, scope=area or place)


def claim_of(
    report: Report,
    findings: Findings,
    quantity: Quantity,
    *,
    ids: Mapping[str, ActorId],
    claimant: ActorId | None = None,
    text: str | None = None,
) -> QuantityClaim:
    """Return a number as its report claims it: who is quoted with it or counted, else `claimant`, answers.

    What an instrument gives is the instrument's, whichever outlet repeats it.
    """
    counted = who_counted(findings, quantity.span, text)
    apart = nameless_counter(findings, quantity.span, text) if text is not None else None
    return QuantityClaim(
        role=quantity.role,
        what=quantity.what,
        unit=quantity.unit,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        at=report.published.value if report.published else None,
        origin=report.origin,
        outlet=(report.record.claimant if report.record else None) or report.outlet,
        claimant=(ids.get(counted) if counted else None) or apart or claimant,
        evidence=Evidence(report=report.id, text_id=findings.text_id, span=quantity.span),
    )
