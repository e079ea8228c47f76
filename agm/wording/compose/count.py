"""What a count gives: turnout in sentences, and the stages of a count in a list."""

from collections.abc import Iterator, Mapping, Sequence

from agm.facts import Outcome, PersonName, Stage, Turnout
from agm.language.en import counted, number_word
from agm.language.letters import same_name
from agm.wording.compose.grammar import closed, join, phrase, printed, squeeze, with_the
from agm.wording.compose.naming import named
from agm.wording.document import ListEntry, Listing, Part, Person, Sentence
from agm.wording.style import HouseStyle
from agm.wording.terms import ENGLISH


def count_parts(
    offices: Sequence[Outcome], turnout: Turnout | None, style: HouseStyle, *, each_way: bool = False
) -> tuple[Part, ...]:
    """How the vote was held, how many voted, what was set aside, and the stages of each count; `each_way` how each
    office was voted on, where no list of offices says so."""
    parts: list[Part] = []
    sentences = list(_ways(offices, each=each_way))
    sentences += turnout_sentences(turnout, several=len(offices) > 1) if turnout else []
    for office in offices:
        if office.turnout:
            sentences += turnout_sentences(office.turnout, office.printed_label)
        if office.quota is not None:
            sentences.append(f"The quota for {with_the(office.printed_label)} was {figure(office.quota)}.")
        if office.rejected_papers is not None and not are_papers_told(office, turnout if len(offices) == 1 else None):
            sentences.append(_set_aside(office, several=len(offices) > 1))
    if sentences:
        parts.append(Sentence(closed(" ".join(sentences))))
    entries = tuple(entry for office in offices for entry in stage_entries(office, style))
    if entries:
        parts += [Sentence("The count went as follows:", lead_in=True), Listing(entries, 0)]
    return tuple(parts)


def are_papers_told(office: Outcome, turnout: Turnout | None) -> bool:
    """Whether the turnout says how many papers could not be counted; `turnout` of all, where the office is all."""
    own = office.turnout
    return bool(own and own.rejected) or office.rejected_papers in [one.rejected for one in (own, turnout) if one]


def _ways(offices: Sequence[Outcome], *, each: bool) -> Iterator[str]:
    """How all were voted on; where that differs, how `each` was whose way is known."""
    if way := common_method(offices):
        yield f"Voting was {way}."
    elif each:
        for office in offices:
            to = f" for {with_the(office.printed_label)}" if len(offices) > 1 else ""
            yield f"Voting{to} was {method_words(office.method)}." if office.method else ""


def _set_aside(office: Outcome, *, several: bool) -> str:
    number = office.rejected_papers or 0
    to = f" for {with_the(office.printed_label)}" if several else ""
    if not number:
        return f"No voting paper{to} had to be set aside."
    papers = counted(number, "voting paper", "voting papers", in_words=True)
    return f"{papers[:1].upper()}{papers[1:]}{to} could not be counted."


def common_method(offices: Sequence[Outcome]) -> str:
    """How all the offices were voted on, where that is told of each and is one way."""
    ways = {method_words(office.method or "") for office in offices}
    return ways.pop() if len(ways) == 1 and len(offices) > 1 else ""


def method_words(method: str) -> str:
    """What follows "elected": "by a show of hands", "en bloc"."""
    return ENGLISH.method(phrase(method))


def figure(number: float) -> str:
    """A number of votes, with its fraction where it has one: "1,104", "120.5"."""
    return f"{number:,.5f}".rstrip("0").rstrip(".")


def turnout_sentences(turnout: Turnout, label: str = "", *, several: bool = False) -> list[str]:
    """How many had a vote, voted and were counted; each figure that is known, once."""
    return [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in _turnout(turnout, label, several=several)]


def _turnout(turnout: Turnout, label: str, *, several: bool) -> Iterator[str]:
    to = f" for {with_the(label)}" if label else ""
    eligible, issued, returned = turnout.eligible, turnout.issued, turnout.returned
    share = "" if turnout.percent is None else f"{turnout.percent:g}%"
    aside = f", a turnout of {share}" if share else ""
    if eligible is not None and returned is not None:
        yield f"of {counted(eligible, 'person', 'people')} with a vote{to}, {returned:,} voted{aside}"
    elif eligible is not None:
        yield f"in all, {counted(eligible, 'person', 'people')} had a vote{to}"
    elif returned is not None and issued is None:
        voted = counted(returned, "vote was", "votes were") + " cast"
        if several:  # each had a vote for each office
            voted = counted(returned, "person", "people") + " voted"
        yield f"in all, {voted}{to}{aside}"
    if issued is not None:
        papers = counted(issued, "voting paper was", "voting papers were")
        back = f", and {returned:,} came back" if returned is not None and eligible is None else ""
        yield f"in all, {papers} given out{to if eligible is None else ''}{back}"
    if share and (returned is None or (issued is not None and eligible is None)):
        yield f"the turnout{to if eligible is None and issued is None else ''} was {share}"
    yield from _counted(turnout, to if (eligible, issued, returned) == (None, None, None) and not share else "")


def _counted(turnout: Turnout, to: str) -> Iterator[str]:
    rejected, valid = turnout.rejected, turnout.valid
    if rejected is not None:
        papers = counted(rejected, "voting paper", "voting papers", in_words=True) if rejected else "no voting paper"
        number = papers if turnout.returned is not None else number_word(rejected) if rejected else "none"
        was = "was" if rejected <= 1 else "were"
        left = f", which left {counted(valid, 'valid vote', 'valid votes')}" if valid is not None and rejected else ""
        what = "" if turnout.returned is not None else " of the votes" if not rejected else " of the votes cast"
        yield f"{number}{what}{to} {was} rejected{left}"
        if valid is None or left:
            return
    if valid is not None:
        yield f"there {'was' if valid == 1 else 'were'} {counted(valid, 'valid vote', 'valid votes')}{to}"


def stage_entries(office: Outcome, style: HouseStyle) -> Iterator[ListEntry]:
    """An entry for each stage of the count: what each candidate had, and what followed."""
    if not office.stages:
        return
    by_name: dict[str, PersonName] = {
        same_name(person.name): person for entry in office.entries for person in entry.people
    }
    for number, stage in enumerate(office.stages, start=1):
        label = style.terms.stage(office.printed_label, squeeze(office.label_alt or ""), number)
        people = tuple(
            _with_votes(by_name.get(same_name(one.name), PersonName(one.name)), figure(one.votes), last=one is last)
            for last in stage.votes[-1:]
            for one in stage.votes
        )
        note = "; ".join(_note(stage, style, by_name))
        told = ", ".join(f"{one.name} {one.remark}" for one in people)
        yield ListEntry(label, people, f"{label}: {'; '.join(filter(None, (told, note)))}", "", note)


def _with_votes(person: PersonName, votes: str, *, last: bool) -> Person:
    who = named(person)
    return Person(who.name, votes, "" if last else ",", person_id=who.person_id)


def _note(stage: Stage, style: HouseStyle, by_name: Mapping[str, PersonName]) -> Iterator[str]:
    terms = style.terms

    def names(who: Sequence[str]) -> str:
        return join([printed(by_name.get(same_name(name), PersonName(name))) for name in who], style)

    if stage.transferred:
        yield terms.transferred.format(terms.typed(phrase(stage.transferred)))
    if stage.elected:
        yield terms.elected.format(names(stage.elected))
    if stage.excluded:
        yield terms.excluded.format(names(stage.excluded))
    if stage.not_transferable is not None:
        yield terms.not_transferable.format(figure(stage.not_transferable))
