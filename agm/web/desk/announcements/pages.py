"""The pages on which announcements are read, published, corrected and taken back, whoever asked for them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.accounts.permissions import is_national_officer
from agm.announcements.before_publishing import look_again, names_to_ask
from agm.announcements.checks import Check, Mend
from agm.announcements.drafts import Draft, compose_draft, has_changed
from agm.announcements.models import Announcement, PublicationPlan, RevisionAct
from agm.announcements.pictures import astray, pictures_of
from agm.announcements.queries import revisions
from agm.meetings.models import Meeting
from agm.rules.missing_results import is_to_come, names_to_settle
from agm.rules.unknown_giver import unknown_giver
from agm.rules.violations import EditConflict
from agm.web.desk.announcements.forms import CorrectForm, PublishForm, ReadForm, RetractForm, StatementForm
from agm.web.desk.announcements.kind_forms import KindForm
from agm.web.desk.announcements.kind_page import is_unsaved, kind_page
from agm.web.desk.workspace import announcement_of, draft_of, results_missing_from
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, signed_in_user
from agm.web.kit.addresses import Share, address_of, share_of
from agm.web.kit.dates import today
from agm.web.kit.edit_view import EditView, F, Typed
from agm.web.kit.extensions import db
from agm.web.kit.forms import Form
from agm.web.kit.transaction import rollback_and_read_only
from agm.wording.document import AnnouncementKind, BlockKey
from agm.wording.kinds.beside import Beside
from agm.wording.render import Format, render
from agm.wording.style_choices import SecondLanguage

KIND_IN_ADDRESS = {"report": AnnouncementKind.REPORT, "messages": AnnouncementKind.MESSAGES_OF_SUPPORT}
FORMS = {"form": StatementForm, "publish_form": PublishForm, "correct_form": CorrectForm, "retract_form": RetractForm}
BESIDE = tuple(one.name for one in fields(Beside))
WORDS = {"form": ("title", "text", "video_url", *BESIDE), "correct_form": ("note",), "retract_form": ("why",)}
"""The fields for words, by form: each button of the page sends those of all."""


class AnnouncementView(EditView[F]):
    """One of the forms of a page about an announcement; refused, it stands on that page among the others.

    Somebody else's change meanwhile is told in a sentence: what is published was to be read before.
    """

    overtaken_words: str
    publishes = False
    """Whether it makes a draft public, which somebody else may have done meanwhile."""

    @property
    def subject(self) -> Announcement:
        """The announcement that the form is about."""
        of: Announcement = g.announcement
        return of

    def build_form(self, typed: Typed) -> F:
        return self.form_class(formdata=typed)

    def next_address(self) -> str:
        return publishing_address(g.announcement)

    def save(self, form: F) -> bool:
        """Carry it out, unless a draft on the same page is not saved yet."""
        of: Announcement | None = g.get("announcement")
        if isinstance(form, StatementForm | KindForm) or of is None or not is_changed(of):
            return super().save(form)
        form.refuse("You changed the draft. Save it first: what you typed is still here")
        return False

    def saved(self, form: F) -> Response:
        """On to the next page; or this one again, with what was typed in it besides."""
        beside = [name for names in WORDS.values() for name in names if name not in form and request.form.get(name)]
        if not set(beside) & {"note", "why"}:
            return super().saved(form)
        flash(self.success_message)
        return make_response(page_about(g.announcement, done=form))

    def render(self, form: F) -> str:
        return page_about(g.announcement, form)

    def overtaken(self, form: F, other: EditConflict) -> Response:  # noqa: ARG002  the version stays: read it again
        rollback_and_read_only()
        current = self.subject.current if self.publishes else None
        words = (
            f"It is public already: {current.by} published it meanwhile. To change it, correct it." if current else ""
        )
        form.refuse(words or self.overtaken_words)
        response = self.refused(form)
        response.status_code = 409
        return response


class DraftView(AnnouncementView[F]):
    """Words that somebody writes: what they typed can be saved again once they have seen the other's."""

    def overtaken(self, form: F, other: EditConflict) -> Response:
        form["version"].data = str(other.version)
        return super().overtaken(form, other)


def add_form(blueprint: Blueprint, rule: str, name: str, view: Callable[..., AnnouncementView[Any]]) -> None:
    """Take a form of a page about an announcement."""

    def send(**address: Any) -> Response:  # noqa: ANN401  what the rule names
        return view(**address).handle_post()

    blueprint.add_url_rule(rule, name, access(Access.EDIT)(send), methods=["POST"])


def is_changed(announcement: Announcement) -> bool:
    """Whether the page was sent with something else in the form of its draft than the draft has."""
    if announcement.told is not None:
        return is_unsaved(announcement, announcement.told)
    return "text" in request.form and StatementForm(formdata=request.form).words != words_of(announcement)


