"""`agm count`: count the papers of a file, compare rule sets on it, and verify a published count."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from agm.cli.count_inputs import (
    group_files,
    nobody_voted,
    read_bytes,
    read_contest,
    refuse_to_overwrite,
    tie_decision,
    tie_hint,
    with_constraints,
    with_options,
    with_reopen,
)
from agm.cli.whole_number import WholeNumber
from agm.counting.engine import count as count_votes
from agm.counting.errors import CountingError, TieToDecide
from agm.counting.model import Poll, ShortagePolicy
from agm.counting.render import FORMATS, render
from agm.counting.result import CountResult
from agm.counting.rules import RULE_SETS, RuleSet

BAD_INPUT = 2
TIE_WAITS = 3
NOT_CONFIRMED = 1
ALIASES = {"wig": "gregory"}
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
SEATS = click.option("--seats", type=WholeNumber(1), metavar="N", help="Places to fill, if not as in the file.")
CANDIDATES = click.option("--candidates", type=FILE, help="A list of the candidates in ballot order, for a CSV file.")
CONTEST = click.option(
    "--contest", default="", metavar="NAME", help="The contest to count, of a file that has several."
)
RULES_HELP = f"One of {', '.join([*RULE_SETS, *ALIASES])}."
EXAMPLES = """\b
Examples:
  agm count run ward3.blt
  agm count ward3.blt --rules scottish --format svg > ward3.svg
  agm count council.blt --seats 6 --constraint "women>=3:@groups.csv"
  agm count chair.blt --rules av --tie 2:exclusion:1,4=4:lot:"Ann Lee,Bo Kaur"
  agm count chair.csv --rules av --option stop=two_left
  agm count form-export.csv --candidates names.txt --seats 2
  agm count round1.csv round2.csv --rules exhaustive_ballot
  agm count ward3.blt --bundle ward3.zip
  agm count compare ward3.blt --rules scottish,ers97,meek
  agm count verify ward3.zip
"""


class CountGroup(click.Group):
    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What begins with no command is for `run`, which `file` still means for one version."""
        if args[0] == "file":
            args = ["run", *args[1:]]
        elif args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)


@contextmanager
def report_errors() -> Iterator[None]:
    """Turns what can stop a count into plain words on standard error and an exit status."""
    try:
        yield
    except TieToDecide as tie:
        unused = [f"Not used so far: the decision of a tie at {words}." for words in tie.unused]
        click.echo("\n".join([tie.question, tie_hint(tie), *unused]), err=True)
        raise SystemExit(TIE_WAITS) from tie
    except CountingError as error:
        click.echo("\n".join(error.problems), err=True)
        raise SystemExit(BAD_INPUT) from error
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"{click.format_filename(error.filename)}: {error.strerror}.", err=True)
        raise SystemExit(BAD_INPUT) from error


def rule_set(name: str) -> RuleSet:
    """Raises ``CountingError`` with the names that there are."""
    found = RULE_SETS.get(ALIASES.get(name, name))
    if found is None:
        raise CountingError([f"There are no rules called “{name}”. Choose one of {', '.join(RULE_SETS)}."])
    return found


@click.group(
    cls=CountGroup,
    epilog=EXAMPLES,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="[run] FILE… [OPTIONS] | compare FILE [OPTIONS] | verify BUNDLE",
    context_settings={"ignore_unknown_options": True},  # they may be those of `run`
)
def count() -> None:
    """Count votes exactly, stage by stage.

    `agm count FILE` is short for `agm count run FILE`: it counts the papers of a file (BLT, CSV, PrefLib, cast vote
    records), with the options that `agm count run --help` lists. compare counts a file under several rule sets, and
    verify checks a published count. Write ./compare for a file of that name.

    Exit status: 0 counted, 1 not confirmed, 2 something is wrong with the input, 3 a tie waits for its decision.
    """


@count.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@click.option("--rules", "rules_name", default="ers97", show_default=True, metavar="NAME", help=RULES_HELP)
@SEATS
@CANDIDATES
@CONTEST
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
@click.option("--date", "held_on", default="", metavar="YYYY-MM-DD", help="The day of the poll, to be printed.")
@click.option("--officer", default="", metavar="NAME", help="The returning officer, to be printed.")
@click.option("--eligible", type=WholeNumber(1), metavar="N", help="How many could vote; the turnout is printed.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="sheet", show_default=True)
@click.option("--bundle", type=click.Path(dir_okay=False, path_type=Path), help="Also write the count for publication.")
@click.option("--force", is_flag=True, help="Let --bundle replace a file that is there already.")
def run(
    *,
    files: tuple[Path, ...],
    rules_name: str,
    seats: int | None,
    candidates: Path | None,
    contest: str,
    options: Sequence[str],
    ties: Sequence[str],
    constraints: Sequence[str],
    shortage: str,
    reopen: str | None,
    held_on: str,
    officer: str,
    eligible: int | None,
    form: str,
    bundle: Path | None,
    force: bool,
) -> None:
    """Count the papers of FILE and print the result."""
    with report_errors():
        if bundle:
            refuse_to_overwrite(bundle, [*files, *group_files(constraints)], force=force)
        rules = with_options(rule_set(rules_name), options)
        read, votes, notes = read_contest(files, rules, seats, candidates, contest)
        read = with_constraints(with_reopen(read, reopen), constraints, ShortagePolicy(shortage))
        read = replace(read, poll=Poll(held_on.strip(), " ".join(officer.split()), eligible))
        decisions = tuple(tie_decision(text) for text in ties)
        try:
            result = count_votes(read, votes, rules, decisions)
        except TieToDecide:
            if nobody_voted(read, votes, rules):
                click.echo("Nobody voted: no paper here has a vote that counts.", err=True)
            raise
        shown = render(result, form)
        if bundle:
            from agm.counting.bundle import write_bundle

            bundle.write_bytes(write_bundle(read, votes, result, decisions))
    for note in notes:
        click.echo(note, err=True)
    click.echo(shown, nl=False)


@count.command()
@click.argument("file", type=FILE)
@click.option(
    "--rules", "names", default="scottish,ers97,meek", show_default=True, metavar="NAMES", help="With commas."
)
@SEATS
@CANDIDATES
@CONTEST
def compare(*, file: Path, names: str, seats: int | None, candidates: Path | None, contest: str) -> None:
    """Count FILE under several rule sets and say where they part ways.

    \b
    Example:
      agm count compare ward.blt --rules scottish,ers97,meek
    """
    from agm.counting.render.comparison import comparison_text

    with report_errors():
        outcomes: dict[str, CountResult | TieToDecide] = {}
        for rules in [rule_set(name.strip()) for name in names.split(",")]:
            read, votes, notes = read_contest([file], rules, seats, candidates, contest)
            try:
                outcomes[rules.title] = count_votes(read, votes, rules)
            except TieToDecide as tie:
                outcomes[rules.title] = tie
        shown = comparison_text(outcomes)
    for note in notes:
        click.echo(note, err=True)
    click.echo(shown, nl=False)


@count.command()
@click.argument("bundle", type=FILE)
def verify(*, bundle: Path) -> None:
    """Count a published BUNDLE again and compare it with what was published.

    \b
    Example:
      agm count verify count.zip
    """
    from agm.counting.bundle import verify_bundle

    with report_errors():
        found = verify_bundle(read_bytes(bundle))
    if found.differences:
        click.echo("\n".join([*found.differences, "The count is not confirmed."]), err=True)
        raise SystemExit(NOT_CONFIRMED)
    click.echo(f"The count is confirmed: the same papers give the same result.\nDigest of the bundle: {found.digest}")
