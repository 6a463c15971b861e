"""Whether two mentions tell of one happening: what speaks for it, and what speaks against it.

Only what two texts state otherwise speaks against: another day, another town, the opposite direction, another
named victim. What a text leaves out says nothing, and actors without a name ("six people", "a gunman") are
one man's words for whom another calls something else: they are compared by noun and number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from watchfloor.model import Doubt, Event, EventMember, EventMention, Nameless, Place, ReportId, Span
from watchfloor.plover import type_facts
from watchfloor.track.actors import fold
from watchfloor.track.days import Days, day_of, days_of_range
from watchfloor.track.word_lists import track_words

WEAK_JOIN_AT = 2.0  # a weak mention only supports what fits it well
JOIN_AT = 1.5  # as much as one shared actor and mode, or the same day and mode, and nothing against
ONLY_ONE = 0.5  # where a story tells of one deed alone that a mention without day and town can be of
UNREAL = frozenset({"threatened", "planned", "conditional", "requested"})

_REACH_DAYS = 7  # an undated mention tells of an event of the last week
_CONTRADICTED_DAYS = 1  # reports of one happening differ by a day at the date line
_TOWN_DEGREES = 0.5  # about 50 km: further apart two towns are two, however near they are in the news
_OTHER_NAMES = -2.0  # as much as the same day and town speak for it
_OTHERS_HURT = -1.0  # a deed hurts many who have names, but where nothing tells its day they may be of two
_ONE_SIDE_AGREES = 1.0  # then the other may be called by another name
_COMMON_COUNTRY = 0.5  # what sides share who have no actor in common but a country
_SAME_NOUN = 0.5
_SAME_COUNT = 0.5
_OTHER_KIND = (
    -0.5
)  # four nuns are no three miners; but five farmers may be the three villagers of an hour ago
_SAME_AGE = 1.0  # one person by her age, whatever each text calls her
_OTHER_AGE = -1.5  # stated otherwise: the deed, the day and the town have to speak for it
_NEAR_AGE = 1.0  # years by which two texts of one person differ
_SLIP_OF_AGE = -0.5
_NOBODY_OF_THAT_AGE = 1.0  # a deed may have hurt one more whom the others leave out
_SAME_PERIOD = 0.05  # of years; a month is more
_CHILD = 6.0  # years, to which one year more makes another child
_SAME_DAY = 1.0
_BOTH_PLACED = 0.5
_SAME_TOWN = 0.5  # more, where both name a town or a point
_SAME_MODE = 0.5
_SAME_DEED = 1.0  # violence and disaster that one story tells of within days: seldom two of them
_DEED_DAYS = 2
_LATER_DAYS = 180
_CONTRARY = frozenset({"truce", "broken-truce"})  # deeds of one type, the one against the other
_DEAL = "deal"
_DAILY = frozenset({"heavy-weapons", "air-strike"})
_SAME_HOME = 0.25  # what the town that two reports are about speaks for it
_SELDOM_TWICE = frozenset({"arrest", "release", "convict"})  # what one story tells of a day is one
_DENIAL = 0.5  # a denial seldom repeats who did what to whom
_TWINS_AT = 2.5  # the same day and town, and a mode, a deed or an actor besides
_VERY_LIKE = 0.8  # resemblance of two reports, from which one day and one town may be told less exactly
_TWINS_OF_LIKE = 2.0
_A_GROUP = 3.0  # people counted, from which a number and a noun are seldom two groups of one town and day
_A_CROWD = 100.0  # from which the number alone is
_LIKE = 0.3
_SAME_WORDS = 1.5  # what two sentences of the same words are worth, less where they share fewer
_LONG_ENOUGH = 4  # letters of a word, as in `_WORD`
_STEM = 6  # letters of a word that tell it: "arrest" of "arrested"
_MOST_TERMS = 24
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = track_words("common")
_ANOTHER = re.compile(
    r"\b(?:also|separately|another|(?:a|the) (?:second|third|further|different|separate)"
    r"|(?:two|three|four) more)\b",
    re.I,
)
_ONE_MORE = re.compile(
    _ANOTHER.pattern.replace("also|", ""), re.I
)  # those hurt by one deed are told one by one
_BLOWS = frozenset({"firearms", "beat", "primitive"})  # what one attack may do to one person
_NO_WITNESS = frozenset({Doubt.HABIT, Doubt.OTHER_FIELD})
_TOWNS = frozenset({"point", "town"})
# Words for whoever it may be: what one text calls so another calls by a calling.
_ANYBODY = track_words("anybody")


def affinity(member: EventMember, others: Sequence[EventMember]) -> float:
    """Return how well a mention fits an event: 0 where something speaks against it.

    Mentions that state neither day nor town fit many events; they lend none of them another day or town.
    """
    if any(member.telling and member.telling == other.telling for other in others):
        return JOIN_AT
    telling = [other for other in others if not other.pointing]
    if _elsewhere(member, telling) or _is_one_more(member, telling):
        return 0.0
    fit = max((alike(member, other) for other in telling), default=0.0)
    return fit - _NOBODY_OF_THAT_AGE if _is_of_another_age(member, telling) else fit


def _is_of_another_age(member: EventMember, others: Sequence[EventMember]) -> bool:
    """Tell whether a mention without day and town harms one of an age that no other report tells."""
    years = _age(member, member.target) if leaves_open(member) else None
    if years is None or any(it.report == member.report for it in others):
        return False
    known = [age for it in others if (age := _age(it, it.target)) is not None]
    return bool(known) and all(_by_age(years, age) == _OTHER_AGE for age in known)


def _is_one_more(member: EventMember, others: Sequence[EventMember]) -> bool:
    """Tell whether one report tells of two: "police also arrested a woman" is no second telling.

    Whom one deed hurt is told one by one ("a child was also killed").
    """
    return not type_facts(member.type).harmful and any(
        other.report == member.report and other.span != member.span and (member.another or other.another)
        for other in others
    )


def is_vague(member: EventMember) -> bool:
    """Tell whether a mention of violence states neither day nor town: its story's own deed is meant."""
    placed = member.place is not None and member.place.precision in _TOWNS
    claimed = member.attributed and bool(member.source)  # whose deed it was may be all that is told
    return type_facts(member.type).harmful and not (states_day(member) or placed or member.another or claimed)


