"""The declaration of a ballot, with a meeting or without, and of a by-election."""

from dataclasses import replace

from agm.facts.announcement import Declaration
from agm.facts.meeting import MeetingKind
from agm.language.en import capitalised
from agm.wording.compose.count import count_parts
from agm.wording.compose.grammar import phrase, with_the
from agm.wording.compose.particulars import outgoing_sentence, term_sentence
from agm.wording.compose.results import office_entry, results_listing
from agm.wording.compose.values import MOST_NAMED, office_label, with_number
from agm.wording.document import BlockKey, Document
from agm.wording.kinds.frame import Frame, sentences

ITS_OWN_MEETING = {MeetingKind.COUNTBACK, MeetingKind.BY_ELECTION}
"""The kinds of meetings that are the election itself: nothing is declared “at” one."""


def declaration(facts: Declaration, frame: Frame) -> Document:
    style = replace(frame.style, show_votes=True)
    labels = [with_the(office_label(office)) for office in facts.results]
    one = len(facts.results) == 1 and facts.results[0].places == 1
    what = frame.style.by_election_name if facts.announcement == "by_election" else "election"
    if facts.kind is MeetingKind.COUNTBACK:
        what = frame.style.countback_name
    named = len(labels) <= MOST_NAMED
    results = "result" if one else "results"
    told = frozenset({"method"})  # by the sentences of the count
    listed = results_listing(tuple(office_entry(office, style, told) for office in facts.results), style)
    anyone = any(office.filled for office in facts.results)
    officer = capitalised(phrase(facts.returning_officer or ""))
    opening = _opening(facts, frame, labels if named else [], what, one=one)
    return frame.document(
        f"{frame.body_short} {what} {results}" + (f": {frame.join(labels)}" if named else ""),
        [
            (BlockKey.OPENING, "", sentences(opening, _closed(facts, frame))),
            (BlockKey.RESULTS, style.heading_elected if anyone else style.heading_elections,
             (*sentences(f"The {results} {'was' if one else 'were'} as follows:", lead_in=True), listed)),
            (BlockKey.COUNT, "The count", count_parts(facts.results, facts.turnout, style, each_way=True)),
            frame.said(),
            (BlockKey.CLOSING, "", sentences(
                term_sentence(facts.term, facts.takes_office, style, facts.results),
                outgoing_sentence(facts.outgoing, style),
                f"{officer} was the returning officer." if officer else "",
                frame.questions,
            )),
        ],
        facts.declared_on or facts.held_on,
    )  # fmt: skip


def _opening(facts: Declaration, frame: Frame, labels: list[str], what: str, *, one: bool) -> str:
    values, body = frame.values, capitalised(frame.body_long)
    to = f" for {frame.join(labels)}" if labels else ""
    if len(facts.results) == 1 and not one and labels:
        to = f" for {with_number(facts.results[0])}"
    several = "s" if len(facts.results) > 1 else ""
    of = (
        f"the result of {values['their']} {what}{to}"
        if one
        else f"the results of {values['their']} {what}{several}{to}"
    )
    where, online = (f" {words}" if words else "" for words in (values["where"], values["online"]))
    met, told = facts.held_on, facts.declared_on
    if met and told and met != told:
        held = f"{capitalised(values['their_meeting'])} was held{online}{frame.on(met)}{where}."
        return f"{body} declared {of}{frame.on(told)}. {held}"
    if facts.kind not in ITS_OWN_MEETING and (facts.kind or facts.held_on):
        at = f" at {values['their_meeting']}{',' if online else ''}{' held' if online else ''}{online}{frame.on(met)}"
        return f"{body} declared {of}{at}{where}."
    if day := told or met:
        return f"{body} declared {of}{frame.on(day)}{where}."
    return f"{body} {values['have']} declared {of}."


def _closed(facts: Declaration, frame: Frame) -> str:
    closed = f"Voting closed {frame.on_moment(facts.voting_closed)}." if facts.voting_closed else ""
    rules = f"The votes were counted under {phrase(facts.rules)}." if facts.rules else ""
    return f"{closed} {rules}".strip()
