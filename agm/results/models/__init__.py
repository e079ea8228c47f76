"""The tables of results: what came of contests and its declaration, and the counts that it stands on."""

from agm.results.models.after import (
    Complaint,
    ComplaintDecision,
    PapersDestroyed,
    PlaceGivenUp,
    PlannedDeclaration,
)
from agm.results.models.counts import CandidateTold, Count, DeclarationSignature, PapersChecked, TieDecision
from agm.results.models.outcomes import ContestResult, Declaration, ResultLine
from agm.results.models.printouts import PrintKind, Printout

__all__ = [
    "CandidateTold",
    "Complaint",
    "ComplaintDecision",
    "ContestResult",
    "Count",
    "Declaration",
    "DeclarationSignature",
    "PapersChecked",
    "PapersDestroyed",
    "PlaceGivenUp",
    "PlannedDeclaration",
    "PrintKind",
    "Printout",
    "ResultLine",
    "TieDecision",
]
