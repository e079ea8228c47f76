"""The pages of members: nominating somebody, and answering when one was named, by a link that is one's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_limiter.util import get_remote_address
from limits import parse
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response as AnyResponse

from agm.facts import PersonName
from agm.files.models import File
from agm.language.en import join
from agm.meetings.models import Meeting, RegisterEntry
from agm.meetings.queries import meeting_to_edit
from agm.meetings.register import entry
from agm.nominations.calls import Call, call_of
from agm.nominations.commands import (
    AnswerNomination,
    AnswerSupport,
    NamedCandidate,
    NamedSupporter,
    Nominate,
    Sender,
)
from agm.nominations.models import Answer, CameBy, Contest, Nomination, Nominee, Supporter, Use
from agm.nominations.nominating import answer_nomination, answer_support, nominate
from agm.nominations.operations import contests_of
from agm.nominations.register import on_register
from agm.office_holders.queries import current_holdings
from agm.organisation.models import Unit
from agm.people import links
from agm.people.models import LinkPurpose, PersonalLink
from agm.rules.violations import RefusedError, refuse
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view, with_files
from agm.web.kit.extensions import db, limiter
from agm.web.kit.stored_files import file_answer
from agm.web.kit.supporters import USUAL_ROLE
from agm.web.kit.transaction import received_at
from agm.web.members.forms import NO, SELF, YES, AnswerForm, NominateForm, SupportForm
from agm.web.members.pages import LinkRefusedError, refused_page

blueprint = Blueprint("members", __name__)
blueprint.register_error_handler(LinkRefusedError, refused_page)

OPENLY = parse("60 per hour")
TOO_OFTEN = "Many nominations came from your connection within the hour. Wait a while, then press the button again."


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """Nobody keeps these pages, and nobody is told their address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def opened(token: str, purpose: LinkPurpose) -> tuple[PersonalLink, Meeting]:
    """The link of a token and its meeting. Raises LinkRefusedError, of which the page tells."""
    try:
        link = links.find(db.session(), token, purpose, clock.now())
    except RefusedError as refused:
        raise LinkRefusedError(refused.violations[0].words) from None
    meeting = meeting_to_edit(db.session(), link.meeting_id or 0)
    if meeting is None:
        raise LinkRefusedError("This meeting was called off, and its links with it.")
    return link, meeting


def entry_of(link: PersonalLink) -> RegisterEntry | None:
    """Whom a link is for; nobody where the register is gone, and another meeting's has that number by now."""
    found = entry(db.session(), link.record_id or 0)
    return found if found is not None and found.meeting_id == link.meeting_id else None


class NominatePage(EditView[NominateForm]):
    """The call for nominations, and the form beneath it."""

    template = "members/nominate.html"
    form_class = NominateForm
    success_message = ""
    link: PersonalLink | None = None
    entry: RegisterEntry | None = None
    received: Nomination

    def __init__(self, meeting: Meeting) -> None:
        session = db.session()
        self.meeting = meeting
        self.call = call_of(session, meeting)
        self.contests = contests_of(session, meeting.id)
        self.now = received_at()
        self.open = [one for one in self.contests if not self.call.closed(one.id, self.now)]

    def build_form(self, typed: Typed) -> NominateForm:
        rule = self.call.rules.nomination
        return NominateForm(
            {one.id: one.label for one in (self.open or self.contests)},
            rule,
            by_link=self.link is not None,
            can_share=any(one.is_shareable for one in self.contests),
            formdata=with_files(typed),
        )

    def operation(self, form: NominateForm) -> object:
        act = current_act()
        if self.link is not None:
            links.use(act, self.link)
        self.received = nominate(act, self.command(form))
        return self.received

    def sender(self, form: NominateForm) -> Sender:
        if self.entry is not None:
            return Sender(self.entry.name, self.entry.email, self.entry.id)
        if self.link is not None:
            return Sender("A member")
        return Sender(form.sender_name.person_name.name, form.sender_mail.data)

    def command(self, form: NominateForm) -> Nominate:
        sender = self.sender(form)
        uses = frozenset(Use(one) for one in form.uses.data or ())
        statement, photo = form.statement.data, form.photo.picture
        typed = [form.name, form.mail] if not form.is_own else []
        shared = [form.partner, form.partner_mail] if "partner" in form and form.partner.data else []
        found = on_register(db.session(), self.meeting.id, [
            *(one.data or "" for one in (*typed[:1], *shared[:1])),
            *(row.form.name.data or "" for row in form.supporters), sender.name,
        ])  # fmt: skip
        sender_entry = sender.entry_id or found.get(sender.name)
        if form.is_own:
            named = form.sender_name.person_name if "sender_name" in form else PersonName(sender.name)
            candidates = [NamedCandidate(named, sender.email, sender_entry, True, statement, photo, uses)]
        else:
            entry_id = found.get(form.name.data or "")
            candidates = [NamedCandidate(form.name.person_name, form.mail.data, entry_id, statement=statement)]
        if shared:
            entry_id = found.get(form.partner.data or "")
            candidates.append(NamedCandidate(form.partner.person_name, form.partner_mail.data, entry_id))
        roles = form.roles or (() if form.is_own else (USUAL_ROLE,))
        supporters = [] if form.is_own else [NamedSupporter(roles[0], sender.name, sender.email, sender_entry, True)]
        supporters += [
            NamedSupporter(role, row.form.name.data, row.form.mail.data, found.get(row.form.name.data))
            for role, row in list(zip(roles, form.supporters, strict=False))[len(supporters):]
            if row.form.name.data
        ]  # fmt: skip
        return Nominate(
            contest_id=int(form.office.data),
            candidates=tuple(candidates),
            received_at=self.now,
            came_by=CameBy.OPEN if self.link is None else CameBy.LINK,
            supporters=tuple(supporters),
            sender=Sender(sender.name, sender.email, sender_entry),
            form_key=form.form_key.data,
        )

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting, "place": self.meeting.unit, "call": self.call, "contests": self.contests,
            "closed": self.call.closed(None, self.now), "entry": self.entry, "now": self.now, "open": self.open,
            "holders": {} if self.link is None else holders(self.meeting),
             "is_open_form": self.link is None, "self_value": SELF,
        }  # fmt: skip


