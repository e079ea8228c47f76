"""The tables of results: what came of contests and its declaration, and the counts that it stands on."""

from agm.results.models.counts import CandidateTold, Count, DeclarationSignature, PapersChecked, TieDecision
from agm.results.models.outcomes import ContestResult, Declaration, ResultLine

__all__ = [
    "CandidateTold",
    "ContestResult",
    "Count",
    "Declaration",
    "DeclarationSignature",
    "PapersChecked",
    "ResultLine",
    "TieDecision",
]
