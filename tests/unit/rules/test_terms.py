"""Terms of office follow from the acts alone: single cases, and properties that hold for any acts in any order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from agm.language.partial_date import PartialDate
from agm.rules.terms import ActKind, AppointmentKind, EndReason, Entry, OfficeAct, Term, is_after, terms

ANN, BO, CY, DI, ED = range(1, 6)
NAMES = dict(zip(range(1, 6), ("Ann", "Bo", "Cy", "Di", "Ed"), strict=True))


def day(text: str | None) -> PartialDate | None:
    """A date as it is written."""
    return None if text is None else PartialDate.parse(text)


def elected(number: int, on: str, *entries: int | tuple[int, ...], seats: int = 1, **more: object) -> OfficeAct:
    """An annual meeting's result; the meeting has the number of the act that is not a correction."""
    found = tuple(Entry((one,) if isinstance(one, int) else one, AppointmentKind.ELECTED) for one in entries)
    act = OfficeAct(
        id=number, kind=ActKind.ELECTED, on=day(on), entries=found, seats=seats, ends_terms=True, source=f"m:{number}"
    )
    return replace(act, **more)  # type: ignore[arg-type]  # fields by name


def filled(number: int, on: str | None, *people: int, seats: int = 1, **more: object) -> OfficeAct:
    """A seat filled between meetings."""
    entry = Entry(people, AppointmentKind.CO_OPTED)
    act = OfficeAct(id=number, kind=ActKind.FILLED, on=day(on), entries=(entry,), seats=seats)
    return replace(act, **more)  # type: ignore[arg-type]  # fields by name


def left(number: int, concerns: int, on: str | None, *people: int, **more: object) -> OfficeAct:
    """People resigned."""
    act = OfficeAct(
        id=number, kind=ActKind.LEFT, on=day(on), entries=(Entry(people),), concerns=concerns,
        end_reason=EndReason.RESIGNED,
    )  # fmt: skip
    return replace(act, **more)  # type: ignore[arg-type]  # fields by name


def corrected(
    number: int, kind: ActKind, concerns: int, on: str | None, *people: int, how: AppointmentKind | None = None
) -> OfficeAct:
    """A term put right by hand."""
    return OfficeAct(id=number, kind=kind, on=day(on), entries=(Entry(people, how),), concerns=concerns)


def told(*acts: OfficeAct, seats: int = 1) -> list[str]:
    """The terms in short: "1 Ann & Bo 2020-2021 resigned"."""
    found, _vacant = terms(acts, seats)
    return [
        f"{one.seat} {' & '.join(NAMES[person] for person in one.people)} {one.since or '?'}/{one.until or '-'}"
        + (f" {one.end_reason}" if one.end_reason else "")
        for one in found
    ]


def test_each_annual_meeting_ends_the_terms_before_it() -> None:
    acts = elected(1, "2023-04-23", ANN), elected(2, "2024-04-21", ANN), elected(3, "2025-04-20")
    assert told(*acts) == ["1 Ann 2023-04-23/2024-04-21 term_ended", "1 Ann 2024-04-21/2025-04-20 term_ended"]
    assert terms(acts, 2)[1] == 2
    assert terms(acts[:2], 2)[1] == 1
    assert terms([elected(1, "2024", ANN, BO, CY, seats=2)], 2)[1] == 0


def test_archive_taken_over_backwards_fits_in_before() -> None:
    acts = elected(1, "2024-04-21", CY), elected(2, "2020", ANN), elected(3, "2022-05", BO)
    assert told(*acts) == [
        "1 Ann 2020/2022-05 term_ended",
        "1 Bo 2022-05/2024-04-21 term_ended",
        "1 Cy 2024-04-21/-",
    ]