class NominateByLink(NominatePage):
    def __init__(self, token: str) -> None:
        self.token = token
        self.link, meeting = opened(token, LinkPurpose.NOMINATE)
        self.entry = entry_of(self.link)
        super().__init__(meeting)

    def next_address(self) -> str:
        return url_for(".sent_by_link", token=self.token, receipt=self.received.receipt)


class NominateOpenly(NominatePage):
    def __init__(self, region_slug: str, meeting_slug: str) -> None:
        super().__init__(open_meeting(region_slug, meeting_slug))

    def operation(self, form: NominateForm) -> object:
        """Each nomination sends mail to whatever addresses it names, so that one connection sends only so many."""
        if not limiter.limiter.hit(OPENLY, f"nominate:{get_remote_address()}"):
            refuse("too_often", "", TOO_OFTEN)
        return super().operation(form)

    def next_address(self) -> str:
        unit = self.meeting.unit
        return url_for(
            ".sent_openly", region_slug=unit.slug, meeting_slug=self.meeting.slug, receipt=self.received.receipt
        )


def holders(meeting: Meeting) -> dict[int, str]:
    """By office, who holds it now."""
    found: dict[int, list[str]] = {}
    for term in current_holdings(db.session(), [meeting.unit_id]):
        found.setdefault(term.office_id, []).append(term.names)
    return {office_id: join(names) for office_id, names in found.items()}


def open_meeting(region_slug: str, meeting_slug: str) -> Meeting:
    """A meeting for which anybody may nominate; 404 for any other."""
    meeting = db.session.scalar(
        select(Meeting)
        .join(Unit, Unit.id == Meeting.unit_id)
        .where(Unit.slug == region_slug, Meeting.slug == meeting_slug, Meeting.is_announced_beforehand)
    )
    if meeting is None or not call_of(db.session(), meeting).rules.open_form:
        abort(404)
    return meeting


def receipt_page(meeting: Meeting, receipt: str, again: str) -> AnyResponse:
    """That a nomination came, and when."""
    nomination = db.session.scalar(
        select(Nomination)
        .join(Contest, Contest.id == Nomination.contest_id)
        .where(Nomination.receipt == receipt, Contest.meeting_id == meeting.id)
        .options(selectinload(Nomination.nominees))
    )
    if nomination is None:
        abort(404)
    call = call_of(db.session(), meeting)
    return make_response(
        render_template(
            "members/receipt.html", nomination=nomination, meeting=meeting, place=meeting.unit, call=call, again=again
        )
    )


@blueprint.get("/m/nominate/<token>/<receipt>")
@access(Access.PUBLIC)
def sent_by_link(token: str, receipt: str) -> AnyResponse:
    _link, meeting = opened(token, LinkPurpose.NOMINATE)
    return receipt_page(meeting, receipt, url_for(".nominate", token=token))


@blueprint.get("/<region_slug>/<meeting_slug>/nominate/<receipt>")
@access(Access.PUBLIC)
def sent_openly(region_slug: str, meeting_slug: str, receipt: str) -> AnyResponse:
    again = url_for(".nominate_openly", region_slug=region_slug, meeting_slug=meeting_slug)
    return receipt_page(open_meeting(region_slug, meeting_slug), receipt.upper(), again)


