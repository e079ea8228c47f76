"""Codes that admit to a vote: given out, given anew, cancelled and used. One vote a person, whatever codes they had."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


class CodeAct(enum.StrEnum):
    GIVE = "give"
    GIVE_ANEW = "give_anew"
    """Another code instead of the one that got lost, which ends."""
    CANCEL = "cancel"
    USE = "use"


class CodeOutcome(enum.StrEnum):
    GIVEN = "given"
    GIVEN_ANEW = "given_anew"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    UNKNOWN_CODE = "refused:unknown_code"
    CODE_CANCELLED = "refused:code_cancelled"
    ALREADY_VOTED = "refused:already_voted"
    CODE_TAKEN = "refused:code_taken"
    """The code was given out before."""
    HAS_A_CODE = "refused:has_a_code"
    """They have one that is valid: give it anew, so that the first ends."""


@dataclass(frozen=True, slots=True)
class CodeEvent:
    act: CodeAct
    code: str = ""
    """What is given out, cancelled or used."""
    voter: str = ""


@dataclass(slots=True)
class CodeBook:
    """The codes of one vote. A code never comes back, and what was voted with it is not known here."""

    holder: dict[str, str] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    voted: set[str] = field(default_factory=set)

    def valid_codes(self) -> list[str]:
        return [code for code in self.holder if code not in self.cancelled and code not in self.used]

    def code_of(self, voter: str) -> str | None:
        return next((code for code in self.valid_codes() if self.holder[code] == voter), None)

    def apply(self, event: CodeEvent) -> CodeOutcome:
        match event.act:
            case CodeAct.GIVE | CodeAct.GIVE_ANEW:
                return self.give(event, anew=event.act is CodeAct.GIVE_ANEW)
            case CodeAct.CANCEL:
                return self.cancel(event)
            case CodeAct.USE:
                return self.use(event.code)

    def give(self, event: CodeEvent, *, anew: bool) -> CodeOutcome:
        if event.code in self.holder:
            return CodeOutcome.CODE_TAKEN
        if event.voter in self.voted:
            return CodeOutcome.ALREADY_VOTED
        before = self.code_of(event.voter)
        if before is not None and not anew:
            return CodeOutcome.HAS_A_CODE
        self.cancelled |= {code for code, voter in self.holder.items() if voter == event.voter}
        self.holder[event.code] = event.voter
        return CodeOutcome.GIVEN_ANEW if anew else CodeOutcome.GIVEN

    def cancel(self, event: CodeEvent) -> CodeOutcome:
        code = event.code or self.code_of(event.voter) or ""
        if code not in self.holder:
            return CodeOutcome.ALREADY_VOTED if event.voter in self.voted else CodeOutcome.UNKNOWN_CODE
        if code in self.used:
            return CodeOutcome.ALREADY_VOTED
        self.cancelled.add(code)
        return CodeOutcome.CANCELLED

    def use(self, code: str) -> CodeOutcome:
        voter = self.holder.get(code)
        if voter is None:
            return CodeOutcome.UNKNOWN_CODE
        if code in self.cancelled:
            return CodeOutcome.CODE_CANCELLED
        if code in self.used or voter in self.voted:
            return CodeOutcome.ALREADY_VOTED
        self.used.add(code)
        self.voted.add(voter)
        return CodeOutcome.ACCEPTED


def follow(events: Iterable[CodeEvent]) -> tuple[list[CodeOutcome], CodeBook]:
    book = CodeBook()
    return [book.apply(event) for event in events], book
