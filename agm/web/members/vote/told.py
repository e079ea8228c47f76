"""What a voter is told instead of a paper: why nothing can be sent in now, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from agm.language.vote_words import VoteWords
from agm.rules.mixed_votes import Way
from agm.rules.violations import Violation
from agm.voting.queries.admission import VoterBallots
from agm.voting.queries.online import OnlineBallot
from agm.web.kit.dates import zone


@dataclass(frozen=True, slots=True)
class ToldPage:
    """A heading and what follows; `refusal` is its code, `officer` what the returning officer says in words of their
    own."""

    refusal: str
    title: str
    lines: tuple[str, ...]
    officer: str = ""
    status: int = 409


def waiting(found: VoterBallots) -> list[OnlineBallot]:
    """The contests that a voter can still send a paper for, as far as their hours allow."""
    return [one for one in found.ballots if one.way is None or (found.vote.may_change and one.way is Way.ONLINE)]


def open_ballots(found: VoterBallots, now: dt.datetime) -> list[OnlineBallot]:
    return [one for one in waiting(found) if one.is_open(now)]


def why_not(found: VoterBallots, now: dt.datetime, t: VoteWords) -> ToldPage | None:
    """Why no paper can be shown or taken now; None where one can."""
    vote = found.vote
    if vote.voided_at is not None:
        return ToldPage("void", t("void_title"), (t("void"),), vote.voided_why or "")
    if not found.ballots:
        return ToldPage("not_your_contest", t("no_contest_title"), (t("no_contest"),))
    if vote.opened_at is None or now < min(one.opens_at for one in found.ballots):
        return not_open(found.ballots, t)
    if vote.suspended_at is not None:
        return ToldPage("suspended", t("suspended_title"), (t("suspended"),), vote.suspended_why or "")
    if vote.closed_at is not None or now > max(one.closes_at for one in found.ballots):
        return closed(found.ballots, t)
    if not waiting(found):
        return voted(found, t)
    if not open_ballots(found, now):
        later = [one for one in waiting(found) if one.opens_at > now]
        return not_open(later, t) if later else closed(waiting(found), t)
    return None


def not_open(ballots: Sequence[OnlineBallot], t: VoteWords) -> ToldPage:
    opens, closes = min(one.opens_at for one in ballots), max(one.closes_at for one in ballots)
    return ToldPage(
        "not_open", t("not_open_title"), (t("not_open", opens=t.at(opens, zone()), closes=t.at(closes, zone())),)
    )


def closed(ballots: Sequence[OnlineBallot], t: VoteWords) -> ToldPage:
    lines = [t("closed", closed=t.at(max(one.closes_at for one in ballots), zone()))]
    if any(one.way is Way.ONLINE for one in ballots):
        lines.append(t("closed_and_voted"))
    elif any(one.way is Way.PAPER for one in ballots):
        lines.append(t("paper_given"))
    return ToldPage("closed", t("closed_title"), tuple(lines))


def late(ballots: Sequence[OnlineBallot], arrived: dt.datetime, t: VoteWords) -> ToldPage:
    """A paper that came after the close, with both instants."""
    closes = min(one.closes_at for one in ballots)
    words = t(
        "late",
        closed=t.at(closes, zone(), beside=arrived),
        arrived=t.at(arrived, zone(), beside=closes, exact=True),
    )
    earlier = (t("late_earlier"),) if any(one.way is Way.ONLINE for one in ballots) else ()
    return ToldPage("closed", t("closed_title"), (words, *earlier, t("late_why")))


def voted(found: VoterBallots, t: VoteWords) -> ToldPage:
    if all(one.way is Way.PAPER for one in found.ballots):
        return ToldPage("paper_given", t("paper_title_told"), (t("paper_given"),))
    return already(t)


def already(t: VoteWords) -> ToldPage:
    return ToldPage("already_voted", t("already_title"), (t("already"), t("already_final")))


def not_your_contest(t: VoteWords) -> ToldPage:
    return ToldPage("not_your_contest", t("no_contest_title"), (t("not_your_contest"),))


def of_code(violation: Violation, t: VoteWords) -> ToldPage:
    """A code that opens nothing."""
    if violation.code == "code_replaced":
        return ToldPage("code_replaced", t("replaced_title"), (t("replaced"),), status=410)
    if violation.code == "unknown_code":
        return ToldPage("unknown_code", t("unknown_title"), (t("code_unknown"),), status=404)
    return ToldPage(violation.code, t("no_contest_title"), (t("no_contest"),))


def of_refusal(
    violation: Violation, found: VoterBallots, sent: Sequence[OnlineBallot], arrived: dt.datetime, t: VoteWords
) -> ToldPage:
    """Why the operation did not take a paper."""
    match violation.code:
        case "closed":
            return late([one for one in sent if one.closes_at < arrived] or sent, arrived, t)
        case "already_voted":
            return already(t)
        case "overtaken":
            return ToldPage("overtaken", t("already_title"), (t("overtaken"),))
        case "paper_given":
            return ToldPage("paper_given", t("paper_title_told"), (t("paper_given"),))
        case "not_your_contest":
            return not_your_contest(t)
        case "not_open":
            return not_open(sent, t)
        case "suspended":
            return ToldPage("suspended", t("suspended_title"), (t("suspended"),), found.vote.suspended_why or "")
        case "void" | "voided":
            return ToldPage("void", t("void_title"), (t("void"),), found.vote.voided_why or "")
    return ToldPage(violation.code, t("held_title"), (violation.words,))
