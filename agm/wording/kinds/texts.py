"""A correction, the round-up over regions, and a statement in own words."""

from collections.abc import Iterator
from dataclasses import replace

from agm.facts import Outcome, RegionFacts
from agm.facts.announcement import Correction, FreeStatement, RegionReport, RoundUp
from agm.language.en import capitalised, counted, several
from agm.wording.compose.grammar import date_text, phrase, squeeze, with_place
from agm.wording.compose.naming import named
from agm.wording.compose.results import office_entry, results_listing
from agm.wording.document import Block, BlockKey, Document, Typed, Video
from agm.wording.kinds.beside import first_published
from agm.wording.kinds.frame import Frame, escaped, sentences


def correction(facts: Correction, frame: Frame) -> Document:
    title = squeeze(facts.of or "")
    return frame.document(
        f"Correction: {title}" if title else f"{frame.body_short}: a correction",
        [
            (BlockKey.OPENING, "", sentences(*_corrected(facts, frame))),
            frame.offices,
            frame.said(),
            (BlockKey.CLOSING, "", sentences(frame.questions)),
        ],
        facts.published_on,
    )


def _corrected(facts: Correction, frame: Frame) -> Iterator[str]:
    """Each passage; the first says whose text it was, so that the correction can stand alone."""
    day, has_said = frame.on(facts.published_on), False
    what = f"“{squeeze(facts.of)}”" if facts.of else ""
    they = "they" if frame.values["their"] == "their" else "it"
    for index, one in enumerate(facts.corrections):
        now, who = f"“{squeeze(one.now)}”", they if index else frame.body_long
        before = f"In {what}, published{day}, " if what and day else f"In {what}, " if what else ""
        before = before or (f"{day.strip()}, " if day else "")
        said = capitalised(who if index else f"{before}{who}")
        if one.was:
            yield f"{said} {'also ' if has_said else ''}said “{squeeze(one.was)}”; {they} should have said {now}."
        elif what and not index:
            yield f"{what}, published by {who}{day}, should have said {now}."
        else:
            yield f"{said} should {'also ' if index else ''}have said {now}."
        has_said = has_said or bool(one.was)


def round_up(facts: RoundUp, frame: Frame) -> Document:
    style, number = frame.style, len(facts.regions)
    unit, meeting = squeeze(style.unit_word).lower(), squeeze(style.agm_name)
    period = f" in {phrase(facts.period)}" if facts.period else ""
    listed = [region for region in facts.regions if region.results]
    others = [_with_day(region, frame) for region in facts.regions if not region.results]
    waiting = [squeeze(name) for name in facts.to_report]
    meetings = meeting if number == 1 else several(meeting)
    held = f"{'held' if period else f'{has(number)} held'} {its(number)} {meetings}{period}"
    units = counted(number, unit, several(unit), in_words=True)
    offices = [office for region in listed for office in region.results]
    anyone = any(office.elected for office in offices)
    lead = "The results were as follows:" if anyone else "The offices stand as follows:"
    if not others and all(map(_is_elected, offices)):
        lead = "It elected:" if number == 1 else "They elected:"
    also = f"{frame.join(others)} {'also ' if listed else ''}met."
    entries = tuple(
        replace(office_entry(office, style), group=_heading(region, frame) if number > 1 else "")
        for region in listed
        for office in region.results
    )
    short = frame.values["organisation_short"].removeprefix("the ")
    of_period = phrase(facts.period or "")
    of_period = f"{' ' if of_period[0].isdigit() else ', '}{of_period}" if of_period else ""
    title = f"{short} {several(unit)}: {several(meeting)}{of_period}"
    opening = f"{capitalised(units)} of {frame.body_long} {held}." if number else ""
    if number == 1:
        one = facts.regions[0]
        its_own = Frame.of(replace(facts, region=RegionFacts(one.name)), style)
        title = f"{its_own.body_short}: {meeting}{of_period}"
        when = frame.on(one.held_on) or period
        opening = f"{capitalised(its_own.body_long)} held {its_own.values['their']} {meeting}{when}."
    on_what = "" if number else f" on {its(len(waiting))} {meeting if len(waiting) == 1 else several(meeting)}{period}"
    return frame.document(
        title,
        [
            (BlockKey.OPENING, "", sentences(opening)),
            (
                BlockKey.RESULTS,
                style.heading_elected if anyone else style.heading_elections,
                (*sentences(lead, lead_in=True), results_listing(entries, style)) if entries else (),
            ),
            frame.said(),
            (
                BlockKey.CLOSING,
                "",
                sentences(
                    also if others else "",
                    f"{frame.join(waiting)} {has(len(waiting))} still to report{on_what}." if waiting else "",
                    frame.questions,
                ),
            ),
        ],
    )


def _is_elected(office: Outcome) -> bool:
    """Whether everyone in the office came to it by election, and no place is open."""
    is_whole = not office.open_seats and not office.unnamed
    return is_whole and all(entry.elected and not entry.co_opted for entry in office.filled)


def has(number: int) -> str:
    return "has" if number == 1 else "have"


def its(number: int) -> str:
    return "its" if number == 1 else "their"


def _with_day(region: RegionReport, frame: Frame) -> str:
    day = date_text(region.held_on, frame.style.date_style, weekday=False)
    return f"{squeeze(region.name)} ({day})" if day else squeeze(region.name)


def _heading(region: RegionReport, frame: Frame) -> str:
    day = date_text(region.held_on, frame.style.date_style, weekday=False)
    return f"{squeeze(region.name)}, {day}" if day else squeeze(region.name)


def statement(facts: FreeStatement, frame: Frame) -> Document:
    made = frame.document(squeeze(facts.title or ""), [frame.said()])
    parts = list(next((block.parts for block in made.blocks if block.key is BlockKey.SAID), ()))
    parts += signed(facts)
    if facts.first_published_in:
        parts.append(first_published(facts.first_published_in, facts.first_published_at))
    if facts.video_url:
        parts.append(Video(facts.video_url, spoken=facts.video_language or ""))
    asked = sentences(frame.questions)
    closing = (Block(BlockKey.CLOSING, asked),) if asked else ()
    return replace(made, blocks=(made.blocks[0], Block(BlockKey.SAID, tuple(parts), own=True), *closing))


def signed(facts: FreeStatement) -> list[Typed]:
    """Whose words a statement is."""
    who = ", ".join(filter(None, (with_place(facts.by) if facts.by else "", phrase(facts.by_role or ""))))
    return [Typed(f"— {escaped(who)}", (named(facts.by),) if facts.by else ())] if who else []