def may_be_any(member: EventMember, others: Sequence[EventMember]) -> bool:
    """Tell whether a mention, or all that is known of an event, leaves open which deed of its story it is."""
    telling = [other for other in others if not other.pointing]
    return is_vague(member) or (bool(telling) and all(is_vague(other) for other in telling))


def leaves_open(member: EventMember) -> bool:
    """Tell whether a mention of violence tells neither when nor where, and is no further deed nor a claim."""
    claimed = member.attributed and bool(member.source)
    told = member.date or member.place or member.another or member.denied or claimed
    return type_facts(member.type).harmful and not told


def leaves_day_open(member: EventMember) -> bool:
    """Tell whether a mention of violence tells where and not when, as headlines do."""
    claimed = member.attributed and bool(member.source)
    told = member.date or member.another or member.denied or claimed
    return type_facts(member.type).harmful and member.place is not None and not told


def may_be_told_with(member: EventMember, others: Sequence[EventMember]) -> bool:
    """Tell whether nothing in a mention speaks against an event that its own report tells elsewhere."""
    modes = {other.mode for other in others} - {None}
    crossed = any(_crossed(member, other) and not _agree_in_sides(member, other) for other in others)
    return not crossed and (member.mode is None or not modes or member.mode in modes)


def _agree_in_sides(one: EventMember, other: EventMember) -> bool:
    return bool(set(one.source) & set(other.source) or set(one.target) & set(other.target))


def is_another(text: str, mention: EventMention) -> bool:
    """Tell whether a mention says that it is one more of its kind."""
    words = mention.sentence.of(text)
    return (_ONE_MORE if type_facts(mention.type).harmful else _ANOTHER).search(words) is not None


def bears_nothing_out(mention: EventMention) -> bool:
    """Tell a mention of many times, which is none of them, or of what may be no deed.

    What may be a figure of speech, with nobody told who did or suffered it, is none: a match, no raid.
    """
    if not _NO_WITNESS.isdisjoint(mention.doubts):
        return True
    figure = Doubt.FIGURE_OF_SPEECH in mention.doubts and type_facts(mention.type).harmful
    return figure and not (mention.source or mention.target)


def _elsewhere(member: EventMember, others: Sequence[EventMember]) -> bool:
    """Tell whether most mentions of an event that state a day, or a town, state another one."""
    days = [same_time(member, other) for other in others if member.date and other.date]
    places = [same_place(member.place, other.place) for other in others if member.place and other.place]
    return any(votes and sum(votes) * 2 < len(votes) for votes in (days, places))


