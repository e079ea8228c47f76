"""The results of elections: what leads in to them, and one entry for each office."""

from dataclasses import replace

from agm.facts import Entry, MeetingFacts, OfficeState, Outcome
from agm.language.en import counted
from agm.wording.compose.grammar import closed, date_text, join, list_signs, printed
from agm.wording.compose.naming import named
from agm.wording.compose.situation import Situation, is_by_election
from agm.wording.compose.values import Values, office_label
from agm.wording.document import ListEntry, Listing, Part, Person, Sentence
from agm.wording.style import HouseStyle


def result_parts(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> tuple[Part, ...]:
    leads = [item for item in (_not_held(situation), _bridge(facts, situation, values)) if item]
    parts: list[Part] = []
    text = closed(" ".join(style.fill(item, values) for item in leads))
    if text:
        parts.append(Sentence(text, lead_in=bool(situation.offices)))
    if situation.offices:
        told = _told(situation) if text else frozenset()
        if values["deferred_to"] and values["deferred_to"] in text:
            told |= {"deferred_to"}
        told |= {"undecided"} if situation.none_held else set()
        parts.append(Listing(tuple(_entry(o, style, told) for o in situation.offices), style.blank_lines))
    return tuple(parts)


def _not_held(situation: Situation) -> str:
    if situation.inquorate:
        return "inquorate"
    return "no_elections" if situation.none_held else ""


def _bridge(facts: MeetingFacts, situation: Situation, values: Values) -> str:
    if not situation.offices:
        return ""
    if not situation.elected:
        return _bridge_without_winners(situation)
    if situation.all_filled and values["how"] and not (situation.contested and situation.all_unopposed):
        return "bridge_alike"
    if situation.none_held:
        return ""
    if situation.without_opponents:
        return "bridge_no_contest"
    return "bridge_by_election" if is_by_election(facts) else "bridge"


def _bridge_without_winners(situation: Situation) -> str:
    if situation.inquorate or situation.none_held:
        return ""
    if situation.all_deferred:
        return "bridge_deferred"
    if situation.all_vacant and not situation.stood:
        return "bridge_nobody_stood"
    return "bridge_nobody_elected"


def _told(situation: Situation) -> frozenset[str]:
    told = set()
    if situation.without_opponents:
        told.add("unopposed")
    if situation.all_filled and situation.all_re_elected:
        told.add("re_elected")
    if situation.all_filled and situation.all_co_opted:
        told.add("co_opted")
    return frozenset(told)


def _entry(office: Outcome, style: HouseStyle, told: frozenset[str]) -> ListEntry:
    label = office_label(office)
    elected = office.elected
    note = ""
    successor = ""
    if office.predecessors and elected:
        before = join([printed(person) for person in office.predecessors], style)
        successor = style.fill("in_place_of", {"people": before})
        if len(elected) > 1:
            note, successor = successor, ""
    people: list[Person] = []
    signs = list_signs([join([printed(person) for person in entry.people], style) for entry in elected], style)
    for index, entry in enumerate(elected):
        remark = ", ".join(text for text in (*_remarks(entry, style, told), successor) if text)
        people += _people(entry, remark, _after(signs, len(elected) - 1 - index, style), style)
    empty = _empty(office, style, told) if office.open_seats else ""
    holders = "".join(_in_line(person) for person in people)
    aside = "; ".join(text for text in (empty, note) if text)
    if holders:
        holders += f" ({aside})" if aside else ""
    else:
        holders = empty
    line = closed(style.fill("line", {"office": label, "holders": holders}))
    predecessors = tuple(map(named, office.predecessors)) if elected else ()
    return ListEntry(label, tuple(people), line, empty, note, predecessors=predecessors)


def _in_line(person: Person) -> str:
    remark = f" ({person.remark})" if person.remark else ""
    after = person.after if not person.after or person.after[0] in ",;" else f" {person.after}"
    return f"{person.name}{remark}{after} " if after else f"{person.name}{remark}"


def _after(signs: tuple[str, str], following: int, style: HouseStyle) -> str:
    """What stands between one item of a list and the next, where so many follow."""
    between, before_last = signs
    if following > 1:
        return between
    return f"{before_last} {style.joiner}".strip(" ") if following else ""


def _people(entry: Entry, remark: str, separator: str, style: HouseStyle) -> list[Person]:
    people = [named(person) for person in entry.people]
    signs = list_signs([person.name for person in people], style)
    last = len(people) - 1
    sharing = [replace(one, after=_after(signs, last - index, style)) for index, one in enumerate(people[:-1])]
    return [*sharing, replace(people[-1], remark=remark, after=separator)]


def _remarks(entry: Entry, style: HouseStyle, told: frozenset[str]) -> tuple[str, ...]:
    unopposed = entry.unopposed and style.show_unopposed and "unopposed" not in told
    re_elected = entry.re_elected and style.show_re_elected and "re_elected" not in told
    how = ""
    if unopposed and re_elected:
        how = style.re_elected_unopposed
    elif unopposed:
        how = style.unopposed
    elif re_elected:
        how = style.re_elected
    elif entry.co_opted and "co_opted" not in told:
        how = style.co_opted
    votes = ""
    if style.show_votes and entry.votes is not None:
        votes = counted(entry.votes, "vote", "votes")
    return (style.job_share if entry.is_job_share else "", how, votes)


def _empty(office: Outcome, style: HouseStyle, told: frozenset[str]) -> str:
    to = "" if "deferred_to" in told else date_text(office.deferred_to, style.date_style)
    values = {"places": counted(office.open_seats, "place", "places", in_words=True), "to": to}
    some_filled = bool(office.elected)
    state = office.open_state
    if state is OfficeState.DECIDED:
        return style.vacant if office.seats == 1 else style.fill("places_vacant", values)
    if state is OfficeState.DEFERRED:
        return style.fill("places_deferred" if some_filled else "deferred", values)
    if state is OfficeState.SUSPENDED:
        return style.fill("places_suspended", values) if some_filled else style.suspended
    if "undecided" in told:
        return ""
    return style.fill("places_undecided", values) if some_filled else style.undecided
