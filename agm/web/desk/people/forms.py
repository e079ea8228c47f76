"""The forms by which a person's name is put right, and their leave to be named is written down."""

from typing import Self

from werkzeug.datastructures import MultiDict

from agm.facts import PersonName
from agm.people.commands import AmendPerson, GiveConsent, ProposeName
from agm.people.models import ConsentPurpose, ConsentSource
from agm.web.kit.fields import LongTextField, RadiosField, TextField, TickField
from agm.web.kit.forms import Form, VersionedForm

SOURCES = {
    ConsentSource.TOLD_BY_PERSON.value: "They told us",
    ConsentSource.CONFIRMED_BY_CHAIR.value: "The chair confirmed it",
    ConsentSource.MADE_PUBLIC_BEFORE.value: "They made it public themselves",
}
USES = {
    ConsentPurpose.NAME_NOT_ELECTED.value: "The name, if not elected",
    ConsentPurpose.VOTES.value: "The votes, if not elected",
    ConsentPurpose.PHOTO.value: "A photo",
    ConsentPurpose.STATEMENT.value: "A statement",
}
"""What besides the name somebody may allow or not, each by itself."""


class PersonForm(VersionedForm):
    prefix = TextField("Before the name", longest=60, hint="For example Cllr or Rev’d Dr.")
    name = TextField("Name", required="Enter the name, for example Jane Black", hint="As it is printed.")
    suffix = TextField("After the name", longest=60, hint="For example MP.")
    sort_name = TextField("In lists", hint="How a list sorts it, for example Black, Jane. Leave it empty if unsure.")

    is_same = TickField("The same person, who has another name now")

    def command(self, person_id: int, sort_name_before: str, name_before: str) -> AmendPerson:
        """What the form asks for; a sort name that nobody touched follows the name."""
        name = PersonName(self.name.data or "", self.prefix.data, self.suffix.data)
        is_untouched = self.sort_name.data == sort_name_before and name.name != name_before
        return AmendPerson(person_id, self.filled_from, name, None if is_untouched else self.sort_name.data)


class ProposalForm(VersionedForm):
    prefix = TextField("Before the name", longest=60, hint="For example Cllr or Rev’d Dr.")
    name = TextField("Name", required="Enter the name, for example Jane Black", hint="As it should be.")
    suffix = TextField("After the name", longest=60, hint="For example MP.")
    reason = TextField("How do you know?", longest=300, hint="For example: she told us. Leave it empty if it is plain.")

    def command(self, person_id: int, unit_id: int) -> ProposeName:
        name = PersonName(self.name.data or "", self.prefix.data, self.suffix.data)
        return ProposeName(person_id, self.filled_from, unit_id, name, self.reason.data)


class AnswerForm(Form):
    answer = LongTextField("Why not?", longest=300)

    def of_proposal(self, number: int, typed: MultiDict[str, str]) -> Self:
        """This form for one of the proposals of a page, with what was typed there."""
        self.answer.id = self.answer.name = f"answer-{number}"
        self.answer.process(typed)
        return self


class ConsentForm(Form):
    source = RadiosField("How do we know?", kind=ConsentSource, choices=SOURCES, required="Choose how we know")

    def command(self, person_id: int) -> GiveConsent:
        if not isinstance(self.source.data, ConsentSource):
            raise TypeError("only a valid form gives a command")
        return GiveConsent(person_id, self.source.data)
