"""Public texts by mail: as they stand when the mail is made, so that nobody is sent what was corrected meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.pictures import contents_of
from agm.audit.queries import PUBLIC_CHANGES
from agm.files.pictures import for_mail
from agm.membership.models import RollMember
from agm.organisation.models import Organisation, Unit
from agm.organisation.queries import organisation
from agm.outbox.worker import Job, NotNeededError
from agm.settings import Settings
from agm.web.kit.colophons import colophon_of
from agm.web.outbox_handlers.smtp import Mail
from agm.wording.document import Document
from agm.wording.render.mail import mail_html, mail_text

MOST_PICTURES = 8
MOST_BYTES = 2**20
"""Of all pictures of a mail together; the others are told in words, and stand on the page."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A public text as all its readers of one kind are sent it; the state of what is public it was made in."""

    counter: int
    subject: str
    text: str
    page: str
    pictures: tuple[tuple[str, bytes], ...]


def announcement_mail(session: Session, job: Job, _settings: Settings) -> Mail:
    """Raises NotNeededError where the text was taken back, or the member left the roll or has no address any more."""
    address = job.payload.get("email")
    letter = letter_of(session, job.payload["announcement"], to_member=address is None)
    if address is None:
        member = session.get(RollMember, job.payload["member"])
        if member is None or not member.email or member.left_on is not None:
            raise NotNeededError("Who it was for is not on the roll any more, or has no address.")
        address = member.email
    return Mail(address, letter.subject, letter.text, letter.page, letter.pictures)


def letter_of(session: Session, announcement_id: int, *, to_member: bool) -> Letter:
    """The text as it stands: made once for all who get it in a row, as long as nothing public changes."""
    kept: dict[tuple[int, bool], Letter] = current_app.extensions.setdefault("agm_letters", {})
    counter = session.scalar(PUBLIC_CHANGES) or 0
    found = kept.get((announcement_id, to_member))
    if found is None or found.counter != counter:
        found = made(session, announcement_id, counter, to_member=to_member)
        kept.clear()
        kept[announcement_id, to_member] = found
    return found


def made(session: Session, announcement_id: int, counter: int, *, to_member: bool) -> Letter:
    announcement = session.get(Announcement, announcement_id)
    revision = None if announcement is None else announcement.current
    if announcement is None or revision is None or revision.document is None:
        raise NotNeededError("It was taken back meanwhile.")
    house = organisation(session)
    reason = (
        f"You get this as a member of {title_of(house, announcement.unit)}."
        if to_member
        else f"You get this because {house.name} was given this address."
    )
    contact = announcement.unit.contact or house.contact
    if contact:
        reason += f" To get no more of these: {contact}"
    document = revision.document
    subject = f"Corrected: {document.title}" if revision.act is RevisionAct.CORRECTED else document.title
    below = colophon_of(house, announcement, revision)
    carried = dict(carried_pictures(session, document))
    names = {file: f"{file[:32]}@pictures" for file in carried}
    return Letter(
        counter,
        " ".join(subject.split()),
        mail_text(document, below, reason),
        mail_html(document, below, reason, names),
        tuple((names[file], content) for file, content in carried.items()),
    )


def carried_pictures(session: Session, document: Document) -> Iterator[tuple[str, bytes]]:
    """The pictures that a mail carries, the first ones as far as it stays small, by digest. One statement at most."""
    digests = list(dict.fromkeys(one.file for one in document.pictures))[:MOST_PICTURES]
    contents = contents_of(session, digests)
    left = MOST_BYTES
    for file in digests:
        content = for_mail(contents[file]) if file in contents else b""
        left -= len(content)
        if content and left >= 0:
            yield file, content


def title_of(house: Organisation, unit: Unit) -> str:
    return house.name if unit.is_national else f"{house.name}, {unit.name}"
