"""Somebody no longer wants one use of what they gave: it ends everywhere it was allowed."""

from sqlalchemy import select

from agm.audit.act import Act
from agm.nominations.models import CandidacyPerson, Nomination, Nominee, Use
from agm.people.commands import WithdrawConsent
from agm.people.models import ConsentPurpose
from agm.people.operations import withdraw_consent
from agm.people.queries import records_of

ON_CANDIDATES_PAGE = {
    ConsentPurpose.PHOTO: (Use.PHOTO, Use.MAIL),
    ConsentPurpose.STATEMENT: (Use.STATEMENT, Use.MAIL),
    ConsentPurpose.VOTES: (Use.VOTES,),
}
"""What somebody who stands allowed by their link, for each purpose."""


def withdraw_use(act: Act, command: WithdrawConsent) -> None:
    """Write down that a use is not wanted any more, and end what their nominations allow."""
    withdraw_consent(act, command)
    uses = ON_CANDIDATES_PAGE.get(command.purpose, ())
    ids = [one.id for one in records_of(act.session, command.person_id)]
    stood = (
        select(Nominee)
        .join(Nomination, Nomination.id == Nominee.nomination_id)
        .join(
            CandidacyPerson,
            (CandidacyPerson.candidacy_id == Nomination.candidacy_id) & (CandidacyPerson.position == Nominee.position),
        )
        .where(CandidacyPerson.person_id.in_(ids))
    )
    for nominee in act.session.scalars(stood) if uses else ():
        nominee.consents = {use: since for use, since in nominee.consents.items() if use not in uses}
