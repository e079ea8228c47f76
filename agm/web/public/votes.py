"""The votes of a meeting as open data: names and figures as in its report, and the papers where the rules say so."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from flask import Response, abort, make_response, render_template

from agm.counting.render import render
from agm.facts import Outcome
from agm.language.characters import as_plain_cell
from agm.language.slugs import slug_of
from agm.results.published_counts import PAPERS, WITHHELD, GivenCount, bundle_of, given_count
from agm.web.kit.access import Access, access
from agm.web.kit.addresses import absolute
from agm.web.public.announcement import address_of, retracted_page
from agm.web.public.meeting import found_text
from agm.web.public.queries.announcements import PublicText
from agm.web.public.queries.votes import PublicVotes, public_votes
from agm.web.public.site import blueprint, house, session, unit_title
from agm.wording.document import AnnouncementKind

COLUMNS = (
    "election_id", "ballot_paper_id", "election_date", "organisation_name", "post_label", "seats_contested",
    "person_name", "votes_cast", "rank", "elected", "tied_vote_winner", "turnout_reported", "spoilt_ballots",
    "total_electorate", "turnout_percentage", "results_source",
)  # fmt: skip
"""The words of Democracy Club's files of results."""
PLACE = "/<region_slug>/<meeting_slug>/votes"

Row = dict[str, Any]


def found_votes(region_slug: str, meeting_slug: str) -> tuple[PublicText, PublicVotes]:
    text = found_text(region_slug, meeting_slug, AnnouncementKind.REPORT)
    if text.is_retracted:
        abort(retracted_page(text))
    return text, public_votes(session(), text.revision_id) or abort(404)


@blueprint.get(PLACE)
@access(Access.PUBLIC)
def votes(region_slug: str, meeting_slug: str) -> str:
    """Which files there are of the votes."""
    text, found = found_votes(region_slug, meeting_slug)
    return render_template(
        "public/votes.html", here="news", here_is="true", place=text.unit, text=text, votes=found, path=address_of(text)
    )


