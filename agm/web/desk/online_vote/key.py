"""The key of a vote online: made and shown once, tried, and typed again to seal."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from agm.rules.violations import RefusedError, Violation
from agm.voting.commands import SealVote
from agm.voting.models import KeyMode
from agm.voting.operations import make_key, seal_vote, try_key
from agm.web.desk.online_vote.views import ADDRESS, blueprint, done, front, load_vote, page
from agm.web.desk.online_vote.words import KEY_MODES
from agm.web.kit.access import Access, access, current_act
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.fields import LongTextField, WholeNumberField
from agm.web.kit.forms import Form
from agm.web.kit.transaction import rollback_and_read_only


@blueprint.get(f"{ADDRESS}/key")
@access(Access.RUN)
def key() -> str | Response:
    """What a key is, and the button that makes it; none is made once papers are encrypted to the one that is there."""
    vote = load_vote()
    if vote.opened_at is not None:
        return redirect(front())
    return render_template("desk/online_vote/key.html", vote=vote, key_modes=KEY_MODES)


@blueprint.post(f"{ADDRESS}/key")
@access(Access.RUN)
def new_key() -> Response:
    """Make the key. Its words are in this answer alone, and nothing keeps them."""
    vote = load_vote()
    if vote.key_mode is KeyMode.SERVER_KEY:
        return done(lambda: make_key(current_act(), g.meeting.id), "The server has the key.")
    try:
        words = make_key(current_act(), g.meeting.id)
    except RefusedError as refused:
        rollback_and_read_only()
        return make_response(page([one.words for one in refused.violations]), 422)
    sheets = [one.split() for one in words]
    is_split = vote.key_mode is KeyMode.SPLIT_KEY
    return make_response(
        render_template("desk/online_vote/key_sheets.html", sheets=sheets, is_split=is_split, vote=vote)
    )


class WordsForm(Form):
    first = LongTextField("The words", required="Type the words of the printed sheet")
    second = LongTextField("The words of the other sheet")


class SealForm(WordsForm):
    unreadable = WholeNumberField("Papers that cannot be read, to be set aside", smallest=0)


class WordsView(EditView[F]):
    """A page on which the printed words are typed."""

    def __init__(self) -> None:
        self.vote = load_vote()
        self.is_split = self.vote.key_mode is KeyMode.SPLIT_KEY
        self.keeps_key = self.vote.key_mode is KeyMode.SERVER_KEY

    def build_form(self, typed: Typed) -> F:
        form = self.form_class(formdata=typed)
        if not self.is_split:
            del form.second
        else:
            form.first.label.text = "The words of one sheet"
        if self.keeps_key:
            del form.first
        return form

    def words(self, form: F) -> tuple[str, ...]:
        return tuple(form[name].data or "" for name in ("first", "second") if name in form)

    def context(self) -> dict[str, Any]:
        return {"vote": self.vote, "is_split": self.is_split, "keeps_key": self.keeps_key}

    def next_address(self) -> str:
        return front()


def at_fields(refused: RefusedError) -> RefusedError:
    """The same, at the fields of these forms."""
    names = {"words.0": "first", "words.1": "second"}
    return RefusedError(Violation(one.code, names.get(one.field, one.field), one.words) for one in refused.violations)


class TryView(WordsView[WordsForm]):
    template = "desk/online_vote/try_key.html"
    form_class = WordsForm
    success_message = "The words open the vote. Put each sheet into an envelope, and keep them apart."

    def operation(self, form: WordsForm) -> None:
        try:
            try_key(current_act(), g.meeting.id, self.words(form))
        except RefusedError as refused:
            raise at_fields(refused) from refused


class SealView(WordsView[SealForm]):
    template = "desk/online_vote/seal.html"
    form_class = SealForm
    is_durable = True

    def __init__(self) -> None:
        super().__init__()
        sheets = "" if self.keeps_key else ", then destroy the sheets and sign that you did"
        self.success_message = f"The vote is sealed. Count it{sheets}."

    def operation(self, form: SealForm) -> object:
        try:
            command = SealVote(g.meeting.id, self.words(form), form.unreadable.data or 0)
            return seal_vote(current_act(), command)
        except RefusedError as refused:
            raise at_fields(refused) from refused

    def context(self) -> dict[str, Any]:
        return {**super().context(), "is_told": "unreadable" in request.form}


add_edit_view(blueprint, f"{ADDRESS}/key/try", "try_key", TryView, to_read=Access.RUN, to_save=Access.RUN)
add_edit_view(blueprint, f"{ADDRESS}/seal", "seal", SealView, to_read=Access.RUN, to_save=Access.RUN)
