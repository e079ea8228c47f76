"""A published count as one file, which anybody can count again: papers, rules, tie decisions, result and digests.

The file is a ZIP archive of plain texts. ``manifest.json`` has the SHA-256 digest of every other file, and its own
digest stands for the whole. The same count always gives the same bytes.
"""

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agm.counting.engine import count
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.exact_json import exact_json, value_of
from agm.counting.model import Ballots, Contest, RejectedPapers, Rounds, TieDecision, Votes, VoteTotals
from agm.counting.read.blt import read_blt, write_blt
from agm.counting.read.damaged_zip import DAMAGED
from agm.counting.render.sheet_text import sheet_text
from agm.counting.result import CountResult
from agm.counting.rules import RULE_SETS, RuleSet

FORM = "agm count bundle"
FORM_VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 256 * 1024 * 1024
"""The texts of a bundle are not longer than this many bytes together."""
LARGEST_JSON = 2 * 1024 * 1024
"""Bytes of a file that is read as values; these take some thirty times as much memory."""
COMPARED = {"ballots.blt", "result.json", "sheet.txt"}
"""The files that may be larger: they are read line by line, or compared as texts."""
MOST_FILES = 20
UNIX = 3
"""What ZIP calls the system that wrote an entry; the same on every system."""
READABLE_FILE = 0o644 << 16
ALWAYS = ("contest.json", "rules.json", "ties.json", "result.json", "sheet.txt")
"""What every bundle has, beside its manifest and the papers or votes."""
NOT_AS_WRITTEN = "is not as a bundle of this count has it: something in it was changed or added."


@dataclass(frozen=True, slots=True)
class Verification:
    """What a repeated count of a bundle found: ``differences`` is empty where everything agrees."""

    result: CountResult | None
    digest: str
    differences: tuple[str, ...]


def write_bundle(contest: Contest, votes: Votes, result: CountResult, ties: Sequence[TieDecision] = ()) -> bytes:
    if isinstance(votes, Ballots):
        # rankings that stand twice become one line, as they are read back
        votes = replace(read_blt(write_blt(contest, votes)).ballots, rejected=votes.rejected)
    files = _files(contest, votes, result, ties)
    files = {MANIFEST: _manifest({name: digest(text) for name, text in files.items()}), **files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)  # of 1980, whenever it is written
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _files(contest: Contest, votes: Votes, result: CountResult, ties: Sequence[TieDecision]) -> dict[str, str]:
    """The texts of a bundle by name, without its manifest; no other text says the same."""
    rules = result.rules
    files: dict[str, object] = {
        "contest.json": contest,
        "rules.json": {"name": rules.name, "version": rules.version, "options": rules.options},
        "ties.json": tuple(ties),
        "result.json": result,
        "sheet.txt": sheet_text(result),
    }
    if isinstance(votes, Ballots):
        files |= {"ballots.blt": write_blt(contest, votes), "rejected.json": votes.rejected}
    else:
        files["votes.json"] = {"kind": type(votes).__name__, "votes": votes}
    return {name: text if isinstance(text, str) else exact_json(text) for name, text in files.items()}


def _manifest(digests: object) -> str:
    return exact_json({"form": FORM, "version": FORM_VERSION, "files": digests})


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def verify_bundle(data: bytes) -> Verification:
    """Counts a bundle again, writes it again, and compares every digest and every text.

    What nobody counted cannot stand in a bundle: no other file, and no word of any file that was not read from it.
    Raises ``CountingError`` for what is not a bundle, or cannot be counted by this version.
    """
    files = _texts(data)
    wrong = _wrong_digests(files, _listed_digests(_json(files, MANIFEST)))
    differences = [*wrong.values()]
    contest, votes, rules, ties = _given(files)
    try:
        result = count(contest, votes, rules, ties)
    except TieToDecide as tie:
        differences.append(f"The bundle lacks the decision of a tie. {tie.question}")
        return Verification(None, digest(files[MANIFEST]), tuple(differences))
    differences += _wrong_texts(files, _files(contest, votes, result, ties), wrong)
    return Verification(result, digest(files[MANIFEST]), tuple(differences))


