"""The verbs on votes, by subject: papers that tellers type, those in the hall and by post, and the vote online."""

from agm.voting.operations.by_post import (
    open_envelopes,
    receive_envelope,
    send_to_all,
    send_to_one,
    take_envelope_back,
)
from agm.voting.operations.casting import Cast, CastOutcome, cast, was_recorded
from agm.voting.operations.closing import (
    close_in_time,
    close_vote,
    extend,
    hold_after_restore,
    resume,
    suspend,
    void,
)
from agm.voting.operations.codes import (
    hand_code_on,
    issue,
    keep_letters,
    letters_to_print,
    replace_code,
    revoke_code,
    send_codes,
)
from agm.voting.operations.helping import record_help, take_help_back
from agm.voting.operations.online_setup import make_key, open_vote, put_voters, set_up, try_key
from agm.voting.operations.papers import (
    add_batch,
    decide_papers,
    reading_of,
    record_votes,
    remove_batch,
    rounds_of,
    set_countback,
    set_vote,
    type_paper,
)
from agm.voting.operations.papers_given import PaperOutcome, PapersGiven, give_papers, take_papers_back
from agm.voting.operations.sealing import seal_vote, sign_destruction

__all__ = [
    "Cast",
    "CastOutcome",
    "PaperOutcome",
    "PapersGiven",
    "add_batch",
    "cast",
    "close_in_time",
    "close_vote",
    "decide_papers",
    "extend",
    "give_papers",
    "hand_code_on",
    "hold_after_restore",
    "issue",
    "keep_letters",
    "letters_to_print",
    "make_key",
    "open_envelopes",
    "open_vote",
    "put_voters",
    "reading_of",
    "receive_envelope",
    "record_help",
    "record_votes",
    "remove_batch",
    "replace_code",
    "resume",
    "revoke_code",
    "rounds_of",
    "seal_vote",
    "send_codes",
    "send_to_all",
    "send_to_one",
    "set_countback",
    "set_up",
    "set_vote",
    "sign_destruction",
    "suspend",
    "take_envelope_back",
    "take_help_back",
    "take_papers_back",
    "try_key",
    "type_paper",
    "void",
    "was_recorded",
]
