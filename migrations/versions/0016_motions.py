"""Motions and their amendments, and the minutes of meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CHECKS = {
    "mover_has_a_name": "(mover_id IS NULL) = (mover_name IS NULL)",
    "seconder_has_a_name": "(seconder_id IS NULL) = (seconder_name IS NULL)",
    "votes_for_and_against": "(votes_for IS NULL) = (votes_against IS NULL)",
    "votes_for_not_negative": "votes_for IS NULL OR votes_for >= 0",
    "votes_against_not_negative": "votes_against IS NULL OR votes_against >= 0",
    "abstentions_not_negative": "abstentions IS NULL OR abstentions >= 0",
}
MINUTES_CHECKS = {
    "approval_has_a_day": "approved_at_meeting_id IS NULL OR approved_on IS NOT NULL",
    "later_meeting": "approved_at_meeting_id IS NULL OR approved_at_meeting_id <> meeting_id",
}


def upgrade() -> None:
    put_to_vote(
        "motion",
        "meeting",
        choice("kind", "motionkind", "motion", "rule_change"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        choice("threshold", "threshold", "simple", "three_fifths", "two_thirds", "three_quarters", "unanimous"),
        choice("share_of", "shareof", "votes", "voting", "present"),
        choice("outcome", "motionoutcome", "carried", "lost", "withdrawn", "remitted", nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("are_movers_named", sa.Boolean(), nullable=False),
    )
    put_to_vote(
        "amendment",
        "motion",
        sa.Column("text", sa.String(), nullable=False),
        choice("outcome", "amendmentoutcome", "accepted", "carried", "lost", "withdrawn", nullable=True),
    )
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_on", sa.String(length=10), nullable=True),
        sa.Column("approved_at_meeting_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_minutes_{name}")) for name, rule in MINUTES_CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["approved_at_meeting_id"], ["meeting.id"],
            name=op.f("fk_minutes_approved_at_meeting_id_meeting"), ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes")),
    )  # fmt: skip
    op.create_index(op.f("ix_minutes_approved_at_meeting_id"), "minutes", ["approved_at_meeting_id"])


def choice(column: str, name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(column, sa.Enum(*values, name=name, native_enum=False, length=40), nullable=nullable)


def put_to_vote(table: str, of: str, *columns: sa.Column[str] | sa.Column[bool]) -> None:
    """Create a table of what is moved, seconded and voted on; its rows belong to those of another table."""
    names = [sa.Column(f"{who}_{part}", sa.String(), nullable=True) for who in ("mover", "seconder")
             for part in ("name", "prefix", "suffix")]  # fmt: skip
    numbers = ("mover_id", "seconder_id", "votes_for", "votes_against", "abstentions")
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{of}_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in numbers),
        *names,
        sa.Column("votes_words", sa.String(), nullable=True),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS.items()),
        sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{table}_{of}_id_{of}"), ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint([who], ["person.id"], name=op.f(f"fk_{table}_{who}_person"))
            for who in ("mover_id", "seconder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in (f"{of}_id", "mover_id", "seconder_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.execute("DELETE FROM person_unit WHERE reason = 'motion'")
    op.execute("DELETE FROM meeting_section WHERE section IN ('motions', 'minutes')")
    for table in ("minutes", "amendment", "motion"):
        op.drop_table(table)
