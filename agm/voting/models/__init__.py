"""The tables of votes: how contests are voted on, papers as tellers typed them, by post, and the vote online."""

from agm.voting.models.by_post import HelpNeeded, PostalVote, VotingHelp
from agm.voting.models.online import (
    KeyDestruction,
    KeyMode,
    OnlineContest,
    OnlinePaper,
    OnlineVote,
    ReceiptsAre,
    SealedPaper,
    ServerKey,
    Voted,
    Voter,
    VoteReceipt,
    VotingCode,
)
from agm.voting.models.papers import ContestVote, Countback, PaperBatch, PaperEntry, PaperReading, Reading, VoteHow

__all__ = [
    "ContestVote",
    "Countback",
    "HelpNeeded",
    "KeyDestruction",
    "KeyMode",
    "OnlineContest",
    "OnlinePaper",
    "OnlineVote",
    "PaperBatch",
    "PaperEntry",
    "PaperReading",
    "PostalVote",
    "Reading",
    "ReceiptsAre",
    "SealedPaper",
    "ServerKey",
    "VoteHow",
    "VoteReceipt",
    "Voted",
    "Voter",
    "VotingCode",
    "VotingHelp",
]
