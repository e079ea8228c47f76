"""Voters who send until they have an answer, whatever becomes of the server meanwhile."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Event, Thread

from tests.support.laid_votes import LaidVote
from tests.support.voting_phone import RECEIPT, Fields, Shown, VotingPhone, form_of, marks_of

TAKEN = {"accepted", "same_again"}
AT_ONCE = 8
LONGEST_WAIT = 0.2
GIVES_UP_AFTER = 300.0
"""Seconds in which somebody gets no answer at all."""
ANSWER_WITHIN = 20.0


@dataclass
class Crowd:
    """Voters of one vote with one contest, of which each chooses the candidate that their place in the list says."""

    laid: LaidVote
    ports: Callable[[], Sequence[int]]
    """Where a server is to be tried, at this moment."""
    at_once: int = AT_ONCE
    acknowledged: dict[str, str] = field(default_factory=dict)
    """By code, the receipt of a vote that was acknowledged."""
    refused: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    """By status, how many answers came; 0 for none."""
    words: set[str] = field(default_factory=set)
    """What voters were told while nothing could be stored."""
    seconds: list[float] = field(default_factory=list)
    """How long each acknowledged cast took, the one that was answered."""
    stop: Event = field(default_factory=Event)
    before: Callable[[], object] = lambda: None
    """Called before each voter begins: paces them."""

    def __post_init__(self) -> None:
        self.waiting: SimpleQueue[tuple[int, str]] = SimpleQueue()
        for place, code in enumerate(self.laid.codes):
            self.waiting.put((place, code))
        self.threads = [Thread(target=self.vote_in_turn, daemon=True) for _ in range(self.at_once)]

    def begin(self) -> Crowd:
        for thread in self.threads:
            thread.start()
        return self

    def join(self) -> Crowd:
        for thread in self.threads:
            thread.join()
        return self

    @property
    def number(self) -> int:
        return len(self.acknowledged)

    def vote_in_turn(self) -> None:
        phones: dict[int, VotingPhone] = {}
        while not self.stop.is_set():
            try:
                place, code = self.waiting.get_nowait()
            except Empty:
                return
            self.before()
            self.vote(place, code, phones)

    def vote(self, place: int, code: str, phones: dict[int, VotingPhone]) -> None:
        (contest,), (names,) = self.laid.contests.values(), self.laid.candidacies.values()
        chosen = list(names.values())[place % len(names)]
        review = self.until(lambda phone: phone.review(code, marks_of(contest, [str(chosen)], ranked=True)), phones)
        if review is None or review.says("outcome") != "review":
            self.refused[code] = "no answer" if review is None else review.outcome
            return
        form: Fields = form_of(review)
        begin = time.perf_counter()
        answer = self.until(lambda phone: phone.cast(form), phones)
        if answer is not None and answer.outcome in TAKEN:
            self.acknowledged[code] = dict(form)[RECEIPT].partition(".")[0]
            self.seconds.append(time.perf_counter() - begin)
        else:
            self.refused[code] = "no answer" if answer is None else answer.outcome

    def until(self, send: Callable[[VotingPhone], Shown], phones: dict[int, VotingPhone]) -> Shown | None:
        """Send until an answer comes that does not ask to be tried again; a connection that broke is made anew."""
        end = time.monotonic() + GIVES_UP_AFTER
        while time.monotonic() < end and not self.stop.is_set():
            port = random.choice(list(self.ports()) or [0])  # noqa: S311  no secret: which server is tried
            phone = phones.get(port) or VotingPhone("127.0.0.1", port, ANSWER_WITHIN)
            phones[port] = phone
            try:
                shown = send(phone)
            except (OSError, HTTPException):
                phones.pop(port).connection.close()
                self.answers[0] += 1
            else:
                self.answers[shown.status] += 1
                if shown.status < 500:
                    return shown
                self.words.add(shown.says("refusal") or f"{shown.status}")
            self.stop.wait(random.uniform(0, LONGEST_WAIT))  # noqa: S311  no secret
        return None
