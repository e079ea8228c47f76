"""How contests are voted on, papers as they were typed, counts, decisions of ties, signatures.

Counts and decisions of ties may only be added.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "contest_count": (("id",), ("contest_id", "number")),
    "tie_decision": (("id",), ("contest_id", "votes_digest", "stage", "kind", "tied")),
}
"""With the keys by which a row is known."""


def upgrade() -> None:
    create_tables_of_voting()
    create_tables_of_results()
    for table, keys in APPEND_ONLY.items():
        refuse_changes(table, keys)


def create_tables_of_voting() -> None:
    op.create_table(
        "contest_vote",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "hands", "standing", "totals", "papers", "file", "no_vote", name="votehow", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("counting_rules", sa.String(), nullable=False),
        sa.Column("has_reopening", sa.Boolean(), nullable=False),
        sa.Column("candidacy_ids", sa.JSON(), nullable=False),
        sa.Column("withdrawn_ids", sa.JSON(), nullable=False),
        sa.Column("votes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_contest_vote_version_not_negative")),
        key("contest_vote", "contest_id", "contest"),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_contest_vote")),
    )
    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.CheckConstraint("papers >= 1", name=op.f("ck_paper_batch_papers_at_least_one")),
        key("paper_batch", "contest_id", "contest"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("contest_id", "number", name="uq_paper_batch_contest_number"),
    )
    op.create_table(
        "paper_reading",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reading IN (1, 2)", name=op.f("ck_paper_reading_first_or_second")),
        key("paper_reading", "batch_id", "paper_batch"),
        sa.PrimaryKeyConstraint("batch_id", "reading", name=op.f("pk_paper_reading")),
        sa.UniqueConstraint("batch_id", "actor", name="uq_paper_reading_batch_actor"),
    )
    op.create_table(
        "paper_entry",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("set_aside", sa.String(), nullable=True),
        sa.CheckConstraint("reading IN (1, 2, 3)", name=op.f("ck_paper_entry_reading_known")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_paper_entry_position_at_least_one")),
        sa.CheckConstraint("set_aside IS NULL OR typed = ''", name=op.f("ck_paper_entry_set_aside_has_no_choice")),
        key("paper_entry", "batch_id", "paper_batch"),
        sa.PrimaryKeyConstraint("batch_id", "reading", "position", name=op.f("pk_paper_entry")),
    )


def create_tables_of_results() -> None:
    op.create_table(
        "contest_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.String(), nullable=False),
        sa.Column("library_version", sa.String(), nullable=False),
        sa.Column("candidacy_ids", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("votes_digest", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("result_digest", sa.String(), nullable=False),
        sa.CheckConstraint("number = 1 OR reason IS NOT NULL", name=op.f("ck_contest_count_recount_says_why")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_contest_count_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_count")),
        sa.UniqueConstraint("contest_id", "number", name="uq_contest_count_contest_number"),
    )
    op.create_index(op.f("ix_contest_count_meeting_id"), "contest_count", ["meeting_id"])
    op.create_table(
        "tie_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("votes_digest", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tied", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=True),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("witnesses", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.CheckConstraint("method <> 'seed' OR seed IS NOT NULL", name=op.f("ck_tie_decision_seed_is_named")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tie_decision_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_decision")),
        sa.UniqueConstraint("contest_id", "votes_digest", "stage", "kind", "tied", name="uq_tie_decision_tie"),
    )
    op.create_index(op.f("ix_tie_decision_meeting_id"), "tie_decision", ["meeting_id"])
    op.create_table(
        "papers_checked",
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        key("papers_checked", "contest_id", "contest"),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_papers_checked")),
    )
    op.create_table(
        "declaration_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_returning_officer", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("results_digest", sa.String(), nullable=False),
        key("declaration_signature", "meeting_id", "meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_signature")),
        sa.UniqueConstraint("meeting_id", "actor", name="uq_declaration_signature_actor"),
    )
    op.create_table(
        "candidate_told",
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("waived", sa.String(), nullable=True),
        key("candidate_told", "candidacy_id", "candidacy"),
        sa.PrimaryKeyConstraint("candidacy_id", name=op.f("pk_candidate_told")),
    )


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def refuse_changes(table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    """Create the triggers that refuse UPDATE and DELETE (and TRUNCATE) on a table."""
    if op.get_bind().dialect.name == "sqlite":
        known = ("(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in keys)
        taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(known)})"  # or INSERT OR REPLACE would pass
        for verb, condition in {"update": "", "delete": "", "insert": taken}.items():
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    for verbs, each in {"UPDATE OR DELETE": "ROW", "TRUNCATE": "STATEMENT"}.items():
        name = "truncate" if each == "STATEMENT" else "change"
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{name} BEFORE {verbs} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in (
        "candidate_told", "declaration_signature", "papers_checked", "tie_decision", "contest_count", "paper_entry",
        "paper_reading", "paper_batch", "contest_vote",
    ):  # fmt: skip
        op.drop_table(table)
