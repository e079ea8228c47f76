"""The page on which nominations are decided: what needs a decision first, then office by office; and what is entered
from paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.language.names import name_key
from agm.meetings.models import RegisterEntry
from agm.meetings.register import find_entries
from agm.nominations.calls import call_of
from agm.nominations.checking import Checked, Nominations, OfficeNominations, State, nominations_of
from agm.nominations.commands import AllowLate, ConfirmByHand, RuleOnNomination, SetPaperOrder, WithdrawLate
from agm.nominations.confirming import confirm_by_hand
from agm.nominations.mails import mail_asked, mail_confirmation
from agm.nominations.models import Nomination, Nominee, OrderMethod
from agm.nominations.nominating import nominate
from agm.nominations.operations import contests_of
from agm.nominations.register import on_register
from agm.nominations.rulings import allow_late, confirm_eligible, identify, rule, set_paper_order, withdraw_late
from agm.nominations.to_members import send_texts, texts_of
from agm.rules.violations import RefusedError, refuse
from agm.rules.withdrawal import AfterClose
from agm.web.desk.nominations.forms import EntryForm
from agm.web.kit import clock
from agm.web.kit.access import Access, access, current_act, signed_in_user
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.supporters import supporting_roles
from agm.web.kit.transaction import rollback_and_read_only
from agm.web.kit.typed_text import record_number

blueprint = Blueprint("deciding", __name__)

ADDRESS = "/desk/meetings/<int:meeting_id>/nominations"
STATES = {
    State.TO_DECIDE: "To decide", State.CLEAR: "Nothing against it", State.WAITING: "Not answered yet",
    State.STANDS: "Stands", State.DOES_NOT_STAND: "Does not stand", State.DECLINED: "Declined",
    State.WITHDRAWN: "Withdrawn", State.UNANSWERED: "No answer", State.UNCONFIRMED: "Waits for confirmation",
}  # fmt: skip
FOLLOWS = {
    AfterClose.STRIKE: "Their name is struck off",
    AfterClose.STAYS: "Their name stays on the paper, and they cannot be elected",
    AfterClose.REOPEN: "Their name is struck off, and nominations are opened again",
}
ORDERS = {
    OrderMethod.ALPHABETICAL: "In the order of the alphabet",
    OrderMethod.LOT_BY_HAND: "By lot, from slips",
    OrderMethod.LOT_BY_SEED: "By lot, from a number",
}


@blueprint.get(ADDRESS)
@access(Access.RUN)
def nominations() -> str:
    return page()


def has_form(one: Checked, office: OfficeNominations, what: str) -> bool:
    """Whether a refused act (`what` the button said) is told of in the form of this nomination."""
    if one.state is State.STANDS and what == "withdraw":
        return True
    is_decided = one.state in {State.STANDS, State.DOES_NOT_STAND} and not office.order
    return one.state in {State.TO_DECIDE, State.UNCONFIRMED} or (is_decided and what == "decide")


def page(what: str = "", **context: Any) -> str:  # noqa: ANN401  what a refused act adds
    found = nominations_of(db.session(), g.meeting, clock.now())
    statement_at = None if found.call.called_off else found.call.statement_at
    return render_template(
        "desk/nominations/nominations.html",
        found=found, call=found.call, states=STATES, follows=FOLLOWS, orders=ORDERS, State=State,
        to_decide=[one for one in found.every() if one.state is State.TO_DECIDE],
        forms_of=[one for office in found.offices for one in office.nominations if has_form(one, office, what)],
        clear=clear_of(found), texts_of=texts_of,
        now=clock.now(), is_public=bool(statement_at and statement_at <= clock.now()),
        what=what,
        **{"error": "", "about": "", "typed": {}, "orders_typed": {}, **context},
    )  # fmt: skip


@blueprint.post(ADDRESS)
@access(Access.RUN)
def act_on_nominations() -> Response:
    """One act, by the button's words: what, and of which nomination or office."""
    what, _colon, about = request.form.get("act", "").partition(":")
    number, _colon, rest = about.partition(":")
    if what in {"up", "down"}:
        order = moved(request.form.getlist("order"), record_number(rest) or 0, -1 if what == "up" else 1)
        return make_response(page(orders_typed={record_number(number): order}))
    try:
        told = ACTS.get(what, no_such_act)(record_number(number) or 0)
    except RefusedError as refused:
        words = refused.violations[0].words
        rollback_and_read_only()
        typed = {record_number(number): request.form.getlist("order")} if "order" in request.form else {}
        return make_response(page(what, error=words, about=about, typed=request.form, orders_typed=typed), 422)
    flash(told)
    return redirect(url_for(".nominations", meeting_id=g.meeting.id), 303)


