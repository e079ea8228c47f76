"""The pictures of a draft, as its text has them; and which may be seen by whom."""

from collections.abc import Callable, Collection

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, undefer

from agm.announcements.models import Announcement, AnnouncementPicture, PersonShown, Revision, RevisionAct
from agm.files.models import File
from agm.people.models import ConsentPurpose
from agm.people.queries import people_who_withdrew, roots_of
from agm.wording.document import Document, Person, Picture
from agm.wording.placing import Place, Placed, marks, with_pictures


def pictures_of(session: Session, announcement: Announcement) -> list[AnnouncementPicture]:
    """The pictures of a draft in their order. One statement; none where it has none."""
    if not announcement.has_pictures:
        return []
    found = select(AnnouncementPicture).where(
        AnnouncementPicture.announcement_id == announcement.id, AnnouncementPicture.position.is_not(None)
    )
    return list(session.scalars(found.order_by(AnnouncementPicture.position, AnnouncementPicture.id)).unique())


def illustrated(session: Session, announcement: Announcement, document: Document) -> Document:
    """The text with those of its pictures that can be shown. Four statements at most; none where it has none."""
    found = [one for one in pictures_of(session, announcement) if one.alt]
    if not found:
        return document
    refusing = who_refuse(session, {who.person_id for one in found for who in one.people if who.person_id is not None})
    allowed = [one for one in found if not refusing & {who.person_id for who in one.people}]
    return with_pictures(document, [placed(one) for one in allowed])


def who_refuse(session: Session, person_ids: set[int]) -> set[int | None]:
    """Those of these people who do not want photos of them to be shown. Three statements at most."""
    if not person_ids:
        return set()
    withdrew = {one.id for one in people_who_withdrew(session, person_ids, ConsentPurpose.PHOTO)}
    return {number for number, root in roots_of(session, person_ids).items() if root in withdrew} if withdrew else set()


def placed(row: AnnouncementPicture) -> Placed:
    is_portrait = row.place is Place.PORTRAIT
    people = tuple(Person(who.name, person_id=who.person_id) for who in row.people) if is_portrait else ()
    file = row.file
    picture = Picture(file.digest, file.width, file.height, row.alt, row.credit, people)
    return Placed(picture, row.place, row.paragraph, row.begins)


def astray(rows: Collection[AnnouncementPicture], document: Document) -> list[AnnouncementPicture]:
    """Those of a draft's pictures whose paragraph is not in the text any more: somebody has to say where they stand."""
    found = marks(document) if rows else ()
    return [one for one in rows if one.place is Place.AFTER and one.begins and one.begins not in found]


def pictures_showing(session: Session, person_ids: Collection[int], is_name: Callable[[str], bool]) -> dict[int, str]:
    """The pictures that show somebody, by record or by name, each with the digest of its file. One statement."""
    found = (
        select(AnnouncementPicture.id, File.digest, PersonShown.person_id, PersonShown.name)
        .join(File, File.id == AnnouncementPicture.file_id)
        .join(PersonShown, PersonShown.picture_id == AnnouncementPicture.id)
        .where(or_(PersonShown.person_id.in_(person_ids), PersonShown.person_id.is_(None)))
    )
    return {
        number: file for number, file, person, name in session.execute(found) if person is not None or is_name(name)
    }


def public_file(session: Session, digest: str) -> File | None:
    """A picture that a text shows, or an earlier version of one that stands. One statement."""
    stands = (
        exists()
        .where(Announcement.id == AnnouncementPicture.announcement_id)
        .where(Revision.announcement_id == Announcement.id, Revision.sequence == Announcement.current_sequence)
        .where(Revision.act != RevisionAct.RETRACTED)
    )
    shown = exists().where(AnnouncementPicture.file_id == File.id, AnnouncementPicture.is_public, stands)
    return session.scalar(select(File).where(File.digest == digest, shown).options(undefer(File.content)))


def file_of(session: Session, announcement_id: int, digest: str) -> File | None:
    """A picture of a draft, or of a version of it. One statement."""
    its = exists().where(AnnouncementPicture.file_id == File.id, AnnouncementPicture.announcement_id == announcement_id)
    return session.scalar(select(File).where(File.digest == digest, its).options(undefer(File.content)))


def contents_of(session: Session, digests: Collection[str]) -> dict[str, bytes]:
    """The bytes of pictures, by their digests. One statement at most."""
    if not digests:
        return {}
    return dict(session.execute(select(File.digest, File.content).where(File.digest.in_(digests))).all())