def test_by_election_fills_a_free_seat_and_else_ends_the_oldest_term() -> None:
    both = elected(1, "2023-04-23", ANN, BO, seats=2)
    won = elected(2, "2024-02-01", CY, seats=2, ends_terms=False)
    assert told(both, won) == [
        "1 Ann 2023-04-23/2024-02-01 term_ended",
        "2 Bo 2023-04-23/-",
        "1 Cy 2024-02-01/-",
    ]
    assert told(replace(both, entries=both.entries[:1]), won) == ["1 Ann 2023-04-23/-", "2 Cy 2024-02-01/-"]
    more_than_seats = elected(1, "2023-04-23", ANN, BO, CY, seats=2)
    assert [line[0] for line in told(more_than_seats)] == ["1", "2", "3"]


def test_corrected_winner_takes_only_what_changes() -> None:
    first = elected(1, "2024-04-21", ANN, BO, seats=2)
    second = elected(2, "2024-04-21", CY, BO, seats=2, replaces=1)
    found, _vacant = terms([first, second], 2)
    assert [(one.people, one.seat, one.origin, one.named_in) for one in found] == [((CY,), 1, 1, 2), ((BO,), 2, 1, 2)]
    assert told(first, OfficeAct(id=3, kind=ActKind.RETRACTED, replaces=1)) == []


def test_resignation_before_the_correction_stays_with_who_resigned() -> None:
    first, resigned = elected(1, "2024-04-21", ANN), left(2, 1, "2024-06-01", ANN)
    spelled = elected(3, "2024-04-21", ANN, replaces=1)
    assert told(first, resigned, spelled) == ["1 Ann 2024-04-21/2024-06-01 resigned"]
    assert told(first, resigned, replace(spelled, entries=(Entry((BO,), AppointmentKind.ELECTED),))) == [
        "1 Bo 2024-04-21/-"
    ]
    back = elected(5, "2024-04-21", ANN, replaces=4)
    assert told(first, resigned, elected(4, "2024-04-21", BO, replaces=1), back) == [
        "1 Ann 2024-04-21/2024-06-01 resigned"
    ]


def test_corrected_date_moves_what_the_meeting_began_and_ended() -> None:
    acts = elected(1, "2023-04-23", ANN), elected(2, "2024-04-14", BO), elected(3, "2024-04-21", BO, replaces=2)
    assert told(*acts) == ["1 Ann 2023-04-23/2024-04-21 term_ended", "1 Bo 2024-04-21/-"]
    by_hand = corrected(4, ActKind.DATE_CORRECTED, 2, "2024-05", BO)
    assert told(*acts, by_hand) == ["1 Ann 2023-04-23/2024-04-21 term_ended", "1 Bo 2024-05/-"]
    way = corrected(5, ActKind.WAY_CORRECTED, 3, None, BO, how=AppointmentKind.UNOPPOSED)
    assert terms([*acts, way], 1)[0][1].appointment_kind is AppointmentKind.UNOPPOSED


def test_who_left_before_the_corrected_date_is_told() -> None:
    acts = elected(1, "2024-04-14", ANN), left(2, 1, "2024-04-20", ANN), elected(3, "2024-04-21", ANN, replaces=1)
    (term,) = terms(acts, 1)[0]
    assert (term.since, term.until, term.left_before) == (day("2024-04-21"), day("2024-04-21"), day("2024-04-20"))


def test_rest_of_a_job_share_goes_on_until_the_next_meeting() -> None:
    acts = elected(1, "2022-04-24", (ANN, BO, CY)), left(2, 1, "2023-01", BO), left(3, 2, "2023-02", ANN)
    assert told(*acts, elected(4, "2024", DI)) == [
        "1 Ann & Bo & Cy 2022-04-24/2023-01 resigned",
        "1 Ann & Cy 2023-01/2023-02 resigned",
        "1 Cy 2023-02/2024 term_ended",
        "1 Di 2024/-",
    ]
    found, _vacant = terms(acts, 1)
    assert [one.appointment_kind for one in found] == [
        AppointmentKind.ELECTED,
        AppointmentKind.CONTINUED,
        AppointmentKind.CONTINUED,
    ]
    sooner = left(5, 1, "2022-12", BO, replaces=2)
    assert told(*acts, sooner)[:2] == [
        "1 Ann & Bo & Cy 2022-04-24/2022-12 resigned",
        "1 Ann & Cy 2022-12/2023-02 resigned",
    ]


