"""A vote that somebody entrusts to another, or takes back: their voting code goes along, and the earlier one ends."""

from agm.audit.act import Act
from agm.meetings.commands import GiveProxy
from agm.meetings.models import GivenProxy
from agm.meetings.operations.proxies import give_proxy, withdraw_proxy
from agm.voting.operations.codes import CodeHandedOn, addressee_of, hand_code_on
from agm.voting.queries.online import voter_of_entry


def entrust_vote(act: Act, command: GiveProxy) -> CodeHandedOn | None:
    """Record a proxy. What became of the giver's code, where one was out. Raises as `give_proxy`."""
    voter = voter_of_entry(act.session, command.giver_id)
    before = None if voter is None else addressee_of(act, voter).id
    give_proxy(act, command)
    return None if voter is None or addressee_of(act, voter).id == before else hand_code_on(act, voter)


def take_vote_back(act: Act, meeting_id: int, proxy_id: int) -> CodeHandedOn | None:
    """End a proxy. What became of the giver's code, where one was out. Raises as `withdraw_proxy`."""
    proxy = act.session.get(GivenProxy, proxy_id)
    voter = None if proxy is None else voter_of_entry(act.session, proxy.giver_id)
    before = None if voter is None else addressee_of(act, voter).id
    withdraw_proxy(act, meeting_id, proxy_id)
    return None if voter is None or addressee_of(act, voter).id == before else hand_code_on(act, voter)
