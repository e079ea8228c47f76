"""What the form of the rules asks of who stands, besides membership: terms served, and reserved places."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from agm.rules.rule_set import RuleSet
from agm.rules.standing import TermLimit
from agm.web.kit.fields import LongTextField, TextField, WholeNumberField
from agm.web.kit.forms import VersionedForm

NOT_SAID = "Leave it empty if the rules do not say."


class ReservedPlacesField(LongTextField):
    """A line for each place that is reserved: "Women’s officer: women"."""

    longest = 2000

    def places(self) -> dict[str, str]:
        lines = [line.partition(":") for line in (self.data or "").splitlines() if line.strip()]
        return {office.strip(): who.strip() for office, _colon, who in lines}

    def check(self, form: Any) -> None:  # noqa: ANN401  the base's signature
        super().check(form)
        if not all(office and who for office, who in self.places().items()):
            raise StopValidation("Enter on each line the office, a colon, and for whom its place is reserved")


class StandingForm(VersionedForm):
    standing_number = TextField("Paragraph on terms of office and reserved places")
    term_years = WholeNumberField("A term of office is, in years", hint=NOT_SAID, smallest=1, largest=20)
    terms_in_a_row = WholeNumberField("Terms in a row in one office, at most", hint=NOT_SAID, smallest=1, largest=100)
    years_in_a_row = WholeNumberField("Years in a row in one office, at most", hint=NOT_SAID, smallest=1, largest=100)
    terms_ever = WholeNumberField("Terms in one office in all, at most", hint=NOT_SAID, smallest=1, largest=100)
    part_of_term = WholeNumberField(
        "Part of a term that counts as one, in a hundred", hint="Leave it empty if any part counts.", largest=100
    )
    terms_offices = TextField(
        "Offices that this holds for, counted together",
        hint="With commas between them. Leave it empty if each office counts by itself.",
    )
    reserved_places = ReservedPlacesField(
        "Reserved places", hint="A line for each: the office, a colon, for whom. For example Women’s officer: women."
    )

    def term_limit(self) -> TermLimit | None:
        asked = (self.terms_in_a_row.data, self.years_in_a_row.data, self.terms_ever.data)
        if not any(asked):
            return None
        return TermLimit(
            consecutive_terms=self.terms_in_a_row.data,
            consecutive_years=self.years_in_a_row.data,
            new_term_years=self.term_years.data or 1,
            terms_ever=self.terms_ever.data,
            offices=tuple(name.strip() for name in (self.terms_offices.data or "").split(",") if name.strip()),
            part_counts_from=(self.part_of_term.data or 0) / 100,
        )


def standing_values(rules: RuleSet) -> dict[str, Any]:
    """What the form shows of these rules."""
    limit = rules.nomination.stand.term_limit or TermLimit()
    years = limit.new_term_years if rules.nomination.stand.term_limit else None
    return {
        "term_years": rules.term_years or years,
        "terms_in_a_row": limit.consecutive_terms,
        "years_in_a_row": limit.consecutive_years,
        "terms_ever": limit.terms_ever,
        "part_of_term": round(limit.part_counts_from * 100) or None,
        "terms_offices": ", ".join(limit.offices),
        "reserved_places": "\n".join(f"{office}: {who}" for office, who in rules.reserved_places.items()),
    }
