"""The search finds letters that no accent makes (ł, ı, ø, đ, ß, æ …) by their plain ones."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SPELT_OUT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
}  # fmt: skip
COLUMNS = ("title", "body", "region_name")
NAMES = ", ".join(COLUMNS)

SEARCH_PLAIN = (
    "CREATE OR REPLACE FUNCTION search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
    "$$ SELECT regexp_replace({text}, '[]!\"#$%&''()*+,./:;<=>?@\\\\[^_`{{|}}~‘’“”„–—…«»·-]', ' ', 'g') $$"
)
WITHOUT_MARKS = "regexp_replace(normalize(coalesce($1, ''), NFKD), '[\u0300-\u036f]', '', 'g')"


def spelt_out(value: str) -> str:
    """The SQL for a text with these letters spelt out."""
    for letter, plain in SPELT_OUT.items():
        value = f"replace({value}, '{letter}', '{plain}')"
    return value


def trigger_statements(*, are_spelt_out: bool) -> list[str]:
    """What keeps SQLite's index beside the table, and fills it anew."""

    def columns(row: str) -> str:
        return ", ".join(spelt_out(f"{row}{name}") if are_spelt_out else f"{row}{name}" for name in COLUMNS)

    add = f"INSERT INTO search_index(rowid, {NAMES}) VALUES (new.id, {columns('new.')});"
    take = f"INSERT INTO search_index(search_index, rowid, {NAMES}) VALUES ('delete', old.id, {columns('old.')});"
    return [
        *(f"DROP TRIGGER search_entry_{act}" for act in ("inserted", "deleted", "updated")),
        "INSERT INTO search_index(search_index) VALUES ('delete-all')",
        f"INSERT INTO search_index(rowid, {NAMES}) SELECT id, {columns('')} FROM search_entry",
        f"CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry BEGIN {add} END",
        f"CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN {take} END",
        f"CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_entry BEGIN {take} {add} END",
    ]


def rebuild(*, are_spelt_out: bool) -> None:
    """Index every entry anew, in one way or the other."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in trigger_statements(are_spelt_out=are_spelt_out):
            op.execute(statement)
        return
    text = spelt_out(WITHOUT_MARKS) if are_spelt_out else WITHOUT_MARKS
    op.execute(SEARCH_PLAIN.format(text=text))
    op.execute("REINDEX INDEX search_index_words")


def upgrade() -> None:
    """Spell the letters out."""
    rebuild(are_spelt_out=True)


def downgrade() -> None:
    """Index the letters as they are."""
    rebuild(are_spelt_out=False)
