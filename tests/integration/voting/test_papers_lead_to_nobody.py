"""Whether anything joins a voter to a choice: 200 distinct papers that 20 clients cast in an order that is known here,
looked for in the file, a dump, the order in which the database keeps its rows, the log of acts and the server's log."""

from __future__ import annotations

import logging
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path
from statistics import mean

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.audit.models import AuditEntry
from agm.cli.postgresql_copies import run_postgresql
from agm.database import Base
from agm.database.engine import durably
from agm.rules.code_letters import new_code
from agm.voting.ballot_box import Opener
from agm.voting.cleaning import clear_files
from agm.voting.commands import CastVote, Paper, SealVote
from agm.voting.key_words import key_of
from agm.voting.models import OnlineVote, SealedPaper, VoteReceipt
from agm.voting.operations import cast, close_vote, seal_vote
from agm.voting.operations.online_setup import GRACE
from agm.voting.operations.sealing import OpenedBox, open_boxes, write_papers
from agm.voting.queries.online import online_ballots
from tests.support.databases import Database
from tests.support.kept_records import kept_record
from tests.support.online_votes import CHAIR, CLOSES, WHILE_OPEN, OnlineRoom, lay_meeting, lay_online_vote, member
from tests.support.records import make_organisation, make_region

pytestmark = pytest.mark.both_databases

PAPERS, CLIENTS, SEEDS = 200, 20, 50
OURS = 16384
"""The first number that PostgreSQL gives to what is not its own."""
NAMES = ("Ann Bell", "Bo Cole", "Cy Dee", "Di Eel", "Ed Fox", "Flo Gray")
CHANCE = 5.5 / (PAPERS - 1) ** 0.5
"""What a rank correlation of unrelated orders stays below in all but one of some ten million tries."""


@kept_record
def room(session: Session) -> OnlineRoom:
    make_organisation(session)
    make_region(session)
    return lay_online_vote(session, lay_meeting(session, [member(n) for n in range(1, PAPERS + 1)], candidates=NAMES))


class Votes:
    """Who cast what, in their order."""

    def __init__(self, room: OnlineRoom) -> None:
        self.contest_id = room.contests[CHAIR]
        choices = random.sample(list(permutations(range(1, len(NAMES) + 1))), PAPERS)
        codes = random.sample(list(room.codes.values()), PAPERS)
        self.sent = [(code, paper, new_code()) for code, paper in zip(codes, choices, strict=True)]
        self.place_of_paper = {" ".join(map(str, paper)): place for place, (_, paper, _) in enumerate(self.sent)}
        self.place_of_receipt = {receipt: place for place, (_, _, receipt) in enumerate(self.sent)}

    def cast(self, engine: Engine) -> None:
        """By clients of their own, in turn."""
        clients = [Session(engine) for _ in range(CLIENTS)]
        with durably():
            for place, (code, choices, receipt) in enumerate(self.sent):
                client = clients[place % CLIENTS]
                command = CastVote(code, {self.contest_id: Paper(choices)}, receipt, WHILE_OPEN)
                cast(Act(client, SYSTEM, WHILE_OPEN), command)
                client.commit()
        for client in clients:
            client.close()


def correlation(places: Sequence[int]) -> float:
    """Spearman's, of the order in which papers are found with that in which they were cast."""
    n = len(places)
    return 1 - 6 * sum((found - was) ** 2 for found, was in enumerate(places)) / (n * (n * n - 1))


def in_order_of_rows(session: Session, column: str, table: str) -> list[str]:
    """As the database keeps the rows: PostgreSQL by its own numbers of them, SQLite in the order of the primary key,
    because these tables have no other there."""
    key = ", ".join(one.name for one in Base.metadata.tables[table].primary_key)
    own = "ctid" if session.get_bind().dialect.name == "postgresql" else key
    return list(session.scalars(text(f"SELECT {column} FROM {table} ORDER BY {own}")))


def files_of(session: Session, database: Database) -> list[Path]:
    """The files of the live database, on the disk; of PostgreSQL all but those of its own catalogue."""
    if database.kind == "sqlite":
        main = Path(str(make_url(database.url).database))
        return [one for one in (main, main.with_name(f"{main.name}-wal")) if one.exists()]
    session.execute(text("CHECKPOINT"))
    folder = Path(session.scalars(text("SHOW data_directory")).one())
    number = session.scalars(text("SELECT oid FROM pg_database WHERE datname = current_database()")).one()
    session.rollback()
    files = (folder / "base" / str(number)).iterdir()
    return [one for one in files if one.is_file() and number_of(one.name) >= OURS]


