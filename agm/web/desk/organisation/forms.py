"""The forms for the organisation's details, a region and an office."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from wtforms import SelectMultipleField

from agm.organisation.commands import (
    CANONICAL_KEYS,
    Colours,
    OfficeDetails,
)
from agm.organisation.models import Reactions
from agm.web.kit.fields import ChoiceField, LongTextField, PartialDateField, TextField, TickField, WholeNumberField
from agm.web.kit.forms import Form, VersionedForm

LONGEST_SHORT_NAME = 60
CONTACT_HINT = "An e-mail address, or a few words with one. Everybody can read it."
DAY_HINT = "For example 2 4 2017. Leave it empty if nobody knows."


class OrganisationForm(VersionedForm):
    name = TextField("Name", required="Enter the name of the organisation", hint="In full, without “the”.")
    short_name = TextField(
        "Short name",
        required="Enter the short name of the organisation",
        longest=LONGEST_SHORT_NAME,
        hint="As people say it, for example JLM.",
    )
    imprint = LongTextField(
        "Imprint", longest=500, hint="Who publishes, for whom, with addresses. It stands at the foot of every page."
    )
    about = TextField(
        "In a sentence",
        longest=300,
        hint="Who you are, for somebody who has never heard of you. It stands on the home page.",
    )
    website = TextField("Your own site", longest=300, hint="Its address, for example www.example.org.")
    contact = TextField("Contact", hint=f"How to reach you. {CONTACT_HINT}")
    press_contact = TextField("For the press", hint="Whom journalists ask. Leave it empty if it is the same.")
    reactions = ChoiceField(
        "Reactions",
        kind=Reactions,
        choices={
            Reactions.NONE: "Off",
            Reactions.FITTING: "Where they cannot hurt",
            Reactions.ALL: "Under every text",
        },
        hint="Readers add one to a number below a text, with one tap. They can hurt under own words (a tribute may be "
        "among them), a resignation, a correction, and a meeting that is put off, called off or had too few people.",
    )
    is_political = TickField("Nothing can be published while the imprint is empty")
    time_zone = ChoiceField("Time zone", required="Choose a time zone")
    accent_light = TextField("Colour by day", required="Choose a colour", hint="On light paper, and on buttons there.")
    accent_dark = TextField("Colour by night", required="Choose a colour", hint="On dark paper.")
    button_dark = TextField("Buttons by night", required="Choose a colour", hint="Behind light words.")

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        super().__init__(*args, **options)
        zones = sorted(name for name in available_timezones() if name.startswith("Europe/"))
        if isinstance(self.time_zone.object_data, str) and self.time_zone.object_data not in zones:
            zones.append(self.time_zone.object_data)
        self.time_zone.offer({name: name.removeprefix("Europe/").replace("_", " ") for name in zones})

    def details(self) -> dict[str, Any]:
        """What both commands, the first one and every later one, take."""
        colours = (self.accent_light.data, self.accent_dark.data, self.button_dark.data)
        return {
            "name": self.name.data or "",
            "short_name": self.short_name.data or "",
            "time_zone": str(self.time_zone.data),
            "imprint": self.imprint.data or "",
            "is_political": bool(self.is_political.data),
            "about": self.about.data or "",
            "website": with_scheme(self.website.data or ""),
            "contact": self.contact.data or "",
            "press_contact": self.press_contact.data or "",
            "reactions": self.reactions.data or Reactions.NONE,
            "colours": Colours(*(str(colour).lower() for colour in colours)),
        }


class RegionForm(VersionedForm):
    name = TextField(
        "Name", required="Enter the name of the region", hint="The name alone, for example North West.", longest=100
    )
    short_name = TextField(
        "Short name", longest=LONGEST_SHORT_NAME, hint="Only if people use another one, for example NW."
    )
    slug = TextField(
        "Address",
        longest=60,
        hint="The end of its address on the web, for example north-west. Leave it empty to make it from the name. "
        "If you change it, the old address leads to the new one.",
    )
    description = LongTextField("About the region", longest=1000, hint="One or two sentences on its public page.")
    opened_on = PartialDateField("Opened", subject="the day on which it opened", needs_day=True, hint=DAY_HINT)
    closed_on = PartialDateField(
        "Closed",
        subject="the day on which it closed",
        needs_day=True,
        hint="Only for a region that does not meet any more. Its pages stay.",
    )
    imprint = LongTextField("Imprint", longest=500, hint="Only if it differs from the organisation's.")
    contact = TextField("Contact", hint=f"How to reach the region. {CONTACT_HINT}")

    def details(self) -> dict[str, Any]:
        opened, closed = self.opened_on.data, self.closed_on.data
        return {
            "name": self.name.data or "",
            "short_name": self.short_name.data,
            "slug": self.slug.data,
            "description": self.description.data or "",
            "opened_on": opened.full if opened else None,
            "closed_on": closed.full if closed else None,
            "imprint": self.imprint.data or "",
            "contact": self.contact.data or "",
        }


def with_scheme(address: str) -> str:
    """The address of a site as it is typed: mostly without https://."""
    return address if "://" in address or not address else f"https://{address}"


class OfficeForm(VersionedForm):
    label = TextField("Office", required="Enter what the office is called, for example Treasurer", longest=100)
    seats = WholeNumberField(
        "Seats", required="Enter how many people hold this office, for example 1", smallest=1, largest=100,
        hint="How many people hold this office at once.",
    )  # fmt: skip
    plural_label = TextField(
        "For several", longest=100, hint="What it is called where there are several seats, for example Vice Chairs."
    )
    label_alt = TextField(
        "In Welsh", longest=100, hint="For texts in Welsh, for example Cadeirydd. They print the name above without it."
    )
    canonical_key = ChoiceField("It is our", hint="So that pages for all regions can find your chair, under any name.")
    is_shareable = TickField("Two people may share a seat", hint="A job share: one entry, elected together.")
    incompatible = SelectMultipleField(
        "Cannot be held together with", choices=[], validate_choice=False,
        description="Nobody can be recorded in both offices at once.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        self.offered: tuple[int, ...] = ()
        super().__init__(*args, **options)
        offered = {"": "Nothing of these", **CANONICAL_KEYS}
        if isinstance(self.canonical_key.object_data, str):
            offered.setdefault(self.canonical_key.object_data, self.canonical_key.object_data.replace("_", " "))
        self.canonical_key.offer(offered)

    def offer_others(self, labels: Mapping[int, str]) -> None:
        """Offer the other offices of the region, by their ids, as those that nobody may hold together with this."""
        self.offered = tuple(labels)
        self.incompatible.choices = [(str(number), label) for number, label in labels.items()]

    def incompatible_ids(self) -> tuple[int, ...]:
        """The offices that were ticked; what the form does not offer is left out."""
        ticked = set(self.incompatible.data or [])
        return tuple(number for number in self.offered if str(number) in ticked)

    def details(self) -> OfficeDetails:
        return OfficeDetails(
            label=self.label.data or "",
            plural_label=self.plural_label.data,
            seats=self.seats.data or 1,
            canonical_key=None if self.canonical_key.data is None else str(self.canonical_key.data),
            is_shareable=bool(self.is_shareable.data),
            label_alt=self.label_alt.data or None,
        )


class AbolishForm(Form):
    abolished_on = PartialDateField(
        "Abolished", subject="the day on which it was abolished", is_required=True, needs_day=True,
        hint="For example 2 4 2017.",
    )  # fmt: skip

    def day(self) -> dt.date | None:
        return self.abolished_on.data.full if self.abolished_on.data else None
