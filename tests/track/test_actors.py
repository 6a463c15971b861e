from __future__ import annotations

from collections.abc import Mapping

from watchfloor.model import Actor, ActorChain, ActorKind, Findings, ReportId, Role, Span, StoryId, TextId
from watchfloor.track.actors import Linked, fold, link_actors


def chain(
    name: str,
    kind: ActorKind = "person",
    *,
    country: str | None = None,
    title: str | None = None,
    public: bool = True,
) -> ActorChain:
    return ActorChain(
        id=name,
        name=name,
        kind=kind,
        mentions=(Span(0, 1),),
        country=country,
        roles=(Role(title=title, of=country),) if title else (),
        public=public,
    )


def link(
    *chains: ActorChain,
    report: str = "r1",
    story: str = "s1",
    seen: str = "2026-03-02",
    known: Mapping[str, Actor] | None = None,
    in_story: tuple[Actor, ...] = (),
) -> Linked:
    findings = Findings(text_id=TextId("t"), language="en", extractor="1", actors=chains)
    return link_actors(
        findings,
        report=ReportId(report),
        story=StoryId(story),
        seen=seen,
        known=known or {},
        in_story=in_story,
    )


def test_a_country_is_one_actor_whatever_it_is_called() -> None:
    linked = link(chain("Dublin", "country", country="IE"))
    again = link(
        chain("Ireland", "country", country="IE"), report="r2", known={a.key: a for a in linked.actors}
    )
    assert again.ids["Ireland"] == linked.ids["Dublin"]


def test_a_surname_resolves_inside_the_story_only() -> None:
    [brannigan] = link(chain("Orla Brannigan", country="IE", title="Marine Minister")).actors
    known = {brannigan.key: brannigan}
    inside = link(chain("Brannigan"), report="r2", known=known, in_story=(brannigan,))
    outside = link(chain("Brannigan"), report="r2", known=known)
    assert inside.ids["Brannigan"] == brannigan.id
    assert outside.ids["Brannigan"] != brannigan.id


def test_a_surname_that_two_people_bear_resolves_to_neither() -> None:
    pair = link(chain("Orla Brannigan"), chain("Sean Brannigan")).actors
    linked = link(chain("Brannigan"), report="r2", known={a.key: a for a in pair}, in_story=pair)
    assert linked.ids["Brannigan"] not in {actor.id for actor in pair}


def test_private_persons_are_followed_by_full_name_inside_their_story_only() -> None:
    first = link(chain("Uxía Lameiro", public=False))
    known = {a.key: a for a in first.actors}
    second = link(chain("Uxía Lameiro", public=False), report="r2", known=known)
    elsewhere = link(chain("Uxía Lameiro", public=False), report="r3", story="s2", known=known)
    assert first.ids["Uxía Lameiro"] == second.ids["Uxía Lameiro"] != elsewhere.ids["Uxía Lameiro"]
    assert not first.actors[0].public


def test_a_private_person_of_one_name_is_followed_into_no_other_report() -> None:
    first = link(chain("Uxía", public=False))
    second = link(chain("Uxía", public=False), report="r2", known={a.key: a for a in first.actors})
    assert first.ids["Uxía"] != second.ids["Uxía"]


def test_a_report_that_leaves_out_the_office_means_the_storys_own_official() -> None:
    [minister] = link(chain("Orla Brannigan")).actors
    known = {minister.key: minister}
    plain = chain("Orla Brannigan", public=False)
    assert link(plain, report="r2", known=known, in_story=(minister,)).ids["Orla Brannigan"] == minister.id
    assert link(plain, report="r2", known=known).ids["Orla Brannigan"] != minister.id


def test_roles_keep_the_days_on_which_they_were_read() -> None:
    first = link(chain("Orla Brannigan", title="Marine Minister", country="IE"), seen="2026-03-09T13:00:00Z")
    second = link(
        chain("Orla Brannigan", title="marine minister", country="IE"),
        report="r2",
        seen="2026-03-04",
        known={a.key: a for a in first.actors},
    )
    [role] = second.actors[0].roles
    assert (role.title, role.first_seen, role.last_seen) == ("Marine Minister", "2026-03-04", "2026-03-09")


def test_what_teaches_nothing_new_changes_no_actor() -> None:
    first = link(chain("Orla Brannigan", country="IE"))
    assert link(chain("Orla Brannigan"), report="r2", known={a.key: a for a in first.actors}).actors == ()


def test_names_are_compared_without_accents_case_and_signs() -> None:
    assert fold("Tomás  IGLESIAS-Rey") == "tomas iglesias rey"


def test_a_country_goes_by_its_own_name() -> None:
    [actor] = link(chain("Dublin", "country", country="IE")).actors
    assert actor.name == "Ireland"