def test_resignation_goes_with_a_renewal_that_is_recorded_later() -> None:
    acts = (
        elected(1, "2022", ANN),
        left(2, 1, "2024-06-01", ANN),
        elected(3, "2023", ANN),
        elected(4, "2024-04-21", ANN),
    )
    assert told(*acts)[1:] == ["1 Ann 2023/2024-04-21 term_ended", "1 Ann 2024-04-21/2024-06-01 resigned"]
    assert told(*acts[:2], elected(3, "2023", BO)) == ["1 Ann 2022/2023 term_ended", "1 Bo 2023/-"]
    assert told(*acts[:2], elected(3, "2023")) == ["1 Ann 2022/2024-06-01 resigned"]


def test_seat_filled_in_the_year_of_a_meeting_that_was_known_goes_on_after_it() -> None:
    meeting = elected(1, "2024-04-21", ANN, seats=2)
    assert told(meeting, filled(2, "2024", BO, seats=2, concerns=1)) == ["1 Ann 2024-04-21/-", "2 Bo 2024/-"]
    assert told(meeting, filled(2, "2024", BO, seats=2)) == ["1 Bo 2024/2024-04-21 term_ended", "1 Ann 2024-04-21/-"]
    assert told(meeting, filled(2, None, BO, seats=2, concerns=1)) == ["1 Ann 2024-04-21/-", "2 Bo ?/-"]


def test_meeting_does_not_end_a_term_that_is_said_to_continue() -> None:
    acts = elected(1, "2022", ANN), elected(2, "2023"), corrected(3, ActKind.CONTINUING, 1, "2023", ANN)
    assert told(*acts) == ["1 Ann 2022/-"]
    assert told(*acts, elected(4, "2024")) == ["1 Ann 2022/2024 term_ended"]


@st.composite
def dates(draw: st.DrawFn) -> PartialDate | None:
    """A date of few years, so that many fall together; often only partly known."""
    year = draw(st.integers(2020, 2023))
    known = draw(st.sampled_from(["day", "day", "month", "year", "unknown"]))
    if known == "unknown":
        return None
    month = None if known == "year" else draw(st.sampled_from([2, 4, 9]))
    return PartialDate(year, month, draw(st.sampled_from([1, 21])) if known == "day" else None)


PEOPLE = st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def histories(draw: st.DrawFn) -> list[OfficeAct]:
    """Acts on an office of any kind, as they could be recorded: each correction after what it corrects."""
    seats = draw(st.integers(1, 2))
    acts: list[OfficeAct] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        begun = [act for act in acts if act.kind in {ActKind.ELECTED, ActKind.FILLED, ActKind.LEFT}]
        kind = draw(st.sampled_from(list(ActKind))) if begun else ActKind.ELECTED
        on = draw(dates())
        if kind is ActKind.ELECTED:
            people = draw(st.permutations(range(1, 6)))
            width = draw(st.integers(1, 2))
            won = [tuple(people[at : at + width]) for at in range(0, draw(st.integers(0, 2)) * width, width)]
            entries = tuple(Entry(one, AppointmentKind.ELECTED) for one in won)
            act = OfficeAct(id=number, kind=kind, on=on, entries=entries, seats=seats, source=f"m:{number}")
            acts.append(replace(act, ends_terms=draw(st.booleans())))
        elif kind is ActKind.FILLED:
            entry = Entry(draw(PEOPLE), AppointmentKind.CO_OPTED)
            known = draw(st.sampled_from([None, *(act.id for act in begun if act.kind is ActKind.ELECTED)]))
            acts.append(OfficeAct(id=number, kind=kind, on=on, entries=(entry,), seats=seats, concerns=known))
        elif kind is ActKind.RETRACTED:
            replaced = {act.replaces for act in acts}
            free = [act.id for act in acts if act.id not in replaced]
            acts.append(OfficeAct(id=number, kind=kind, replaces=draw(st.sampled_from(free))))
        else:
            concerned = draw(st.sampled_from(begun))
            entry = draw(st.sampled_from(concerned.entries or (Entry((1,)),)))
            ended = EndReason.RESIGNED if kind is ActKind.LEFT else None
            corrections = [one for one in acts if (one.kind, one.concerns) == (kind, concerned.id)]
            act = OfficeAct(id=number, kind=kind, on=on, entries=(entry,), concerns=concerned.id, end_reason=ended)
            acts.append(replace(act, replaces=corrections[-1].id if corrections else None))
    return acts


