"""What was asked for to print: made outside any request, fetched as a PDF, and forgotten after a day."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from agm.database import Base
from agm.database.types import OpaqueBytes


class PrintKind(enum.StrEnum):
    VOTING_PAPERS = "voting_papers"
    COUNT_SHEETS = "count_sheets"
    NOMINATION_FORM = "nomination_form"
    DECLARATION = "declaration"
    CERTIFICATE = "certificate"
    """That voting papers and register were destroyed."""
    CODE_LETTERS = "code_letters"
    """Letters with voting codes; the file is encrypted for the browser in which they were asked for."""


class Printout(Base):
    """One file to print. It is made of the record as that is when a worker takes it up."""

    __tablename__ = "printout"
    __table_args__ = (
        CheckConstraint("(content IS NULL) = (ready_at IS NULL)", name="ready_with_content"),
        CheckConstraint("content IS NULL OR problem = ''", name="ready_or_refused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PrintKind]
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    """How many, from which number, on which paper and of which contests, as `AskPrintout` has it; of letters with
    codes, whether they are printed `again`, and the `public_key` that they are encrypted to."""
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[str]
    ready_at: Mapped[dt.datetime | None]
    content: Mapped[bytes | None] = mapped_column(OpaqueBytes, deferred=True)
    problem: Mapped[str] = mapped_column(default="")
    """Why it cannot be made, in words for people."""
