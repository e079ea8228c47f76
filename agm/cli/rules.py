"""`agm rules`: sets of rules for elections, and what they make of a meeting's dates."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agm.rules.rule_set import RuleSet
    from agm.rules.working_days import Days

BREACHED = 1
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]+(.+)")
LIST_EXAMPLE = """\b
Example:
  agm rules list
"""
SHOW_EXAMPLE = """\b
Example:
  agm rules show society > ours.json
"""
TRY_EXAMPLES = """\b
Examples:
  agm rules try society --meeting "2026-10-18 14:00"
  agm rules try ours.json --meeting "2026-10-18 14:00" --sent email "2026-10-04 10:00"
"""


@click.group(epilog=TRY_EXAMPLES)
def rules() -> None:
    """Read and try sets of rules for elections."""


@rules.command("list", epilog=LIST_EXAMPLE)
def list_rules() -> None:
    """Name the sets of rules to begin from, with the sources of their figures."""
    from agm.rules.presets import PRESETS

    for key, found in PRESETS.items():
        click.echo(f"{key}: {found.name}")
        for source in found.sources:
            click.echo(f"    {source}")


@rules.command(epilog=SHOW_EXAMPLE)
@click.argument("name")
def show(name: str) -> None:
    """Write a set of rules as JSON, to be changed and used as a file."""
    click.echo(read_rules(name).model_dump_json(indent=2))


@rules.command("try", epilog=TRY_EXAMPLES)
@click.argument("name")
@click.option("--meeting", required=True, metavar="TIME", help='When the meeting is: "2026-10-18 14:00".')
@click.option("--kind", default="agm", show_default=True, help="Of what kind it is, as the rules name it.")
@click.option("--sent", nargs=2, multiple=True, metavar="CHANNEL TIME", help="When the notice goes out, by channel.")
@click.option("--nominations-open", metavar="TIME")
@click.option("--nominations-close", metavar="TIME")
@click.option("--voting-opens", metavar="TIME")
@click.option("--voting-closes", metavar="TIME")
def try_rules(name: str, meeting: str, kind: str, sent: tuple[tuple[str, str], ...], **planned: str | None) -> None:
    """Write by when everything has to be done, and what planned dates break. Ends with 1 if they break a rule."""
    from agm.rules.rule_set import CHANNELS, WORDS, Stage, breaches, in_words, lines

    found = read_rules(name)
    dates = {Stage.MEETING: moment(meeting, "--meeting", found.days)} | {
        Stage(option): moment(text, f"--{option.replace('_', '-')}", found.days)
        for option, text in planned.items()
        if text is not None
    }
    notices = {channel: moment(text, "--sent", found.days) for channel, text in sent}
    try:
        table = lines(found, kind, dates[Stage.MEETING])
        problems = breaches(found, kind, dates, notices)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    for line in table:
        by = f", by {CHANNELS.get(line.channel, line.channel)}" if line.channel else ""
        click.echo(f"{in_words(line.by)}  {WORDS[line.stage]}{by}{f' ({line.why})' if line.why else ''}")
    for problem in problems:
        click.echo(problem.words, err=True)
    if problems:
        click.get_current_context().exit(BREACHED)


def read_rules(name: str) -> RuleSet:
    """A set of rules to begin from, or one in a file."""
    from pydantic import ValidationError

    from agm.rules.presets import PRESETS
    from agm.rules.rule_set import RuleSet

    if name in PRESETS:
        return PRESETS[name]
    path = Path(name)
    if not path.is_file():
        raise click.UsageError(f"“{name}” is neither a file nor one of {', '.join(PRESETS)}.")
    try:
        return RuleSet.model_validate_json(path.read_bytes())
    except ValidationError as error:
        told = "\n".join(f"  {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise click.UsageError(f"{name} is no set of rules:\n{told}") from error


def moment(text: str, option: str, days: Days) -> dt.datetime:
    """The one instant that a date and a clock time mean on the rules' clock."""
    from agm.rules.deadlines import Doubt, instants_of

    doubts = {
        Doubt.MIDNIGHT: "“Midnight” may be the beginning or the end of that day: give 00:00 or 24:00.",
        Doubt.NO_SUCH_TIME: "The clocks skip that time on that day.",
        Doubt.TWICE: "That time comes twice on that day, an hour apart: give another.",
    }
    found = MOMENT.fullmatch(text.strip())
    if not found:
        raise click.BadParameter(f"“{text}”: give a date and a time, as 2026-10-18 14:00.", param_hint=option)
    try:
        instants = instants_of(dt.date.fromisoformat(found[1]), found[2], days)
    except ValueError as error:
        raise click.BadParameter(f"“{text}”: {error}.", param_hint=option) from error
    if instants.doubt:
        raise click.BadParameter(f"“{text}”: {doubts[instants.doubt]}", param_hint=option)
    return instants.instants[0]
