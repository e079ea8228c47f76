"""The results of elections: what leads in to them, and one entry for each office."""

from collections.abc import Mapping, Sequence

from agm.facts import Entry, MeetingFacts, OfficeState, Outcome, VotesAre
from agm.language.en import capitalised
from agm.wording.compose.count import common_method
from agm.wording.compose.grammar import (
    closed,
    join,
    list_signs,
    phrase,
    printed,
    squeeze,
    tie_words,
    with_place,
)
from agm.wording.compose.naming import named
from agm.wording.compose.particulars import until_words
from agm.wording.compose.sentences import is_one_of_several, results_sentence
from agm.wording.compose.situation import Situation, is_by_election, ron_that_won
from agm.wording.compose.values import MOST_NAMED, Values, office_label, other_label, with_number
from agm.wording.document import ListEntry, Listing, Part, Person, Sentence
from agm.wording.style import HouseStyle
from agm.wording.terms import Terms

NOTHING_TOLD: frozenset[str] = frozenset()


def result_parts(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> tuple[Part, ...]:
    sentence = "" if style.results_table else results_sentence(facts, situation, style)
    bridge = "" if sentence else _bridge(facts, style, situation, values)
    leads = [item for item in (_not_held(situation), bridge) if item]
    parts: list[Part] = []
    text = closed(" ".join(style.fill(item, values) for item in leads))
    parts += [Sentence(text, lead_in=bool(bridge))] if text else _to_come(facts, situation, style)
    if situation.offices:
        told = _told(situation, bridge) if text else frozenset()
        if values["deferred_to"] and values["deferred_to"] in text:
            told |= {"deferred_to"}
        told |= {"undecided"} if situation.none_held else set()
        told |= {"method"} if common_method(situation.offices) else set()
        entries = tuple(office_entry(office, style, told) for office in situation.offices)
        parts.append(results_listing(entries, style, sentence))
    return tuple(parts)


def results_listing(entries: tuple[ListEntry, ...], style: HouseStyle, sentence: str = "") -> Listing:
    """The offices as the house lists them: a line each, or as a table; those of one body together."""
    groups = sorted(dict.fromkeys(entry.group for entry in entries), key=bool)
    entries = tuple(sorted(entries, key=lambda entry: groups.index(entry.group)))
    has_votes = any(votes for entry in entries for _, votes in entry.rows)
    columns = style.terms.columns[: 3 if has_votes else 2] if any(entry.rows for entry in entries) else ()
    return Listing(entries, style.blank_lines, sentence, columns)


def _to_come(facts: MeetingFacts, situation: Situation, style: HouseStyle) -> list[Part]:
    if not situation.ahead or situation.none_held:
        return []
    offices = [office for office in facts.results if office not in situation.offices]
    standing = [office for office in offices if any(entry.is_person for entry in office.entries)]
    told = is_by_election(facts) and len(facts.results) <= MOST_NAMED  # by the opening
    labels = join(list(map(with_number, offices)), style)
    values = {"elections": "an election" if len(offices) == 1 else "elections", "offices": labels}
    if standing:
        values["offices"] = "" if len(standing) == len(offices) else labels
        values["elections"] = "" if told else values["elections"]
        lead_in = Sentence(closed(style.fill("candidates_ahead", values)), lead_in=True)
        return [lead_in, Listing(tuple(candidates_entry(office, style) for office in standing), style.blank_lines)]
    return [Sentence(closed(style.fill("elections_ahead", values)))] if offices and not told else []


def candidates_entry(office: Outcome, style: HouseStyle, *, is_closed: bool = False) -> ListEntry:
    """An office with those who stand for it, and who holds it now; where nominations are closed, nobody else will."""
    entries = [entry for entry in office.entries if entry.is_person]
    signs = list_signs(names := [_names(entry, style) for entry in entries], style)
    people: list[Person] = []
    for index, entry in enumerate(entries):
        remark = ", ".join(filter(None, (_place(entry), style.job_share if entry.is_job_share else "")))
        people += _people(entry, names[index], remark, _after(signs, names[index + 1 :], style), style)
    empty = "" if people else style.terms.nobody_nominated if is_closed else style.terms.nobody_yet
    holders = "".join(map(_in_line, people)) or empty
    now = join([with_place(one) for one in office.incumbents], style)
    reserved = style.terms.reserved(phrase(office.reserved or ""))
    label, places = label_of(office, style), style.terms.counted(office.places, "place")
    if reserved or office.places > 1:  # behind the names, it would be read as of the last one
        label, reserved = f"{label} ({'; '.join(filter(None, (places, reserved)))})", ""
    before = join([with_place(one) for one in office.predecessors], style)
    followed = style.fill("in_place_of", {"people": before}) if before else ""
    note = "; ".join(filter(None, (style.terms.at_present.format(now) if now else "", followed)))
    return ListEntry(
        label,
        tuple(people),
        closed(style.fill("line", {"office": label, "holders": "; ".join(filter(None, (holders, note)))})),
        empty,
        note,
        group=style.terms.typed(squeeze(office.body or "")),
        predecessors=tuple(map(named, (*office.incumbents, *office.predecessors))),
    )


def label_of(office: Outcome, style: HouseStyle) -> str:
    """What a list calls the office."""
    label = office_label(office)
    label = capitalised(label) if style.capital_labels else label
    return style.terms.label(label, other_label(office, style))


def _place(entry: Entry) -> str:
    """What is told beside the one name."""
    return squeeze(entry.people[0].place or "") if len(entry.people) == 1 else ""


def _not_held(situation: Situation) -> str:
    if situation.ahead:
        return ""
    if situation.inquorate:
        return "inquorate"
    return "no_elections" if situation.none_held else ""


def _bridge(facts: MeetingFacts, style: HouseStyle, situation: Situation, values: Values) -> str:
    if not situation.offices or situation.ahead:
        return ""
    if not situation.elected:
        return "bridge_without_elections" if situation.held_only else _bridge_without_winners(situation)
    losers = (entry for office in situation.offices for entry in _losers(office, style, _votes(office, style)))
    others_named = any(entry.is_person for entry in losers)
    several = situation.people_elected > 1 and not others_named
    if situation.all_filled and values["how"] and several:
        return "bridge_alike"
    if situation.none_held or situation.all_co_opted:
        return "bridge_without_elections"
    if is_by_election(facts):
        return "bridge_by_election"
    if several and style.show_unopposed and situation.all_unopposed:
        return "bridge_no_contest"
    return "bridge_re_elected" if several and style.show_re_elected and situation.all_re_elected else "bridge"


def _bridge_without_winners(situation: Situation) -> str:
    if situation.inquorate or situation.none_held:
        return "bridge_without_elections"
    if situation.all_deferred:
        return "bridge_deferred"
    if situation.all_vacant and not situation.stood:
        return "bridge_nobody_stood"
    return "bridge_nobody_elected"


def _told(situation: Situation, bridge: str) -> frozenset[str]:
    """What the lead-in says of everyone, so that no line repeats it."""
    alike = bridge == "bridge_alike"
    told = {
        "unopposed": bridge == "bridge_no_contest" or (alike and situation.all_unopposed),
        "re_elected": (alike or bridge == "bridge_re_elected") and situation.all_re_elected,
        "co_opted": alike and situation.all_co_opted,
    }
    return frozenset(what for what, is_told in told.items() if is_told)


def office_entry(office: Outcome, style: HouseStyle, told: frozenset[str] = NOTHING_TOLD) -> ListEntry:
    """One office with whoever holds it now, how they came to it, and what is open."""
    label = label_of(office, style)
    elected = office.filled
    votes = _votes(office, style)
    losers = _losers(office, style, votes)
    before = join([with_place(person) for person in office.predecessors], style) if elected else ""
    co_opted = [entry for entry in elected if entry.co_opted]
    beside = co_opted[0] if len(co_opted) == 1 else elected[0] if len(elected) == 1 else None
    is_known = office.places == 1 or len(office.predecessors) == (1 if beside else len(elected))
    successor = style.fill("in_place_of" if is_known else "predecessors", {"people": before}) if before else ""
    beside = beside if is_known and beside not in votes else None
    people: list[Person] = []
    signs = list_signs(names := [_names(entry, style) for entry in elected], style)
    remarks = [
        ", ".join(filter(None, (*_remarks(entry, style, told), votes.get(entry), successor if entry is beside else "")))
        for entry in elected
    ]
    if len(elected) > 1 and len(set(remarks)) == 1 and remarks[0] and not (votes and any(map(votes.get, elected))):
        remarks = [*[""] * (len(elected) - 1), style.terms.all_of(len(elected), remarks[0])]
    for index, (entry, remark) in enumerate(zip(elected, remarks, strict=True)):
        people += _people(entry, names[index], remark, _after(signs, names[index + 1 :], style), style)
    empty = _empty(office, votes, style, told) if office.open_seats else ""
    empty = "; ".join(filter(None, (_unnamed(office, style), empty)))
    holders = "".join(map(_in_line, people))
    how_settled = style.terms.typed(tie_words(office.tie_settled)) if office.tie_settled else ""
    tie = style.fill("tie", {"how": how_settled}).replace(" :", ":") if how_settled or _is_tie(office, votes) else ""
    follows = "" if beside else successor
    in_bracket = follows if is_known and len(elected) > 1 else ""
    holders = _with_aside(holders, "; ".join(filter(None, (empty, in_bracket))), len(elected))
    holders += f"{',' if is_known else ';'} {follows}" if follows and not in_bracket else ""
    order = style.not_by_votes if _is_overtaken(elected, office, losers) else ""
    terms = style.terms
    way = "" if "method" in told else terms.method(phrase(office.method or ""))
    term = terms.term(phrase(office.term)) if office.term else ""
    beyond = (way, term, terms.reserved(phrase(office.reserved or "")))
    notes = [text for text in (follows, *_lost(losers, votes, style), tie, order, *beyond) if text]
    rows: tuple[tuple[str, str], ...] = ()
    if style.results_table:
        asides = [(*_remarks(one, style, told), successor if one is beside else "") for one in elected]
        held = [_with_asides(entry, aside, style) for entry, aside in zip(elected, asides, strict=True)]
        others = "; ".join(filter(None, (follows, tie, order, *beyond)))
        rows = tuple(
            (text, figures)
            for text, figures in (
                *((text, _in_column(entry, office, votes)) for entry, text in zip(elected, held, strict=True)),
                (empty, ""),
                *((_lost_alone(entry, style), _in_column(entry, office, votes)) for entry in losers),
                (others, ""),
            )
            if text
        )
    holders = "; ".join([holders, *notes[bool(follows) :]])
    return ListEntry(
        label,
        tuple(people),
        closed(style.fill("line", {"office": label, "holders": holders})),
        empty,
        "; ".join(notes),
        group=style.terms.typed(squeeze(office.body or "")),
        predecessors=tuple(map(named, office.predecessors)) if elected else (),
        losers=tuple(named(person) for entry in losers if entry.is_person for person in entry.people),
        rows=rows,
    )


def _with_asides(entry: Entry, asides: Sequence[str], style: HouseStyle) -> str:
    """Who shares a seat or has it alone, with what is said of them in brackets."""
    names = join([with_place(one) for one in entry.people], style) if entry.is_job_share else _names(entry, style)
    told = ", ".join(filter(None, asides))
    return f"{names} ({told})" if told else names


def _lost_alone(entry: Entry, style: HouseStyle) -> str:
    if not entry.is_person:
        return _names(entry, style)
    asides = (_place(entry), style.job_share if entry.is_job_share else "")
    return style.fill("not_elected", {"people": _with_asides(entry, asides, style)})


def _in_column(entry: Entry, office: Outcome, votes: Mapping[Entry, str]) -> str:
    """The figures of an entry under a head that says what they are; what is no plain vote says so itself."""
    if entry not in votes or office.votes_are is not VotesAre.VOTES:
        return votes.get(entry, "")
    share = "" if entry.percent is None else f"{entry.percent:g}%"
    number = "" if entry.votes is None else f"{entry.votes:,}"
    return f"{number} ({share})" if number and share else number or share


def _with_aside(holders: str, aside: str, elected: int) -> str:
    """What is open, in the bracket behind the only name, or behind all names."""
    if not holders or not aside:
        return holders or aside
    if not holders.endswith(")"):
        return f"{holders} ({aside})"
    return f"{holders[:-1]}; {aside})" if elected == 1 else f"{holders}; {aside}"


def _is_tie(office: Outcome, votes: Mapping[Entry, str]) -> bool:
    """Whether the figures that are printed say so: with several places, one may have been reserved."""
    is_plain = office.places == 1 and office.votes_are is not VotesAre.FIRST_PREFERENCES
    if not votes or not is_plain or not any(map(votes.get, office.elected)):
        return False
    most = office.elected[0].votes
    return most is not None and any(entry.elected is False and entry.votes == most for entry in office.entries)


def _is_overtaken(winners: Sequence[Entry], office: Outcome, losers: Sequence[Entry]) -> bool:
    """Whether the figures that are printed show somebody with fewer votes elected, as to a place that is reserved."""
    if office.places == 1 or office.votes_are is VotesAre.FIRST_PREFERENCES:
        return False
    most = max((loser.votes or 0 for loser in losers if loser.is_person), default=0)
    return any(winner.votes is not None and winner.votes < most for winner in winners)


def _losers(office: Outcome, style: HouseStyle, votes: Mapping[Entry, str]) -> list[Entry]:
    """Who is named as not elected, where votes are printed."""
    lost = [entry for entry in office.entries if entry.elected is False] if style.show_votes else []
    return [entry for entry in lost if entry != ron_that_won(office) and (entry.is_person or entry in votes)]


def _lost(losers: Sequence[Entry], votes: Mapping[Entry, str], style: HouseStyle) -> tuple[str, ...]:
    """Who was not elected; "re-open nominations" is nobody, and has votes all the same."""
    people = []
    for entry in filter(lambda one: one.is_person, losers):
        aside = (_place(entry), style.job_share if entry.is_job_share else "", votes.get(entry, ""))
        told = ", ".join(filter(None, aside))
        people.append(f"{_names(entry, style)} ({told})" if told else _names(entry, style))
    others = [f"{_names(entry, style)}: {votes[entry]}" for entry in losers if not entry.is_person]
    return (style.fill("not_elected", {"people": join(people, style)}) if people else "", *others)


def _names(entry: Entry, style: HouseStyle) -> str:
    if not entry.is_person:
        return style.terms.option(entry.people[0].name)
    return join([printed(person) for person in entry.people], style)


def _votes(office: Outcome, style: HouseStyle) -> Mapping[Entry, str]:
    """The figures to print, in the order of printing. What they are, if not votes, stands beside the first one."""
    if not style.show_votes:
        return {}
    entries = [*office.elected, *(entry for entry in office.entries if entry.elected is False)]
    figures = [(entry, entry.votes) for entry in entries if entry.votes is not None]
    shares = {entry: f"{entry.percent:g}%" for entry in entries if entry.percent is not None}
    figured = _figures(figures, office, style.terms)
    return {
        entry: ", ".join(filter(None, (figured.get(entry), shares.get(entry))))
        for entry in entries
        if entry in figured or entry in shares
    }


def _figures(figures: Sequence[tuple[Entry, int]], office: Outcome, terms: Terms) -> dict[Entry, str]:
    if office.votes_are is VotesAre.VOTES:
        return {entry: terms.counted(votes, "vote") for entry, votes in figures}
    found = {entry: f"{votes:,}" for entry, votes in figures}
    for entry, votes in figures[:1]:
        if office.votes_are is VotesAre.FIRST_PREFERENCES:
            found[entry] = terms.counted(votes, "first preference")
        else:
            found[entry] = terms.final_stage.format(terms.counted(votes, "vote"))
    return found


def _in_line(person: Person) -> str:
    remark = f" ({person.remark})" if person.remark else ""
    after = person.after if not person.after or person.after[0] in ",;" else f" {person.after}"
    return f"{person.name}{remark}{after} " if after else f"{person.name}{remark}"


def _after(signs: tuple[str, str], following: Sequence[str], style: HouseStyle) -> str:
    """What stands between one item of a list and the next, where these follow."""
    between, before_last = signs
    if len(following) > 1 or not following:
        return between if following else ""
    return f"{before_last} {style.terms.joiner(style.joiner, before_last, following[0])}".strip(" ")


def _people(entry: Entry, name: str, remark: str, separator: str, style: HouseStyle) -> list[Person]:
    if not entry.is_job_share:
        return [Person(name, remark, separator, person_id=entry.people[0].person_id)]
    *sharing, last = entry.people
    signs = list_signs(names := [with_place(person) for person in entry.people], style)
    return [
        *(
            Person(name, "", _after(signs, names[index + 1 :], style), person_id=one.person_id)
            for index, (one, name) in enumerate(zip(sharing, names, strict=False))
        ),
        Person(names[-1], remark, separator, person_id=last.person_id),
    ]


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
    if entry.holds:
        how = style.terms.holds[entry.holds]
    until = until_words(entry.until, style) if entry.until else ""
    return (_place(entry), style.job_share if entry.is_job_share else "", how, until)


def _unnamed(office: Outcome, style: HouseStyle) -> str:
    """How many places are filled by people who are not named."""
    if not office.unnamed:
        return ""
    if office.places == 1:
        return style.terms.filled
    return style.terms.counted(office.unnamed, "more place filled" if office.filled else "place filled")


def _empty(office: Outcome, votes: Mapping[Entry, str], style: HouseStyle, told: frozenset[str]) -> str:
    ron = ron_that_won(office)
    if ron:
        return f"{style.reopened} ({votes[ron]})" if ron in votes else style.reopened
    to = "" if "deferred_to" in told else style.terms.date(office.deferred_to, style.date_style)
    values = {"places": style.terms.counted(office.open_seats, "place"), "to": to}
    some_filled = bool(office.filled or office.unnamed)
    state = office.open_state
    if state is OfficeState.DECIDED:
        is_whole = office.places == 1 and not is_one_of_several(office)
        return style.vacant if is_whole else style.fill("places_vacant", values)
    if state is OfficeState.DEFERRED:
        return style.fill("places_deferred" if some_filled else "deferred", values)
    if state is OfficeState.SUSPENDED:
        return style.fill("places_suspended", values) if some_filled else style.suspended
    if "undecided" in told:
        return ""
    return style.fill("places_undecided", values) if some_filled else style.undecided