def twins(event: Event, other: Event, report_id: ReportId, resemblance: float) -> bool:
    """Tell whether two events of different stories are one happening, as `report_id` tells the second.

    They share day and town, both stated, and something more: nothing is taken for granted here. Where the
    reports are very like, a month that holds the day will do; where they name one sufferer in one town, or
    tell one age, the day may be left out.
    """
    told = [member for member in other.members if member.report == report_id]
    return any(
        alike(one, two) >= least
        for one in event.members
        for two in told
        if _on_one_spot(one.place, two.place) and (least := _least_of(one, two, resemblance)) is not None
    )


def names_its_day(member: EventMember, other: EventMember) -> bool:
    """Tell whether a mention names the day that another states."""
    return states_day(member) and states_day(other) and _days_agree(member, other) > 0


def _on_one_spot(one: Place | None, other: Place | None) -> bool:
    """Tell whether two places are not told apart by where they lie: two stories may mean namesakes."""
    return same_place(one, other) and not (one and other and _lie_apart(one, other))


def _least_of(one: EventMember, other: EventMember, resemblance: float) -> float | None:
    """Return how much mentions of two stories must be alike to be one; None where too little is stated."""
    if _stated(one) and _stated(other):
        return _TWINS_AT
    if states_day(one) and states_day(other) and _set_in_one_town(one, other):
        return _TWINS_AT
    if type_facts(one.type).harmful and _set_in_one_town(one, other) and shares_person(one, other):
        return _TWINS_OF_LIKE
    if _within(one, other, 0) and _names_one_place(one, other) and _counts_one_group(one, other):
        return _TWINS_OF_LIKE
    return _TWINS_OF_LIKE if resemblance >= _VERY_LIKE and _dated_in_town(one, other) else None


