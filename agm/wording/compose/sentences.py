"""One to three results as running text, where nothing is recorded that needs a list."""

from collections.abc import Iterator, Sequence

from agm.facts import Entry, Holding, MeetingFacts, OfficeState, Outcome
from agm.language.en import capitalised, counted, is_plural
from agm.language.partial_date import PartialDate
from agm.wording.compose.grammar import closed, date_text, is_body, join, to_office, with_place, with_the
from agm.wording.compose.situation import Situation, is_by_election, ron_that_won
from agm.wording.compose.values import MOST_NAMED, office_label, other_label
from agm.wording.style import HouseStyle

CONTINUES = "continues"
SENTENCES = {
    OfficeState.DECIDED: "sentence_vacant",
    OfficeState.DEFERRED: "sentence_deferred",
    OfficeState.SUSPENDED: "sentence_suspended",
    OfficeState.UNDECIDED: "sentence_undecided",
}


def results_sentence(facts: MeetingFacts, situation: Situation, style: HouseStyle) -> str:
    """The results in sentences; "" where a list reads better."""
    offices = situation.offices
    is_told = is_by_election(facts) and len(facts.results) == 1
    to = {office.deferred_to for office in offices}
    alike = situation.all_vacant or (situation.all_deferred and len(to) == 1)
    few = len(offices) <= style.longest_sentence or (style.longest_sentence and alike)
    if not few or any(_needs_list(office, style) for office in offices) or _would_be_misread(offices):
        return ""
    return closed(" ".join([*_elected(offices, style), *_open(offices, is_told, style)]))


def _needs_list(office: Outcome, style: HouseStyle) -> bool:
    elected = office.filled
    beyond = (office.unnamed, office.method, office.term, office.reserved, office.body, other_label(office, style))
    if any(beyond) or is_one_of_several(office) or any(map(_is_list_only, office.filled)):
        return True
    if office.tie_settled or (style.show_votes and any(entry.votes is not None for entry in office.entries)):
        return True
    if not elected:
        return False
    alike = len({how(office, index, style) for index in range(len(elected))}) == 1
    plain = alike and not office.open_seats and (len(elected) == 1 or not any(entry.is_job_share for entry in elected))
    named = len(elected) <= MOST_NAMED and to_office(office_label(office))
    return not plain or not named or (bool(office.predecessors) and len(elected) > 1)


def is_one_of_several(office: Outcome) -> bool:
    """Whether a label of several (“Auditors”) has so many vacant places, and others may be filled."""
    return bool(office.vacancies_told) and is_plural(office_label(office))


def _is_list_only(entry: Entry) -> bool:
    return bool(entry.until) or entry.holds in (Holding.EX_OFFICIO, Holding.HONORARY, Holding.IN_OFFICE)


def _would_be_misread(offices: Sequence[Outcome]) -> bool:
    """Whether several names would run into each other: people who share an office, names that hold a comma."""
    entries = [entry for office in offices for entry in office.filled]
    names = [with_place(person) for entry in entries for person in entry.people]
    return len(entries) > 1 and (any(entry.is_job_share for entry in entries) or any("," in name for name in names))


def how(office: Outcome, index: int, style: HouseStyle) -> str:
    """How somebody came to the office: "elected unopposed", "re-elected", "co-opted" …"""
    entry = office.filled[index]
    if entry.holds:
        return CONTINUES if entry.holds is Holding.CONTINUING else entry.holds.value
    unopposed, re_elected = entry.unopposed and style.show_unopposed, entry.re_elected and style.show_re_elected
    if entry.co_opted:
        return style.co_opted
    if re_elected:
        return style.re_elected_unopposed if unopposed else style.re_elected
    return f"elected {style.unopposed}" if unopposed else "elected"


def _elected(offices: Sequence[Outcome], style: HouseStyle) -> Iterator[str]:
    """A sentence for each way to come to an office."""
    filled = [office for office in offices if office.filled]
    for way in dict.fromkeys(how(office, 0, style) for office in filled):
        posts: dict[tuple[str, ...], list[str]] = {}
        for office in filled:
            if how(office, 0, style) == way:
                names = tuple(with_place(person) for entry in office.filled for person in entry.people)
                posts.setdefault(names, []).append(_post(office, style))
        first, *others = posts.items()
        also = [f"{join(names, style)} {join(labels, style)}" for names, labels in others]
        people = join(first[0], style) + ("," if "," in first[0][-1] else "")
        were = "was" if len(first[0]) == 1 else "were"
        offices_text = join([join(first[1], style), *also], style)
        if way == CONTINUES:
            yield f"{capitalised(people)} {'continues' if len(first[0]) == 1 else 'continue'} {offices_text}."
            continue
        yield style.fill("sentence_elected", {"people": people, "were": were, "how": way, "offices": offices_text})


def _post(office: Outcome, style: HouseStyle) -> str:
    before = style.fill("in_place_of", {"people": join([with_place(one) for one in office.predecessors], style)})
    to = to_office(office_label(office))
    to += f" ({style.job_share})" if any(entry.is_job_share for entry in office.filled) else ""
    return f"{to} {before}" if office.predecessors else to


def _open(offices: Sequence[Outcome], is_told: bool, style: HouseStyle) -> Iterator[str]:
    """A sentence for each reason why offices are open. `is_told`: the opening has named the only one."""
    empty = [office for office in offices if not office.filled]
    for item in dict.fromkeys(map(_item, empty)):
        same = [office for office in empty if _item(office) == item]
        dates = sorted({office.deferred_to for office in same}, key=lambda to: str(to) if to else "later")
        (to, first), *others = [(to, [office for office in same if office.deferred_to == to]) for to in dates]
        one = len(first) == 1 and first[0].places == 1
        labels = "" if is_told else f" for {join([with_the(office_label(office)) for office in first], style)}"
        until = [date_text(to, style.date_style), *(_deferred(offices, to, style) for to, offices in others)]
        values = {
            "offices": _offices(first, style),
            "elections": f"the election{'' if one else 's'}{labels}",
            "results": f"the result{'' if one else 's'}{labels}",
            "are": "is" if one else "are",
            "have": "has" if one else "have",
            "to": join(until, style),
        }
        yield style.fill(item, values)


def _item(office: Outcome) -> str:
    return "sentence_reopened" if ron_that_won(office) else SENTENCES[office.open_state]


def _deferred(offices: Sequence[Outcome], to: PartialDate | None, style: HouseStyle) -> str:
    """ "the election for Clerk to June 2024", after another that has been deferred."""
    labels = join([with_the(office_label(office)) for office in offices], style)
    several = len(offices) > 1 or offices[0].places > 1
    return f"the election{'s' if several else ''} for {labels} to {date_text(to, style.date_style) or 'a later date'}"


def _offices(offices: Sequence[Outcome], style: HouseStyle) -> str:
    """ "the offices of Chair and Secretary", "two places for Auditors", "the Northern seat"."""
    posts, places = [], []
    for office in offices:
        label = with_the(office_label(office))
        if is_body(office_label(office)):
            number = "the place" if office.places == 1 else counted(office.places, "place", "places", in_words=True)
            places.append(f"{number} on {label}")
        elif office.places > 1:
            places.append(f"{counted(office.places, 'place', 'places', in_words=True)} for {label}")
        elif label.startswith("the "):
            places.append(label)
        else:
            posts.append(label)
    the_offices = [f"the office{'' if len(posts) == 1 else 's'} of {join(posts, style)}"] if posts else []
    return f" {style.joiner} ".join([*the_offices, *([join(places, style)] if places else [])])
