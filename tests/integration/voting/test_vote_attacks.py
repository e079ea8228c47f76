"""Hostile and unlucky acts against an online vote, at the pages of a started server."""

from __future__ import annotations

import copy
import json
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agm.rules.mixed_votes import Way
from agm.voting.models import SealedPaper, Voted, Voter
from agm.voting.operations import give_papers
from tests.election_cases import vote_attacks
from tests.election_cases.__main__ import main
from tests.election_cases.compare import differences
from tests.election_cases.vote_served import CHOSEN
from tests.election_cases.vote_world import World
from tests.support.project import ROOT
from tests.support.voting_phone import Fields, VotingPhone, form_of, marks_of

CASES = ROOT / "tests" / "data" / "vote_attacks"
AT_ONCE = 12


def test_every_case_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    status = main([str(CASES)])
    told = capsys.readouterr().out
    assert status == 0, told
    assert told.count("right ") >= 35


def test_cases_are_right_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("E-07", "V-01", "V-02", "V-21", "V-22", "V-23"):
        shutil.copy(CASES / f"{name}.json", tmp_path)
    monkeypatch.setenv(CHOSEN, "postgresql")
    assert main([str(tmp_path)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("each_step", 0), "refused:already_voted"),
        (("each_step", 1), "accepted"),
        (("votes", "chair"), 2),
        (("first_choices", "chair", "c1"), 2),
        (("first_choices", "chair"), {"c3": 1}),
    ],
)
def test_a_case_with_another_figure_differs(place: tuple[str | int, ...], value: object) -> None:
    case = json.loads((CASES / "E-06.json").read_text(encoding="utf-8"))
    wrong = copy.deepcopy(case)
    inner = wrong["expected"]
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert differences(vote_attacks.expected(wrong), vote_attacks.answer(wrong, CASES))


def test_one_code_sent_by_many_at_once_is_one_vote() -> None:
    """Of several forms of one code one is taken; a form that is sent several times is taken once, and told the same."""
    case = json.loads((CASES / "E-07.json").read_text(encoding="utf-8"))
    with World(case).begun() as world:
        world.set_clock(world.opens_at)
        first, second = world.codes.values()
        forms = [reviewed(world, first, choice) for choice in ("c1", "c2", "c3")]
        assert all_at_once(world, forms * (AT_ONCE // 3))["accepted"] == 1
        again = all_at_once(world, [reviewed(world, second, "c2")] * AT_ONCE)
        assert again == {"accepted": 1, "same_again": AT_ONCE - 1}
        with world.session() as session:
            kept = [session.scalar(select(func.count()).select_from(one)) for one in (Voted, SealedPaper)]
        assert kept == [2, 2]


def test_a_paper_that_is_given_while_the_form_is_sent_is_the_one_vote_or_the_form_is() -> None:
    case = json.loads((CASES / "V-04.json").read_text(encoding="utf-8"))
    with World(case).begun() as world:
        world.set_clock(world.opens_at)
        for name, code in world.codes.items():
            forms = [reviewed(world, code, "c1")] * AT_ONCE
            door = threading.Thread(target=give_a_paper, args=(world, name))
            door.start()
            found = all_at_once(world, forms)
            door.join()
            taken = found == {"accepted": 1, "same_again": AT_ONCE - 1}
            assert taken or found == {"refused:paper_given": AT_ONCE}
            with world.session() as session:
                of_voter = select(Voted.way).join(Voter, Voter.id == Voted.voter_id)
                ways = session.scalars(of_voter.where(Voter.entry_id == world.entries[name])).all()
            assert ways == [Way.ONLINE if taken else Way.PAPER]


def give_a_paper(world: World, name: str) -> None:
    with world.officer() as act:
        give_papers(act, world.laid.meeting_id, world.entries[name])


def reviewed(world: World, code: str, choice: str) -> Fields:
    marks = marks_of(world.laid.contests["chair"], [world.key_of("chair", choice)], ranked=True)
    return form_of(VotingPhone("127.0.0.1", world.server.port).review(code, marks))


def all_at_once(world: World, forms: Sequence[Fields]) -> Counter[str]:
    found: list[str] = []
    ready = threading.Barrier(len(forms))

    def send(form: Fields) -> None:
        phone = VotingPhone("127.0.0.1", world.server.port)
        ready.wait()
        found.append(phone.cast(form).outcome)

    threads = [threading.Thread(target=send, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)