def _counts_one_group(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions tell one number of people without names: of one noun, or seldom told.

    Two texts that count seven villagers, or 26,000 troops whom one calls soldiers, count the same.
    """
    shared = [
        (mine, theirs)
        for mine in one.nameless
        for theirs in other.nameless
        if mine.count is not None and mine.count == theirs.count and mine.count >= _A_GROUP
    ]
    return any(mine.noun == theirs.noun or (mine.count or 0) >= _A_CROWD for mine, theirs in shared)


def _names_one_place(one: EventMember, other: EventMember) -> bool:
    """Tell whether both name one place that is no country, or are set in one town."""
    named = {fold(it.place.name) for it in (one, other) if it.place and it.place.precision != "country"}
    both = one.place is not None and other.place is not None
    return (both and len(named) == 1) or _set_in_one_town(one, other)


def _set_in_one_town(one: EventMember, other: EventMember) -> bool:
    """Tell whether one names a town that the other is set in, or names in its sentence."""
    return _same_town(one, other) or names_town(one, other) or names_town(other, one)


def names_town(member: EventMember, other: EventMember) -> bool:
    """Tell whether the sentence of a mention without a place names the town of another."""
    place = other.place
    if member.place is not None or place is None or place.precision not in _TOWNS:
        return False
    name = {word[:_STEM] for word in fold(place.name).split() if len(word) >= _LONG_ENOUGH}
    return bool(name) and name <= {fold(term) for term in member.terms}


def _dated_in_town(one: EventMember, other: EventMember) -> bool:
    """Tell whether both name a town and a time, one of them the day."""
    towns = all(it.place is not None and it.place.precision in _TOWNS for it in (one, other))
    dates = all(it.date is not None and it.date.precision in ("day", "month") for it in (one, other))
    return towns and dates and (states_day(one) or states_day(other))


def _stated(member: EventMember) -> bool:
    return states_day(member) and member.place is not None and member.place.precision in _TOWNS


def states_day(member: EventMember) -> bool:
    """Tell whether a mention states the day of its happening."""
    date = member.date
    return date is not None and date.basis == "stated" and date.precision == "day"


def alike(one: EventMember, other: EventMember) -> float:
    """Return how much speaks for it that two mentions tell of one happening; 0 where something is against."""
    if one.telling and one.telling == other.telling:
        return JOIN_AT
    if _opposed(one, other) or _denies_nothing(one) or _denies_nothing(other):
        return 0.0
    sides = _sides(one, other)
    if sides is None:
        return 0.0
    score = sides
    if score <= 0 and one.countries and other.countries:
        score += _COMMON_COUNTRY if set(one.countries) & set(other.countries) else -1.0
    if one.denied != other.denied and score >= 0:
        score += _DENIAL
    return score + _setting(one, other)


def _denies_nothing(member: EventMember) -> bool:
    """Tell whether a mention only says that nothing of its kind happened: "it had never seen a shooting"."""
    return member.denied and not (member.attributed or member.source or member.target or member.date)


def is_of_kind(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions are of one type, or of one deed that is told as several types."""
    return one.type == other.type or _is_one_deed(one, other)


def _is_one_deed(one: EventMember, other: EventMember) -> bool:
    return one.deed is not None and one.deed == other.deed


def _opposed(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions are of other kinds, days, towns or worlds."""
    return (
        not _may_be_one_type(one, other)
        or _other_mode(one, other)
        or not same_time(one, other)
        or not same_place(one.place, other.place)
        or (one.modality in UNREAL) != (other.modality in UNREAL)
    )


def _may_be_one_type(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions can be of one kind: what is told as two types has to be set together."""
    if one.type == other.type:
        return one.deed is None or other.deed is None or {one.deed, other.deed} != _CONTRARY
    return _is_one_deed(one, other) and _is_set_together(one, other)


def _is_set_together(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions are of one day, and of one town where people are hurt.

    Those who make one deal may make another that day: it is told in the same words.
    """
    if type_facts(one.type).harmful:
        alike_besides = _same_town(one, other)
    else:
        alike_besides = one.deed != _DEAL or likeness(one, other) >= _LIKE
    return alike_besides and _within(one, other, 0) and bool(one.date or other.date)


def _other_mode(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions tell of two ways to do it; who was shot and beaten was attacked once."""
    if one.mode is None or other.mode is None or one.mode == other.mode or one.type != other.type:
        return False
    return not ({one.mode, other.mode} <= _BLOWS and shares_person(one, other) and _within(one, other, 0))


def _sides(one: EventMember, other: EventMember) -> float | None:
    """Return how far doers and sufferers agree; None where the direction or the sufferer is another."""
    source, target = _side(one, other, "source"), _side(one, other, "target")
    crossed = _crossed(one, other)
    types = {one.type, other.type}
    if any(type_facts(kind).reciprocal for kind in types):
        if types & {"ASSAULT"} and not crossed:
            # Who did it may be contested, and a deed hurts many who have names; ages and callings tell apart.
            return max(source, 0.0) + (target if target > _OTHER_NAMES else _of_other_names(one, other))
        return max(source + target, crossed)
    if source + target <= 0 < crossed:
        return None  # what the one did to the other is not what the other did to it
    if type_facts(one.type).of_persons and source <= 0 and _hurts_another(one, other, target):
        return None
    told_apart = likeness(one, other) < _LIKE and not (_stated(one) and _stated(other))
    if type_facts(one.type).by_object and target <= 0 and told_apart and not _is_unnamed_one(one, other):
        return None
    softened = _ONE_SIDE_AGREES if min(source, target) < 0 < max(source, target) else 0.0
    return source + target + softened


def _of_other_names(one: EventMember, other: EventMember) -> float:
    """Return what speaks against it that two mentions name others who were hurt, where no day is told."""
    same_report = one.report == other.report
    return 0.0 if same_report or (states_day(one) and states_day(other)) else _OTHERS_HURT


def _is_unnamed_one(one: EventMember, other: EventMember) -> bool:
    """Tell whether two reports may mean one person whom only one of them names: arrested that same day."""
    unnamed = [it for it in (one, other) if len(_nameless(it, it.target)) == 1]
    alone = all(len(it.target) == 1 for it in (one, other))
    single = all(party.count in (None, 1) for it in unnamed for party in it.nameless)
    return (
        one.report != other.report
        and one.mode == other.mode
        and one.mode in _SELDOM_TWICE
        and alone
        and len(unnamed) == 1
        and single
        and not (one.another or other.another)
        and bool(one.date and other.date and _days_agree(one, other))
    )


def terms_of(text: str, mention: EventMention) -> tuple[str, ...]:
    """Return what stands for a mention's words besides its doers and its verb.

    They are the beginnings of the longer words of its sentence, each once.
    """
    return words_of(text, mention.sentence, (*mention.source_spans, *mention.trigger))


def words_of(text: str, sentence: Span, taken: Sequence[Span]) -> tuple[str, ...]:
    """Return the beginnings of the longer words of a sentence, each once, but of those in `taken`."""
    start = sentence.start
    words = [
        match[0].casefold()
        for match in _WORD.finditer(sentence.of(text))
        if not any(span.overlaps(Span(start + match.start(), start + match.end())) for span in taken)
    ]
    return tuple(dict.fromkeys(word[:_STEM] for word in words if word not in _COMMON))[:_MOST_TERMS]


def likeness(one: EventMember, other: EventMember) -> float:
    """Return the share of the words that two sentences have in common, of the shorter one's."""
    first, second = set(one.terms), set(other.terms)
    return len(first & second) / max(1, min(len(first), len(second)))


def _crossed(one: EventMember, other: EventMember) -> float:
    return float(bool(set(one.source) & set(other.target))) + float(bool(set(one.target) & set(other.source)))


def _side(one: EventMember, other: EventMember, side: str) -> float:
    """Return 1 for a shared actor, 0 where a side says nothing, less for names without one in common.

    Who has no name, or acts for the same country, is neither for nor against by itself.
    """
    first, second = _ids(one, side), _ids(other, side)
    if set(first) & set(second):
        return 1.0
    if not first or not second:
        return 0.0
    namelesses = _nameless(one, first), _nameless(other, second)
    ages = _by_age(_age(one, first), _age(other, second))
    if ages:
        return ages + (max(0.0, _resemble(*namelesses)) if all(namelesses) else 0.0)
    if all(namelesses):
        return _resemble(*namelesses)
    if any(namelesses) or set(one.countries) & set(other.countries):
        return 0.0  # a minister acts for the country, and "the minister" may be either
    return _OTHER_NAMES


def _ids(member: EventMember, side: str) -> tuple[str, ...]:
    return member.source if side == "source" else member.target


def _nameless(member: EventMember, ids: Sequence[str]) -> list[Nameless]:
    """Return the actors of a side that have no name; empty where one of them has."""
    known: Mapping[str, Nameless] = {party.actor: party for party in member.nameless}
    return [known[id_] for id_ in ids] if all(id_ in known for id_ in ids) else []


def _resemble(ones: Sequence[Nameless], others: Sequence[Nameless]) -> float:
    """Return how well two nameless sides agree: by noun, and by number where both are counted."""
    nouns = {one.noun for one in ones}, {other.noun for other in others}
    counts = {one.count for one in ones} - {None}, {other.count for other in others} - {None}
    agree = bool(nouns[0] & nouns[1]), bool(counts[0] & counts[1])
    if not any(agree) and not _ANYBODY & (nouns[0] | nouns[1]):
        return _OTHER_KIND
    return _SAME_NOUN * agree[0] + _SAME_COUNT * agree[1]


def _age(member: EventMember, ids: Sequence[str]) -> float | None:
    """Return the age of a side that is one person, where it is told."""
    known = {aged.actor: aged.years for aged in member.ages}
    return known.get(ids[0]) if len(ids) == 1 else None


def _by_age(one: float | None, other: float | None) -> float:
    """Return what two ages say: an equal one is one person's, another one is seldom."""
    if one is None or other is None:
        return 0.0
    apart = abs(one - other)
    if apart <= _SAME_PERIOD:
        return _SAME_AGE
    grown = min(one, other) >= _CHILD
    return _SLIP_OF_AGE if grown and apart <= _NEAR_AGE else _OTHER_AGE


def shares_person(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions tell of one sufferer: by name, or by an age that both tell."""
    named = {party.actor for it in (one, other) for party in it.nameless}
    if set(one.target) & set(other.target) - named:
        return True
    ages = _age(one, one.target), _age(other, other.target)
    return _by_age(*ages) == _SAME_AGE


def _hurts_another(one: EventMember, other: EventMember, target: float) -> bool:
    """Tell whether two mentions tell of two sufferers: by name; by age but for one stated day and town."""
    if target <= _OTHER_NAMES:
        return True
    alike_stated = _stated(one) and _stated(other) and _days_agree(one, other) > 0
    return target <= _OTHER_AGE and not alike_stated


def _setting(one: EventMember, other: EventMember) -> float:
    """Return what day, place, mode and deed speak for it."""
    score = 0.0
    score += _days_agree(one, other)
    if one.place and other.place:
        score += _BOTH_PLACED
        if {one.place.precision, other.place.precision} <= _TOWNS:
            score += _SAME_TOWN
    elif _same_town(one, other):
        score += _SAME_HOME
    if one.mode is not None and one.mode == other.mode:
        score += _SAME_MODE
    if type_facts(one.type).harmful and _within(one, other, _DEED_DAYS):
        score += _SAME_DEED
    if (
        one.mode == other.mode
        and one.mode in _SELDOM_TWICE
        and _within(one, other, 0)
        and one.date
        and other.date
    ):
        score += _SAME_MODE
    alike_in_words = likeness(one, other)
    if alike_in_words >= _LIKE:
        score += round(_SAME_WORDS * alike_in_words, 2)
    return score


def _days_agree(one: EventMember, other: EventMember) -> float:
    """Return what the days speak for: less where one of them is only the report's."""
    if one.date is None or other.date is None:
        return 0.0
    if one.date.basis == other.date.basis == "stated":
        return _SAME_DAY if one.date.start == other.date.start else 0.0
    return _SAME_DAY / 2 if _within(one, other, 0) else 0.0


def _within(one: EventMember, other: EventMember, days: int) -> bool:
    """Tell whether two mentions tell of days at most so far apart, as far as known."""
    first, second = days_of(one), days_of(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] + days and second[0] <= first[1] + days


def contradictions(one: EventMember, other: EventMember) -> int:
    """Return in how many slots two mentions contradict each other: day, place, doer and target."""
    crossed = type_facts(one.type).reciprocal and set(one.source + one.target) & set(
        other.source + other.target
    )
    sides = _side(one, other, "source") < 0, _side(one, other, "target") < 0
    times = not same_time(one, other)
    return times + (not same_place(one.place, other.place)) + (0 if crossed else sum(sides))


def days_of(member: EventMember) -> Days | None:
    """Return the days on which a mention can have happened, None where nothing is known."""
    dated = days_of_range(member.date)
    if dated is not None:
        return dated
    day = day_of(member.published) if member.modality not in UNREAL else None
    return None if day is None else (day - _REACH_DAYS, day + _CONTRADICTED_DAYS)


def same_time(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions can tell of one time; two stated days are one day or none."""
    first, second = days_of(one), days_of(other)
    if first is None or second is None:
        return True
    slack = 0 if states_day(one) and states_day(other) else _CONTRADICTED_DAYS
    back = 0 if one.date and other.date else _back(one, other)
    return (
        first[0] - (0 if one.date else back) <= second[1] + slack
        and second[0] - (0 if other.date else back) <= first[1] + slack
    )


def _back(one: EventMember, other: EventMember) -> int:
    """Return how many days further back a mention without a date may reach, for what two mentions agree in.

    Months later a court report tells of a deed without its day. Where a deed is done day by day it may be
    another one.
    """
    if not type_facts(one.type).harmful or _DAILY & {one.mode, other.mode}:
        return 0
    named = {party.actor for it in (one, other) for party in it.nameless}
    victim = bool(set(one.target) & set(other.target) - named)
    return _LATER_DAYS if victim or _same_town(one, other) else 0


def _same_town(one: EventMember, other: EventMember) -> bool:
    """Tell whether two mentions are set in one town, by what they tell or by what their reports are about."""
    first, second = (
        {it.name for it in (m.place, m.home) if it and it.precision in _TOWNS} for m in (one, other)
    )
    return bool(first & second)


def same_place(one: Place | None, other: Place | None) -> bool:
    """Tell whether two places can be one: the one holds the other, or they are near, as far as known.

    Where two texts of a story write one name they mean one place, whichever of that name was taken for each.
    """
    if one is None or other is None or fold(one.name) == fold(other.name):
        return True
    if one.country and other.country and one.country != other.country:
        return False
    return not _lie_apart(one, other)


def _lie_apart(one: Place, other: Place) -> bool:
    """Tell whether two towns are further apart than one can be from itself."""
    coarse = {"country", "region"} & {one.precision, other.precision}
    if coarse or one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) >= _TOWN_DEGREES or abs(one.lon - other.lon) >= _TOWN_DEGREES
