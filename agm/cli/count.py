"""`agm count`: count the papers of a file, compare rule sets on it, and verify a published count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from agm.cli.count_inputs import (
    group_files,
    nobody_voted,
    read_contest,
    refuse_to_overwrite,
    tie_decision,
    tie_hint,
    with_constraints,
    with_options,
    with_reopen,
)
from agm.counting import RULE_SETS
from agm.counting import count as count_votes
from agm.counting.bundle import verify_bundle, write_bundle
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import ShortagePolicy
from agm.counting.render import flow_svg, report_json, sheet_csv, sheet_page, sheet_text
from agm.counting.render.comparison import comparison_text
from agm.counting.result import CountResult
from agm.counting.rules import RuleSet

BAD_INPUT = 2
TIE_WAITS = 3
NOT_CONFIRMED = 1
ALIASES = {"wig": "gregory"}
FORMATS: dict[str, Callable[[CountResult], str]] = {
    "sheet": sheet_text,
    "csv": sheet_csv,
    "json": report_json,
    "svg": flow_svg,
    "svg-wide": partial(flow_svg, width=720),
    "html": sheet_page,
}
"""The renderings by name; the wide drawing is for paper and large screens."""
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
RULES_HELP = f"One of {', '.join([*RULE_SETS, *ALIASES])}."
EXAMPLES = """\b
Examples:
  agm count ward3.blt
  agm count ward3.blt --rules scottish --format svg > ward3.svg
  agm count council.blt --seats 6 --constraint "women>=3:@groups.csv"
  agm count chair.blt --rules av --tie 2:exclusion:1,4=4:lot:"Ann Lee,Bo Kaur"
  agm count chair.csv --rules av --option stop=two_left
  agm count round1.csv round2.csv --rules exhaustive_ballot
  agm count ward3.blt --bundle ward3.zip
  agm count compare ward3.blt --rules scottish,ers97,meek
  agm count verify ward3.zip
"""


class CountGroup(click.Group):
    """A group whose first word may also be a file, which is then counted."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        helps = ctx.help_option_names
        if args and args[0] not in self.commands and not set(args[:1]) & set(helps):
            args = ["file", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with which a file is counted, beside the group's own."""
        options = [param for param in count_file.params if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Options for counting a FILE"):
            formatter.write_dl(records)
        super().format_options(ctx, formatter)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what can stop a count into plain words on standard error and an exit status."""
    try:
        yield
    except TieToDecide as tie:
        click.echo(f"{tie.question}\n{tie_hint(tie)}", err=True)
        raise SystemExit(TIE_WAITS) from tie
    except CountingError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(BAD_INPUT) from error
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}.", err=True)
        raise SystemExit(BAD_INPUT) from error


def rule_set(name: str) -> RuleSet:
    """The rule set of that name; a name that there is not is told with those that there are."""
    found = RULE_SETS.get(ALIASES.get(name, name))
    if found is None:
        raise CountingError([f"There are no rules called “{name}”. Choose one of {', '.join(RULE_SETS)}."])
    return found


@click.group(
    cls=CountGroup,
    epilog=EXAMPLES,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="FILE… [OPTIONS] | compare FILE [OPTIONS] | verify BUNDLE",
)
def count() -> None:
    """Count votes exactly, stage by stage.

    `agm count FILE` counts the papers of a BLT or CSV file. Two words in place of FILE do something else with it:
    compare counts it under several rule sets, and verify checks a published count. Write ./compare for a file of that
    name.

    Exit status: 0 counted, 1 not confirmed, 2 something is wrong with the input, 3 a tie waits for its decision.
    """


@count.command("file", epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option("--rules", "rules_name", default="ers97", show_default=True, metavar="NAME", help=RULES_HELP)
@click.option("--seats", type=click.IntRange(min=1), metavar="N", help="Places to fill, if not as in the file.")
@click.option("--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the rule set.")
@click.option("--tie", "ties", multiple=True, metavar="DECISION", help="STAGE:KIND:TIED=CHOSEN[:METHOD[:WITNESSES]].")
@click.option("--constraint", "constraints", multiple=True, metavar="GROUP>=N:@FILE", help="Reserved places.")
@click.option(
    "--shortage",
    type=click.Choice([policy.value for policy in ShortagePolicy]),
    default=ShortagePolicy.REFUSE.value,
    show_default=True,
    help="When a group has too few candidates.",
)
@click.option("--reopen", metavar="NAME", help="The entry that stands for re-opening nominations, or for “no”.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="sheet", show_default=True)
@click.option("--bundle", type=click.Path(dir_okay=False, path_type=Path), help="Also write the count for publication.")
@click.option("--force", is_flag=True, help="Let --bundle replace a file that is there already.")
def count_file(
    *,
    files: tuple[Path, ...],
    rules_name: str,
    seats: int | None,
    options: Sequence[str],
    ties: Sequence[str],
    constraints: Sequence[str],
    shortage: str,
    reopen: str | None,
    form: str,
    bundle: Path | None,
    force: bool,
) -> None:
    """Count the papers of FILE and print the result."""
    with told_plainly():
        if bundle:
            refuse_to_overwrite(bundle, [*files, *group_files(constraints)], force=force)
        rules = with_options(rule_set(rules_name), options)
        contest, votes = read_contest(files, rules, seats)
        contest = with_reopen(contest, reopen)
        contest = with_constraints(contest, constraints, ShortagePolicy(shortage))
        decisions = tuple(tie_decision(text) for text in ties)
        try:
            result = count_votes(contest, votes, rules, decisions)
        except TieToDecide:
            if nobody_voted(contest, votes, rules):
                click.echo("Nobody voted: no paper here has a vote that counts.", err=True)
            raise
        shown = FORMATS[form](result)
        if bundle:
            bundle.write_bytes(write_bundle(contest, votes, result, decisions))
    click.echo(shown, nl=False)


@count.command()
@click.argument("file", type=FILE)
@click.option(
    "--rules", "names", default="scottish,ers97,meek", show_default=True, metavar="NAMES", help="With commas."
)
@click.option("--seats", type=click.IntRange(min=1), metavar="N", help="Places to fill, if not as in the file.")
def compare(*, file: Path, names: str, seats: int | None) -> None:
    """Count FILE under several rule sets and say where they part ways.

    \b
    Example:
      agm count compare ward.blt --rules scottish,ers97,meek
    """
    with told_plainly():
        chosen = [rule_set(name.strip()) for name in names.split(",")]
        outcomes: dict[str, CountResult | TieToDecide] = {}
        for rules in chosen:
            contest, votes = read_contest([file], rules, seats)
            try:
                outcomes[rules.title] = count_votes(contest, votes, rules)
            except TieToDecide as tie:
                outcomes[rules.title] = tie
        shown = comparison_text(outcomes)
    click.echo(shown, nl=False)


@count.command()
@click.argument("bundle", type=FILE)
def verify(*, bundle: Path) -> None:
    """Count a published BUNDLE again and compare it with what was published.

    \b
    Example:
      agm count verify count.zip
    """
    with told_plainly():
        found = verify_bundle(bundle.read_bytes())
    if found.differences:
        for difference in found.differences:
            click.echo(difference, err=True)
        click.echo("The count is not confirmed.", err=True)
        raise SystemExit(NOT_CONFIRMED)
    click.echo(f"The count is confirmed: the same papers give the same result.\nDigest of the bundle: {found.digest}")
