"""Statements beside the AGMs: a tribute, a speech with a video, and one that was taken back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementStory:
    """A statement of a fictional region (never of the organisation itself), so many days ago."""

    region_slug: str | None
    title: str
    text: str
    days_ago: int
    video_url: str | None = None
    retracted: str | None = None


STATEMENTS = (
    StatementStory(
        region_slug="severn-vale",
        title="Harold Weissbrot, seven years our Treasurer",
        text=(
            "Harold has laid down the cash box after seven years, and we owe him more than he ever let us owe.\n\n"
            "He kept the books in fountain pen, paid for the hall before we were asked, and once balanced the "
            "accounts to a penny that he found *under the lectern*.\n\n"
            "We wish him long afternoons without receipts."
        ),
        days_ago=150,
    ),
    StatementStory(
        region_slug="thornwold",
        title="What Henrietta Clough told us about the night of the lamps",
        text=(
            "Many who were not at the Guildhall have asked for the speech. Here is the part to remember.\n\n"
            "> There was no light in the ward but what we carried. So we carried it.\n\n"
            "The whole speech can be seen as it was given."
        ),
        days_ago=320,
        video_url="https://video.example.org/thornwold/night-of-the-lamps",
    ),
    StatementStory(
        region_slug="dunmarra",
        title="The winter ferry and our meetings",
        text="From the first of the month the evening boat leaves at six. Meetings begin at half past three.",
        days_ago=40,
        retracted="The timetable that we were sent was last year’s. We are asking the harbour office.",
    ),
)