def words_of(statement: Announcement) -> tuple[str | None, str | None, str | None, Beside]:
    """The words of a statement's draft, as its form gives them."""
    return statement.statement_title, statement.statement_text, statement.video_url, statement.beside


def kind_of(word: str) -> AnnouncementKind:
    """The kind that a word of the address names; 404 for any other."""
    return KIND_IN_ADDRESS.get(word) or abort(404)


def word_of(kind: AnnouncementKind) -> str:
    """The word of the address for a kind."""
    return next(word for word, known in KIND_IN_ADDRESS.items() if known is kind)


def publishing_address(announcement: Announcement) -> str:
    """The desk's page about publishing it."""
    if announcement.told is not None:
        return url_for("kinds.read_kind", announcement_id=announcement.id)
    if announcement.meeting_id is None:
        return url_for("statements.edit_statement", announcement_id=announcement.id)
    return url_for("announcing.ask_to_publish", meeting_id=announcement.meeting_id, word=word_of(announcement.kind))


def page_about(announcement: Announcement, refused: Form | None = None, done: Form | None = None) -> str:
    if announcement.told is not None:
        draft = compose_draft(db.session(), announcement, clock.now())
        changes, share = changes_of(announcement, draft), share_of_current(announcement)
        return kind_page(announcement, draft, changes, share, refused, done)
    if announcement.meeting is None:
        return statement_page(announcement, refused, done)
    return publish_page(announcement.meeting, announcement.kind, refused, done)


