"""`agm roll`: what a member list would bring, before anybody takes it over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agm.membership.reading.values import MemberClass, RollReading, RollSettings

OPEN = 1
EXAMPLES = """\b
Examples:
  agm roll check members.csv --freeze 2026-09-01 --paid-up 2026-09-01
  agm roll check members.xlsx --sheet Current --class "Full=Ordinary,Adult" --no-vote Junior --life "Life"
"""
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(epilog=EXAMPLES)
def roll() -> None:
    """Read member lists."""


@roll.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook that is the list.")
@click.option("--freeze", type=DAY, metavar="YYYY-MM-DD", help="The last day of joining that counts.")
@click.option("--paid-up", type=DAY, metavar="YYYY-MM-DD", help="The day that a subscription must reach.")
@click.option(
    "--dates", "order", type=click.Choice(["dmy", "mdy"]), help="The order of dates that can be read two ways."
)
@click.option(
    "--joint", type=click.Choice(["two", "ask"]), default="ask", help="Whether joint members are two members."
)
@click.option("--class", "with_vote", multiple=True, metavar="NAME[=SPELLINGS]", help="A class that votes.")
@click.option("--no-vote", "without_vote", multiple=True, metavar="NAME[=SPELLINGS]", help="A class that does not.")
@click.option(
    "--life", "for_life", multiple=True, metavar="NAME[=SPELLINGS]", help="A class that votes and never lapses."
)
def check(
    *,
    file: Path,
    sheet: str | None,
    freeze: datetime | None,
    paid_up: datetime | None,
    order: str | None,
    joint: str,
    with_vote: tuple[str, ...],
    without_vote: tuple[str, ...],
    for_life: tuple[str, ...],
) -> None:
    """Say what taking over the list in FILE would bring: what was found, who, and what must be asked.

    Nothing is written. Exit status: 0 nothing is open, 1 something is to be answered or corrected, 2 FILE is no list.
    """
    from agm.cli.context import refuse
    from agm.membership.reading.read import read_roll
    from agm.membership.reading.values import DateOrder, ListRefused, RollSettings

    settings = RollSettings(
        date_order=DateOrder(order) if order else None,
        freeze_date=freeze.date() if freeze else None,
        paid_up_at=paid_up.date() if paid_up else None,
        joint_are_two=True if joint == "two" else None,
        classes=(
            *(_class(text) for text in with_vote),
            *(_class(text, votes=False) for text in without_vote),
            *(_class(text, lapses=False) for text in for_life),
        ),
    )
    try:
        reading = read_roll(_bytes(file), settings, sheet=sheet)
    except ListRefused as refusal:
        refuse(f"{click.format_filename(file.name)}: {refusal}")
    click.echo("\n".join(preview(click.format_filename(file.name), reading, settings)))
    if reading.questions or reading.counts["refused"]:
        raise click.exceptions.Exit(OPEN)


def _bytes(file: Path) -> bytes:
    """What is in a file, and no more of one without an end than shows that it is too large."""
    from agm.membership.reading.read import LARGEST_FILE

    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _class(text: str, *, votes: bool = True, lapses: bool = True) -> MemberClass:
    from agm.membership.reading.values import MemberClass

    name, _, spellings = text.partition("=")
    return MemberClass(name.strip(), votes, tuple(one.strip() for one in spellings.split(",") if one.strip()), lapses)


def preview(name: str, reading: RollReading, settings: RollSettings) -> list[str]:
    """The lines of what a list would bring. Cells of columns that are not kept are in none of them."""
    from agm.language.en import counted, join
    from agm.membership.reading.values import Code
    from agm.membership.reading.words import DECISIONS, EFFECTS, problem_words, question_words

    found = reading.found
    where = [found.encoding, found.delimiter, found.sheet and f"sheet “{found.sheet}”"]
    where.append(f"headings in line {found.header_line}" if found.header_line else None)
    lines = [f"{name}: {', '.join(part for part in where if part)}."]
    lines += [f"  {heading} → {meaning}" for heading, meaning in reading.mapping.items()]
    if reading.not_kept:
        lines.append(
            f"Not kept: {', '.join(f'{one.column} ({one.why})'.replace('_', ' ') for one in reading.not_kept)}."
        )
    rows = [
        f"{counted(number, 'row', 'rows')} {words}"
        for one, words in DECISIONS.items()
        if (number := reading.counts.get(one))
    ]
    lines.append(f"{join(rows)}." if rows else "No row was read.")
    new, changed, same = (reading.counts[f"members_{what}"] for what in ("added", "changed", "unchanged"))
    lines.append(f"Members: {new:,} new, {changed:,} changed, {same:,} as before, {len(reading.left_out):,} left out.")
    lines += _left_out(reading)
    for row in reading.rows:
        for problem in (one for one in row.problems if one.code is not Code.NO_HEADINGS):
            column = f", {problem.column}" if problem.column else ""
            lines.append(f"Line {row.line}{column}: {EFFECTS[problem.effect]}{problem_words(problem)}")
    lines += [f"Question: {question_words(question)}" for question in reading.questions]
    if not settings.freeze_date and not settings.paid_up_at:
        lines.append("No day was given to reckon by (--freeze, --paid-up): nobody is left out for a date.")
    return lines


def _left_out(reading: RollReading) -> list[str]:
    from agm.membership.reading.words import WHY_LEFT_OUT

    counts = {why: sum(one.why is why for one in reading.left_out) for why in WHY_LEFT_OUT}
    return [f"  {number:,} {WHY_LEFT_OUT[why]}" for why, number in counts.items() if number]