def _check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked: nothing twice, and nothing that would fill the memory."""
    twice = [name for name, times in Counter(entry.filename for entry in entries).items() if times > 1]
    if twice:
        raise CountingError([f"The bundle has {name} more than once." for name in twice])
    too_large = any(entry.filename not in COMPARED and entry.file_size > LARGEST_JSON for entry in entries)
    if too_large or sum(entry.file_size for entry in entries) > LARGEST or len(entries) > MOST_FILES:
        raise CountingError(["The bundle is larger than any count."])


def _texts(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: archive.read(entry).decode() for entry in entries}
    except CountingError:
        raise
    except UnicodeDecodeError as error:
        raise CountingError(["A file in the bundle is not text in UTF-8."]) from error
    except DAMAGED as error:
        raise CountingError([f"This is not a whole ZIP archive: {error}."]) from error


def _json(files: Mapping[str, str], name: str) -> Any:  # noqa: ANN401  whatever the JSON holds
    if name not in files:
        raise CountingError([f"The bundle lacks {name}."])
    try:
        return json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise CountingError([f"{name} is not JSON: {error}."]) from error


def _listed_digests(manifest: object) -> dict[str, str]:
    if not isinstance(manifest, dict) or (manifest.get("form"), manifest.get("version")) != (FORM, FORM_VERSION):
        raise CountingError([f"{MANIFEST} is not that of a count bundle of version {FORM_VERSION}."])
    listed = manifest.get("files")
    if not isinstance(listed, dict) or not all(isinstance(value, str) for value in listed.values()):
        raise CountingError([f"{MANIFEST} does not list the files."])
    return listed


def _wrong_digests(files: Mapping[str, str], listed: Mapping[str, str]) -> dict[str, str]:
    wrong = {name: f"{name} is not listed in {MANIFEST}." for name in files if name not in {MANIFEST, *listed}}
    for name in dict.fromkeys((*ALWAYS, *listed)):
        if name not in files:
            wrong[name] = f"{name} is missing."
        elif name in listed and digest(files[name]) != listed[name]:
            wrong[name] = f"{name} was changed: its digest differs."
    if files[MANIFEST] != _manifest(listed):
        wrong[MANIFEST] = f"{MANIFEST} {NOT_AS_WRITTEN}"
    return wrong


def _wrong_texts(files: Mapping[str, str], expected: Mapping[str, str], known: Collection[str]) -> Iterator[str]:
    """How the texts of a bundle differ from those that the count gives, but for wrong digests already ``known``."""
    if files["result.json"] != expected["result.json"]:
        yield "Counting again gives another result than result.json has."
    elif "sheet.txt" in files and files["sheet.txt"] != expected["sheet.txt"]:
        yield "sheet.txt is not the sheet of this count, in the words of this version."
    for name in files:
        if name in {MANIFEST, "result.json", "sheet.txt", *known}:
            continue
        if name not in expected:
            yield f"{name} does not belong in the bundle of this count."
        elif files[name] != expected[name]:
            yield f"{name} {NOT_AS_WRITTEN}"


def _given(files: Mapping[str, str]) -> tuple[Contest, Votes, RuleSet, tuple[TieDecision, ...]]:
    if "result.json" not in files:
        raise CountingError(["The bundle lacks result.json."])
    try:
        contest = value_of(Contest, _json(files, "contest.json"))
        rules = _rules(_json(files, "rules.json"))
        ties = value_of(tuple[TieDecision, ...], _json(files, "ties.json"))
        votes = _votes(files, contest)
    except CountingError:
        raise
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, ArithmeticError) as error:
        raise CountingError([f"The bundle is not complete: {error!r}."]) from error
    return contest, votes, rules, ties


def _rules(data: Any) -> RuleSet:  # noqa: ANN401  whatever the JSON held
    rules = RULE_SETS.get(data["name"])
    if rules is None or rules.version != data["version"]:
        raise CountingError([f"This version does not know the rules “{data['name']} {data['version']}”."])
    return rules.with_options(**{name: rules.option_value(name, value) for name, value in data["options"].items()})


def _votes(files: Mapping[str, str], contest: Contest) -> Votes:
    if "ballots.blt" not in files:
        data = _json(files, "votes.json")
        votes: Votes = value_of({"Rounds": Rounds, "VoteTotals": VoteTotals}[data["kind"]], data["votes"])
        return votes
    file = read_blt(files["ballots.blt"])
    if _on_the_ballot_paper(file.contest) != _on_the_ballot_paper(contest):
        raise CountingError(["ballots.blt and contest.json are not of the same contest."])
    return replace(file.ballots, rejected=value_of(tuple[RejectedPapers, ...], _json(files, "rejected.json")))


def _on_the_ballot_paper(contest: Contest) -> tuple[object, ...]:
    """What BLT and JSON both say of a contest."""
    return contest.title, [c.name for c in contest.candidates], contest.seats, contest.withdrawn
