"""Every table of the first release, the triggers that keep what is published, and the index of the search.

An UPDATE or DELETE of a row that may only be added fails in both databases with the message "… is append-only".
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "audit_entry": (("sequence",), ("hash",)),
    "declaration": (("id",), ("meeting_id", "sequence"), ("replaces_id",)),
    "announcement_revision": (("id",), ("announcement_id", "sequence")),
    "rendering": (("revision_id", "format", "renderer_version"),),
}
"""With the keys by which a row is known."""
REFUSE_CHANGE = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
SPELT_OUT = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
}  # fmt: skip
"""Letters that no accent makes, and the plain ones by which the search finds them."""
SEARCH_COLUMNS = ("title", "body", "unit_id")
TABLES = (
    "result_line",
    "rendering",
    "office_term_person",
    "candidacy_person",
    "statement_address",
    "speech_paragraph_speaker",
    "office_term",
    "office_act_person",
    "contest_result",
    "candidacy",
    "block_override",
    "announcement_revision",
    "support_message",
    "speech_paragraph",
    "speaker",
    "passkey",
    "official",
    "office_incompatibility",
    "office_act",
    "meeting_section",
    "meeting_address",
    "declaration",
    "contest",
    "announcement",
    "user_account",
    "unit_address",
    "person_unit",
    "office",
    "not_same_person",
    "meeting",
    "consent",
    "unit",
    "search_entry",
    "public_state",
    "person",
    "organisation",
    "office_template",
    "audit_entry",
)
"""In the order in which they can be dropped."""


def refuse_changes(table: str) -> None:
    """Create the triggers that refuse UPDATE and DELETE (and TRUNCATE) on a table."""
    if op.get_bind().dialect.name == "sqlite":
        keys = ("(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in APPEND_ONLY[table])
        taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(keys)})"  # or INSERT OR REPLACE would pass
        for verb, condition in {"update": "", "delete": "", "insert": taken}.items():
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def spelt_out(value: str) -> str:
    """The SQL for a text with these letters spelt out."""
    for letter, plain in SPELT_OUT.items():
        value = f"replace({value}, '{letter}', '{plain}')"
    return value


def search_statements() -> list[str]:
    """The full-text index over `search_entry`: an FTS5 table kept by triggers, or a GIN index over an expression."""
    if op.get_bind().dialect.name == "postgresql":
        plain = spelt_out("regexp_replace(normalize(coalesce($1, ''), NFKD), '[\u0300-\u036f]', '', 'g')")
        weighted = " || ".join(
            f"setweight(to_tsvector('simple', search_plain(CAST({column} AS text))), '{weight}')"
            for column, weight in zip(SEARCH_COLUMNS, "ABC", strict=True)
        )
        return [
            (
                "CREATE FUNCTION search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS "
                f"$$ SELECT regexp_replace({plain}, "
                "'[]!\"#$%&''()*+,./:;<=>?@\\\\[^_`{|}~‘’“”„–—…«»·-]', ' ', 'g') $$"
            ),
            f"CREATE INDEX search_index_words ON search_entry USING gin (({weighted}))",
        ]
    names = ", ".join(SEARCH_COLUMNS)
    new, old = (", ".join(spelt_out(f"{row}.{name}") for name in SEARCH_COLUMNS) for row in ("new", "old"))
    add = f"INSERT INTO search_index(rowid, {names}) VALUES (new.id, {new});"
    take = f"INSERT INTO search_index(search_index, rowid, {names}) VALUES ('delete', old.id, {old});"
    return [
        (
            f"CREATE VIRTUAL TABLE search_index USING fts5({names}, content='search_entry', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2')"
        ),
        f"CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry BEGIN {add} END",
        f"CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN {take} END",
        f"CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_entry BEGIN {take} {add} END",
    ]


FIRST_ROWS = (
    (
        "INSERT INTO unit (id, kind, name, slug, description, position, is_demonstration, imprint, house_style, "
        "house_style_version, version) VALUES (0, 'national', 'National', 'national', '', 0, false, '', '{}', 1, 1)"
    ),
    "INSERT INTO public_state (id, counter) VALUES (1, 0)",
)
"""What is there in every database, even an empty one."""


def upgrade() -> None:
    """Create everything."""
    create_tables()
    for statement in search_statements():
        op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE_CHANGE)
    for table in APPEND_ONLY:
        refuse_changes(table)
    for statement in FIRST_ROWS:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything; triggers and indexes go with their tables."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
        op.execute("DROP FUNCTION search_plain(text)")


def create_tables() -> None:
    """The tables with their named constraints and indexes."""
    op.create_table(
        "audit_entry",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name="uq_audit_entry_hash"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "office_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("plural_label", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("canonical_key", sa.String(), nullable=True),
        sa.Column("is_shareable", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_office_template_seats_at_least_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_template")),
        sa.UniqueConstraint("label", name="uq_office_template_label"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("imprint", sa.String(), nullable=False),
        sa.Column("is_political", sa.Boolean(), nullable=False),
        sa.Column("accent_light", sa.String(), nullable=False),
        sa.Column("accent_dark", sa.String(), nullable=False),
        sa.Column("button_dark", sa.String(), nullable=False),
        sa.Column("house_style", sa.JSON(), nullable=False),
        sa.Column("house_style_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisation_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("first_key", sa.String(), nullable=False),
        sa.Column("last_key", sa.String(), nullable=False),
        sa.Column("sound_key", sa.String(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_person_not_merged_into_itself")
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_first_key", ["first_key"], unique=False)
        batch_op.create_index("ix_person_last_key", ["last_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_person_name_key", ["name_key"], unique=False)
        batch_op.create_index("ix_person_sound_key", ["sound_key"], unique=False)

    op.create_table(
        "public_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_public_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_state")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("announcement", "person", "office", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "record_id", "unit_id", name="uq_search_entry_kind_record_unit"),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("national", "region", name="unitkind", native_enum=False, length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("imprint", sa.String(), nullable=False),
        sa.Column("house_style", sa.JSON(), nullable=False),
        sa.Column("house_style_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'national') = (id = 0)", name=op.f("ck_unit_one_is_national")),
        sa.CheckConstraint("(slug = 'national') = (id = 0)", name=op.f("ck_unit_slug_is_free")),
        sa.CheckConstraint(
            "closed_on IS NULL OR opened_on IS NULL OR opened_on <= closed_on", name=op.f("ck_unit_closed_after_opened")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name="uq_unit_name"),
        sa.UniqueConstraint("slug", name="uq_unit_slug"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose", sa.Enum("name_published", name="consentpurpose", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "source",
            sa.Enum(
                "confirmed_by_chair",
                "made_public_before",
                "told_by_person",
                name="consentsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_at >= given_at", name=op.f("ck_consent_withdrawn_after_given")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agm", "egm", "inaugural", "by_election", "other", name="meetingkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.String(length=10), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("venue", sa.String(), nullable=True),
        sa.Column("online_link", sa.String(), nullable=True),
        sa.Column(
            "held_as",
            sa.Enum("in_person", "online", "hybrid", name="heldas", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("quorum_number", sa.Integer(), nullable=True),
        sa.Column("quorum_words", sa.String(), nullable=True),
        sa.Column("attendance_number", sa.Integer(), nullable=True),
        sa.Column("attendance_words", sa.String(), nullable=True),
        sa.Column("messages_from", sa.String(), nullable=True),
        sa.Column("has_elections", sa.Boolean(), nullable=True),
        sa.Column("is_announced_beforehand", sa.Boolean(), nullable=False),
        sa.Column("is_published", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "attendance_number IS NULL OR attendance_number >= 0", name=op.f("ck_meeting_attendance_not_negative")
        ),
        sa.CheckConstraint("ordinal IS NULL OR ordinal >= 1", name=op.f("ck_meeting_ordinal_at_least_one")),
        sa.CheckConstraint("quorum_number IS NULL OR quorum_number >= 0", name=op.f("ck_meeting_quorum_not_negative")),
        sa.CheckConstraint(
            "starts_at IS NULL OR (held_on IS NOT NULL AND length(held_on) = 10)",
            name=op.f("ck_meeting_time_needs_day"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_meeting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("unit_id", "slug", name="uq_meeting_unit_slug"),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_unit_id_held_on", ["unit_id", "held_on"], unique=False)

    op.create_table(
        "not_same_person",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_same_person_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_not_same_person_first_id_person")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_not_same_person_second_id_person")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_same_person")),
    )
    with op.batch_alter_table("not_same_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_not_same_person_second_id"), ["second_id"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("plural_label", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("canonical_key", sa.String(), nullable=True),
        sa.Column("is_shareable", sa.Boolean(), nullable=False),
        sa.Column("abolished_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_office_seats_at_least_one")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("unit_id", "label", name="uq_office_unit_label"),
    )
    op.create_table(
        "person_unit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("office", "candidacy", "speaker", "message", name="knownfor", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_unit_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("person_id", "unit_id", "reason", "record_id", name=op.f("pk_person_unit")),
    )
    with op.batch_alter_table("person_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_address_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_address")),
        sa.UniqueConstraint("slug", name="uq_unit_address_slug"),
    )
    with op.batch_alter_table("unit_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_address_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("fs_webauthn_user_handle", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tf_primary_method", sa.String(), nullable=True),
        sa.Column("tf_totp_secret", sa.String(), nullable=True),
        sa.Column("tf_phone_number", sa.String(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("us_totp_secrets", sa.String(), nullable=True),
        sa.Column("us_phone_number", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name="uq_user_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_user_account_fs_uniquifier"),
        sa.UniqueConstraint("fs_webauthn_user_handle", name="uq_user_account_fs_webauthn_user_handle"),
        sa.UniqueConstraint("person_id", name="uq_user_account_person_id"),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report", "messages_of_support", "statement", name="announcementkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement_title", sa.String(), nullable=True),
        sa.Column("statement_text", sa.String(), nullable=True),
        sa.Column("video_url", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current_sequence", sa.Integer(), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'statement') = (meeting_id IS NULL)", name=op.f("ck_announcement_statement_or_meeting")
        ),
        sa.CheckConstraint(
            "kind <> 'statement' OR (statement_title IS NOT NULL AND statement_text IS NOT NULL)",
            name=op.f("ck_announcement_statement_has_text"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_announcement_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_announcement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_first_published_at"), ["first_published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcement_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_announcement_meeting_kind",
            ["meeting_id", "kind"],
            unique=True,
            sqlite_where=sa.text("meeting_id IS NOT NULL"),
            postgresql_where=sa.text("meeting_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_announcement_unit_statement",
            ["unit_id", "slug"],
            unique=True,
            sqlite_where=sa.text("meeting_id IS NULL"),
            postgresql_where=sa.text("meeting_id IS NULL"),
        )

    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("plural_label", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("canonical_key", sa.String(), nullable=True),
        sa.Column("is_shareable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_contest_seats_at_least_one")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_contest_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_contest_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("meeting_id", "office_id", name="uq_contest_meeting_office"),
    )
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_office_id"), ["office_id"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(sequence = 1) = (replaces_id IS NULL)", name=op.f("ck_declaration_first_replaces_nothing")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason IS NOT NULL", name=op.f("ck_declaration_replacement_says_why")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_declaration_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["declaration.id"], name=op.f("fk_declaration_replaces_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("meeting_id", "sequence", name="uq_declaration_meeting_sequence"),
        sa.UniqueConstraint("replaces_id", name="uq_declaration_replaces_id"),
    )
    op.create_table(
        "meeting_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_address_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_address")),
        sa.UniqueConstraint("meeting_id", "slug", name="uq_meeting_address_meeting_slug"),
    )
    with op.batch_alter_table("meeting_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_address_slug"), ["slug"], unique=False)

    op.create_table(
        "meeting_section",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "details",
                "guests",
                "said",
                "messages",
                "results",
                "announcement",
                name="section",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_section_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "section", name=op.f("pk_meeting_section")),
    )
    op.create_table(
        "office_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "elected",
                "filled",
                "left",
                "date_corrected",
                "way_corrected",
                "continuing",
                "retracted",
                name="actkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.String(length=10), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("ends_terms", sa.Boolean(), nullable=False),
        sa.Column(
            "end_reason",
            sa.Enum(
                "term_ended", "resigned", "died", "removed", "corrected", name="endreason", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("concerns_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("declaration_sequence", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'left') = (end_reason IS NOT NULL)", name=op.f("ck_office_act_only_leaving_says_how")
        ),
        sa.CheckConstraint(
            "concerns_id IS NULL OR concerns_id < id", name=op.f("ck_office_act_concerns_an_earlier_act")
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id < id", name=op.f("ck_office_act_replaces_an_earlier_act")
        ),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_office_act_seats_at_least_one")),
        sa.ForeignKeyConstraint(["concerns_id"], ["office_act.id"], name=op.f("fk_office_act_concerns_id_office_act")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_act_office_id_office")),
        sa.ForeignKeyConstraint(["replaces_id"], ["office_act.id"], name=op.f("fk_office_act_replaces_id_office_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_act")),
        sa.UniqueConstraint("replaces_id", name="uq_office_act_replaces_id"),
    )
    with op.batch_alter_table("office_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_act_concerns_id"), ["concerns_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_act_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_act_source"), ["source"], unique=False)

    op.create_table(
        "office_incompatibility",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_office_incompatibility_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["office.id"], name=op.f("fk_office_incompatibility_first_id_office"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["office.id"], name=op.f("fk_office_incompatibility_second_id_office"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_office_incompatibility")),
    )
    with op.batch_alter_table("office_incompatibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_incompatibility_second_id"), ["second_id"], unique=False)

    op.create_table(
        "official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "national_officer", "regional_officer", "viewer", name="officialrole", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(role = 'national_officer') = (unit_id = 0)", name=op.f("ck_official_national_role_for_national_level")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_official_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_official_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("user_id", "unit_id", name="uq_official_user_unit"),
    )
    with op.batch_alter_table("official", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_official_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(), nullable=False),
        sa.Column("extensions", sa.String(), nullable=True),
        sa.Column("create_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_passkey_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_user_id"), ["user_id"], unique=False)

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("guest", "other", "chair", name="speakerkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_speaker_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_speaker_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_speaker_meeting_person"),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_person_id"), ["person_id"], unique=False)

    op.create_table(
        "speech_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_speech_paragraph_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech_paragraph")),
    )
    with op.batch_alter_table("speech_paragraph", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speech_paragraph_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "support_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_support_message_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_support_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_message")),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_support_message_meeting_person"),
    )
    with op.batch_alter_table("support_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_message_person_id"), ["person_id"], unique=False)

    op.create_table(
        "announcement_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum("published", "corrected", "retracted", name="revisionact", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("style", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("elected_chair", sa.String(), nullable=True),
        sa.Column(
            "meeting_kind",
            sa.Enum(
                "agm", "egm", "inaugural", "by_election", "other", name="meetingkind", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("held_on", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "(sequence = 1) = (act = 'published')", name=op.f("ck_announcement_revision_first_is_published")
        ),
        sa.CheckConstraint(
            "act = 'published' OR note IS NOT NULL", name=op.f("ck_announcement_revision_change_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcement.id"], name=op.f("fk_announcement_revision_announcement_id_announcement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_revision")),
        sa.UniqueConstraint("announcement_id", "sequence", name="uq_announcement_revision_sequence"),
    )
    op.create_table(
        "block_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("replaced_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_block_override_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_override")),
        sa.UniqueConstraint("announcement_id", "block", name="uq_block_override_announcement_block"),
    )
    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_candidacy_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
    )
    with op.batch_alter_table("candidacy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidacy_contest_id"), ["contest_id"], unique=False)

    op.create_table(
        "contest_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("undecided", "decided", "deferred", "suspended", name="officestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("deferred_to", sa.String(length=10), nullable=True),
        sa.Column("in_place_of", sa.JSON(), nullable=False),
        sa.Column("papers_set_aside", sa.Integer(), nullable=True),
        sa.Column("tie_settled", sa.String(), nullable=True),
        sa.CheckConstraint(
            "deferred_to IS NULL OR state = 'deferred'", name=op.f("ck_contest_result_date_only_if_deferred")
        ),
        sa.CheckConstraint(
            "papers_set_aside IS NULL OR papers_set_aside >= 0", name=op.f("ck_contest_result_papers_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_result_contest_id_contest"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_result")),
        sa.UniqueConstraint("contest_id", name="uq_contest_result_contest_id"),
    )
    op.create_table(
        "office_act_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column(
            "appointment_kind",
            sa.Enum(
                "elected",
                "unopposed",
                "re_elected",
                "re_elected_unopposed",
                "by_election",
                "co_opted",
                "appointed",
                "continued",
                name="appointmentkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["act_id"], ["office_act.id"], name=op.f("fk_office_act_person_act_id_office_act")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_act_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_act_person")),
        sa.UniqueConstraint("act_id", "person_id", name="uq_office_act_person_person"),
    )
    with op.batch_alter_table("office_act_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_act_person_act_id"), ["act_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_act_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "office_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column(
            "appointment_kind",
            sa.Enum(
                "elected",
                "unopposed",
                "re_elected",
                "re_elected_unopposed",
                "by_election",
                "co_opted",
                "appointed",
                "continued",
                name="appointmentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "end_reason",
            sa.Enum(
                "term_ended", "resigned", "died", "removed", "corrected", name="endreason", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(until IS NULL AND end_reason IS NULL) OR end_reason IS NOT NULL", name=op.f("ck_office_term_end_says_how")
        ),
        sa.CheckConstraint("seat >= 1", name=op.f("ck_office_term_seat_at_least_one")),
        sa.CheckConstraint(
            "until IS NULL OR since IS NULL OR substr(since, 1, 4) <= substr(until, 1, 4)",
            name=op.f("ck_office_term_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(["begun_by_id"], ["office_act.id"], name=op.f("fk_office_term_begun_by_id_office_act")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_term_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_term")),
    )
    with op.batch_alter_table("office_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_term_begun_by_id"), ["begun_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_term_office_id"), ["office_id"], unique=False)
        batch_op.create_index(
            "uq_office_term_seat_now",
            ["office_id", "seat"],
            unique=True,
            sqlite_where=sa.text("end_reason IS NULL"),
            postgresql_where=sa.text("end_reason IS NULL"),
        )

    op.create_table(
        "speech_paragraph_speaker",
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["speech_paragraph.id"],
            name=op.f("fk_speech_paragraph_speaker_paragraph_id_speech_paragraph"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speaker.id"],
            name=op.f("fk_speech_paragraph_speaker_speaker_id_speaker"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("paragraph_id", "speaker_id", name=op.f("pk_speech_paragraph_speaker")),
    )
    with op.batch_alter_table("speech_paragraph_speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speech_paragraph_speaker_speaker_id"), ["speaker_id"], unique=False)

    op.create_table(
        "statement_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_statement_address_announcement_id_announcement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_address")),
        sa.UniqueConstraint("announcement_id", "slug", name="uq_statement_address_announcement_slug"),
    )
    with op.batch_alter_table("statement_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_address_slug"), ["slug"], unique=False)

    op.create_table(
        "candidacy_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidacy_id"],
            ["candidacy.id"],
            name=op.f("fk_candidacy_person_candidacy_id_candidacy"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidacy_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy_person")),
        sa.UniqueConstraint("candidacy_id", "person_id", name="uq_candidacy_person_person"),
    )
    with op.batch_alter_table("candidacy_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidacy_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "office_term_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_term_person_person_id_person")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["office_term.id"], name=op.f("fk_office_term_person_term_id_office_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_term_person")),
        sa.UniqueConstraint("term_id", "person_id", name="uq_office_term_person_person"),
    )
    with op.batch_alter_table("office_term_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_office_term_person_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_term_person_term_id"), ["term_id"], unique=False)

    op.create_table(
        "rendering",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["announcement_revision.id"],
            name=op.f("fk_rendering_revision_id_announcement_revision"),
        ),
        sa.PrimaryKeyConstraint("revision_id", "format", "renderer_version", name=op.f("pk_rendering")),
    )
    op.create_table(
        "result_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("is_elected", sa.Boolean(), nullable=False),
        sa.Column("is_unopposed", sa.Boolean(), nullable=False),
        sa.Column("is_re_elected", sa.Boolean(), nullable=False),
        sa.Column("is_co_opted", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "is_elected OR NOT (is_unopposed OR is_re_elected OR is_co_opted)",
            name=op.f("ck_result_line_how_only_if_elected"),
        ),
        sa.CheckConstraint("votes IS NULL OR votes >= 0", name=op.f("ck_result_line_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["candidacy_id"], ["candidacy.id"], name=op.f("fk_result_line_candidacy_id_candidacy"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["contest_result.id"],
            name=op.f("fk_result_line_result_id_contest_result"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_line")),
        sa.UniqueConstraint("candidacy_id", name="uq_result_line_candidacy_id"),
    )
    with op.batch_alter_table("result_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_line_result_id"), ["result_id"], unique=False)
