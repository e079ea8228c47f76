"""The page of the organisation's rules of elections: adopted in versions, and tried on dates before that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from agm.organisation import operations, queries
from agm.rules.presets import PRESETS
from agm.rules.rule_set import CHANNELS, WORDS, Line, RuleSet, breaches, in_words, lines
from agm.rules.violations import Violation
from agm.web.desk.rules.forms import RulesForm
from agm.web.kit.access import Access, current_act
from agm.web.kit.edit_view import EditView, Typed, add_edit_view
from agm.web.kit.extensions import db

blueprint = Blueprint("rules", __name__)

TRY = "try"


@dataclass(frozen=True, slots=True)
class Tried:
    """What rules make of a meeting: the last moments for everything, and what its dates broke."""

    lines: list[Line]
    breaches: list[Violation]


class RulesView(EditView[RulesForm]):
    """The rules in force; `?from=society` fills the form from a set to begin from instead."""

    template = "desk/rules/rules.html"
    form_class = RulesForm
    success_message = "Adopted. Meetings that are begun from now on are called under these rules."

    def __init__(self) -> None:
        self.versions = queries.adopted_rules(db.session())
        self.preset = request.values.get("from", "")
        newest = queries.rules_of(self.versions[0]) if self.versions else PRESETS["society"]
        self.rules: RuleSet = PRESETS.get(self.preset, newest)

    def build_form(self, typed: Typed) -> RulesForm:
        return RulesForm(self.rules, formdata=typed, version=self.versions[0].id if self.versions else 0)

    def handle_post(self) -> Response:
        """Adopt the rules; or, where that was asked, try them and adopt nothing."""
        if request.form.get("act") != TRY:
            return super().handle_post()
        form = self.build_form(request.form)
        if not form.validate():
            return self.refused(form)
        rules = form.rule_set()
        trial = form.trial(rules)
        if trial is None:
            form.refuse("Enter the day of a meeting to try the rules on", form.try_on)
            return self.refused(form)
        found = Tried(lines(rules, "agm", trial.meeting_at), breaches(rules, "agm", trial.dates, trial.sent))
        return make_response(render_template(self.template, form=form, tried=found, **self.context()), 200)

    def operation(self, form: RulesForm) -> object:
        return operations.adopt_rules(current_act(), form.command())

    def next_address(self) -> str:
        return url_for(".rules")

    def context(self) -> dict[str, Any]:
        return {
            "versions": self.versions,
            "presets": PRESETS,
            "preset": self.preset,
            "sources": self.rules.sources,
            "stage_words": WORDS,
            "channels": CHANNELS,
            "in_words": in_words,
        }


add_edit_view(blueprint, "/desk/rules", "rules", RulesView, to_read=Access.NATIONAL, to_save=Access.NATIONAL)
