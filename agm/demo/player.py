"""The commands of the story, each carried out by the operation that people use."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flask_security import hash_password
from sqlalchemy.orm import Session

from agm.accounts.commands import InviteUser, RoleInRegion
from agm.accounts.models import Duty, OfficialRole
from agm.accounts.operations import invite, join
from agm.accounts.queries import user_by_email
from agm.announcements.commands import Publish, Retract, SetBlockOverride, WriteStatement
from agm.announcements.gather import gather_for_minutes
from agm.announcements.models import Announcement
from agm.announcements.operations import draft, publish, retract, set_block_override, write_statement
from agm.audit.act import Act
from agm.demo import otherwise
from agm.demo.counts import begin_count, elect_only, vote_by_figures, vote_by_papers
from agm.demo.dates import Moves, began_by, moved, sunday_from
from agm.demo.doors import come_and_go, entrust, let_in, move, open_screen
from agm.demo.elections import NamedFor, draw_lots, name_for, send_notice, settle
from agm.demo.online_votes import (
    OFFICER,
    Lot,
    Papers,
    close_and_seal,
    count_mixed,
    declare,
    hold_door,
    open_online_vote,
    vote_online,
)
from agm.demo.sign_ins import PASSWORD
from agm.demo.story import HERE, Table, read_json
from agm.facts import MeetingFacts, MeetingKind, PersonName
from agm.facts.files import facts_from_plain
from agm.language.partial_date import PartialDate
from agm.meetings.commands import (
    FreezeRegister,
    MeetingDetails,
    SaveMinutes,
    SettleMinutes,
)
from agm.meetings.models import Meeting
from agm.meetings.operations import call_election, freeze_register, save_minutes, settle_minutes
from agm.membership.commands import ImportRoll
from agm.membership.operations import import_roll
from agm.membership.reading.read import read_roll
from agm.membership.reading.values import RollSettings
from agm.nominations.models import CameBy
from agm.nominations.operations import contests_of
from agm.office_holders.commands import FillVacancy, LeaveOffice
from agm.office_holders.operations import fill_vacancy, leave_office
from agm.office_holders.queries import current_holdings
from agm.organisation.commands import AdoptRules, AmendHouseStyle, CreateOrganisation, CreateRegion, OfficeDetails
from agm.organisation.models import NATIONAL_ID, Office, Unit
from agm.organisation.operations import adopt_rules, amend_house_style, create_organisation, create_region
from agm.organisation.queries import house_style_choices, local_day, offices
from agm.people.commands import NamedPerson
from agm.people.models import ConsentSource
from agm.rules.deadlines import DeadlineRule
from agm.rules.nomination import JobShareRule
from agm.rules.presets import PRESETS
from agm.rules.proxies import ProxyRule
from agm.rules.terms import EndReason
from agm.voting.models import KeyMode
from agm.wording.compose.minutes import draft_minutes
from agm.wording.document import AnnouncementKind, BlockKey
from agm.workflows.appoint_for_election import appoint
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from agm.workflows.import_meeting import ImportMeeting, details, import_meetings
from agm.workflows.publish_announcement import Announce, CorrectAnnouncement, announce, correct_announcement

SECOND_STEP_GRACE = dt.timedelta(days=365)
"""The password is printed for everybody to try: a second step is asked for as anywhere, and keeps nobody out."""


class Player:
    """Carries out commands in one session. Their arguments are those of `story.toml`; `region` is a slug.

    `announcements` and `meetings` are known by the region, and the facts file or the title that they were made of.
    """

    def __init__(self, session: Session, moves: Mapping[str, Moves], now: dt.datetime) -> None:
        self.session = session
        self.moves = moves
        self.now = now
        self.elections: dict[str, Meeting] = {}
        self.keys: dict[str, str] = {}
        self.regions: dict[str, Unit] = {}
        self.announcements: dict[tuple[str | None, str], Announcement] = {}
        self.meetings: dict[tuple[str | None, str], Meeting] = {}
        self.password_hash = hash_password(PASSWORD)

    def create_organisation(self, act: Act, house_style: str, offices: Sequence[Table], **details: str) -> None:
        command = CreateOrganisation(
            name=details.pop("name"), short_name=details.pop("short_name"), house_style=read_json(house_style),
            offices=tuple(OfficeDetails(**office) for office in offices), **details,  # type: ignore[arg-type]  # words
        )  # fmt: skip
        create_organisation(act, command)

    def create_region(
        self,
        act: Act,
        region: str,
        name: str,
        description: str = "",
        contact: str = "",
        *,
        is_demonstration: bool = False,
    ) -> None:
        command = CreateRegion(
            name=name,
            slug=region,
            description=description,
            opened_on=local_day(act.session, act.at) if is_demonstration else None,
            contact=contact,
            is_demonstration=is_demonstration,
        )
        self.regions[region] = create_region(act, command)

    def set_house_style(self, act: Act, region: str, **overrides: str | bool) -> None:
        target = self.regions[region]
        command = AmendHouseStyle(unit_id=target.id, version=target.house_style_version, overrides=overrides)
        amend_house_style(act, command)

    def record(self, act: Act, facts: str, region: str | None = None, slug: str | None = None) -> Meeting:
        command = ImportMeeting(facts, self._facts(facts, region), meeting_slug=slug)
        (meeting,) = import_meetings(act, [command])
        self.meetings[region, facts] = meeting
        return meeting

    def report(
        self,
        act: Act,
        facts: str,
        region: str | None = None,
        slug: str | None = None,
        kind: str = AnnouncementKind.REPORT,
        consent: str = ConsentSource.TOLD_BY_PERSON,
    ) -> None:
        meeting = self.record(act, facts, region, slug)
        announcement = draft(act.session, act.at, meeting.id, AnnouncementKind(kind))
        source = ConsentSource(consent)
        command = Announce(announcement.id, announcement.version, names_agreed=True, consent_source=source)
        announce(act, command)
        self.announcements[region, facts] = announcement

    def approve_minutes(self, act: Act, region: str, of: str, at: str) -> None:
        """The minutes of an announced meeting, as they are drafted, approved at a later one and public."""
        meeting = self.announcements[region, of].meeting
        if meeting is None:
            raise KeyError(of)
        style = house_style_choices(act.session, meeting.unit_id)
        text = draft_minutes(gather_for_minutes(act.session, meeting.id), style, local_day(act.session, act.at))
        save_minutes(act, SaveMinutes(meeting.id, 0, text))
        later = self.meetings[region, at]
        settle_minutes(
            act,
            SettleMinutes(meeting_id=meeting.id, version=1, approved_at=later.id, is_public=True, names_agreed=True),
        )

    def correct(self, act: Act, region: str, facts: str, closing: str, note: str) -> None:
        report = self.announcements[region, facts]
        set_block_override(act, SetBlockOverride(report.id, report.version, BlockKey.CLOSING, closing))
        command = CorrectAnnouncement(report.id, report.version, note, names_agreed=True)
        correct_announcement(act, command)

    def call(self, act: Act, facts: str, region: str) -> None:
        plan = replace(details(self._facts(facts, region)), is_announced_beforehand=True)
        begin_meeting(act, BeginMeeting(self.regions[region].id, plan))

    def take_over_roll(self, act: Act, region: str, members: str) -> None:
        reading = read_roll((HERE / region / members).read_bytes(), RollSettings())
        lines = len(reading.rows)
        import_roll(act, ImportRoll(self.regions[region].id, 0, reading.added, lines=lines, file_name=members))

    def freeze_register(self, act: Act, region: str) -> None:
        freeze_register(
            replace(act, actor=OFFICER), FreezeRegister(self.elections[region].id, local_day(act.session, act.at))
        )

    def adopt_rules(self, act: Act, preset: str, open_days: int, close_days: int) -> None:
        rules = PRESETS[preset].model_copy(
            update={
                "name": "Rules for regions",
                "nominations_open": DeadlineRule(days=open_days, time=dt.time(9)),
                "nominations_close": DeadlineRule(days=close_days, time=dt.time(12)),
                "second_person_declares": True,
                "open_form": True,
                "nomination": replace(PRESETS[preset].nomination, job_share=JobShareRule(2, ("Chair", "Treasurer"))),
                "proxies": ProxyRule(max_per_holder=2, holder_must_be_member=True),
                "count_published": True,
                "numbers": {"notice": "4.2", "short_notice": "4.5", "nominations": "5.1"},
            }
        )
        adopt_rules(act, AdoptRules(rules, 0))

    def call_election(
        self,
        act: Act,
        region: str,
        kind: str,
        venue: str,
        in_days: int | None = None,
        starts_at: dt.time | None = None,
        offices: Sequence[str] = (),
    ) -> None:
        """Call the region's next meeting with its election, of these offices alone if any are named: on the first
        Sunday in so many days or later; without `in_days` it is being held, and began half an hour ago."""
        if in_days is None:
            begins = began_by(self.now.astimezone(act.at.tzinfo))
            day, starts_at = begins.date(), begins.time()
        else:
            day = sunday_from(local_day(act.session, self.now) + dt.timedelta(days=in_days))
        plan = MeetingDetails(
            kind=MeetingKind(kind),
            held_on=PartialDate.of(day),
            starts_at=starts_at,
            venue=venue,
            is_announced_beforehand=True,
        )
        meeting = begin_meeting(act, BeginMeeting(self.regions[region].id, plan))
        if offices:
            elect_only(act, meeting, offices)
        call_election(act, meeting.id)
        self.elections[region] = meeting

    def draw_lots(self, act: Act, region: str, office: str, witness: str | None = None) -> None:
        """Draw the order on the voting paper: from slips before a witness, or here where there is none."""
        draw_lots(act, self.elections[region], office, witness)

    def entrust(self, act: Act, region: str, giver: str, holder: str) -> None:
        entrust(act, self.elections[region], giver, holder)

    def come_and_go(self, act: Act, region: str, here: Sequence[str], left: Sequence[str]) -> None:
        """Members at the door of a meeting that is being held; some have gone by now; the screen is open."""
        come_and_go(act, self.elections[region], began_by(act.at), here, left)
        offices = contests_of(act.session, self.elections[region].id)
        now, following = (f"Who should be {one.label}?" for one in offices[:2])
        open_screen(act, self.elections[region], "The last ferry waits for us.", now, following)

    def let_in(self, act: Act, region: str, who: str, reason: str, *, may_vote: bool) -> None:
        let_in(act, self.elections[region], began_by(act.at), who, reason, may_vote=may_vote)

    def send_notice(self, act: Act, region: str, came_back: str | None = None) -> None:
        """Send the notice of the region's next meeting as it is composed. Nothing leaves this computer: each mail
        counts as sent, but for one to this address if any, which came back."""
        send_notice(replace(act, actor=OFFICER), self.elections[region], came_back)

    def appoint(self, act: Act, region: str, email: str, duty: str) -> None:
        user = user_by_email(act.session, email)
        if user is not None:
            appoint(act, self.elections[region], user.id, Duty(duty))

    def nominate(
        self,
        act: Act,
        region: str,
        office: str,
        who: str,
        supporters: Sequence[str],
        days_before: int,
        statement: str | None = None,
        *,
        partner: str | None = None,
        came_by: str = "link",
        declines: bool = False,
        withdraws: bool = False,
        is_ruled: bool = False,
    ) -> None:
        """Somebody is nominated for the region's coming meeting, so many days before; and answers at once, but for a
        partner in a job share. What came by the open form waits for confirmation."""
        at = act.at - dt.timedelta(days=days_before)
        named = NamedFor(office, who, partner, supporters, statement, has_agreed=not declines)
        nomination = name_for(act, self.elections[region], named, at, CameBy(came_by))
        settle(act, nomination, is_refused=declines or withdraws, is_ruled=is_ruled)

    def move(self, act: Act, region: str, votes: Sequence[int], **motion: str) -> None:
        """A motion of the meeting that is being held."""
        move(act, self.elections[region], votes=votes, **motion)

    def begin_count(
        self,
        act: Act,
        region: str,
        venue: str,
        offices: Mapping[str, Sequence[str]],
        in_days: int | None = None,
        starts_at: dt.time = dt.time(19),
    ) -> None:
        """A meeting that is counted: who stands for which office, and nothing voted yet. It is of that day; with
        `in_days`, of so many days from now, and readers are told of it beforehand."""
        at = act.at if in_days is None else self.now + dt.timedelta(days=in_days)
        plan = MeetingDetails(
            kind=MeetingKind.EGM,
            held_on=PartialDate.of(local_day(act.session, at)),
            starts_at=starts_at,
            venue=venue,
            is_announced_beforehand=in_days is not None,
        )
        meeting = self.elections[region] = begin_meeting(act, BeginMeeting(self.regions[region].id, plan))
        begin_count(act, meeting, offices)

    def vote_by_figures(self, act: Act, region: str, office: str, figures: Sequence[int], *, on_paper: bool) -> None:
        """Show of hands, or papers that were counted by hand and are all there; counted where nobody is equal."""
        vote_by_figures(act, self.elections[region], office, figures, on_paper=on_paper)

    def vote_by_papers(self, act: Act, region: str, office: str, first: Sequence[str], second: Sequence[str]) -> None:
        """Papers as two tellers typed them, as far as they came."""
        vote_by_papers(act, self.elections[region], office, first, second)

    def open_online_vote(
        self, act: Act, region: str, offices: Mapping[str, str], key_mode: str, closes_in_days: int
    ) -> None:
        """From this act until noon of a day."""
        day = local_day(act.session, self.now) + dt.timedelta(days=closes_in_days)
        closes_at = dt.datetime.combine(day, dt.time(12), tzinfo=act.at.tzinfo)
        meeting, mode = self.elections[region], KeyMode(key_mode)
        self.keys[region] = open_online_vote(act, meeting, offices, (act.at, closes_at), mode)

    def vote_online(self, act: Act, region: str, papers: Papers) -> None:
        vote_online(act, self.elections[region], papers)

    def seal_online_vote(self, act: Act, region: str) -> None:
        close_and_seal(act, self.elections[region], self.keys[region])

    def hold_door(self, act: Act, region: str, here: int, papers: int, words: str) -> None:
        """Members came to the meeting, and some are given papers; the screen in the hall is open."""
        meeting = self.elections[region]
        day = meeting.held_on.full if meeting.held_on else None
        if meeting.starts_at is None or day is None:
            raise KeyError(region)
        begins = dt.datetime.combine(day, meeting.starts_at, tzinfo=act.at.tzinfo)
        hold_door(act, meeting, here, papers, begins)
        open_screen(act, meeting, words)

    def count_mixed(self, act: Act, region: str, office: str, papers: Sequence[str], lot: Table | None = None) -> None:
        drawn = None if lot is None else Lot(lot["chosen"], lot["drawn_by"], tuple(lot["witnesses"]))
        count_mixed(act, self.elections[region], office, papers, drawn)

    def declare(self, act: Act, region: str) -> None:
        """Declare what is counted of the region's next meeting, and publish its report."""
        meeting = self.elections[region]
        declare(act, meeting)
        announcement = draft(act.session, act.at, meeting.id, AnnouncementKind.REPORT)
        announce(act, Announce(announcement.id, announcement.version, names_agreed=True))

    def resign(self, act: Act, region: str, who: str, office: str) -> None:
        terms = current_holdings(self.session, [self.regions[region].id])
        of_office = [term for term in terms if term.office.label == office]
        term, person_id = next(
            (term, person.person_id) for term in of_office for person in term.people if person.name == who
        )
        command = LeaveOffice(term.id, (person_id,), PartialDate.of(local_day(act.session, act.at)), EndReason.RESIGNED)
        leave_office(act, command)

    def co_opt(self, act: Act, region: str, who: str, office: str) -> None:
        people = (NamedPerson(PersonName(name=who)),)
        day = PartialDate.of(local_day(act.session, act.at))
        command = FillVacancy(self._office(region, office).id, people, day)
        fill_vacancy(act, command)

    def publish_statement(self, act: Act, region: str, title: str, text: str, video_url: str | None = None) -> None:
        command = WriteStatement(self.regions[region].id, title, text, video_url)
        statement = write_statement(act, command)
        publish(act, Publish(statement.id, statement.version))
        self.announcements[region, title] = statement

    def retract(self, act: Act, region: str, title: str, note: str) -> None:
        retract(act, Retract(self.announcements[region, title].id, note))

    def create_user(self, act: Act, email: str, name: str, role: str, region: str | None = None) -> None:
        """Invite somebody, who joins at once with the demonstration's password."""
        role_there = RoleInRegion(OfficialRole(role), NATIONAL_ID if region is None else self.regions[region].id)
        user = invite(act, InviteUser(email=email, name=name, roles=(role_there,)))
        join(act, user, self.password_hash)
        user.second_step_due_at = act.at + SECOND_STEP_GRACE

    def _facts(self, file: str, region: str | None) -> MeetingFacts:
        """The facts of a file; a region's meeting is on the day to which it moves."""
        if region is None:
            return facts_from_plain(read_json(file))
        plain = read_json(f"{region}/{file}")
        plain["held_on"] = moved(dt.date.fromisoformat(plain["held_on"]), self.moves[region]).isoformat()
        return facts_from_plain(plain)

    def _office(self, region: str, label: str) -> Office:
        return next(one for one in offices(self.session, self.regions[region].id) if one.label == label)


COMMANDS: Mapping[str, Callable[..., object]] = otherwise.COMMANDS | {
    name: command for name, command in vars(Player).items() if not name.startswith("_")
}
"""The commands of the story by their names there."""
