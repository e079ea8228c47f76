"""Free statements: speeches, tributes, thanks; drafted, published and corrected like every public text."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from agm.announcements.commands import AnnouncementError, Publish, StaleDraftError
from agm.announcements.models import Announcement
from agm.announcements.operations import amend_statement, publish, remove_draft, write_statement
from agm.announcements.queries import statements_of
from agm.web.desk.announcements.forms import PublishForm, StatementForm
from agm.web.desk.announcements.pages import OVERTAKEN, REFUSED, SEE_OTHER, Page, statement_page
from agm.web.kit.access import Access, access
from agm.web.kit.acting import current_act
from agm.web.kit.extensions import db
from agm.web.kit.rows import version_of
from agm.web.kit.transaction import rollback_and_read_only
from agm.wording.document import AnnouncementKind

blueprint = Blueprint("statements", __name__)


@blueprint.get("/desk/<region_slug>/statements")
@access(Access.SEE)
def list_statements(region_slug: str) -> str:
    found = statements_of(db.session(), g.scope.unit_id)
    return render_template("desk/announcements/statements.html", statements=found, unit=g.unit, region_slug=region_slug)


@blueprint.get("/desk/<region_slug>/statements/new")
@access(Access.EDIT)
def new_statement(region_slug: str) -> str:
    return render_template(
        "desk/announcements/new_statement.html", form=StatementForm(formdata=None), unit=g.unit, region_slug=region_slug
    )


@blueprint.post("/desk/<region_slug>/statements/new")
@access(Access.EDIT)
def create_statement(region_slug: str) -> Page:
    form = StatementForm()
    if form.validate():
        try:
            statement = write_statement(current_act(), form.write(g.scope.unit_id))
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        else:
            flash("The draft is saved. Read it, then publish it.")
            return redirect(url_for(".edit_statement", announcement_id=statement.id), SEE_OTHER)
    page = render_template("desk/announcements/new_statement.html", form=form, unit=g.unit, region_slug=region_slug)
    return page, REFUSED


@blueprint.get("/desk/announcements/<int:announcement_id>/statement")
@access(Access.SEE)
def edit_statement(announcement_id: int) -> str:  # noqa: ARG001  the loader used it
    return statement_page(statement_or_404())


@blueprint.post("/desk/announcements/<int:announcement_id>/statement")
@access(Access.EDIT)
def save_statement(announcement_id: int) -> Page:
    statement = statement_or_404()
    form = StatementForm()
    status = REFUSED
    if form.validate():
        try:
            amend_statement(current_act(), form.amend(announcement_id))
        except AnnouncementError as error:
            form.refuse(str(error), error.field)
        except StaleDraftError:
            status = OVERTAKEN
            form.refuse(
                "Somebody else changed this statement meanwhile. Your text is kept here, theirs is shown below: "
                "put together what you want, and save again."
            )
            form.version.data = str(statement.version)
        else:
            flash("The draft is saved.")
            return redirect(url_for(".edit_statement", announcement_id=announcement_id), SEE_OTHER)
    return statement_page(statement, form=form), status


@blueprint.post("/desk/announcements/<int:announcement_id>/publish")
@access(Access.EDIT)
def publish_statement(announcement_id: int) -> Page:
    statement = statement_or_404()
    form = PublishForm()
    if form.validate():
        try:
            publish(current_act(), Publish(announcement_id, version_of(form)))
        except AnnouncementError as error:
            form.refuse(str(error))
        except StaleDraftError:
            form.refuse("The statement was changed meanwhile. Read it again, then publish.")
        else:
            flash("It is public.")
            return redirect(url_for(".edit_statement", announcement_id=announcement_id), SEE_OTHER)
    rollback_and_read_only()
    return statement_page(statement, publish_form=form), REFUSED


@blueprint.post("/desk/announcements/<int:announcement_id>/remove")
@access(Access.EDIT)
def remove_statement(announcement_id: int) -> Page:  # noqa: ARG001  the loader used it
    statement = statement_or_404()
    region_slug = statement.unit.slug
    try:
        remove_draft(current_act(), statement)
    except AnnouncementError as error:
        flash(str(error))
        return redirect(url_for(".edit_statement", announcement_id=statement.id), SEE_OTHER)
    flash("The draft is removed.")
    return redirect(url_for(".list_statements", region_slug=region_slug), SEE_OTHER)


def statement_or_404() -> Announcement:
    announcement: Announcement = g.announcement
    if announcement.kind is not AnnouncementKind.STATEMENT:
        abort(404)
    return announcement