def publish_page(
    meeting: Meeting, kind: AnnouncementKind, refused: Form | None = None, done: Form | None = None
) -> str:
    """Render the page with what would be public, what is, and the forms that change it."""
    announcement = announcement_of(meeting, kind)
    draft, missing = draft_of(meeting, kind)
    is_public = announcement.current_sequence is not None
    to_ask = names_to_ask(db.session(), draft) if draft else []
    return render_template(
        "desk/announcements/publish.html",
        meeting=meeting,
        here="publish",
        word=word_of(kind),
        announcement=announcement,
        draft=draft,
        title=draft.title if draft else "",
        missing=missing,
        is_public=is_public,
        address=address_of(announcement),
        share=share_of_current(announcement),
        is_ahead=kind is AnnouncementKind.REPORT and is_to_come(meeting.held_on, today()),
        look_again=to_look_at(meeting, kind, draft, to_ask),
        changes=changes_of(announcement, draft),
        has_changed=is_public and draft is not None and has_changed(announcement, draft),
        revisions=revisions(db.session(), announcement.id) if is_public else [],
        has_messages=bool(meeting.messages),
        names_to_ask=to_ask,
        plan=plan_of(announcement),
        planned_by_me=is_planned_by_me(announcement),
        **forms_about(announcement, draft, refused, done),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look at before publishing, and where it is put right."""

    words: str
    link: str = ""
    address: str = ""


def to_look_at(meeting: Meeting, kind: AnnouncementKind, draft: Draft | None, to_ask: Collection[str]) -> list[Look]:
    """What a careful editor looks at, the most pressing first; `to_ask` are the names of the draft to ask about."""
    results = url_for("results.results", meeting_id=meeting.id)
    is_to_publish = draft is not None and has_changed(draft.announcement, draft)
    checks = look_again(db.session(), draft, to_ask) if draft and is_to_publish else ()
    asked_in_full_view = draft is not None and draft.announcement.current_sequence is None  # by the form itself
    found = [
        mended(check, meeting, kind) for check in checks if not (check.mend is Mend.CONSENT and asked_in_full_view)
    ]
    if draft and is_to_publish and astray(pictures_of(db.session(), draft.announcement), draft.document):
        pictures = url_for("pictures.meeting_pictures", meeting_id=meeting.id, word=word_of(kind))
        found.append(
            Look("A picture stood after a paragraph that reads otherwise now.", "Look at the pictures", pictures)
        )
    lacking = results_missing_from(draft)
    if lacking:
        found.append(Look(lacking.words, "Enter the results", results))
    if asked := names_to_settle([name for one in meeting.sections for name in one.names_asked]):
        found.append(Look(asked, "Settle the names", results))
    if giver := giver_unknown_in(draft):
        found.append(Look(giver, "Look at the messages", url_for("meetings.messages", meeting_id=meeting.id)))
    return found


OF_MEETING = {
    Mend.DETAILS: ("Look at when and where", "meetings.details"),
    Mend.GUESTS: ("Look at the guests", "meetings.guests"),
    Mend.RESULTS: ("Look at the results", "results.results"),
    Mend.OFFICES: ("Look at the offices", "nominations.offices"),
    Mend.MESSAGES: ("Look at the messages", "meetings.messages"),
    Mend.TELL: ("Tell them", "telling.tell"),
}
"""Where what a check asks about is put right: the words of the link, and the page."""


def mended(check: Check, meeting: Meeting, kind: AnnouncementKind) -> Look:
    user = signed_in_user()
    if check.mend in OF_MEETING:
        words, page = OF_MEETING[check.mend]
        return Look(check.words, words, url_for(page, meeting_id=meeting.id))
    if check.mend is Mend.WORDS:
        to = url_for("announcing.read_announcement", meeting_id=meeting.id, word=word_of(kind), _anchor=check.block)
        return Look(check.words, "Read your words", to)
    if check.mend is Mend.PEOPLE and check.person_id is not None:
        return Look(check.words, "Look at the person", person_address(meeting, check.person_id))
    if check.mend is Mend.IMPRINT and user is not None and is_national_officer(user):
        return Look(check.words, "Fill it in", url_for("organisation.organisation"))
    if check.mend is Mend.IMPRINT:
        return Look(f"{check.words} Ask your national office to fill it in.")
    return Look(check.words, "Confirm it below", "#names_agreed")


def person_address(meeting: Meeting, person_id: int) -> str:
    return url_for("people.person", region_slug=meeting.unit.slug, person_number=person_id)


def giver_unknown_in(draft: Draft | None) -> str:
    """What to look at of the messages that a draft tells of; "" where there is nothing."""
    if draft is None or draft.facts is None or draft.document.block(BlockKey.MESSAGES) is None:
        return ""
    return unknown_giver(draft.facts)


def statement_page(statement: Announcement, refused: Form | None = None, done: Form | None = None) -> str:
    """Render the page of a statement with the forms that change it."""
    draft = compose_draft(db.session(), statement, clock.now())
    current = statement.current
    return render_template(
        "desk/announcements/statement.html",
        statement=statement,
        unit=statement.unit,
        title=draft.title,
        in_welsh=draft.style.second_language is SecondLanguage.WELSH,
        current=current,
        is_retracted=current is not None and current.act is RevisionAct.RETRACTED,
        changes=changes_of(statement, draft),
        has_changed=current is not None and has_changed(statement, draft),
        address=address_of(statement),
        share=share_of_current(statement),
        revisions=revisions(db.session(), statement.id),
        refused=refused,
        **forms_about(statement, draft, refused, done),
    )


def changes_of(announcement: Announcement, draft: Draft | None) -> list[tuple[str, str]]:
    """What a correction would change of what stands in public: the lines now, and those in their place."""
    current = announcement.current
    if draft is None or current is None or current.document is None:
        return []
    now, then = (render(document, Format.TEXT).splitlines() for document in (current.document, draft.document))
    return [
        ("\n".join(now[start:end]).strip(), "\n".join(then[first:last]).strip())
        for act, start, end, first, last in SequenceMatcher(None, now, then, autojunk=False).get_opcodes()
        if act != "equal"
    ]


def plan_of(announcement: Announcement) -> PublicationPlan | None:
    """What is planned of a draft that is not public."""
    if announcement.id is None or announcement.current_sequence is not None:
        return None
    return db.session.get(PublicationPlan, announcement.id)


def is_planned_by_me(announcement: Announcement) -> bool:
    plan = plan_of(announcement)
    return plan is not None and plan.planned_key == current_act().actor.key


def share_of_current(announcement: Announcement) -> Share | None:
    """How what stands in public is sent on; None where nothing does."""
    current = announcement.current
    if current is None or current.act is RevisionAct.RETRACTED:
        return None
    return share_of(current.title, address_of(announcement))


def forms_about(
    announcement: Announcement, draft: Draft | None, refused: Form | None, done: Form | None
) -> dict[str, Form]:
    """The forms of a page, filled from the record but for the one that was refused; they know the text of the page.

    What was typed in the others stays, but for the one that is `done`.
    """
    values = {
        "version": announcement.version or 1,
        "title": announcement.statement_title,
        "text": announcement.statement_text,
        "video_url": announcement.video_url,
        **{name: getattr(announcement, name) for name in BESIDE},
    }
    forms = {
        name: refused if isinstance(refused, kind) else kind(formdata=None, data=values) for name, kind in FORMS.items()
    }
    for name, form in forms.items():
        if isinstance(form, ReadForm):
            form.digest.data = draft.document.digest if draft else ""
        for field in WORDS.get(name, ()) if form is not refused and type(form) is not type(done) else ():
            if field in request.form:
                form[field].process(request.form)
    return forms
