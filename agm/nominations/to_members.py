"""What candidates write to the members: each once and alike, all of an office in one mail."""

from __future__ import annotations

import datetime as dt

from agm.audit.act import Act
from agm.database.locking import lock_row
from agm.facts import PersonName
from agm.language.en import join
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeKind, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.nominations.checking import UNDECIDED, Nominations, OfficeNominations, nominations_of
from agm.nominations.mails import look_when_settled, mail_may_write
from agm.nominations.models import Candidacy, Contest
from agm.rules.violations import refuse


def texts_of(office: OfficeNominations) -> list[tuple[str, str]]:
    """Who stands for an office, in the order of the voting paper, with what they wrote; "" for nothing."""
    return [
        (
            join([PersonName(one.name, one.prefix, one.suffix).displayed for one in candidacy.people]),
            "\n\n".join(written(office, candidacy)),
        )
        for candidacy in office.candidacies
    ]


def written(office: OfficeNominations, candidacy: Candidacy) -> list[str]:
    """Paragraphs without marks of a heading, under which they could speak for somebody else."""
    texts = [
        nominee.to_members or ""
        for one in office.nominations
        if one.nomination.candidacy_id == candidacy.id
        for nominee in one.nomination.nominees
    ]
    lines = [line.strip().lstrip("#=-* ") for text in dict.fromkeys(texts) for line in text.splitlines()]
    return [line for line in lines if line]


def is_settled(found: Nominations, office: OfficeNominations, at: dt.datetime) -> bool:
    """Whether it is settled who stands for an office: nominations have closed, and none waits to be decided."""
    is_closed = "closed" in {one.code for one in found.call.closed(office.contest.id, at)}
    return is_closed and not any(one.state in UNDECIDED for one in office.nominations)


def tell_candidates(act: Act, contest_id: int) -> None:
    """Tell those who stand for an office that they may write to members, each once, when it is settled who they are.

    Tells nobody where the rules let nobody write, or what was written has gone out. Where nominations close later than
    they did, it is looked again then.
    """
    contest = act.session.get(Contest, contest_id)
    meeting = None if contest is None else lock_row(act.session, Meeting, contest.meeting_id)
    if contest is None or meeting is None or meeting.removed_at is not None or contest.texts_sent_at is not None:
        return
    found = nominations_of(act.session, meeting, act.at)
    if found.call.rules.nomination.to_members_words is None or found.call.called_off:
        return
    office = next(one for one in found.offices if one.contest.id == contest.id)
    if is_settled(found, office, act.at):
        for nominee in office.nominees:
            mail_may_write(act, nominee, meeting)
        return
    closes_at = found.call.close_of(contest.id)
    if closes_at is not None and act.at <= closes_at:
        look_when_settled(act, contest, meeting, closes_at)


def send_texts(act: Act, found: Nominations, office: OfficeNominations) -> NoticeSending:
    """Send every member what the candidates of an office wrote, once.

    Raises RefusedError where the rules let nobody write, before it is settled who stands, where nobody wrote, and a
    second time.
    """
    contest = lock_row(act.session, Contest, office.contest.id)
    texts, words = texts_of(office), found.call.rules.nomination.to_members_words
    if words is None:
        refuse("not_by_rule", "", "By the rules of this meeting candidates do not write to members.")
    if contest.texts_sent_at is not None:
        refuse("sent", "", f"What the candidates for {contest.label} wrote went out already. It goes out once.")
    if not is_settled(found, office, act.at):
        refuse("undecided", "", f"Decide first who stands for {contest.label}, when nominations have closed.")
    if not any(text for _name, text in texts):
        refuse("nothing", "", f"Nobody who stands for {contest.label} has written anything.")
    beginning = (
        f"Everybody who stands for {contest.label} could write to you once, with at most {words} words. It stands here "
        "as they wrote it, in the order of the voting paper."
    )
    parts = (f"## {name}\n\n{text or '*Has written nothing.*'}" for name, text in texts)
    title = f"What those who stand for {contest.label} write"
    sending = send_to_members(
        act, SendToMembers(contest.meeting_id, NoticeKind.CANDIDATES, title, "\n\n".join((beginning, *parts)))
    )
    contest.texts_sent_at = act.at
    return sending