def no_such_act(_number: int) -> str:
    refuse("unknown", "", "Press a button again.")


def moved(order: list[str], place: int, step: int) -> list[str]:
    """The order with one candidate moved; the same at its ends."""
    if 0 <= place < len(order) and 0 <= place + step < len(order):
        order[place], order[place + step] = order[place + step], order[place]
    return order


def checked(number: int) -> Checked:
    found = everything().of(number)
    if found is None:
        refuse("gone", "", "This nomination is not here any more.")
    return found


def is_own(nomination: Nomination) -> bool:
    """Whether a nomination names who asks: by the address or the name of their account."""
    return any(is_user(one.name, one.email) for one in nomination.nominees)


def is_user(name: str | None, email: str | None) -> bool:
    user = signed_in_user()
    return user is not None and (
        name_key(name or "") == name_key(user.name) or (email or "").casefold() == user.email.casefold()
    )


def clear_of(found: Nominations) -> list[Checked]:
    """Those with nothing against them, except one's own."""
    return [one for one in found.every() if one.state is State.CLEAR and not is_own(one.nomination)]


def everything() -> Nominations:
    return nominations_of(db.session(), g.meeting, clock.now())


def office(number: int) -> int:
    """A contest of this meeting. Raises RefusedError for any other number."""
    if number not in {one.id for one in contests_of(db.session(), g.meeting.id)}:
        refuse("gone", "", "This office was taken off the meeting.")
    return number


def decide(number: int) -> str:
    found = checked(number)
    if is_own(found.nomination):
        refuse("own", "", "This is your own nomination, so somebody else has to decide on it.")
    stands = {"yes": True, "no": False}.get(request.form.get("stands", ""))
    if stands is None:
        refuse("choose", "", "Choose whether it stands.")
    reason = request.form.get("reason", "").strip() or None
    if stands and reason == " ".join(one.words for one in found.reasons):
        reason = None  # what stood there already is why it would not stand
    if reason and len(reason) > 1000:
        refuse("too_long", "", "Shorten the reason to 1,000 characters.")
    rule(current_act(), RuleOnNomination(number, stands, reason), found.reasons)
    return f"Recorded: {found.name} {'stands' if stands else 'does not stand'}."


def let_stand(_number: int) -> str:
    clear = clear_of(everything())
    for one in clear:
        rule(current_act(), RuleOnNomination(one.nomination.id, stands=True), ())
    return f"Recorded: {len(clear)} stand."


def identify_nominee(number: int) -> str:
    """Say whom of the register a nominee is, by their number there."""
    entry = typed_entry()
    if entry is None:
        refuse("no_number", "", "Enter a member’s number.")
    named = nominee(number)
    identify(current_act(), named, entry)
    return f"{named.name} is {entry.name}, number {entry.number}."


def typed_entry() -> RegisterEntry | None:
    """The member whose number was typed; None for no number. Raises RefusedError where nobody has it."""
    member = request.form.get("member", "").strip()
    if not member:
        return None
    entries = [one for one in find_entries(db.session(), g.meeting.id, member) if one.number == member]
    if len(entries) != 1:
        refuse("no_such_member", "", f"Nobody on the register has the number “{member}”.")
    return entries[0]


def confirm_sender(number: int) -> str:
    """Record that a nomination by the open form is from whom it says, as whoever runs the election found out."""
    nomination = checked(number).nomination
    if is_own(nomination) or is_user(nomination.sender_name, nomination.sender_email):
        refuse("own", "", "This is in your own name, so somebody else has to confirm it.")
    how = request.form.get("how", "").strip()
    if len(how) > 1000:
        refuse("too_long", "", "Shorten the reason to 1,000 characters.")
    entry = typed_entry()
    confirm_by_hand(current_act(), ConfirmByHand(number, how, entry.id if entry else None))
    return f"Recorded: it is from {nomination.sender_name}."


def nominee(number: int) -> Nominee:
    found = next((one for it in everything().every() for one in it.nomination.nominees if one.id == number), None)
    if found is None:
        refuse("gone", "", "This nomination is not here any more.")
    return found


