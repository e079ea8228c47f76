"""Sending pictures for a draft, and arranging those that it has."""

from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from agm.announcements.commands import ArrangePictures, PlacedPicture
from agm.announcements.models import Announcement, AnnouncementPicture, PersonShown, Revision
from agm.announcements.operations.drafts import locked
from agm.announcements.pictures import pictures_of, who_refuse
from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.files.models import File
from agm.files.operations import keep, remove_unused
from agm.people.models import ConsentPurpose, ConsentSource
from agm.people.operations import give_consents
from agm.rules.violations import Violation, raise_if
from agm.wording.placing import Place

MOST_PICTURES = 40
WHOSE_PORTRAIT = "Say whose portrait it is: choose one of the text, or write one name below."


def arrange_pictures(act: Act, command: ArrangePictures) -> Announcement:
    """Keep the pictures of a draft as asked; one that is not named is taken away.

    Raises RefusedError where nobody said that those shown agreed, somebody does not, or a portrait shows nobody or
    several; EditConflict where the draft was changed meanwhile.
    """
    announcement = locked(act.session, command.announcement_id, command.version)
    known = {one.file.digest: one for one in pictures_of(act.session, announcement)}
    wanted = [(known[one.file], one) for one in command.placed if one.file in known]
    raise_if(violations(act.session, command, [one for _, one in wanted]))
    for position, (row, asked) in enumerate(wanted, 1):
        row.position, row.place, row.paragraph = position, asked.place, asked.paragraph
        row.begins, row.alt, row.credit = asked.begins, asked.alt.strip(), asked.credit.strip()
        row.people = [PersonShown(name=one.displayed, person_id=one.person_id) for one in asked.people]
    gone = [row for row in known.values() if row not in {one for one, _ in wanted}]
    take_away(act.session, gone)
    add(act, announcement, command, len(wanted), has_lead=any(one.place is Place.LEAD for _, one in wanted))
    announcement.has_pictures = bool(wanted or command.sent)
    shown = {one.person_id for _, asked in wanted for one in asked.people if one.person_id is not None}
    give_consents(act, shown, ConsentSource.CONFIRMED_BY_CHAIR, ConsentPurpose.PHOTO)
    record(
        act, Action.PICTURES_ARRANGED, f"announcement:{announcement.id}", unit_id=announcement.unit_id,
        sent=len(command.sent), taken_away=len(gone), pictures=len(wanted) + len(command.sent),
    )  # fmt: skip
    return announcement


def violations(session: Session, command: ArrangePictures, wanted: Collection[PlacedPicture]) -> list[Violation]:
    found = []
    if command.sent and not command.have_agreed:
        words = "Confirm that everyone who can be recognised has agreed to be shown, and choose the pictures again."
        found.append(Violation("consent_unconfirmed", "have_agreed", words))
    if len(wanted) + len(command.sent) > MOST_PICTURES:
        found.append(Violation("too_many", "sent", f"A text can have {MOST_PICTURES} pictures at most."))
    refusing = who_refuse(session, {who.person_id for one in wanted for who in one.people if who.person_id is not None})
    for one in wanted:
        if one.place is Place.PORTRAIT and len(one.people) != 1:
            found.append(Violation("portrait_of_whom", f"portrait_of.{one.file}", WHOSE_PORTRAIT))
        found += [
            Violation(
                "photo_refused", f"people.{one.file}",
                f"{who.displayed} does not agree to photos being shown. Take this picture away.",
            )
            for who in one.people
            if who.person_id in refusing
        ]  # fmt: skip
    return found


def add(act: Act, announcement: Announcement, command: ArrangePictures, position: int, *, has_lead: bool) -> None:
    """Keep what was sent: the first picture of a text leads it, others stand after its first paragraph until somebody
    says where."""
    kept = {
        one.file_id: one
        for one in act.session.scalars(
            select(AnnouncementPicture).where(AnnouncementPicture.announcement_id == announcement.id)
        ).unique()
    }
    for picture in command.sent:
        file = keep(act, picture)
        row = kept.get(file.id)
        if row is None:
            row = kept[file.id] = AnnouncementPicture(announcement_id=announcement.id, file=file, alt="", credit="")
            act.session.add(row)
        elif row.position is not None:
            continue
        position += 1
        row.position, row.place, row.paragraph = position, Place.AFTER if has_lead else Place.LEAD, 1
        row.agreed_by, row.agreed_at = act.actor.name, act.at
        has_lead = True
    act.session.flush()


def take_away(session: Session, rows: Collection[AnnouncementPicture]) -> None:
    """Let a draft have these no more; what no public version shows is gone."""
    files = {row.file_id for row in rows if not row.is_public}
    for row in rows:
        if row.is_public:
            row.position = None
        else:
            session.delete(row)
    remove_unused(session, files)


def mark_public(session: Session, revision: Revision) -> None:
    """Note which pictures a version shows. One statement at most."""
    digests = {one.file for one in revision.document.pictures} if revision.document else set()
    if digests:
        its = AnnouncementPicture.announcement_id == revision.announcement_id
        files = select(File.id).where(File.digest.in_(digests))
        shown = update(AnnouncementPicture).where(its, AnnouncementPicture.file_id.in_(files))
        session.execute(shown.values(is_public=True))


def forget_pictures(session: Session, picture_ids: Collection[int]) -> None:
    """Delete pictures from drafts and versions alike, and their bytes."""
    files = set(session.scalars(select(AnnouncementPicture.file_id).where(AnnouncementPicture.id.in_(picture_ids))))
    session.execute(delete(PersonShown).where(PersonShown.picture_id.in_(picture_ids)))
    session.execute(delete(AnnouncementPicture).where(AnnouncementPicture.id.in_(picture_ids)))
    remove_unused(session, files)