class AcceptPage(EditView[AnswerForm]):
    """Whether somebody stands who was nominated, and what may be shown of them."""

    template = "members/accept.html"
    form_class = AnswerForm
    success_message = ""

    def __init__(self, token: str) -> None:
        self.token = token
        self.link, self.meeting = opened(token, LinkPurpose.ACCEPT)
        nominee = db.session.get(Nominee, self.link.record_id or 0)
        if nominee is None or nominee.nomination.contest.meeting_id != self.meeting.id:
            raise LinkRefusedError(links.UNKNOWN)
        self.nominee, self.nomination = nominee, nominee.nomination
        self.contest = self.nomination.contest
        self.call: Call = call_of(db.session(), self.meeting)
        self.now = received_at()
        self.closed = self.call.closed(self.contest.id, self.now)

    def build_form(self, typed: Typed) -> AnswerForm:
        known = self.nominee
        said = {Answer.ACCEPTED: YES, Answer.DECLINED: NO, None: None}[known.answer]
        printed = " ".join(part for part in (known.prefix, known.name, known.suffix) if part)
        form = AnswerForm(
            self.contest.label,
            self.call.rules.nomination.statement_words,
            to_members=None if self.contest.texts_sent_at else self.call.rules.nomination.to_members_words,
            has_photo=known.photo_id is not None,
            is_open=not self.closed or typed is not None,
            formdata=with_files(typed),
            data={
                "answer": said,
                "name": printed,
                "statement": known.statement,
                "uses": list(known.consents),
                "to_members": known.to_members,
            },
        )
        if typed is not None and self.closed and "answer" not in typed:
            for name in ("answer", "name", "statement", "photo"):
                del form[name]
        return form

    def operation(self, form: AnswerForm) -> object:
        act = current_act()
        links.use(act, self.link)
        has_answer = "answer" in form
        return answer_nomination(
            act,
            AnswerNomination(
                nominee_id=self.nominee.id,
                received_at=self.now,
                accepts=form.answer.data == YES if has_answer else self.nominee.answer is Answer.ACCEPTED,
                name=form.name.person_name if has_answer else None,
                statement=form.statement.data if has_answer else None,
                photo=form.photo.picture if has_answer else None,
                drops_photo="drops_photo" in form and bool(form.drops_photo.data),
                writes="to_members" in form,
                to_members=form.to_members.data if "to_members" in form else None,
                uses=frozenset(Use(one) for one in form.uses.data or ()),
            ),
        )

    def next_address(self) -> str:
        return url_for(".accept", token=self.token, saved="yes")

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting, "place": self.meeting.unit, "call": self.call, "contest": self.contest,
            "nominee": self.nominee, "nomination": self.nomination, "closed": self.closed,
            "is_saved": request.method == "GET" and request.args.get("saved") == "yes",
            "photo_address": self.nominee.photo_id and url_for(".own_photo", token=self.token),
        }  # fmt: skip


@blueprint.get("/m/accept/<token>/photo")
@access(Access.PUBLIC)
def own_photo(token: str) -> AnyResponse:
    """The photo as it would be shown, to whom it belongs."""
    link, _meeting = opened(token, LinkPurpose.ACCEPT)
    photo = db.session.scalar(
        select(File).join(Nominee, Nominee.photo_id == File.id).where(Nominee.id == link.record_id)
    )
    return file_answer(photo)


class SupportPage(EditView[SupportForm]):
    """Whether somebody supports a nomination, as its proposer, its seconder or one of its nominators."""

    template = "members/support.html"
    form_class = SupportForm
    success_message = ""

    def __init__(self, token: str) -> None:
        self.token = token
        self.link, self.meeting = opened(token, LinkPurpose.SUPPORT)
        supporter = db.session.get(Supporter, self.link.record_id or 0)
        if supporter is None or supporter.nomination.contest.meeting_id != self.meeting.id:
            raise LinkRefusedError(links.UNKNOWN)
        self.supporter = supporter
        self.call = call_of(db.session(), self.meeting)
        self.now = received_at()

    def values(self) -> dict[str, Any]:
        said = {Answer.ACCEPTED: YES, Answer.DECLINED: NO, None: None}[self.supporter.answer]
        return {"data": {"answer": said}}

    def operation(self, form: SupportForm) -> object:
        act = current_act()
        links.use(act, self.link)
        return answer_support(act, AnswerSupport(self.supporter.id, self.now, form.answer.data == YES))

    def next_address(self) -> str:
        return url_for(".support", token=self.token, saved="yes")

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting, "place": self.meeting.unit, "call": self.call, "supporter": self.supporter,
            "nomination": self.supporter.nomination,
            "closed": self.call.closed(self.supporter.nomination.contest_id, self.now),
            "is_saved": request.method == "GET" and request.args.get("saved") == "yes",
        }  # fmt: skip


BOTH = {"to_read": Access.PUBLIC, "to_save": Access.PUBLIC}
add_edit_view(blueprint, "/m/nominate/<token>", "nominate", NominateByLink, **BOTH)
add_edit_view(blueprint, "/<region_slug>/<meeting_slug>/nominate", "nominate_openly", NominateOpenly, **BOTH)
add_edit_view(blueprint, "/m/accept/<token>", "accept", AcceptPage, **BOTH)
add_edit_view(blueprint, "/m/support/<token>", "support", SupportPage, **BOTH)
