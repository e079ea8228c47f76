"""The page on which a user says who they are on the record."""

from flask import url_for

from agm.accounts.on_record import connect, person_called
from agm.accounts.permissions import visible_unit_ids
from agm.people.models import Person
from agm.rules.violations import refuse
from agm.web.account.views import blueprint, own
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.fields import TextField, TickField
from agm.web.kit.forms import Form


class OnRecordForm(Form):
    person = TextField("Your name on the record", required="Enter your name as the record has it")
    is_me = TickField("This is me, and not somebody of the same name", required="Confirm that this is you")


class OnRecordView(EditView[OnRecordForm]):
    """Said once by oneself; the national office alone takes it back."""

    template = "account/on_record.html"
    form_class = OnRecordForm
    success_message = "Saved. You are not asked to run an election in which you stand."

    def operation(self, form: OnRecordForm) -> object:
        user, _session = own()
        if user.person_id is not None:
            refuse("said", "", "It is said already. The national office can change it.")
        if not form.is_me.data:
            refuse("unconfirmed", "is_me", "Confirm that this is you")
        person = person_called(db.session(), form.person.data or "", visible_unit_ids(user))
        return connect(current_act(), user, person)

    def next_address(self) -> str:
        return url_for("accounts.own_account")

    def context(self) -> dict[str, object]:
        user, _session = own()
        return {"person": None if user.person_id is None else db.session.get(Person, user.person_id)}


add_edit_view(
    blueprint, "/account/on-record", "on_record", OnRecordView, to_read=Access.SIGNED_IN, to_save=Access.SIGNED_IN
)
