"""A published count is written always the same, is confirmed as it is, and tells every change."""

from __future__ import annotations

import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable

import pytest

from agm.counting import RULE_SETS, CountingError, count
from agm.counting import bundle as bundle_module
from agm.counting.bundle import NOT_AS_WRITTEN, digest, verify_bundle, write_bundle
from agm.counting.exact_json import exact_json, value_of
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Constraint,
    Contest,
    RejectedPapers,
    Rounds,
    ShortagePolicy,
    TieDecision,
    TieKind,
    TieMethod,
    Votes,
    VoteTotals,
)
from agm.counting.read.blt import read_blt
from agm.counting.rules import AvStop, RuleSet
from tests.support import contests

COMMITTEE = read_blt(contests.COMMITTEE)


def committee_bundle() -> bytes:
    result = count(COMMITTEE.contest, COMMITTEE.ballots, RULE_SETS["scottish"], (contests.LOT,))
    return write_bundle(COMMITTEE.contest, COMMITTEE.ballots, result, (contests.LOT,))


def texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def archive(files: dict[str, str] | dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(zipfile.ZipInfo(name), text)  # of 1980, so that the test's name stays
    return out.getvalue()


def with_digests(files: dict[str, str]) -> dict[str, str]:
    """The files with a manifest that fits, as somebody would write who wants to deceive."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {name: digest(text) for name, text in files.items() if name != "manifest.json"}
    return {**files, "manifest.json": exact_json(manifest)}


def changed(change: Callable[[dict[str, str]], dict[str, str]], *, honest: bool = False) -> bytes:
    files = change(texts(committee_bundle()))
    return archive(files if honest else with_digests(files))


def changed_contest(old: str, new: str) -> bytes:
    return changed(lambda files: {**files, "contest.json": files["contest.json"].replace(old, new)})


def reported(data: bytes) -> str:
    with pytest.raises(CountingError) as caught:
        verify_bundle(data)
    return str(caught.value)


def test_a_bundle_is_confirmed_and_always_the_same() -> None:
    found = verify_bundle(committee_bundle())
    assert found.differences == ()
    assert found.result == count(COMMITTEE.contest, COMMITTEE.ballots, RULE_SETS["scottish"], (contests.LOT,))
    assert found.digest == digest(texts(committee_bundle())["manifest.json"])
    assert committee_bundle() == committee_bundle()


LACKS_DECISION = (
    "The bundle lacks the decision of a tie. Stage 3: Dylan Price and Siân Evans are equal; decide who is excluded "
    "(rule 51(2))."
)
MARKED = Contest("Auditors", contests.people("Ann", "Bo", "Cy", women="AC"), 2)
YES_NO = Contest(
    "Treasurer",
    (Candidate(1, "Ann"), Candidate(2, "Re-open", kind=CandidateKind.REOPEN_NOMINATIONS)),
    1,
)
CHAIR = Contest("Chair", contests.people("Ann", "Bo", "Cy"), 1)


@pytest.mark.parametrize(
    ("contest", "votes", "rules"),
    [
        (MARKED, Ballots.of([(1,), (1, 3), (2, 3), (3,), ()]), RULE_SETS["approval"]),
        (
            Contest("A", MARKED.candidates, 2, constraints=(Constraint("women", 1, 2),)),
            Ballots((BallotGroup((1, 2), 3), BallotGroup(((1, 2), 3)), BallotGroup((2, 0, 3), 2))),
            RULE_SETS["meek"],
        ),
        (
            MARKED,
            Ballots((BallotGroup((1, 2), 4), BallotGroup((2, 3), 2)), (RejectedPapers("torn", 2),)),
            RULE_SETS["gregory"],
        ),
        (CHAIR, VoteTotals((5, 3, 1), 10, 1, (RejectedPapers("empty", 2),)), RULE_SETS["plurality"]),
        (YES_NO, Ballots.of([(1,), (1,), (2,)]), RULE_SETS["yes_no"].with_options(of_all_papers=True)),
        (CHAIR, Ballots.of([(1,), (1, 2), (2, 3)]), RULE_SETS["av"].with_options(stop=AvStop.TWO_LEFT)),
        (CHAIR, Rounds((VoteTotals((5, 4, 2)), VoteTotals((5, 6, 0)))), RULE_SETS["exhaustive_ballot"]),
        (
            CHAIR,
            Rounds((Ballots.of([(1,), (2,), (1,), (3,), (2,), ()]), Ballots.of([(1,), (1,), (2,)]))),
            RULE_SETS["exhaustive_ballot"],
        ),
        (
            CHAIR,
            Rounds((Ballots((BallotGroup(((1, 2),)), BallotGroup((2,), 3)), (RejectedPapers("torn", 2),)),)),
            RULE_SETS["exhaustive_ballot"],
        ),
        (MARKED, VoteTotals((5, 3, 1), 7, 1), RULE_SETS["block_vote"]),
        (
            Contest(
                "A", MARKED.candidates, 3, constraints=(Constraint("women", 3),), shortage=ShortagePolicy.LEAVE_VACANT
            ),
            Ballots.of([(1, 2), (2, 1), (3,)]),
            RULE_SETS["scottish"],
        ),
        (MARKED, VoteTotals((5, 3, 1)), RULE_SETS["limited_vote"].with_options(votes_each=1)),
        (MARKED, Ballots.of([(1, 2), (1,)]), RULE_SETS["block_vote"].with_options(votes_each=None)),
    ],
)
def test_every_kind_of_count_can_be_bundled(contest: Contest, votes: Votes, rules: RuleSet) -> None:
    result = count(contest, votes, rules)
    found = verify_bundle(write_bundle(contest, votes, result))
    assert (found.differences, found.result) == ((), result)


@pytest.mark.parametrize("method", TieMethod)
def test_how_a_tie_was_settled_is_kept(method: TieMethod) -> None:
    contest, votes = Contest("Chair", contests.people("Ann", "Bo"), 1), Ballots.of([(1,), (2,)])
    tie = TieDecision(1, TieKind.ELECTION, frozenset({1, 2}), (2,), method, ("Nia Bevan",), note="at once")
    result = count(contest, votes, RULE_SETS["plurality"], (tie,))
    data = write_bundle(contest, votes, result, (tie,))
    assert value_of(tuple[TieDecision, ...], json.loads(texts(data)["ties.json"])) == (tie,)
    assert verify_bundle(data).result == result


def test_a_paper_added_is_noticed() -> None:
    add = "1 6 0\n0\n"
    tampered = changed(lambda f: {**f, "ballots.blt": f["ballots.blt"].replace("0\n0\n", "0\n" + add, 1)}, honest=True)
    assert verify_bundle(tampered).differences == (
        "ballots.blt was changed: its digest differs.",
        "Counting again gives another result than result.json has.",
    )


def test_a_deceiver_who_mends_the_digests_is_noticed_by_the_count() -> None:
    tampered = changed(lambda f: {**f, "ballots.blt": f["ballots.blt"].replace("4 6 0", "5 6 0")})
    assert verify_bundle(tampered).differences == ("Counting again gives another result than result.json has.",)


def test_another_sheet_is_noticed_though_its_digest_is_right() -> None:
    tampered = changed(lambda f: {**f, "sheet.txt": f["sheet.txt"].replace("elected", "excluded")})
    assert verify_bundle(tampered).differences == (
        "sheet.txt is not the sheet of this count, in the words of this version.",
    )


def test_files_missing_and_added_are_noticed() -> None:
    files = texts(committee_bundle())
    del files["sheet.txt"]
    assert verify_bundle(archive({**files, "more.txt": ""})).differences == (
        "more.txt is not listed in manifest.json.",
        "sheet.txt is missing.",
    )


def with_entries_first(*names: str) -> bytes:
    """The bundle with a false text before the true one, as some programs would open it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(zipfile.ZipInfo(name), "Everybody was elected.")
        for name, text in texts(committee_bundle()).items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # of the name that stands twice, as it shall
                zipped.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def test_no_name_may_stand_twice() -> None:
    assert reported(with_entries_first("sheet.txt", "result.json")) == (
        "The bundle has sheet.txt more than once.\nThe bundle has result.json more than once."
    )


@pytest.mark.parametrize(
    ("name", "change", "difference"),
    [
        ("statement.html", lambda _: "<p>Bo won.</p>", "statement.html does not belong in the bundle of this count."),
        ("votes.json", lambda _: "{}", "votes.json does not belong in the bundle of this count."),
        ("ballots.blt", lambda text: f"# Bo bought these\n{text}", NOT_AS_WRITTEN),
        ("contest.json", lambda text: text.replace("{", '{"said": "Bo won",', 1), NOT_AS_WRITTEN),
        ("rules.json", lambda text: text.replace("{", '{"title": "Fair",', 1), NOT_AS_WRITTEN),
        ("ties.json", lambda text: text.replace("{", '{"by": "Bo",', 1), NOT_AS_WRITTEN),
        ("rejected.json", lambda text: text + " ", NOT_AS_WRITTEN),
    ],
)
def test_what_nobody_counted_is_noticed(name: str, change: Callable[[str], str], difference: str) -> None:
    tampered = changed(lambda files: {**files, name: change(files.get(name, ""))})
    assert verify_bundle(tampered).differences == (
        difference if difference != NOT_AS_WRITTEN else f"{name} {NOT_AS_WRITTEN}",
    )


@pytest.mark.parametrize("more", [{"statement": "Bo won"}, {"files": {"sheet.txt": "0"}}])
def test_a_manifest_says_nothing_more(more: dict[str, object]) -> None:
    """Also not by a key that stands twice."""
    files = texts(committee_bundle())
    added = json.dumps(more)[:-1] + "," + files["manifest.json"][1:]
    assert verify_bundle(archive({**files, "manifest.json": added})).differences == (f"manifest.json {NOT_AS_WRITTEN}",)


def test_a_bundle_without_a_sheet_is_not_confirmed() -> None:
    without = changed(lambda files: {name: text for name, text in files.items() if name != "sheet.txt"})
    assert verify_bundle(without).differences == ("sheet.txt is missing.",)


def test_rankings_that_stand_twice_are_bundled_as_one() -> None:
    twice = Ballots((BallotGroup((1,), 2), BallotGroup((2,)), BallotGroup((1,)), BallotGroup(((1,),))))
    result = count(CHAIR, twice, RULE_SETS["plurality"])
    data = write_bundle(CHAIR, twice, result)
    assert "\n4 1 0\n1 2 0\n0\n" in texts(data)["ballots.blt"]
    assert verify_bundle(data).differences == ()


def test_a_tie_without_its_decision() -> None:
    found = verify_bundle(changed(lambda f: {**f, "ties.json": "[]"}))
    assert found.result is None
    assert list(map(str, found.differences)) == [LACKS_DECISION]
    assert found.digest == digest(texts(changed(lambda f: {**f, "ties.json": "[]"}))["manifest.json"])


NO_MANIFEST = "manifest.json is not that of a count bundle of version 1."
NO_POLICY = "The bundle is not complete: ValueError(\"'x' is not a valid ShortagePolicy\")."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "This is not a whole ZIP archive: File is not a zip file."),
        (committee_bundle()[:400], "This is not a whole ZIP archive: File is not a zip file."),
        (archive({"x": b"\xff"}), "A file in the bundle is not text in UTF-8."),
        (archive({"x": ""}), "The bundle lacks manifest.json."),
        (archive({"manifest.json": "[]"}), NO_MANIFEST),
        (archive({"manifest.json": '{"form": "agm count bundle", "version": 2}'}), NO_MANIFEST),
        (
            archive({"manifest.json": '{"form": "agm count bundle", "version": 1}'}),
            "manifest.json does not list the files.",
        ),
        (
            archive({"manifest.json": '{"form": "agm count bundle", "version": 1, "files": {"x": 1.5}}', "x": ""}),
            "manifest.json does not list the files.",
        ),
        (
            changed(lambda f: {**f, "rules.json": '{"name": "x", "version": "1"}'}),
            "This version does not know the rules “x 1”.",
        ),
        (
            changed(lambda f: {**f, "rules.json": '{"name": "av", "version": "0"}'}),
            "This version does not know the rules “av 0”.",
        ),
        (changed(lambda f: {**f, "ties.json": '[{"stage": 3}]'}), "The bundle is not complete: KeyError('kind')."),
        (changed_contest("refuse", "x"), NO_POLICY),
        (changed_contest('"seats": 2', '"seats": 3'), "ballots.blt and contest.json are not of the same contest."),
        (
            changed(lambda f: {**f, "ballots.blt": f["ballots.blt"].replace("Ann Lee", "Ann Leigh")}),
            "ballots.blt and contest.json are not of the same contest.",
        ),
        (
            changed(lambda f: {**f, "ballots.blt": f["ballots.blt"].replace("Committee of", "Chair of")}),
            "ballots.blt and contest.json are not of the same contest.",
        ),
        (
            changed(lambda f: {**f, "ballots.blt": f["ballots.blt"].replace("7 2\n", "7 2\n-3\n")}),
            "ballots.blt and contest.json are not of the same contest.",
        ),
        (changed(lambda f: {k: v for k, v in f.items() if k != "result.json"}), "The bundle lacks result.json."),
    ],
)
def test_what_is_no_bundle_is_reported_plainly(data: bytes, message: str) -> None:
    assert reported(data) == message


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (archive({"manifest.json": "{"}), "manifest.json is not JSON: "),
        (archive({"manifest.json": "[" * 100_000}), "manifest.json is not JSON: "),
        (changed(lambda f: {**f, "rules.json": "[]"}), "The bundle is not complete: TypeError("),
        (changed(lambda f: {**f, "ballots.blt": "7 2\n"}), "Line 2, column 1: expected more papers"),
    ],
)
def test_what_python_found_wrong_is_reported_too(data: bytes, beginning: str) -> None:
    assert reported(data).startswith(beginning)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_bundle_is_never_confirmed_and_never_a_traceback(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  damage, not a secret
    data = bytearray(committee_bundle())
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 5 == 0:
        del data[chance.randrange(len(data)) :]
    assert told(bytes(data)) or texts(bytes(data)) == texts(committee_bundle())


def told(data: bytes) -> tuple[str, ...]:
    """What is wrong with a bundle; nothing where it is confirmed."""
    try:
        return verify_bundle(data).differences
    except CountingError as error:
        return error.problems


VALUES = ("null", "[]", "{}", "7", "-1", "1.5", '"x"', "true", "1e999", '["x"]', "[null]")


@pytest.mark.parametrize("name", ["contest.json", "rules.json", "ties.json", "rejected.json"])
def test_a_value_of_another_type_is_told(name: str) -> None:
    """Every scalar of a file in turn is something else; the digests are those of the changed files."""
    original = texts(committee_bundle())[name]
    for number, place in enumerate(re.finditer(r'(?<=: )("[^"\n]*"|-?[0-9]+|true|false|null)|\[\]', original)):
        value = VALUES[number % len(VALUES)]
        text = original[: place.start()] + value + original[place.end() :]
        if text != original:
            assert told(changed(lambda files, text=text: {**files, name: text})), (name, place.group(), value)  # type: ignore[misc]  # one text a turn


def test_a_bundle_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = sum(len(text.encode()) for text in texts(committee_bundle()).values())
    monkeypatch.setattr(bundle_module, "LARGEST", size)
    assert verify_bundle(committee_bundle()).differences == ()
    monkeypatch.setattr(bundle_module, "LARGEST", size - 1)
    assert reported(committee_bundle()) == "The bundle is larger than any count."
    assert reported(archive({"contest.json": " " * 60_000_000})) == "The bundle is larger than any count."
    assert reported(archive({f"{n}": "" for n in range(30)})) == "The bundle is larger than any count."


def test_an_archive_tells_nothing_of_when_and_where_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(committee_bundle())) as zipped:
        entries = zipped.infolist()
    assert [entry.filename for entry in entries] == [
        *("manifest.json", "contest.json", "rules.json", "ties.json", "result.json", "sheet.txt"),
        *("ballots.blt", "rejected.json"),
    ]
    about = {(e.date_time, e.create_system, e.external_attr, e.compress_type) for e in entries}
    assert about == {((1980, 1, 1, 0, 0, 0), 3, 0o644 * 65536, zipfile.ZIP_DEFLATED)}
