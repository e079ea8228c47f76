"""Free statements: speeches, tributes, thanks; drafted, published and corrected like every public text."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from agm.announcements.commands import AmendStatement, Publish, WriteStatement
from agm.announcements.models import Announcement
from agm.announcements.operations import amend_statement, publish, remove_draft, write_statement
from agm.announcements.queries import statements_of
from agm.organisation.queries import house_style_of, organisation
from agm.rules.violations import RefusedError
from agm.web.desk.announcements.forms import StatementForm
from agm.web.desk.announcements.kinds_offered import KIND_WORDS
from agm.web.desk.announcements.pages import DraftView, add_form, page_about, words_of
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, add_edit_view
from agm.web.kit.extensions import db
from agm.wording.document import AnnouncementKind
from agm.wording.style_choices import SecondLanguage

blueprint = Blueprint("statements", __name__)


class NewStatementView(EditView[StatementForm]):
    template = "desk/announcements/new_statement.html"
    form_class = StatementForm
    success_message = "The draft is saved. Read it, then publish it."
    written: Announcement

    def operation(self, form: StatementForm) -> object:
        self.written = write_statement(current_act(), WriteStatement(g.unit.id, *form.words))
        return self.written

    def next_address(self) -> str:
        return url_for(".edit_statement", announcement_id=self.written.id)

    def context(self) -> dict[str, Any]:
        style = house_style_of(organisation(db.session()), g.unit)
        return {"in_welsh": style.second_language is SecondLanguage.WELSH}


class StatementView(DraftView[StatementForm]):
    form_class = StatementForm
    success_message = "The draft is saved."
    overtaken_words = (
        "Somebody else changed this statement meanwhile. Your text is kept here, theirs is shown below: "
        "put together what you want, and save again."
    )

    def __init__(self) -> None:
        if statement_or_404().told is not None:
            abort(404)

    def operation(self, form: StatementForm) -> object:
        return amend_statement(current_act(), AmendStatement(g.announcement.id, form.filled_from, *form.words))


class PublishStatementView(StatementView):
    """What was typed is saved first: it is what its writer means to publish."""

    success_message = "It is public."
    publishes = True

    def operation(self, form: StatementForm) -> object:
        of, version = g.announcement, form.filled_from
        if form.words != words_of(of):
            version = amend_statement(current_act(), AmendStatement(g.announcement.id, version, *form.words)).version
        return publish(current_act(), Publish(g.announcement.id, version))


@blueprint.get("/desk/<region_slug>/statements")
@access(Access.SEE)
def list_statements() -> str:
    kinds = [(kind, *words) for kind, words in KIND_WORDS.items() if kind != "round_up" or g.unit.is_national]
    statements = statements_of(db.session(), g.unit.id)
    return render_template("desk/announcements/statements.html", statements=statements, kinds=kinds)


@blueprint.get("/desk/announcements/<int:announcement_id>/statement")
@access(Access.SEE)
def edit_statement() -> str:
    return page_about(statement_or_404())


add_edit_view(blueprint, "/desk/<region_slug>/statements/new", "new_statement", NewStatementView, to_read=Access.EDIT)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/statement", "save_statement", StatementView)
add_form(blueprint, "/desk/announcements/<int:announcement_id>/publish", "publish_statement", PublishStatementView)


@blueprint.post("/desk/announcements/<int:announcement_id>/remove")
@access(Access.EDIT)
def remove_statement() -> Response:
    statement = statement_or_404()
    region_slug = statement.unit.slug
    try:
        remove_draft(current_act(), statement)
    except RefusedError as error:
        flash(str(error))
        return redirect(url_for(".edit_statement", announcement_id=statement.id), 303)
    flash("The draft is removed.")
    return redirect(url_for(".list_statements", region_slug=region_slug), 303)


def statement_or_404() -> Announcement:
    announcement: Announcement = g.announcement
    return announcement if announcement.kind is AnnouncementKind.STATEMENT else abort(404)