def number_of(name: str) -> int:
    """That of a table's file ("16402", "16402_fsm", "16402.1"); 0 of any other."""
    digits = name.replace("_", ".").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def dump_of(database: Database, target: Path) -> str:
    if database.kind == "sqlite":
        with closing(sqlite3.connect(str(make_url(database.url).database))) as connection:
            return "\n".join(connection.iterdump())
    run_postgresql("pg_dump", make_url(database.url), f"--file={target}")
    return target.read_text(encoding="utf-8")


def opened(session: Session, room: OnlineRoom, opener: Opener) -> OpenedBox:
    vote = session.get_one(OnlineVote, room.meeting_id)
    (ballot,) = online_ballots(session, vote)
    return open_boxes(session, opener, vote, ballot)


def written_anew(session: Session, box: OpenedBox, votes: Votes) -> list[int]:
    """The places of the papers as they are found once they are written; it is taken back."""
    papers = sorted(box.papers, key=lambda one: votes.place_of_paper[one[0]])
    write_papers(session, votes.contest_id, OpenedBox(papers, box.receipts))
    found = in_order_of_rows(session, "typed", "online_paper")
    session.rollback()
    return [votes.place_of_paper[one] for one in found]


def test_nothing_joins_a_voter_to_a_choice(
    room: OnlineRoom,
    session: Session,
    engine: Engine,
    database: Database,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    session.close()
    votes = Votes(room)
    with caplog.at_level(logging.INFO):
        votes.cast(engine)
    assert caplog.messages == []
    assert session.scalars(select(AuditEntry.action).where(AuditEntry.at >= WHILE_OPEN)).all() == []
    rows = session.execute(select(SealedPaper.voter_id, SealedPaper.ciphertext)).all()
    boxes = {row.ciphertext: row.voter_id for row in rows}
    session.rollback()
    before = dump_of(database, tmp_path / "before.sql")
    assert not any(paper in before for paper in votes.place_of_paper)
    assert not any(receipt in before for receipt in votes.place_of_receipt)
    assert all(box.hex() in before.lower() for box in boxes)

    after = Act(session, SYSTEM, CLOSES + 2 * GRACE)
    close_vote(after, room.meeting_id)
    session.commit()
    opener = Opener(key_of(room.words[0]))
    box = opened(session, room, opener)
    found = [correlation(written_anew(session, box, votes)) for _ in range(SEEDS)]
    assert max(map(abs, found)) < CHANCE
    assert abs(mean(found)) < CHANCE / SEEDS**0.5
    with durably():
        seal_vote(after, SealVote(room.meeting_id, room.words[:1]))
        session.commit()
    session.close()

    assert "log" in clear_files(engine)
    papers = in_order_of_rows(session, "typed", "online_paper")
    assert sorted(papers) == sorted(votes.place_of_paper)
    assert abs(correlation([votes.place_of_paper[one] for one in papers])) < CHANCE
    receipts = in_order_of_rows(session, "receipt", "vote_receipt")
    assert sorted(receipts) == sorted(votes.place_of_receipt) == sorted(session.scalars(select(VoteReceipt.receipt)))
    assert abs(correlation([votes.place_of_receipt[one] for one in receipts])) < CHANCE
    if database.kind == "postgresql":
        assert len(set(session.scalars(text("SELECT xmin::text FROM online_paper")))) == 1
        assert len(set(session.scalars(text("SELECT xmin::text FROM voted")))) == 1
    marks = in_order_of_rows(session, "voter_id", "voted")
    assert marks == sorted(marks)
    session.rollback()
    for file in files_of(session, database):
        content = file.read_bytes()
        assert not any(box in content for box in boxes), file.name
    now = dump_of(database, tmp_path / "after.sql").lower()
    assert not any(box.hex() in now for box in boxes)

    shown = {voter_id: opener.open(box).typed for box, voter_id in boxes.items() if box.hex() in before.lower()}
    assert sorted(shown.values()) == sorted(votes.place_of_paper)


def test_no_table_of_papers_numbers_its_rows_on_sqlite(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        for table in ("sealed_paper", "voted", "online_paper", "vote_receipt"):
            with pytest.raises(OperationalError, match="rowid"):
                session.execute(text(f"SELECT rowid FROM {table}"))


def test_papers_that_were_written_as_they_came_would_be_found_out() -> None:
    """The measure itself: an order that is kept, one that is turned round, and one that says nothing."""
    kept = list(range(PAPERS))
    assert (correlation(kept), correlation(kept[::-1])) == (1.0, -1.0)
    assert abs(correlation(random.sample(kept, PAPERS))) < CHANCE
