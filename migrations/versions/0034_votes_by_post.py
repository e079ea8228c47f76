"""Votes by post, help to vote, and voters of meetings without a vote online."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STANDING = "sent_at IS NOT NULL AND replaced_at IS NULL"
ACCEPTED = "returned_at IS NOT NULL AND closed_for IS NULL"
REASONS = (
    "late", "no_declaration", "not_signed", "not_on_register", "replaced", "already_voted", "second_envelope",
    "several_papers",
)  # fmt: skip
OF_VOTERS = ("voting_code", "sealed_paper", "voted")


def upgrade() -> None:
    move_voters("online_vote", "meeting", "id")
    op.create_table(
        "postal_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("sent_at", "replaced_at")),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_for", text_of(*REASONS, name="keptclosed"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        check("of_nobody_stays_closed", "entry_id IS NOT NULL OR closed_for IS NOT NULL"),
        check("sent_or_returned", "sent_at IS NOT NULL OR returned_at IS NOT NULL"),
        check("closed_after_returning", "closed_for IS NULL OR returned_at IS NOT NULL"),
        check("opened_after_returning", "opened_at IS NULL OR returned_at IS NOT NULL"),
        check("closed_is_not_opened", "opened_at IS NULL OR closed_for IS NULL"),
        key("postal_vote", "meeting_id", "meeting.id"),
        key("postal_vote", "entry_id", "register_entry.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_vote")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_postal_vote_meeting_number")),
    )
    op.create_index(op.f("ix_postal_vote_entry_id"), "postal_vote", ["entry_id"])
    for name, where in (("uq_postal_vote_standing", STANDING), ("uq_postal_vote_accepted", ACCEPTED)):
        op.create_index(
            name, "postal_vote", ["entry_id"], unique=True,
            sqlite_where=sa.text(where), postgresql_where=sa.text(where),
        )  # fmt: skip
    op.create_table(
        "voting_help",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("companion", sa.String(), nullable=True),
        sa.Column("needed", text_of("read", "mark", "both", name="helpneeded"), nullable=False),
        key("voting_help", "entry_id", "register_entry.id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_voting_help")),
    )


def downgrade() -> None:
    op.drop_table("voting_help")
    op.drop_table("postal_vote")
    op.execute("DELETE FROM voter WHERE meeting_id NOT IN (SELECT meeting_id FROM online_vote)")
    move_voters("meeting", "online_vote", "meeting_id")


def move_voters(before: str, after: str, column: str) -> None:
    """Let voters belong to another table by their `meeting_id`."""
    with rows_kept(), op.batch_alter_table("voter") as batch:
        batch.drop_constraint(op.f(f"fk_voter_meeting_id_{before}"), type_="foreignkey")
        batch.create_foreign_key(
            op.f(f"fk_voter_meeting_id_{after}"), after, ["meeting_id"], [column], ondelete="CASCADE"
        )


@contextmanager
def rows_kept() -> Iterator[None]:
    """SQLite makes the table of voters anew, and what leads to a voter goes with the old one: it is put back."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table in OF_VOTERS:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    yield
    for table in OF_VOTERS:
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")


def check(name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_postal_vote_{name}"))


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to.split('.', maxsplit=1)[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete="CASCADE")


def text_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)