def renumbered(acts: list[OfficeAct], order: list[int]) -> list[OfficeAct]:
    """The same acts, had they been recorded in another order."""
    number = {acts[place].id: 100 + at for at, place in enumerate(order)}
    return [
        replace(
            acts[place],
            id=number[acts[place].id],
            concerns=number.get(acts[place].concerns or 0),
            replaces=number.get(acts[place].replaces or 0),
        )
        for place in order
    ]


def content(found: tuple[Term, ...]) -> list[tuple[object, ...]]:
    """What terms say, without the numbers of acts."""
    return [
        (one.people, one.seat, one.since, one.until, one.appointment_kind, one.end_reason, one.left_before)
        for one in found
    ]


@given(histories(), st.data())
@settings(max_examples=150)
def test_order_of_recording_does_not_matter(acts: list[OfficeAct], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(acts))))
    assert content(terms(renumbered(acts, order), 2)[0]) == content(terms(acts, 2)[0])


@given(histories())
@settings(max_examples=150)
def test_no_term_ends_before_it_begins_and_no_seat_is_held_twice(acts: list[OfficeAct]) -> None:
    found, vacant = terms(acts, 2)
    assert not [one for one in found if is_after(one.since, one.until)]
    assert not [one for one in found if one.until is not None and one.end_reason is None]
    now = [one for one in found if one.end_reason is None]
    assert len({one.seat for one in now}) == len(now)
    people = [person for one in now for person in one.people]
    assert len(set(people)) == len(people)
    assert len({(one.origin, frozenset(one.people)) for one in found}) == len(found)
    assert vacant == max(0, 2 - len(now))


@given(histories())
@settings(max_examples=150)
def test_an_office_is_never_over_filled(acts: list[OfficeAct]) -> None:
    found, _vacant = terms(acts, 2)
    most = max([1, *(max(act.seats, len(act.entries)) for act in acts)])
    for moment in (one.since for one in found if one.since is not None and one.since.day):
        there = [
            one
            for one in found
            if one.since is not None
            and not is_after(one.since, moment)
            and one.since.day
            and (one.end_reason is None or (one.until is not None and one.until.day and is_after(one.until, moment)))
        ]
        assert len(there) <= most


@given(histories(), st.data())
@settings(max_examples=100)
def test_a_correction_counts_as_if_it_had_been_recorded_at_first(acts: list[OfficeAct], data: st.DataObject) -> None:
    results = [act for act in acts if act.kind is ActKind.ELECTED and act.id not in {one.replaces for one in acts}]
    if not results:
        return
    wrong = data.draw(st.sampled_from(results))
    entries = data.draw(st.sampled_from([wrong.entries, (Entry((ED,), AppointmentKind.ELECTED),), ()]))
    right = replace(wrong, on=data.draw(dates()), entries=entries)
    corrected_later = [*acts, replace(right, id=99, replaces=wrong.id)]
    right_at_first = [right if act is wrong else act for act in acts]
    assert content(terms(corrected_later, 2)[0]) == content(terms(right_at_first, 2)[0])