@blueprint.get(f"{PLACE}.csv")
@access(Access.PUBLIC)
def votes_csv(region_slug: str, meeting_slug: str) -> Response:
    text, votes = found_votes(region_slug, meeting_slug)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for outcome in votes.outcomes:
        for row in rows_of(text, votes, outcome):
            writer.writerow([as_plain_cell(str(row.get(column, ""))) for column in COLUMNS])
    return sent(buffer.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{meeting_slug}-votes.csv")


def rows_of(text: PublicText, votes: PublicVotes, outcome: Outcome) -> Iterator[Row]:
    """A line for each who stood; figures only where the report prints votes."""
    count = votes.counts.get(outcome.contest_id)
    given = None if count is None else given_count(count)
    election = f"agm.{text.unit.slug}.{votes.date}"
    shared: Row = {
        "election_id": election, "ballot_paper_id": f"agm.{text.unit.slug}.{slug_of(outcome.label)}.{votes.date}",
        "election_date": votes.date, "organisation_name": unit_title(text.unit), "post_label": outcome.label,
        "seats_contested": outcome.seats, "results_source": absolute(address_of(text)),
    }  # fmt: skip
    chosen: set[int] = set()
    if given is not None and votes.shows_figures:
        shared |= turnout_of(given, votes.electorates.get(outcome.contest_id))
        chosen = {number for tie in given.result.ties if tie.decision is not None for number in tie.chosen}
    figures = sorted({one.votes for one in outcome.entries if one.votes is not None}, reverse=True)
    for entry in outcome.entries:
        name = " and ".join(person.displayed for person in entry.people)
        row = shared | {"person_name": name if votes.is_named(entry) else WITHHELD, "elected": flag(entry.elected)}
        if votes.shows_figures and entry.votes is not None:
            row |= {"votes_cast": entry.votes, "rank": figures.index(entry.votes) + 1}
        if votes.number(outcome, entry) in chosen and entry.elected:
            row["tied_vote_winner"] = flag(True)
        yield row


def flag(value: bool | None) -> str:
    return "" if value is None else "True" if value else "False"


def turnout_of(given: GivenCount, electorate: int | None) -> Row:
    papers = given.result.papers
    if not papers.papers:
        return {}
    found: Row = {"turnout_reported": papers.papers, "spoilt_ballots": sum(one.papers for one in papers.rejected)}
    if electorate:
        found |= {"total_electorate": electorate, "turnout_percentage": f"{100 * papers.papers / electorate:.2f}"}
    return found


@blueprint.get(f"{PLACE}.json")
@access(Access.PUBLIC)
def votes_json(region_slug: str, meeting_slug: str) -> Response:
    """The report of the election in the words of NIST SP 1500-100."""
    text, votes = found_votes(region_slug, meeting_slug)
    election: Row = {
        "@type": "ElectionResults.Election", "Name": text.title, "StartDate": votes.date, "EndDate": votes.date,
        "Type": "other", "OtherType": "annual general meeting",
        "Contest": [contest_json(votes, outcome) for outcome in votes.outcomes],
    }  # fmt: skip
    report = {
        "@type": "ElectionResults.ElectionReport", "Format": "summary-contest", "Issuer": house().name,
        "IssuerAbbreviation": house().name, "Status": "certified", "VendorApplicationId": "agm",
        "Notes": absolute(address_of(text)), "Election": [election],
    }  # fmt: skip
    content = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    return sent(content.encode(), "application/json", f"{meeting_slug}-votes.json")


def contest_json(votes: PublicVotes, outcome: Outcome) -> Row:
    count = votes.counts.get(outcome.contest_id)
    if count is not None and votes.shows_figures:
        found: Row = json.loads(render(given_count(count, votes.withheld(outcome.contest_id)).result, "json"))
        return found
    people = [
        " and ".join(person.displayed for person in one.people) if votes.is_named(one) else WITHHELD
        for one in outcome.entries
    ]
    return {
        "@type": "ElectionResults.CandidateContest", "Name": outcome.label, "NumberElected": outcome.seats,
        "Candidate": [
            {"@type": "ElectionResults.Candidate", "BallotName": name, "PostElectionStatus": status(one.elected)}
            for name, one in zip(people, outcome.entries, strict=True)
        ],
    }  # fmt: skip


def status(elected: bool | None) -> str:
    return "pending" if elected is None else "winner" if elected else "defeated"


def published_count(region_slug: str, meeting_slug: str, number: int) -> GivenCount:
    """The count of an office, by its place in the report; only where the rules of the meeting publish it."""
    _, votes = found_votes(region_slug, meeting_slug)
    outcome = votes.outcomes[number - 1] if 1 <= number <= len(votes.outcomes) else abort(404)
    if not votes.is_count_published or outcome.contest_id not in votes.counts:
        abort(404)
    return given_count(votes.counts[outcome.contest_id], votes.withheld(outcome.contest_id))


@blueprint.get(f"{PLACE}/<int:number>.<any({','.join(PAPERS)}):ending>")
@access(Access.PUBLIC)
def votes_papers(region_slug: str, meeting_slug: str, number: int, ending: str) -> Response:
    given = published_count(region_slug, meeting_slug, number)
    content_type, made = PAPERS[ending]
    papers = made(given)
    if papers is None:
        abort(404)
    return sent(papers.encode(), f"{content_type}; charset=utf-8", f"{meeting_slug}-{number}.{ending}")


@blueprint.get(f"{PLACE}/<int:number>.zip")
@access(Access.PUBLIC)
def votes_bundle(region_slug: str, meeting_slug: str, number: int) -> Response:
    given = published_count(region_slug, meeting_slug, number)
    return sent(bundle_of(given), "application/zip", f"{meeting_slug}-{number}.zip")


def sent(content: bytes, content_type: str, name: str) -> Response:
    response = make_response(content)
    response.content_type = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
