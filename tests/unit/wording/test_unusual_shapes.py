"""Facts of unusual shape, each with the sentence that a strict reader asked for."""

from __future__ import annotations

from typing import Any

import pytest

from agm.facts.any_file import announcement_from_plain
from agm.facts.plain import PlainValueError
from agm.wording.kinds import compose_any
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle

STYLE = HouseStyle(show_votes=True)
Plain = dict[str, Any]


def entry(*names: str, **more: object) -> Plain:
    return {"people": [{"name": name} for name in names], **more}


def office(label: str, *entries: Plain, **more: object) -> Plain:
    return {"label": label, "candidacies": list(entries), **more}


def halves(**plain: object) -> tuple[str, str]:
    """The text in English, and that in Welsh."""
    fixed = {"format_version": 1, "organisation": {"name": "Weavers", "short_name": "WU"}, "region": {"name": "Fens"}}
    facts = announcement_from_plain({**fixed, "second_language": "cy", **plain})
    made = in_both_languages(compose_any(facts, STYLE), facts, STYLE)
    english, _, welsh = render(made, Format.TEXT).partition("* * *")
    return english, welsh


def test_a_job_share_in_a_list_is_read_as_one_in_welsh_too() -> None:
    delegates = office("Delegates", entry("Hal Pike", elected=True), entry("Ida", "Jo", elected=True), seats=2)
    english, welsh = halves(results=[delegates])
    assert "Hal Pike, and Ida and Jo (job share)" in english
    assert "Hal Pike, ac Ida a Jo (rhannu swydd)" in welsh


def test_of_auditors_one_that_is_vacant_may_not_be_the_only_one() -> None:
    auditors = [office(label, state="decided", vacancies=1) for label in ("Auditors", "Clerk")]
    english, welsh = halves(results=[office("Chair", entry("Ann", elected=True)), *auditors])
    assert "Auditors: one place vacant\n" in english
    assert "Clerk: vacant\n" in english
    assert "Auditors: 1 lle yn wag\n" in welsh


def test_where_others_are_not_named_nobody_is_singled_out_for_luck() -> None:
    results = [office("Chair", entry("Ann", elected=True)), office("Delegates", unnamed=11)]
    english, welsh = halves(results=results)
    assert "ood luck to those elected." in english
    assert "ob lwc i bawb a etholwyd." in welsh
    assert "ood luck to Ann." in halves(results=results[:1])[0]


@pytest.mark.parametrize("option", ["No", "Against"])
def test_votes_against_the_one_who_stands_are_nobody(option: str) -> None:
    results = [
        office("Chair", entry("Ann", elected=True, votes=100), entry(option, elected=False, votes=17)),
        office("Clerk", entry("Bo", elected=False, votes=4), entry(option, elected=False, votes=70), state="decided"),
    ]
    english, welsh = halves(results=results)
    assert "Chair: Ann (100 votes); against: 17 votes\n" in english
    assert "Clerk: vacant; not elected: Bo (4 votes); against: 70 votes\n" in english
    assert "nominations to be re-opened" not in english
    assert "yn erbyn: 17 o bleidleisiau" in welsh
    with pytest.raises(PlainValueError, match="nobody who can be elected"):
        halves(results=[office("Chair", entry(option, elected=True, votes=17))])


def test_a_comma_in_a_bracket_parts_no_names() -> None:
    losers = [entry(name, elected=False, votes=20, percent=32.3) for name in ("Bo", "Cy")]
    english, _ = halves(results=[office("Chair", entry("Ann", elected=True, votes=22, percent=35.4), *losers)])
    assert "not elected: Bo (20 votes, 32.3%) and Cy (20 votes, 32.3%)\n" in english


def test_those_who_came_to_one_office_on_one_day_share_a_sentence() -> None:
    changes = [
        {"person": {"name": name}, "office": "Secretary", "on": day}
        for name, day in (("Ann", "2026-09-01"), ("Bo", "2026-09-01"), ("Cy", "2026-09-08"))
    ]
    told, _ = halves(announcement="co_option", by="the committee", changes=changes)
    assert "Ann and Bo were co-opted as Secretary of the Fens Region of Weavers by the committee on Tuesday" in told
    assert "Cy was co-opted as Secretary by the committee on Tuesday 8 September 2026." in told
    both, _ = halves(announcement="resignation", changes=changes[:2])
    assert "Fens WU: Ann and Bo resign as Secretary\n" in both
    assert "Ann and Bo resigned as Secretary of the Fens Region of Weavers on Tuesday 1 September 2026." in both
    parted = [one | {"in_place_of": [{"name": name}]} for one, name in zip(changes[:2], ("Dee", "Ed"), strict=True)]
    each, _ = halves(announcement="co_option", changes=parted)
    assert "in place of Dee. Bo was co-opted as Secretary on Tuesday 1 September 2026, in place of Ed." in each


def test_a_round_up_of_one_region_names_it_once_and_of_none_says_what_is_awaited() -> None:
    region = {"name": "Fens", "held_on": "2026-05-10", "results": [office("Chair", entry("Ann", elected=True))]}
    one, _ = halves(announcement="round_up", region=None, period="2026", regions=[region], to_report=["Gwent"])
    assert "It elected:\n\nChair: Ann\n" in one
    assert "Gwent has still to report." in one
    none, _ = halves(announcement="round_up", region=None, period="2026", to_report=["Fens"])
    assert "Fens has still to report on its AGM in 2026." in none
    none, _ = halves(announcement="round_up", region=None, to_report=["Fens", "Gwent"])
    assert "Fens and Gwent have still to report on their AGMs." in none


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("members and friends", "It is open to members and friends."),
        ("Members only.", "It is open to members only."),
        ("Every member may come", "Every member may come."),
        ("All welcome!", "All welcome!"),
        ("By invitation", "By invitation."),
    ],
)
def test_who_may_come_is_a_sentence(typed: str, said: str) -> None:
    for half in halves(announcement="notice", held_on="2027-02-20", who_may_come=typed):
        assert said in half


def test_a_sender_is_told_with_the_place_in_welsh_too() -> None:
    sender = {"person": {"name": "Ann", "place": "Oslo"}, "role": "Chair"}
    for half in halves(announcement="messages_of_support", messages=[sender, {"person": {"name": "Bo"}}]):
        assert "Chair: Ann (Oslo)" in half


def test_an_office_has_its_other_label_in_the_other_text_alone() -> None:
    chair = office("Chair", entry("Ann", elected=True), label_alt="Cadeirydd")
    english, welsh = halves(results=[chair, office("Clerk", state="decided")])
    assert "Cadeirydd" not in english
    assert "Cadeirydd: Ann\n" in welsh
    listed, told = halves(announcement="committee_list", results=[chair])
    assert ("Cadeirydd" in listed, "Cadeirydd" in told) == (False, True)
