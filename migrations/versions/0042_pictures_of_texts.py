"""Pictures of announcements, and whom they show."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

PLACE = sa.Enum("lead", "after", "portrait", name="place", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("announcement", sa.Column("has_pictures", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "announcement_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("place", PLACE, nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("alt", "credit")),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        check("of_draft_or_public", "position IS NOT NULL OR is_public"),
        check("paragraph_not_negative", "paragraph >= 0"),
        key("announcement_picture", "announcement_id", "announcement", ondelete="CASCADE"),
        key("announcement_picture", "file_id", "file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_picture")),
        sa.UniqueConstraint("announcement_id", "file_id", name=op.f("uq_announcement_picture_file")),
    )
    op.create_index(op.f("ix_announcement_picture_file_id"), "announcement_picture", ["file_id"])
    op.create_table(
        "person_shown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        key("person_shown", "picture_id", "announcement_picture", ondelete="CASCADE"),
        key("person_shown", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_shown")),
    )
    for column in ("picture_id", "person_id"):
        op.create_index(op.f(f"ix_person_shown_{column}"), "person_shown", [column])


def downgrade() -> None:
    op.drop_table("person_shown")
    op.drop_table("announcement_picture")
    op.execute("ALTER TABLE announcement DROP COLUMN has_pictures")


def check(name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_announcement_picture_{name}"))


def key(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)
