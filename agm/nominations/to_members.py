"""What candidates write to the members: each once and alike, all of an office in one mail."""

from __future__ import annotations

from agm.audit.act import Act
from agm.database.locking import lock_row
from agm.facts import PersonName
from agm.language.en import join
from agm.meetings.commands import SendToMembers
from agm.meetings.models import NoticeKind, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.nominations.checking import UNDECIDED, OfficeNominations
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


def send_texts(act: Act, office: OfficeNominations, words: int | None, *, is_closed: bool) -> NoticeSending:
    """Send every member what the candidates of an office wrote, once.

    Raises RefusedError where the rules let nobody write, before it is settled who stands, where nobody wrote, and a
    second time.
    """
    contest = lock_row(act.session, Contest, office.contest.id)
    texts = texts_of(office)
    if words is None:
        refuse("not_by_rule", "", "By the rules of this meeting candidates do not write to members.")
    if contest.texts_sent_at is not None:
        refuse("sent", "", f"What the candidates for {contest.label} wrote went out already. It goes out once.")
    if not is_closed or any(one.state in UNDECIDED for one in office.nominations):
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
