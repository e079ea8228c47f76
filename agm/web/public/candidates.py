"""The statement of nominations: who stands, office by office, and what follows where nobody does."""

import datetime as dt

from flask import abort, make_response, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.files.models import File
from agm.meetings.models import Election, Meeting
from agm.nominations.checking import Nominations, OfficeNominations, State, nominations_of
from agm.nominations.models import Candidacy, CandidacyPerson, Contest, Nomination, Nominee, Ruling, Use
from agm.organisation.models import Unit
from agm.web.kit import clock
from agm.web.kit.access import Access, access
from agm.web.kit.stored_files import file_answer
from agm.web.public.region import found_unit
from agm.web.public.site import blueprint, session

UNDECIDED = {State.TO_DECIDE, State.CLEAR, State.WAITING}
"""While a nomination is at one of these, nobody is told who stands."""


def published(region_slug: str, meeting_slug: str) -> tuple[Unit, Meeting, Election]:
    """A meeting whose statement of nominations is out; 404 for any other."""
    unit = found_unit(region_slug)
    found = (
        session()
        .execute(
            select(Meeting, Election)
            .join(Election, Election.meeting_id == Meeting.id)
            .where(Meeting.unit_id == unit.id, Meeting.slug == meeting_slug, Meeting.is_announced_beforehand)
        )
        .first()
    )
    if found is None or not is_statement_due(found[1], clock.now()):
        abort(404)
    return unit, found[0], found[1]


def is_statement_due(election: Election, now: dt.datetime) -> bool:
    return election.called_off_at is None and election.statement_at is not None and election.statement_at <= now


def is_decided(found: Nominations) -> bool:
    """Whether all nominations are decided, but for those for offices that are open again: nobody waits for them."""
    settled = [office for office in found.offices if office.late is None]
    return not any(one.state in UNDECIDED for office in settled for one in office.nominations)


@blueprint.get("/<region_slug>/<meeting_slug>/candidates")
@access(Access.PUBLIC)
def candidates(region_slug: str, meeting_slug: str) -> Response:
    unit, meeting, election = published(region_slug, meeting_slug)
    found = nominations_of(session(), meeting, clock.now())
    if not is_decided(found):
        abort(404)
    rules = found.call.rules
    voted = [one for one in found.offices if one.has_vote(rules.unopposed)]
    return make_response(
        render_template(
            "public/candidates.html",
            here="regions", here_is="true", place=unit, imprint=unit.imprint, meeting=meeting, election=election,
            call=found.call, voted=voted,
            unopposed=[one for one in found.offices if one not in voted and one.candidacies],
            empty=[one for one in found.offices if not one.candidacies],
            nominee_of=nominee_of,
            withdrawn=[
                (one, office.contest) for office in found.offices for one in office.nominations
                if one.nomination.ruling is Ruling.STANDS and is_withdrawn_late(found, one.nomination)
            ],
            officer=officer_of(meeting),
            people=sum(len(one.people) for office in found.offices for one in office.candidacies),
        )
    )  # fmt: skip


def is_withdrawn_late(found: Nominations, nomination: Nomination) -> bool:
    """Whether somebody withdrew who stood at the close; who withdrew before it is never named."""
    at, closes_at = nomination.withdrawn_at, found.call.closes_at
    return at is not None and (closes_at is None or at > closes_at)


def officer_of(meeting: Meeting) -> str:
    """The name of who runs the election, where somebody is appointed."""
    duties = duties_of(session(), meeting.id)
    return next((one.name for one in duties if one.duty is Duty.RETURNING_OFFICER), "")


def nominee_of(office: OfficeNominations, candidacy: Candidacy, person: CandidacyPerson) -> Nominee | None:
    """What a candidate gave of themselves; None for one who was entered without a nomination."""
    return next((one for one in office.nominees_of(candidacy) if one.position == person.position), None)


@blueprint.get("/<region_slug>/<meeting_slug>/candidates/photos/<int:photo_number>")
@access(Access.PUBLIC)
def candidate_photo(region_slug: str, meeting_slug: str, photo_number: int) -> Response:
    """A photo whose owner stands, and allows it to be shown."""
    _unit, meeting, _election = published(region_slug, meeting_slug)
    owners = session().scalars(
        select(Nominee)
        .join(Nomination, Nomination.id == Nominee.nomination_id)
        .join(Contest, Contest.id == Nomination.contest_id)
        .where(Contest.meeting_id == meeting.id, Nominee.photo_id == photo_number, Nomination.candidacy_id.is_not(None))
    )
    photo = session().get(File, photo_number) if any(Use.PHOTO in one.consents for one in owners) else None
    return file_answer(photo)
