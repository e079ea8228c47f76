"""What a count gives: how many could vote and did, the stages of a count, and shares of the votes."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from agm.facts.fields import Count, Line, Many, Value, found, refuse


@dataclass(frozen=True, slots=True)
class Decimal:
    """Marks numbers from 0 that may have a fraction, as votes at a stage of a transferable count and percentages do."""

    largest: int
    places: int

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "number", "minimum": 0, "maximum": self.largest}

    def check(self, value: object) -> float:
        """The number itself, rounded. Raises PydanticCustomError."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise found("a number", value)
        if not 0 <= value <= self.largest:
            raise refuse(f"Enter a number from 0 to {self.largest:,}.")
        return round(float(value), self.places)


Percent = Annotated[float, Decimal(100, 2)]
Tally = Annotated[float, Decimal(1_000_000, 5)]


@dataclass(frozen=True, slots=True)
class Turnout(Value):
    """How many could vote, and what came of the papers. What is left out is not known."""

    eligible: Count | None = None
    """How many had a vote."""
    issued: Count | None = None
    """How many voting papers (or codes) were given out."""
    returned: Count | None = None
    """How many came back: the votes cast."""
    rejected: Count | None = None
    """How many of those could not be counted."""
    valid: Count | None = None
    """How many were counted."""
    percent: Percent | None = None
    """The turnout as it was printed, for example 19.49; never computed."""


@dataclass(frozen=True, slots=True)
class StageVotes(Value):
    """What one candidate had at a stage of a count."""

    name: Line
    """The candidate, as among the candidacies."""
    votes: Tally
    """The votes, which may have a fraction."""


@dataclass(frozen=True, slots=True)
class Stage(Value):
    """One stage (or round) of a count."""

    votes: Many[StageVotes] = ()
    """What each candidate had."""
    elected: Many[Line] = ()
    """Who was elected at it."""
    excluded: Many[Line] = ()
    """Who went out after it."""
    transferred: Line | None = None
    """What was transferred before it, in words: “Bo Marsh's surplus”."""
    not_transferable: Tally | None = None
    """The votes that went to nobody, if known."""


def turnout_contradiction(figures: Turnout) -> tuple[str, str] | None:
    """The field and the words of what cannot be true together of the figures."""
    steps = (("eligible", "issued"), ("issued", "returned"), ("eligible", "returned"))
    words = {"issued": "papers were given out", "returned": "votes were cast", "eligible": "people had a vote"}
    for more, fewer in steps:
        most, least = getattr(figures, more), getattr(figures, fewer)
        if most is not None and least is not None and least > most:
            return fewer, f"{least:,} {words[fewer]}, but only {most:,} {words[more]}."
    for part in ("rejected", "valid"):
        whole, some = figures.returned, getattr(figures, part)
        if whole is not None and some is not None and some > whole:
            return part, f"{some:,} votes are {part}, but only {whole:,} were cast."
    whole, out, counted = figures.returned, figures.rejected, figures.valid
    if whole is not None and out is not None and counted is not None and out + counted != whole:
        return "valid", f"{counted:,} valid and {out:,} rejected make {out + counted:,}, not the {whole:,} votes cast."
    return None
