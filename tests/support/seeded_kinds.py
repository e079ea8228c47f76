"""Sixty facts files of the kinds that are no report of a meeting, drawn from a seed.

`python -m tests.support.seeded_kinds` writes them to `tests/data/kinds`, and `… sentences` prints what is made of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from agm.facts import (
    Entry,
    Figure,
    HeldAs,
    Holding,
    MeetingKind,
    Moment,
    NextMeeting,
    OfficeState,
    Outcome,
    Outgoing,
    Paragraph,
    Stage,
    StageVotes,
    Turnout,
)
from agm.facts.announcement import (
    AnyFacts,
    CommitteeList,
    Corrected,
    Correction,
    Declaration,
    FreeStatement,
    Inquorate,
    MeetingChange,
    Notice,
    OfficeChange,
    OfficeChanges,
    RegionReport,
    RoundUp,
)
from agm.facts.any_file import announcement_from_json, announcement_to_json
from agm.language.partial_date import PartialDate
from agm.wording.kinds import compose_any
from agm.wording.render.typography import smarten
from agm.wording.style import HouseStyle
from tests.support.project import ROOT
from tests.support.seeded_parts import Maker
from tests.support.seeded_sentences import TODAY, texts_of
from tests.support.seeded_words import FIELDS, ORGANISATIONS, VENUES

FOLDER = ROOT / "tests" / "data" / "kinds"
SEED = 20_261_130
FILES = 60
REASONS = (
    "flooding at the hall", "the returning officer is unwell", "Because of the rail strike",
    "a clash with the county show", "Too few nominations were received", "owing to snow",
)  # fmt: skip
FOLLOWS = (
    "A by-election will be held in the autumn", "The committee will appoint somebody until the AGM.",
    "The Vice Chair takes the chair until then",
)  # fmt: skip
CONTACTS = ("secretary@ccm.example.org", "the secretary", "Ann Nairn, Returning Officer", None)


class Kinds(Maker):
    """Facts of each kind, the parts of which are drawn at random."""

    def whose(self) -> FIELDS:
        organisation, regions, _ = self.random.choice(ORGANISATIONS)
        region = self.random.choice((*regions, None))
        return {
            "format_version": 1,
            "organisation": organisation,
            "region": region,
            "contact": self.random.choice(CONTACTS),
        }

    def day(self, year: int = 2026) -> PartialDate:
        return PartialDate(year, self.random.randint(1, 12), self.random.randint(1, 28))

    def moment(self, year: int = 2026, half: int = 0) -> Moment:
        """A moment of a year, or of its first or second half."""
        day = self.day(year)
        month = day.month or 1
        day = PartialDate(year, (month + 1) // 2 + (6 if half == 2 else 0) if half else month, day.day)
        at = f"{day}T{self.random.choice(('12:00', '17:00', '23:59'))}"
        return Moment.parse(at) if self.maybe() else Moment(day)

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    def meeting(self, year: int = 2027) -> FIELDS:
        return {
            "kind": self.random.choice((MeetingKind.AGM, MeetingKind.AGM, MeetingKind.EGM, None)),
            "ordinal": self.random.choice((None, 12, 109)),
            "held_on": self.day(year),
            "venue": self.random.choice((*VENUES[:8], None)),
            "held_as": self.random.choice((None, HeldAs.IN_PERSON, HeldAs.HYBRID, HeldAs.ONLINE)),
        }

    def said(self) -> tuple[Paragraph, ...]:
        if self.maybe(0.6):
            return ()
        words = "Thank you to everybody who helped."
        return (Paragraph(words, quoted=self.name(), quoted_role="Chair") if self.maybe() else Paragraph(words),)

    def offices(self, most: int = 4) -> tuple[Outcome, ...]:
        labels = self.labels(self.random.randint(1, most))
        return tuple(Outcome(label, seats=self.random.choice((1, 1, 1, 2))) for label in labels)

    def notice(self, kind: str) -> Notice:
        offices = [
            replace(
                office,
                reserved=self.random.choice((None, None, "one must be held by a woman", "open to members under 27")),
                incumbents=(self.name(),) if self.maybe(0.3) else (),
                entries=tuple(Entry((self.name(),)) for _ in range(self.random.randint(0, 3)))
                if kind == "statement_of_nominations"
                else (),
            )
            for office in self.offices()
        ]
        agenda = ("Apologies", "Minutes of the last meeting", "Election of officers", "Any other business")
        return Notice(
            announcement=kind,  # type: ignore[arg-type]  # one of its three words
            **self.whose(),
            **self.meeting(),
            agenda=agenda if kind == "notice" and self.maybe(0.7) else (),
            who_may_come=self.random.choice((None, "Every member may come", "Members and guests are welcome.")),
            results=tuple(offices),
            nominations_open=self.moment(half=1) if self.maybe(0.4) else None,
            nominations_close=self.moment(half=2) if self.maybe(0.7) else None,
            needs_roles=self.random.choice(((), ("proposer", "seconder"))),
            needs_supporters=self.random.choice((0, 0, 5)),
            self_allowed=self.random.choice((None, True, False)),
            motions_close=self.moment() if self.maybe(0.3) else None,
            returning_officer=self.random.choice((None, "Ann Nairn", "the Deputy Secretary")),
            said=self.said(),
        )

    def declaration(self, kind: str) -> Declaration:
        count = 1 if kind == "by_election" else self.random.randint(1, 4)
        offices = [
            self.contested(label, self.random.choice((1, 1, 2)), self.random.randint(1, 3))
            for label in self.labels(count)
        ]
        if self.maybe(0.3):
            offices[0] = self.contested("President", losers=2, votes=False)
            offices[0] = replace(offices[0], stages=self.stages(offices[0]), quota=40.25)
        offices = [replace(one, method=self.random.choice((None, None, "secret ballot", "STV"))) for one in offices]
        returned = self.random.randint(800, 1900)
        rejected = self.random.choice((0, 1, 4))
        full = Turnout(self.random.randint(2000, 6000), None, returned, rejected, returned - rejected)
        figures = self.random.choice(
            (None, full, Turnout(returned=returned, percent=31.5), Turnout(issued=2400, returned=returned))
        )
        place = self.meeting(2026) | {"held_on": self.moment(half=2).day} if self.maybe(0.4) else {}
        return Declaration(
            announcement=kind,  # type: ignore[arg-type]  # one of its two words
            **self.whose(),
            **place,
            declared_on=self.moment(half=2).day if not place and self.maybe(0.7) else None,
            voting_closed=self.moment(half=1) if self.maybe(0.4) else None,
            results=tuple(offices),
            turnout=figures,
            rules=self.random.choice((None, "the ERS97 rules")),
            returning_officer=self.random.choice((None, "Ann Nairn")),
            term=self.random.choice((None, "two years", "2026–27")),
            takes_office=self.random.choice((None, "2026-12-01", "the end of the meeting")),
            outgoing=(Outgoing(self.name(), "Chair", self.random.choice((None, "19 years"))),)
            if self.maybe(0.3)
            else (),
            said=self.said(),
        )

    def stages(self, office: Outcome) -> tuple[Stage, ...]:
        names = [entry.people[0].name for entry in office.entries]
        first = Stage(
            tuple(StageVotes(name, float(90 - 10 * at)) for at, name in enumerate(names)), excluded=(names[-1],)
        )
        rest = tuple(StageVotes(name, 95.5 - 10 * at) for at, name in enumerate(names[:-1]))
        return first, Stage(rest, elected=(names[0],), not_transferable=3.0)

    def changes(self, kind: str) -> OfficeChanges:
        labels = self.labels(self.random.randint(1, 3))
        leaves = kind == "resignation"
        made = tuple(
            OfficeChange(
                self.name(),
                label,
                self.day() if self.maybe(0.7) else None,
                self.random.choice((None, "2027-04-18", "the next AGM")) if not leaves else None,
                (self.name(),) if not leaves and self.maybe(0.4) else (),
            )
            for label in labels
        )
        return OfficeChanges(
            announcement=kind,  # type: ignore[arg-type]  # one of its three words
            **self.whose(),
            changes=made,
            by=self.random.choice((None, "the committee")) if not leaves else None,
            what_follows=self.random.choice((None, *FOLLOWS)) if leaves else None,
            said=self.said(),
        )

    def moved(self, kind: str) -> MeetingChange:
        place = self.meeting()
        if kind == "cancellation" or self.maybe(0.3):
            place |= {"held_on": None, "venue": None, "held_as": None}
        return MeetingChange(
            announcement=kind,  # type: ignore[arg-type]  # one of its two words
            **self.whose(),
            **place,
            was_on=self.day(2026) if self.maybe(0.8) else None,
            reason=self.random.choice((None, *REASONS)),
            nominations_stand=self.random.choice((None, True, False)),
            nominations_close=self.moment(2026, 2) if kind == "postponement" and self.maybe(0.4) else None,
            what_follows=self.random.choice((None, "All tickets will be refunded.")),
            said=self.said(),
        )

    def too_few(self) -> Inquorate:
        return Inquorate(
            announcement="inquorate",
            **self.whose(),
            **self.meeting(2026),
            attendance=self.random.choice(
                (Figure(12), Figure(None, "about thirty members"), Figure(0), None, Figure(1))
            ),
            quorum=self.random.choice((Figure(40), Figure(None, "a fifth of the members"), None)),
            what_follows=self.random.choice((None, "The committee decides in its place")),
            next_meeting=NextMeeting(self.moment(2027), venue="the Town Hall") if self.maybe() else None,
            said=self.said(),
        )

    def correction(self) -> Correction:
        made = tuple(
            Corrected(
                f"{self.name().name} was elected as {label}",
                f"{self.name().name} was elected" if self.maybe(0.6) else None,
            )
            for label in self.labels(self.random.randint(1, 2))
        )
        return Correction(
            announcement="correction",
            **self.whose(),
            of=self.random.choice((None, "North West CCM AGM 2026")),
            published_on=self.day() if self.maybe(0.7) else None,
            corrections=made,
            said=self.said(),
        )

    def committee(self) -> CommitteeList:
        held = self.random.choice(
            (None, None, Holding.APPOINTED, Holding.HONORARY, Holding.EX_OFFICIO, Holding.CONTINUING)
        )
        offices = [
            replace(self.filled(label), body=None) if self.maybe(0.8) else Outcome(label, state=OfficeState.DECIDED)
            for label in self.labels(self.random.randint(3, 7))
        ]
        if held:
            offices.append(
                Outcome("President", entries=(Entry((self.name(),), holds=held),), state=OfficeState.DECIDED)
            )
        if self.maybe(0.4):
            offices.append(Outcome("Delegate", seats=11, unnamed=9, state=OfficeState.DECIDED))
        if self.maybe(0.3):
            who = replace(self.name(), place="Marlbury")
            offices.append(
                Outcome(
                    "Trustee", entries=(Entry((who,), elected=True, until="2027-03-01"),), state=OfficeState.DECIDED
                )
            )
        return CommitteeList(
            announcement="committee_list",
            **self.whose(),
            as_at=self.day() if self.maybe(0.6) else None,
            results=tuple(offices),
            term=self.random.choice((None, "2026–27", "two years")),
            vacancies_until=self.moment(2027) if self.maybe(0.4) else None,
            next_meeting=NextMeeting(self.moment(2027), "committee meeting") if self.maybe(0.4) else None,
            said=self.said(),
        )

    def round_up(self) -> RoundUp:
        names = self.random.sample(
            ("North West", "Wessex", "Northern Vale", "Eastern Counties", "Mid Wales", "Cumbria"), 5
        )
        met = [
            RegionReport(
                name,
                self.day() if self.maybe(0.7) else None,
                tuple(self.filled(label) for label in self.labels(2)) if self.maybe(0.6) else (),
            )
            for name in names[: self.random.randint(1, 4)]
        ]
        return RoundUp(
            announcement="round_up",
            **(self.whose() | {"region": None}),
            period=self.random.choice((None, "2026")),
            regions=tuple(met),
            to_report=tuple(names[4:]) if self.maybe(0.7) else (),
            said=self.said(),
        )

    def free(self) -> FreeStatement:
        return FreeStatement(
            announcement="statement",
            **self.whose(),
            title="Thank you to all who marched",
            said=(Paragraph("It was a fine day, and *everybody* came home."), *self.said()),
            by=self.name() if self.maybe(0.6) else None,
            by_role="Chair" if self.maybe() else None,
            first_published_in=self.random.choice((None, "The Vale Gazette")),
        )


KINDS: tuple[tuple[str, Callable[[Kinds], AnyFacts]], ...] = (
    ("declaration", lambda make: make.declaration("declaration")),
    ("resignation", lambda make: make.changes("resignation")),
    ("co-option", lambda make: make.changes("co_option")),
    ("appointment", lambda make: make.changes("appointment")),
    ("postponement", lambda make: make.moved("postponement")),
    ("cancellation", lambda make: make.moved("cancellation")),
    ("round-up", lambda make: make.round_up()),
    ("committee-list", lambda make: make.committee()),
    ("notice", lambda make: make.notice("notice")),
    ("call", lambda make: make.notice("call_for_nominations")),
    ("nominations", lambda make: make.notice("statement_of_nominations")),
    ("by-election", lambda make: make.declaration("by_election")),
    ("inquorate", lambda make: make.too_few()),
    ("correction", lambda make: make.correction()),
    ("statement", lambda make: make.free()),
)


def files() -> dict[str, str]:
    """Each file by its name."""
    made: dict[str, str] = {}
    for number in range(FILES):
        name, make = KINDS[number % len(KINDS)]
        made[f"{number + 1:02}-{name}.json"] = announcement_to_json(make(Kinds(Random(SEED + number))))  # noqa: S311  no secret is drawn
    return made


def sentences() -> list[tuple[str, str]]:
    """Number and sentence of all announcements, in the styles of their organisations; what people typed is left out."""
    found = []
    for path in sorted(FOLDER.glob("[0-9]*.json")):
        facts = announcement_from_json(path.read_bytes())
        document = compose_any(facts, style_of(facts), TODAY)
        told = [document.title, *(text for block in document.blocks[1:] for text in texts_of(block))]
        found += [(f"{path.name[:2]}.{at}", smarten(text.replace("\u00a0", " "))) for at, text in enumerate(told, 1)]
    return found


def style_of(facts: AnyFacts) -> HouseStyle:
    items: dict[str, Any] = next(style for whose, _, style in ORGANISATIONS if whose == facts.organisation)
    return HouseStyle().with_overrides(items)


def main() -> None:
    if "sentences" in sys.argv[1:]:
        for number, text in sentences():
            print(f"{number}\t{text}")
        return
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
