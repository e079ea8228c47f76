"""Public texts by mail: as they stand when the mail is made, so that nobody is sent what was corrected meanwhile."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy.orm import Session

from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.pictures import contents_of
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
smaller = lru_cache(maxsize=MOST_PICTURES)(for_mail)
"""One text goes to many, one mail after the other."""


def announcement_mail(session: Session, job: Job, _settings: Settings) -> Mail:
    """Raises NotNeededError where the text was taken back, or the member left the roll or has no address any more."""
    announcement = session.get(Announcement, job.payload["announcement"])
    revision = None if announcement is None else announcement.current
    if announcement is None or revision is None or revision.document is None:
        raise NotNeededError("It was taken back meanwhile.")
    house = organisation(session)
    address, reason = job.payload.get("email"), f"You get this because {house.name} was given this address."
    if address is None:
        member = session.get(RollMember, job.payload["member"])
        if member is None or not member.email or member.left_on is not None:
            raise NotNeededError("Who it was for is not on the roll any more, or has no address.")
        address, reason = member.email, f"You get this as a member of {title_of(house, announcement.unit)}."
    contact = announcement.unit.contact or house.contact
    if contact:
        reason += f" To get no more of these: {contact}"
    title = revision.document.title
    subject = f"Corrected: {title}" if revision.act is RevisionAct.CORRECTED else title
    below = colophon_of(house, announcement, revision)
    document = revision.document
    words = " ".join(subject.split())
    carried = dict(carried_pictures(session, document))
    names = {file: f"{file[:32]}@pictures" for file in carried}
    page = mail_html(document, below, reason, names)
    pictures = tuple((names[file], content) for file, content in carried.items())
    return Mail(address, words, mail_text(document, below, reason), page, pictures)


def carried_pictures(session: Session, document: Document) -> Iterator[tuple[str, bytes]]:
    """The pictures that a mail carries, the first ones as far as it stays small, by digest. One statement at most."""
    digests = list(dict.fromkeys(one.file for one in document.pictures))[:MOST_PICTURES]
    contents = contents_of(session, digests)
    left = MOST_BYTES
    for file in digests:
        content = smaller(contents[file]) if file in contents else b""
        left -= len(content)
        if content and left >= 0:
            yield file, content


def title_of(house: Organisation, unit: Unit) -> str:
    return house.name if unit.is_national else f"{house.name}, {unit.name}"
