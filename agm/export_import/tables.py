"""Which records an archive holds, in which of its files, and in the order in which they can be put back."""

from importlib import import_module

from sqlalchemy import Table

from agm.database import Base

FORMAT_VERSION = 3
CHAPTERS = {
    "organisation.json": {"organisation"},
    "people.json": {"people"},
    "officers.json": {"office_holders"},
    "meetings.json": {"files", "membership", "meetings", "nominations", "voting", "results"},
    "announcements.json": {"announcements"},
}
"""Of which chapters each file holds the tables."""
for chapter in sorted(set().union(*CHAPTERS.values())):
    import_module(f"agm.{chapter}.models")  # so that the metadata has their tables, whoever asks first

LEFT_OUT = frozenset(
    {
        "audit_entry",
        "public_state",
        "unit_public_state",
        "outbox_job",
        "publication_plan",
        "name_proposal",
        "personal_link",
        "search_entry",
        "user_account",
        "user_session",
        "election_duty",
        "official",
        "passkey",
        "printout",
        "roll_draft",
        "register_freeze",
        "voting_code",
        "server_key",
        "wordpress_site",
        "sealed_paper",
    }
)
"""Tables that are no part of an archive: the log is that of one installation, its users are too, with what they ask of
one another, and its links; what is to be sent is sent by the one that was asked, and what the search finds follows from
the rest. Codes, keys and encrypted papers of a vote online stay where the vote is held."""

ADDED = frozenset(
    {
        "attendance", "given_proxy", "hall_screen",
        "adopted_rules",
        "motion", "amendment", "minutes",
        "roll_member", "roll_import", "register", "register_entry", "register_change",
        "election", "notice_sending", "served_notice",
        "contest_vote", "paper_batch", "paper_reading", "paper_entry",
        "contest_count", "tie_decision", "papers_checked", "declaration_signature", "candidate_told",
        "complaint", "place_given_up", "planned_declaration", "papers_destroyed",
        "postal_vote", "voting_help",
        "online_vote", "online_contest", "voter", "voted", "online_paper", "vote_receipt", "key_destruction",
        "ballot_order", "file", "late_nominations", "nomination", "nominee", "supporter",
        "announcement_picture", "person_shown",
    }
)  # fmt: skip
"""Tables that came after archives of this version were written: one that lacks such a list is read as having none."""

DERIVED = {
    "person": ("name_key", "first_key", "last_key", "sound_key", "sort_key"),
    "announcement": ("told_on",),
}
"""Columns that follow from others, and so are not written."""

CHAPTER_OF = {mapper.local_table: mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}
FILES: dict[str, tuple[Table, ...]] = {
    file: tuple(
        table
        for table in Base.metadata.sorted_tables
        if CHAPTER_OF.get(table) in chapters and table.name not in LEFT_OUT
    )
    for file, chapters in CHAPTERS.items()
}
"""Each file's tables. A row refers only to rows of its own table and of earlier ones."""


def fields_of(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in DERIVED.get(table.name, ())]
