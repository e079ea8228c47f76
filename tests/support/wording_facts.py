"""Facts for tests of the wording: a short way to write them down, and a hypothesis strategy that makes all kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import strategies as st

from agm.facts import (
    FORMAT_VERSION,
    Entry,
    Figure,
    HeldAs,
    MeetingFacts,
    MeetingKind,
    Motion,
    MotionKind,
    MotionOutcome,
    OfficeState,
    OrganisationFacts,
    Outcome,
    Paragraph,
    PersonName,
    RegionFacts,
    Speaker,
    SpeakerKind,
    SupportMessage,
    Threshold,
    Vote,
)
from agm.language.partial_date import PartialDate

ORGANISATION = OrganisationFacts("Civic Commonweal Movement", "CCM")
REGION = RegionFacts("Northern Vale")
SPACES = " "
LETTERS = "abcXYZéŵñłß012נעمر" + SPACES + "'’\"-–,.;:&/()*_[]<>{}#+!|\\`~@%"


def person(name: str, prefix: str | None = None, suffix: str | None = None) -> PersonName:
    """A name with what stands before and after it."""
    return PersonName(name, prefix, suffix)


def elected(*names: str, unopposed: bool = False, re_elected: bool = False, votes: int | None = None) -> Entry:
    """An entry that won."""
    return Entry(tuple(map(PersonName, names)), True, unopposed=unopposed, re_elected=re_elected, votes=votes)


def not_elected(*names: str) -> Entry:
    """An entry that lost."""
    return Entry(tuple(map(PersonName, names)), elected=False)


def co_opted(*names: str) -> Entry:
    """An entry that the committee chose."""
    return Entry(tuple(map(PersonName, names)), elected=True, co_opted=True)


def office(
    label: str,
    *candidacies: Entry,
    seats: int = 1,
    state: OfficeState = OfficeState.DECIDED,
    plural_label: str | None = None,
    predecessors: tuple[PersonName, ...] = (),
    deferred_to: PartialDate | None = None,
) -> Outcome:
    """An office whose result is recorded."""
    return Outcome(
        label,
        plural_label=plural_label,
        seats=seats,
        state=state,
        entries=candidacies,
        predecessors=predecessors,
        deferred_to=deferred_to,
    )


PIECES = (
    "Ann", "O'Leary", "Żółtowski", "נעמי לוי", "عمر", "van der Berg-Smith", "*x*", "_y_", "[z](w)", "<b>c</b>", "{d}",
    "#e", "1. f", "- g", "+h", "R & D", "&amp;", "a | b", "`i`", "\\j", "~k~", 'the "l"', "‘m’ – n", "o, p", "(q)",
    "3 -- 4!", "<!-- r",
)  # fmt: skip


def text_of(most: int = 2) -> st.SearchStrategy[str]:
    """Texts made of names of several scripts, and of all signs that mean something to some format."""
    return st.lists(st.sampled_from(PIECES), min_size=1, max_size=most).map(" ".join)


def optional_text() -> st.SearchStrategy[str | None]:
    """Such a text, or none."""
    return st.none() | text_of(1)


names = st.builds(PersonName, text_of(), optional_text(), optional_text())
dates = (
    st.none()
    | st.dates(max_value=date(2999, 12, 31), min_value=date(1000, 1, 1)).map(PartialDate.of)
    | st.builds(PartialDate, st.integers(1000, 2999), st.integers(1, 12))
)


@st.composite
def candidacies(draw: st.DrawFn) -> Entry:
    """An entry whose marks fit together."""
    people = tuple(draw(st.lists(names, min_size=1, max_size=3, unique_by=lambda person: person.name)))
    won = draw(st.sampled_from([True, True, False, None]))
    how = draw(st.sampled_from(["", "unopposed", "re_elected", "both", "co_opted"])) if won else ""
    return Entry(
        people,
        elected=won,
        unopposed=how in ("unopposed", "both"),
        re_elected=how in ("re_elected", "both"),
        co_opted=how == "co_opted",
    )


@st.composite
def offices(draw: st.DrawFn) -> Outcome:
    """An office with at least as many seats as were won."""
    entries = tuple(draw(st.lists(candidacies(), max_size=3)))
    names_of = [person.name for entry in entries for person in entry.people]
    entries = entries if len(set(names_of)) == len(names_of) else entries[:1]
    if any(entry.elected is False for entry in entries):
        entries = tuple(replace(entry, unopposed=False) for entry in entries)
    won = sum(1 for entry in entries if entry.elected)
    seats = draw(st.integers(max(1, won), max(1, won) + 2))
    states = list(OfficeState) if seats > won else [OfficeState.UNDECIDED, OfficeState.DECIDED]
    state = draw(st.sampled_from(states))
    return Outcome(
        draw(text_of()),
        plural_label=draw(optional_text()),
        seats=seats,
        canonical_key=draw(st.none() | st.just("chair")),
        state=state,
        entries=entries,
        predecessors=tuple(draw(st.lists(names, max_size=1))),
        deferred_to=draw(dates.filter(bool)) if state is OfficeState.DEFERRED and draw(st.booleans()) else None,
        rejected_papers=draw(st.none() | st.integers(0, 9)),
    )


@st.composite
def motions_of(draw: st.DrawFn) -> Motion:
    """A motion that does not contradict its figures."""
    figures = draw(st.booleans())
    more, fewer = draw(st.integers(1, 99)), 0
    outcome = draw(st.sampled_from([None, *MotionOutcome]))
    vote = Vote(words=draw(optional_text()))
    if figures and outcome is MotionOutcome.CARRIED:
        vote = Vote(more, fewer, draw(st.none() | st.integers(0, 9)))
    elif figures and outcome is MotionOutcome.LOST:
        vote = Vote(fewer, more, draw(st.none() | st.integers(0, 9)))
    return Motion(
        draw(text_of()),
        draw(st.sampled_from(list(MotionKind))),
        draw(optional_text()),
        outcome,
        vote,
        draw(st.sampled_from(list(Threshold))),
        mover=draw(st.none() | names),
    )


def _label(result: Outcome) -> str:
    return " ".join(result.label.casefold().split())


@st.composite
def meetings(draw: st.DrawFn) -> MeetingFacts:
    """Facts of a meeting that `check_facts` finds nothing wrong with."""
    speakers = tuple(
        draw(
            st.lists(
                st.builds(Speaker, names, optional_text(), st.sampled_from(list(SpeakerKind))),
                max_size=4,
                unique_by=lambda speaker: speaker.person.name,
            )
        )
    )
    results = tuple(draw(st.lists(offices(), max_size=4, unique_by=_label)))
    held_on = draw(dates)
    if held_on and any(one.deferred_to and one.deferred_to.last < held_on.last for one in results):
        held_on = None
    any_elected = any(not entry.co_opted for result in results for entry in result.elected)
    messages = st.builds(SupportMessage, names, optional_text(), optional_text())
    figures = st.none() | st.builds(Figure, st.none() | st.integers(0, 2000), optional_text())
    said = st.builds(Paragraph, text_of(4), st.just(tuple(sorted({speaker.person.name for speaker in speakers}))))
    motions = tuple(draw(st.lists(motions_of(), max_size=2)))
    return MeetingFacts(
        format_version=FORMAT_VERSION,
        organisation=OrganisationFacts(draw(text_of()), draw(optional_text())),
        region=draw(st.none() | st.builds(RegionFacts, text_of(), optional_text())),
        kind=draw(st.sampled_from(list(MeetingKind))),
        ordinal=draw(st.none() | st.integers(1, 300)),
        held_on=held_on,
        starts_at=draw(st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))),
        venue=draw(optional_text()),
        held_as=draw(st.none() | st.sampled_from(list(HeldAs))),
        quorum=draw(figures),
        attendance=draw(figures),
        speakers=speakers,
        said=tuple(draw(st.lists(said, max_size=2))),
        messages=tuple(draw(st.lists(messages, max_size=3, unique_by=lambda message: message.person.name))),
        messages_from=draw(optional_text()),
        elections=draw(st.sampled_from([None, True] if any_elected else [None, True, False])),
        results=results,
        motions=motions,
    )
