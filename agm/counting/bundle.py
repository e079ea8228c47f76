"""A published count as one file, which anybody can count again: papers, rules, tie decisions, result and digests.

The file is a ZIP archive of plain texts. ``manifest.json`` has the SHA-256 digest of every other file, and its own
digest stands for the whole. The same count always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agm.counting import RULE_SETS, count
from agm.counting.bundle_values import Votes, ballots_from, contest_from, rules_from, ties_from, votes_from
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import Ballots, Contest, TieDecision
from agm.counting.read.blt import read_blt
from agm.counting.read.write_blt import write_blt
from agm.counting.render import exact_json, sheet_text
from agm.counting.result import CountResult
from agm.counting.rules import RuleSet

FORM = "agm count bundle"
FORM_VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 256 * 1024 * 1024
"""The texts of a bundle are not longer than this many bytes together."""
UNIX = 3
"""What ZIP calls the system that wrote an entry; the same on every system."""
READABLE_FILE = 0o644 << 16
ALWAYS = ("contest.json", "rules.json", "ties.json", "result.json", "sheet.txt")
"""What every bundle has, beside its manifest and the papers or votes."""
TOLD_IN_WORDS = ("result.json", "sheet.txt")
"""The texts whose differences have sentences of their own."""
NOT_AS_WRITTEN = "is not as a bundle of this count has it: something in it was changed or added."


@dataclass(frozen=True, slots=True)
class Verification:
    """What a repeated count of a bundle found: ``differences`` is empty where everything agrees."""

    result: CountResult | None
    digest: str
    differences: tuple[str, ...]


def write_bundle(contest: Contest, votes: Votes, result: CountResult, ties: Sequence[TieDecision] = ()) -> bytes:
    """The archive of a finished count."""
    if isinstance(votes, Ballots):
        # rankings that stand twice become one line, as they are read back
        votes = replace(read_blt(write_blt(contest, votes)).ballots, rejected=votes.rejected)
    files = _files(contest, votes, result, ties)
    return _archive({MANIFEST: exact_json(_manifest({name: digest(text) for name, text in files.items()})), **files})


def _files(contest: Contest, votes: Votes, result: CountResult, ties: Sequence[TieDecision]) -> dict[str, str]:
    """The texts of a bundle by name, without its manifest; no other text says the same."""
    files = {
        "contest.json": exact_json(contest),
        "rules.json": exact_json(
            {"name": result.rules.name, "version": result.rules.version, "options": result.rules.options}
        ),
        "ties.json": exact_json(tuple(ties)),
        "result.json": exact_json(result),
        "sheet.txt": sheet_text(result),
    }
    if isinstance(votes, Ballots):
        files["ballots.blt"] = write_blt(contest, votes)
        files["rejected.json"] = exact_json(votes.rejected)
    else:
        files["votes.json"] = exact_json({"kind": type(votes).__name__, "votes": votes})
    return files


def _manifest(digests: object) -> dict[str, object]:
    return {"form": FORM, "version": FORM_VERSION, "files": digests}


def digest(text: str) -> str:
    """The SHA-256 digest of a text in UTF-8, in hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()


def _archive(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)  # of 1980, whenever it is written
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            archive.writestr(entry, text.encode())
    return out.getvalue()


def verify_bundle(data: bytes) -> Verification:
    """Counts a bundle again, writes it again, and compares every digest and every text.

    What nobody counted cannot stand in a bundle: no other file, and no word of any file that was not read from it.
    Raises ``CountingError`` for what is not a bundle, or cannot be counted by this version.
    """
    files = _texts(data)
    wrong = _wrong_digests(files, _listed(_json(files, MANIFEST)))
    differences = [*wrong.values()]
    contest, votes, rules, ties = _given(files)
    try:
        result = count(contest, votes, rules, ties)
    except TieToDecide as tie:
        differences.append(f"The bundle lacks the decision of a tie. {tie.question}")
        return Verification(None, digest(files[MANIFEST]), tuple(differences))
    differences += _wrong_texts(files, _files(contest, votes, result, ties), wrong)
    return Verification(result, digest(files[MANIFEST]), tuple(differences))


def _texts(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            twice = [name for name, times in Counter(entry.filename for entry in entries).items() if times > 1]
            if twice:
                raise CountingError([f"The bundle has {name} more than once." for name in twice])
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise CountingError(["The bundle is larger than any count."])
            return {entry.filename: archive.read(entry).decode() for entry in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise CountingError([f"This is not a whole ZIP archive: {error}."]) from error
    except UnicodeDecodeError as error:
        raise CountingError(["A file in the bundle is not text in UTF-8."]) from error


def _json(files: Mapping[str, str], name: str) -> object:
    if name not in files:
        raise CountingError([f"The bundle lacks {name}."])
    try:
        return json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise CountingError([f"{name} is not JSON: {error}."]) from error


def _listed(manifest: object) -> dict[str, str]:
    """The digests in a manifest, by name."""
    if not isinstance(manifest, dict) or (manifest.get("form"), manifest.get("version")) != (FORM, FORM_VERSION):
        raise CountingError([f"{MANIFEST} is not that of a count bundle of version {FORM_VERSION}."])
    listed = manifest.get("files")
    if not isinstance(listed, dict) or not all(isinstance(value, str) for value in listed.values()):
        raise CountingError([f"{MANIFEST} does not list the files."])
    return listed


def _wrong_digests(files: Mapping[str, str], listed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each file before anything is counted."""
    wrong = {name: f"{name} is not listed in {MANIFEST}." for name in files if name not in {MANIFEST, *listed}}
    for name in dict.fromkeys((*ALWAYS, *listed)):
        if name not in files:
            wrong[name] = f"{name} is missing."
        elif name in listed and digest(files[name]) != listed[name]:
            wrong[name] = f"{name} was changed: its digest differs."
    if files[MANIFEST] != exact_json(_manifest(listed)):
        wrong[MANIFEST] = f"{MANIFEST} {NOT_AS_WRITTEN}"
    return wrong


def _wrong_texts(files: Mapping[str, str], expected: Mapping[str, str], told: Collection[str]) -> Iterator[str]:
    """How the texts of a bundle differ from those that the count gives, where no wrong digest has been ``told``."""
    if files["result.json"] != expected["result.json"]:
        yield "Counting again gives another result than result.json has."
    elif "sheet.txt" in files and files["sheet.txt"] != expected["sheet.txt"]:
        yield "sheet.txt is not the sheet of this count, in the words of this version."
    for name in files:
        if name not in expected and name not in {MANIFEST, *told}:
            yield f"{name} does not belong in the bundle of this count."
        elif name not in {*TOLD_IN_WORDS, *told} and files[name] != expected.get(name, files[name]):
            yield f"{name} {NOT_AS_WRITTEN}"


def _given(files: Mapping[str, str]) -> tuple[Contest, Votes, RuleSet, tuple[TieDecision, ...]]:
    """What is counted."""
    try:
        contest = contest_from(_json(files, "contest.json"))
        rules = rules_from(_json(files, "rules.json"), RULE_SETS)
        ties = ties_from(_json(files, "ties.json"))
        if "ballots.blt" in files:
            votes: Votes = ballots_from(contest, files["ballots.blt"], _json(files, "rejected.json"))
        else:
            votes = votes_from(_json(files, "votes.json"))
        _json(files, "result.json")
    except CountingError:
        raise
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise CountingError([f"The bundle is not complete: {error!r}."]) from error
    return contest, votes, rules, ties
