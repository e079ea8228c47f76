"""The forms of members: a nomination, and what those say whom it names."""

from __future__ import annotations

import secrets
from typing import Any

from wtforms import FormField, HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from agm.nominations.models import Use
from agm.rules.nomination import NominationRule
from agm.web.kit.fields import LongTextField, MailField, NameField, PhotoField, RadiosField, TickField, select_choices
from agm.web.kit.forms import Form
from agm.web.kit.row_list import RowList
from agm.web.kit.supporters import SupporterRow, supporting_roles

SELF, OTHER = "self", "other"
WHO = {SELF: "Myself", OTHER: "Somebody else"}
YES, NO = "yes", "no"
MY = {
    Use.STATEMENT: "My statement, on the public page of candidates",
    Use.PHOTO: "My photo, on the public page of candidates",
    Use.MAIL: "My statement and photo, in the e-mail to members",
    Use.VOTES: "The number of my votes, if I am not elected",
}
YOUR = {
    Use.STATEMENT: "Your statement, on the public page of candidates",
    Use.PHOTO: "Your photo, on the public page of candidates",
    Use.MAIL: "Your statement and photo, in the e-mail to members",
    Use.VOTES: "The number of your votes, if you are not elected",
}
SHOW = "May we show"
PHOTO = "If you like: a face, from the shoulders up. We cut it to shape, and take out where and when it was taken."


class NominateForm(Form):
    """A nomination by a member. By a link the sender is known; else they say who they are."""

    form_key = HiddenField()
    sender_name = NameField("Your name", required="Enter your name")
    sender_mail = MailField("Your e-mail", hint="For the receipt.", required="Enter your e-mail address")
    who = RadiosField("Whom", choices=WHO, required="Choose whom you nominate")
    name = NameField("Their name")
    mail = MailField(
        "Their e-mail",
        hint=(
            "We write to them and ask whether they accept. Until they do, nothing is public. No e-mail? Leave this "
            "empty, and the returning officer asks."
        ),
    )
    office = RadiosField(
        "For", hint="One office. For a second one, send a second nomination.", required="Choose the office"
    )
    partner = NameField("Shared with", hint="If two people would share the office. Otherwise leave this empty.")
    partner_mail = MailField("The other’s e-mail")
    supporters = RowList(FormField(SupporterRow), max_entries=100)
    statement = LongTextField("Statement")
    photo = PhotoField("Photo", hint=PHOTO)
    uses = SelectMultipleField(SHOW, choices=select_choices(MY))

    def __init__(
        self,
        offices: dict[int, str],
        rule: NominationRule,
        *,
        by_link: bool,
        can_share: bool,
        **options: Any,  # noqa: ANN401  what WTForms takes
    ) -> None:
        self.roles = supporting_roles(rule)
        super().__init__(**options)
        self.office.offer(offices)
        for name in ("sender_name", "sender_mail") if by_link else ():
            del self[name]
        for name in () if can_share else ("partner", "partner_mail"):
            del self[name]
        while len(self.supporters) < len(self.roles):
            self.supporters.append_entry()
        if not rule.self_allowed:
            del self.who
        self.statement.description = "Why, and what you would do. For somebody else: leave it to them, or begin it." + (
            f" At most {rule.statement_words} words." if rule.statement_words else ""
        )
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(16)

    @property
    def is_own(self) -> bool:
        return "who" in self and bool(self.who.data == SELF)

    def validate_name(self, field: NameField) -> None:
        is_other = "who" not in self or self.who.data == OTHER
        if is_other and not field.data:
            raise StopValidation("Enter the name of whom you nominate")

    def validate_supporters(self, _field: RowList) -> None:
        """Each role that the rules ask for needs somebody; who nominates somebody else is the first of them."""
        first = 0 if self.is_own else 1
        for role, row in list(zip(self.roles, self.supporters, strict=False))[first:]:
            if not row.form.name.data:
                row.form.name.errors = [f"Enter the {role}’s name"]
                raise StopValidation


class AnswerForm(Form):
    """What somebody says who was nominated."""

    answer = RadiosField(
        "Your answer",
        hint="If you say no, only the returning officer knows that you were asked.",
        required="Choose yes or no",
    )
    name = NameField(
        "Your name, as printed", hint="On the list of candidates and on the voting paper.", required="Enter your name"
    )
    statement = LongTextField("Statement")
    to_members = LongTextField("Your text to members")
    photo = PhotoField("Photo", hint=PHOTO)
    drops_photo = TickField("Take my photo away")
    uses = SelectMultipleField(SHOW, choices=select_choices(YOUR))

    def __init__(
        self,
        office: str,
        words: int | None,
        *,
        to_members: int | None,
        has_photo: bool,
        is_open: bool,
        **options: Any,  # noqa: ANN401  what WTForms takes
    ) -> None:
        super().__init__(**options)
        self.answer.offer({YES: f"Yes, I stand for {office}", NO: "No, thank you"})
        self.statement.description = f"At most {words} words." if words else "Why, and what you would do."
        self.to_members.description = (
            f"Besides the statement, if you like. At most {to_members} words. It goes to every member by e-mail, "
            f"once, with those of all who stand for {office}."
        )
        if to_members is None:
            del self.to_members
        for name in () if is_open else ("answer", "name", "statement", "photo"):
            del self[name]
        if not (has_photo and is_open):
            del self.drops_photo


class SupportForm(Form):
    answer = RadiosField("Your answer", choices={YES: "Yes, I support it", NO: "No"}, required="Choose yes or no")


class ConfirmForm(Form):
    answer = RadiosField(
        "Your answer", choices={YES: "Yes, I sent it", NO: "No, it was not me"}, required="Choose yes or no"
    )