def confirm(*, is_met: bool) -> Callable[[int], str]:
    """Record whether somebody may take a place that the rules reserve."""

    def confirm_nominee(number: int) -> str:
        named = nominee(number)
        contest = named.nomination.contest
        question = call_of(db.session(), g.meeting).rules.reserved_for(contest.label)
        if not question:
            refuse("not_reserved", "", f"{contest.label} is not a reserved place.")
        if is_own(named.nomination):
            refuse("own", "", "This is your own nomination, so somebody else has to decide on it.")
        confirm_eligible(current_act(), named, question, is_met=is_met)
        return f"Recorded: {named.name}, eligible: {'yes' if is_met else 'no'}."

    return confirm_nominee


def withdraw(number: int) -> str:
    found = checked(number)
    chosen = request.form.get("follow")
    follow = AfterClose(chosen) if chosen in set(AfterClose) else None
    withdraw_late(current_act(), WithdrawLate(number, follow))
    return f"Recorded: {found.name} withdrew."


def ask_again(number: int) -> str:
    found, act = checked(number), current_act()
    if found.state is State.UNCONFIRMED:
        mail_confirmation(act, found.nomination, g.meeting, again=act.at.isoformat())
        return f"{found.nomination.sender_name} is asked again."
    mail_asked(act, found.nomination, g.meeting, again=act.at.isoformat())
    return f"{found.name} is asked again."


def record_order(method: OrderMethod) -> Callable[[int], str]:
    def set_order(number: int) -> str:
        ids = tuple(record_number(one) or 0 for one in request.form.getlist("order"))
        witness = request.form.get("witness", "").strip()[:200] or None
        set_paper_order(current_act(), SetPaperOrder(office(number), method, ids, witness))
        return "The order on the voting paper is recorded."

    return set_order


def send_written(number: int) -> str:
    found = everything()
    about = next((one for one in found.offices if one.contest.id == number), None)
    if about is None:
        refuse("gone", "", "This office was taken off the meeting.")
    send_texts(current_act(), found, about)
    return f"What those who stand for {about.contest.label} wrote is on the way to every member."


def from_the_floor(number: int) -> str:
    allow_late(current_act(), AllowLate(office(number), None))
    return "Recorded. Enter whoever is called out at the meeting as a nomination from the floor."


def extend(number: int) -> str:
    try:
        until = dt.datetime.fromisoformat(request.form.get("until", "").strip())
    except ValueError:
        refuse("no_time", "", "Enter until which day and time, for example 2027-04-12 12:00.")
    closes_at = until.replace(tzinfo=call_of(db.session(), g.meeting).zone)
    allow_late(current_act(), AllowLate(office(number), closes_at))
    return "Nominations for this office are open again."


ACTS: dict[str, Callable[[int], str]] = {
    "decide": decide,
    "let-stand": let_stand,
    "who": identify_nominee,
    "confirm": confirm_sender,
    "eligible": confirm(is_met=True),
    "not-eligible": confirm(is_met=False),
    "withdraw": withdraw,
    "ask": ask_again,
    "order": record_order(OrderMethod.LOT_BY_HAND),
    "draw": record_order(OrderMethod.LOT_BY_SEED),
    "alphabet": record_order(OrderMethod.ALPHABETICAL),
    "texts": send_written,
    "floor": from_the_floor,
    "extend": extend,
}


class EntryView(EditView[EntryForm]):
    """A nomination that came on paper, was told, or was called out at the meeting."""

    template = "desk/nominations/enter.html"
    form_class = EntryForm
    success_message = "The nomination is entered."

    def build_form(self, typed: Typed) -> EntryForm:
        call = call_of(db.session(), g.meeting)
        return EntryForm(call, {one.id: one.label for one in contests_of(db.session(), g.meeting.id)}, formdata=typed)

    def operation(self, form: EntryForm) -> object:
        if form.moment > clock.now():
            refuse("in_the_future", "received_at", "This is still to come.")
        return nominate(current_act(), form.command(on_register(db.session(), g.meeting.id, form.typed_names())))

    def next_address(self) -> str:
        return url_for(".nominations", meeting_id=g.meeting.id)


add_edit_view(blueprint, f"{ADDRESS}/enter", "enter", EntryView, to_read=Access.RUN, to_save=Access.RUN)


@blueprint.get(f"{ADDRESS}/paper-form")
@access(Access.RUN)
def paper_form() -> str:
    """The form to print, for who nominates on paper."""
    call, contests = call_of(db.session(), g.meeting), contests_of(db.session(), g.meeting.id)
    roles = supporting_roles(call.rules.nomination)
    return render_template("desk/nominations/paper_form.html", call=call, contests=contests, roles=roles)
