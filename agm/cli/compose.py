"""`agm compose` and `agm schema`: announcements from facts files, with no database and no server."""

import datetime as dt
import json
import sys
from pathlib import Path

import click

from agm.cli.context import problem_count, refuse
from agm.facts import MeetingFacts
from agm.facts.announcement import AnyFacts
from agm.facts.any_file import announcement_from_json, announcement_schema
from agm.facts.plain import Plain, PlainValueError, parse_json
from agm.wording.compose import ComposeError
from agm.wording.compose import compose as compose_document
from agm.wording.document import OF_MEETINGS, AnnouncementKind, Document
from agm.wording.kinds import compose_any
from agm.wording.render import Format, render
from agm.wording.second import in_both_languages
from agm.wording.style import HouseStyle, style_from_plain, style_schema

LARGEST_FILE = 5_000_000
DEFAULT_STYLE = "default"


@click.command()
@click.argument("facts", metavar="FACTS.json")
@click.option("--style", "style_file", metavar="STYLE.json", help="The house style; “default” for the one built in.")
@click.option("--kind", type=click.Choice([kind.value for kind in OF_MEETINGS]), help="What to make of the facts.")
@click.option(
    "--format",
    "to",
    type=click.Choice([member.value for member in Format]),
    default=Format.TEXT.value,
    show_default=True,
)
def compose(facts: str, style_file: str | None, kind: str | None, to: str) -> None:
    """Write the announcement that follows from a file of facts: of a meeting, or of any other kind.

    FACTS.json is a facts file ("-" reads standard input); `agm schema facts` describes it. Without --style, a file
    house-style-SHORTNAME.json beside it is used (house-style-jlm.json for JLM), and otherwise the style built in.
    Without --kind, facts that hold messages of support and nothing else give those, all others a report.

    \b
    Example:
      agm compose agm/demo/seed-north-west-agm.json --format markdown
    """
    try:
        read = announcement_from_json(_read(facts))
    except PlainValueError as error:
        refuse(*_lines(facts, error))
    style = _style(facts, style_file, read)
    try:
        document = _document(read, style, kind)
    except ComposeError as error:
        raise click.UsageError(str(error)) from None
    click.echo(render(document, Format(to)), nl=False)


def _document(facts: AnyFacts, style: HouseStyle, kind: str | None) -> Document:
    today = dt.datetime.now(dt.UTC).astimezone().date()
    if kind is None:
        return in_both_languages(compose_any(facts, style, today), facts, style, today)
    if not isinstance(facts, MeetingFacts):
        raise ComposeError(f"These are the facts of another kind ({facts.announcement}); leave --kind out.")
    made = compose_document(facts, style, kind=AnnouncementKind(kind), today=today)
    return in_both_languages(made, facts, style, today)


@click.command()
@click.argument("of", type=click.Choice(["facts", "style"]))
def schema(of: str) -> None:
    """Print the JSON Schema of a facts file or of a house style.

    \b
    Example:
      agm schema facts > facts.schema.json
    """
    made: Plain = announcement_schema() if of == "facts" else style_schema()
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))


def _read(name: str) -> bytes:
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise click.UsageError(f"{name} cannot be read: {error.strerror}.") from None
    if len(content) > LARGEST_FILE:
        raise click.UsageError(
            f"{name} is larger than {LARGEST_FILE // 1_000_000} MB; that is no record of one meeting."
        )
    return content


def _style(facts: str, style_file: str | None, facts_read: AnyFacts) -> HouseStyle:
    chosen = style_file or _style_beside(facts, facts_read)
    if chosen == DEFAULT_STYLE:
        return HouseStyle()
    try:
        return style_from_plain(parse_json(_read(chosen)))
    except PlainValueError as error:
        refuse(*_lines(chosen, error))


def _style_beside(facts: str, read: AnyFacts) -> str:
    """The house style that lies beside the facts, named after the organisation's short name."""
    short = "-".join((read.organisation.short_name or "").lower().split())
    path = Path(facts).parent / f"house-style-{short}.json"
    if facts == "-" or not short or Path(short).name != short or not path.is_file():
        return DEFAULT_STYLE
    click.echo(f"House style: {path}", err=True)
    return str(path)


def _lines(name: str, error: PlainValueError) -> list[str]:
    head = f"{name} cannot be used: {problem_count(error.problems)}."
    return [head, *(f"  {problem}" for problem in error.problems)]
