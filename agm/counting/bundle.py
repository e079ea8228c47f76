"""A published count as one file, which anybody can count again: papers, rules, tie decisions, result and digests.

The file is a ZIP archive of plain texts. ``manifest.json`` has the SHA-256 digest of every other file, and its own
digest stands for the whole. The same count always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agm.counting import RULE_SETS, count
from agm.counting.bundle_values import Votes, ballots_from, contest_from, rules_from, ties_from, votes_from
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import Ballots, Contest, TieDecision
from agm.counting.read.write_blt import write_blt
from agm.counting.render import exact_json, sheet_text
from agm.counting.result import CountResult

FORM = "agm count bundle"
FORM_VERSION = 1
MANIFEST = "manifest.json"
LARGEST = 256 * 1024 * 1024
"""The texts of a bundle are not longer than this many bytes together."""
UNIX = 3
"""What ZIP calls the system that wrote an entry; the same on every system."""
READABLE_FILE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Verification:
    """What a repeated count of a bundle found: ``differences`` is empty where everything agrees."""

    result: CountResult | None
    digest: str
    differences: tuple[str, ...]


def write_bundle(contest: Contest, votes: Votes, result: CountResult, ties: Sequence[TieDecision] = ()) -> bytes:
    """The archive of a finished count."""
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
    manifest = {"form": FORM, "version": FORM_VERSION, "files": {name: digest(text) for name, text in files.items()}}
    return _archive({MANIFEST: exact_json(manifest), **files})


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
    """Counts a bundle again and compares every digest and the whole result.

    Raises ``CountingError`` for what is not a bundle, or cannot be counted by this version.
    """
    files = _texts(data)
    manifest = _json(files, MANIFEST)
    if not isinstance(manifest, dict) or (manifest.get("form"), manifest.get("version")) != (FORM, FORM_VERSION):
        raise CountingError([f"{MANIFEST} is not that of a count bundle of version {FORM_VERSION}."])
    differences = _wrong_digests(files, manifest.get("files"))
    try:
        result = _count_again(files)
    except TieToDecide as tie:
        differences.append(f"The bundle lacks the decision of a tie. {tie.question}")
        return Verification(None, digest(files[MANIFEST]), tuple(differences))
    if exact_json(result) != files["result.json"]:
        differences.append("Counting again gives another result than result.json has.")
    elif "sheet.txt" in files and files["sheet.txt"] != sheet_text(result):
        differences.append("sheet.txt is not the sheet of this count, in the words of this version.")
    return Verification(result, digest(files[MANIFEST]), tuple(differences))


def _texts(data: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
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


def _wrong_digests(files: Mapping[str, str], listed: object) -> list[str]:
    if not isinstance(listed, dict):
        raise CountingError([f"{MANIFEST} does not list the files."])
    differences = [f"{name} is not listed in {MANIFEST}." for name in files if name not in {MANIFEST, *listed}]
    for name, expected in listed.items():
        if name not in files:
            differences.append(f"{name} is missing.")
        elif digest(files[name]) != expected:
            differences.append(f"{name} was changed: its digest differs.")
    return differences


def _count_again(files: Mapping[str, str]) -> CountResult:
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
    return count(contest, votes, rules, ties)
