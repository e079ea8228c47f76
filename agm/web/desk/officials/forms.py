"""The forms by which national officers invite users and say what each may do."""

from wtforms import Field, FormField
from wtforms import Form as RowForm

from agm.accounts.commands import AmendUser, InviteUser, RoleInRegion
from agm.accounts.models import OfficialRole
from agm.organisation.models import Unit
from agm.web.kit.fields import ChoiceField, TextField, TickField
from agm.web.kit.forms import Form
from agm.web.kit.row_list import RowList

ROLES = {role.value: role.label for role in (OfficialRole.REGIONAL_OFFICER, OfficialRole.VIEWER)}


class RolePart(RowForm):
    region = ChoiceField("Region")
    role = ChoiceField(
        "May do",
        choices=ROLES,
        kind=OfficialRole,
    )


class RolesForm(Form):
    is_national = TickField("National officer: may see and change everything, and look after the users")
    regions = RowList(FormField(RolePart), min_entries=1, max_entries=60)

    def offer(self, regions: list[Unit]) -> None:
        choices = {"": "No region"} | {str(unit.id): unit.name for unit in regions}
        for entry in self.regions.entries:
            entry.form.region.offer(choices)

    def field_at(self, path: str) -> Field | None:
        """As for any form; the roles as a whole stand for their first box."""
        return self.is_national if path == "roles" else super().field_at(path)

    def roles(self) -> tuple[RoleInRegion, ...]:
        national = (RoleInRegion(OfficialRole.NATIONAL_OFFICER),) if self.is_national.data else ()
        chosen = [entry for entry in self.regions.entries if entry["region"].data]
        return national + tuple(
            RoleInRegion(entry["role"].data or OfficialRole.VIEWER, int(entry["region"].data)) for entry in chosen
        )


class InviteForm(RolesForm):
    name = TextField("Name", required="Enter the name of the person")
    email = TextField("Email", required="Enter an email address, for example dana@example.org")

    def command(self) -> InviteUser:
        return InviteUser(name=self.name.data or "", email=self.email.data or "", roles=self.roles())


class UserForm(RolesForm):
    name = TextField("Name", required="Enter the name of the person")
    person = TextField("On the record as", hint="So that nobody runs an election in which they stand. Empty: nobody.")

    def command(self) -> AmendUser:
        return AmendUser(name=self.name.data or "", roles=self.roles())
