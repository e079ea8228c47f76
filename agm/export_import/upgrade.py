"""Archives of earlier versions of the format, brought to the present one by pure functions on their rows as JSON.

Each change of the tables that a database would see as a migration is a step here. A step takes the rows apart from
their files, because tables may move between them; it may rely on the rows being as they were exported.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from agm.announcements.models import RevisionAct
from agm.export_import.office_acts import acts_of_first_edition
from agm.export_import.rows import Row, Rows
from agm.facts import MeetingFacts, Outcome
from agm.facts.files import STORED_FACTS
from agm.facts.plain import from_plain, to_plain
from agm.people.models import KnownFor
from agm.wording.compose import compose
from agm.wording.document import STORED_DOCUMENT, AnnouncementKind, Block, BlockKey, Document, Typed, statement
from agm.wording.render import RENDERER_VERSION, Format, render
from agm.wording.style import STORED_STYLE, USUAL_STYLE, style_from_plain
from agm.wording.summary import plain_title

NATIONAL = "national"

RENAMED_TABLES = {
    "region": "unit",
    "distinct_people": "not_same_person",
    "holding": "office_term",
    "holding_person": "office_term_person",
    "appearance": "speaker",
    "said_paragraph": "speech_paragraph",
    "said_paragraph_speaker": "speech_paragraph_speaker",
    "own_words": "block_override",
    "region_address": "unit_address",
    "rendered_post": "rendering",
}
RENAMED_COLUMNS = {
    "region_id": "unit_id",
    "holding_id": "term_id",
    "appearance_id": "speaker_id",
    "how_filled": "appointment_kind",
    "how_ended": "end_reason",
}
"""In whichever table they stand."""


def upgrade(tables: Rows, version: int, wanted: int) -> Rows:
    """Rows of an earlier version as those of the version wanted; what was given is not changed."""
    found = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for number in range(version, wanted):
        for step in STEPS[number]:
            step(found)
    return found


def add_national_unit(tables: Rows) -> None:
    """The national level is a unit like any other: what belonged to no region belongs to it."""
    for row in tables["region"]:
        row["kind"] = "region"
    tables["region"].append({"id": 0, "kind": "national", "name": "National", "slug": NATIONAL, "position": 0})
    for table in ("office", "meeting", "announcement"):
        for row in tables[table]:
            row.setdefault("region_id", 0)


def record_office_acts(tables: Rows) -> None:
    """Terms of office follow from acts on offices; what a declaration brought about is told by its acts."""
    tables |= acts_of_first_edition(tables)
    del tables["declared_holding"]


def identify_declared(tables: Rows) -> None:
    """A declaration says which office each of its results is of, and who stood, by number besides by name."""
    ids = ids_by_meeting(tables)
    contests = {(row["meeting_id"], row["label"]): row for row in tables["contest"]}
    for row in tables["declaration"]:
        outcomes = []
        for plain in row["results"]["results"]:
            contest = contests[row["meeting_id"], plain["label"]]
            told = from_plain(Outcome, with_ids(plain, ids[row["meeting_id"]]), ids=True)
            found = replace(told, office_id=contest["office_id"], contest_id=contest["id"])
            outcomes.append(to_plain(found, defaults=True, ids=True))
        row["results"] = {"outcomes": outcomes}
        canonical = json.dumps(row["results"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        row["digest"] = hashlib.sha256(canonical.encode()).hexdigest()


def store_documents(tables: Rows) -> None:
    """A revision holds its document, the complete facts and the complete style; its bytes stay as they were."""
    ids = ids_by_meeting(tables)
    units = {row["id"]: row["name"] for row in tables["region"] if row["slug"] != NATIONAL}
    announcements = {row["id"]: row for row in tables["announcement"]}
    markdown = {row["revision_id"]: row["content"] for row in tables["rendered_post"] if row["format"] == "markdown"}
    for row in tables["announcement_revision"]:
        of = announcements[row["announcement_id"]]
        imprint, words = row.pop("imprint"), row.pop("words")
        facts, style = row.pop("facts", None), row.pop("style", None)
        if row["act"] == RevisionAct.RETRACTED:
            continue
        if facts is None:
            place = units.get(of["region_id"], USUAL_STYLE.national)
            video = words.get("video_url")
            document = statement(words["title"], words["text"], place=place, imprint=imprint, video_url=video)
        else:
            told = from_plain(MeetingFacts, with_ids(facts, ids[of["meeting_id"]]), ids=True)
            house_style = style_from_plain((style or {}) | ({"imprint": imprint} if imprint else {}))
            own, kind = {BlockKey(key): text for key, text in words.items()}, AnnouncementKind(of["kind"])
            document = compose(told, house_style, own, kind)
            if plain_title(document) != row["title"]:
                document = compose(told, house_style, own | {BlockKey.TITLE: row["title"]}, kind)
            document = as_published(document, markdown[row["id"]])
            row.update(facts=STORED_FACTS.write(told), style=STORED_STYLE.write(house_style), meeting_kind=told.kind)
            row.update({"held_on": str(told.held_on)} if told.held_on else {})
        row.update(document=STORED_DOCUMENT.write(document), digest=document.digest)
    published = {row["id"]: row["at"] for row in tables["announcement_revision"]}
    for row in tables["rendered_post"]:
        row.update(renderer_version=RENDERER_VERSION, created_at=published[row["revision_id"]])


def as_published(document: Document, markdown: str) -> Document:
    """The document with the words that were published wherever the wording of today has others."""
    blocks: list[Block] = []
    rest, other = markdown, None
    for block in document.blocks:
        before, found, after = rest.partition(render(replace(document, blocks=(block,)), Format.MARKDOWN).strip())
        if not found:
            other = other or block
            continue
        blocks += words_of(other, before)
        blocks.append(block)
        rest, other = after, None
    blocks += words_of(other, rest)
    kept = replace(document, blocks=tuple(blocks))
    if render(kept, Format.MARKDOWN).split() != markdown.split():
        body = markdown.partition("\n")[2]
        whole = Block(BlockKey.SAID, (Typed(body.strip()),), own=True)
        kept = replace(document, blocks=(document.blocks[0], whole))
    return kept


def words_of(block: Block | None, markdown: str) -> list[Block]:
    """The block with these words as own ones; none where there are no words."""
    return [replace(block, parts=(Typed(markdown.strip()),), own=True)] if block and markdown.strip() else []


def ids_by_meeting(tables: Rows) -> dict[int, dict[str, int]]:
    """By meeting, the numbers of those who spoke, wrote or stood, by name."""
    found: dict[int, dict[str, int]] = {row["id"]: {} for row in tables["meeting"]}
    meeting_of = {row["id"]: row["meeting_id"] for row in tables["contest"]}
    contest_of = {row["id"]: row["contest_id"] for row in tables["candidacy"]}
    for row in tables["candidacy_person"]:
        found[meeting_of[contest_of[row["candidacy_id"]]]][row["name"]] = row["person_id"]
    for row in (*tables["appearance"], *tables["support_message"]):
        found[row["meeting_id"]][row["name"]] = row["person_id"]
    return found


def with_ids(plain: object, ids: dict[str, int]) -> object:
    """Facts as JSON values in which those people have their numbers; what is empty ("suffix": "") is left out."""
    if isinstance(plain, list):
        return [with_ids(one, ids) for one in plain]
    if not isinstance(plain, dict):
        return plain
    inner: Row = {
        name: value if name == "in_place_of" else with_ids(value, ids) for name, value in plain.items() if value != ""
    }
    is_person = inner.keys() <= {"name", "prefix", "suffix"} and inner.get("name") in ids
    return inner | {"person_id": ids[inner["name"]]} if is_person else inner


def list_known(tables: Rows) -> None:
    """Which unit knows whom, and why."""
    units = {row["id"]: row["region_id"] for row in tables["meeting"]}
    offices = {row["id"]: row["region_id"] for row in tables["office"]}
    meeting_of = {row["id"]: row["meeting_id"] for row in tables["contest"]}
    contest_of = {row["id"]: row["contest_id"] for row in tables["candidacy"]}
    office_of = {row["id"]: row["office_id"] for row in tables["holding"] if row.get("how_ended") != "corrected"}
    known = {
        *(
            (row["person_id"], KnownFor.CANDIDACY, meeting_of[contest_of[row["candidacy_id"]]])
            for row in tables["candidacy_person"]
        ),
        *((row["person_id"], KnownFor.SPEAKER, row["meeting_id"]) for row in tables["appearance"]),
        *((row["person_id"], KnownFor.MESSAGE, row["meeting_id"]) for row in tables["support_message"]),
        *(
            (row["person_id"], KnownFor.OFFICE, office_of[row["holding_id"]])
            for row in tables["holding_person"]
            if row["holding_id"] in office_of
        ),
    }
    tables["person_unit"] = [
        {
            "person_id": person_id,
            "unit_id": (offices if reason is KnownFor.OFFICE else units)[record_id],
            "reason": reason.value,
            "record_id": record_id,
        }
        for person_id, reason, record_id in sorted(known)
    ]


def list_homes(tables: Rows) -> None:
    """Which units keep whose record: where they were in office; else where they stood at a published meeting; else
    where they were named first."""
    public = {row.get("meeting_id") for row in tables["announcement"] if row.get("current_sequence") is not None}
    known: dict[int, list[Row]] = {}
    for row in tables["person_unit"]:
        known.setdefault(row["person_id"], []).append(row)
    tables["person_home"] = []
    for person_id, rows in sorted(known.items()):
        held = {row["unit_id"] for row in rows if row["reason"] == KnownFor.OFFICE}
        stood = {row["unit_id"] for row in rows if row["reason"] == KnownFor.CANDIDACY and row["record_id"] in public}
        first = {min(rows, key=lambda row: int(row["record_id"]))["unit_id"]}
        tables["person_home"] += [
            {"person_id": person_id, "unit_id": unit_id} for unit_id in sorted(held or stood or first)
        ]


def rename(tables: Rows) -> None:
    """Rows and columns by the field's own words; to be the last step."""
    for old, new in RENAMED_TABLES.items():
        tables[new] = tables.pop(old)
    for rows in tables.values():
        rows[:] = [{RENAMED_COLUMNS.get(name, name): value for name, value in row.items()} for row in rows]


STEPS: dict[int, tuple[Callable[[Rows], None], ...]] = {
    1: (add_national_unit, identify_declared, record_office_acts, store_documents, list_known, rename),
    2: (list_homes,),
}
"""The steps from each version to the next."""
