"""An election written as other programs would have it: BLT of every dialect, tables, orders and cast vote records.

For papers whose preferences are single candidates, without gaps. Every form says the same.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from agm.counting.model import Ballots, Contest
from agm.counting.read.ballot_csv import CsvLayout, write_ballots_csv
from agm.counting.read.blt import write_blt

Write = Callable[[Contest, Ballots], "str | bytes"]


def names_of(contest: Contest) -> list[str]:
    return [candidate.name for candidate in contest.candidates]


def papers_of(ballots: Ballots) -> Iterator[list[int]]:
    """The numbers on each paper, one paper after the other."""
    for group in ballots.groups:
        ranking = [number for number in group.ranking if isinstance(number, int) and number]
        assert tuple(ranking) == group.ranking
        yield from [ranking] * group.papers


def table(rows: Iterable[Sequence[object]], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def in_three(contest: Contest, ballots: Ballots) -> tuple[str, list[str], list[str]]:
    """The head, the papers and the names of a BLT file, these with the title."""
    head, *lines = write_blt(contest, ballots).splitlines()
    end = lines.index("0")
    return head, lines[:end], lines[end + 1 :]


def blt_with_comments(contest: Contest, ballots: Ballots) -> str:
    head, papers, names = in_three(contest, ballots)
    described = [f"{name}   # candidate {number}" for number, name in enumerate(names, start=1)]
    middle = [f"  {line}  # as marked" for line in papers]
    return "\n".join(["# papers of the hall", "", f"{head} # candidates, seats", *middle, "0 # end", "", *described])


def blt_with_c_comments(contest: Contest, ballots: Ballots) -> str:
    head, papers, names = in_three(contest, ballots)
    return "\n".join(["/* papers", "of the hall, 9 0 */", head, *(f"{p} /* 1 0 */" for p in papers), "0", *names])


def blt_apart(separator: str) -> Write:
    def write(contest: Contest, ballots: Ballots) -> str:
        head, papers, names = in_three(contest, ballots)
        return "\n".join([line.replace(" ", separator) for line in (head, *papers, "0")] + names)

    return write


def blt_with_parties(contest: Contest, ballots: Ballots) -> str:
    head, papers, names = in_three(contest, ballots)
    return "\n".join([head, *papers, "0", *(f'{name} "Party {n}"' for n, name in enumerate(names[:-1])), names[-1]])


def blt_without_quotes(contest: Contest, ballots: Ballots) -> str:
    head, papers, _ = in_three(contest, ballots)
    return "\n".join([head, *papers, "0", *names_of(contest), contest.title])


def blt_names_on_a_line(contest: Contest, ballots: Ballots) -> str:
    head, papers, names = in_three(contest, ballots)
    return "\n".join([head, *papers, "0", " ".join(names)])


def blt_names_in_comments(contest: Contest, ballots: Ballots) -> str:
    head, papers, _ = in_three(contest, ballots)
    return "\n".join([head, *(f"# {c.number}: {c.name}" for c in contest.candidates), *papers, "0"])


def blt_with_backslashes(contest: Contest, ballots: Ballots) -> str:
    head, papers, names = in_three(contest, ballots)
    return "\n".join([head, *papers, "0", *(name[:-1].replace('""', r"\"") + '"' for name in names)])


def blt_with_source(contest: Contest, ballots: Ballots) -> str:
    return write_blt(contest, ballots) + '"Source: the hall"\n"Counted twice"\n'


def blt_paper_by_paper(contest: Contest, ballots: Ballots) -> str:
    head, _, names = in_three(contest, ballots)
    papers = [f"(paper {n}) {' '.join(map(str, p))} 0" for n, p in enumerate(papers_of(ballots), start=1)]
    return "\n".join([head, *papers, "0", *names])


def blt_of_droop(contest: Contest, ballots: Ballots) -> str:
    head, _, names = in_three(contest, ballots)
    nicks = [f"c{candidate.number}" for candidate in contest.candidates]
    options = [f"[nick {' '.join(nicks)}]", f"[tie {' '.join(reversed(nicks))} ] [droop rule=scotland]"]
    papers = [f"{g.papers} {' '.join(f'c{number}' for number in g.ranking)} 0" for g in ballots.groups]
    return "\n".join([head, *options, *papers, "0", *names])


def by_candidate(ballots: Ballots, candidates: int) -> Iterator[list[object]]:
    for paper in papers_of(ballots):
        yield [paper.index(number) + 1 if number in paper else "" for number in range(1, candidates + 1)]


def by_preference(contest: Contest, ballots: Ballots, nothing: str = "") -> Iterator[list[str]]:
    names = names_of(contest)
    for paper in papers_of(ballots):
        yield [names[number - 1] for number in paper] + [nothing] * (len(names) - len(paper))


def csv_by_candidate(contest: Contest, ballots: Ballots) -> str:
    return write_ballots_csv(contest, ballots)


def csv_by_preference(contest: Contest, ballots: Ballots) -> str:
    return write_ballots_csv(contest, ballots, CsvLayout.PREFERENCES)


def csv_of_excel(contest: Contest, ballots: Ballots) -> bytes:
    rows = table([names_of(contest), *by_candidate(ballots, len(contest.candidates))], ";")
    return ("sep=;\n" + rows + ";" * (len(contest.candidates) - 1) + "\n").encode("utf-16")


def csv_weighted(contest: Contest, ballots: Ballots) -> str:
    names = names_of(contest)
    columns = range(1, len(names) + 1)
    rows = [[n, g.papers, *(names[number - 1] for number in g.ranking if isinstance(number, int))]
            for n, g in enumerate(ballots.groups)]  # fmt: skip
    wide = [[*row, *[""] * (2 + len(names) - len(row))] for row in rows]
    return table([["Ballot ID", "Weight", *(f"Choice {n}" for n in columns)], *wide])


def csv_long(contest: Contest, ballots: Ballots) -> str:
    names = names_of(contest)
    rows: list[list[object]] = [["paper", "rank", "candidate"]]
    for n, paper in enumerate(papers_of(ballots), start=1):
        rows += [[n, rank, names[number - 1]] for rank, number in enumerate(paper, start=1)] or [[n, "", ""]]
    return table(rows)


def google_by_candidate(contest: Contest, ballots: Ballots) -> str:
    head = ["Timestamp", *(f"Rank the candidates [{name}]" for name in names_of(contest))]
    return table([head, *(["2027/04/18 9:00:00", *row] for row in by_candidate(ballots, len(contest.candidates)))])


def google_by_preference(contest: Contest, ballots: Ballots) -> str:
    head = ["Timestamp", "Email Address", *(f"Preference {n}" for n in range(1, len(contest.candidates) + 1))]
    return table([head, *(["2027/04/18 9:00:00", "a@example.org", *row] for row in by_preference(contest, ballots))])


MICROSOFT = ["ID", "Start time", "Completion time", "Email", "Name"]


def microsoft_ranking(contest: Contest, ballots: Ballots) -> str:
    names = names_of(contest)
    lists = ("".join(f"{names[number - 1]};" for number in paper) for paper in papers_of(ballots))
    return table([[*MICROSOFT, "Put the candidates in order"], *([1, 2, 3, "a", "b", one] for one in lists)])


def microsoft_by_candidate(contest: Contest, ballots: Ballots) -> str:
    rows = by_candidate(ballots, len(contest.candidates))
    return table([[*MICROSOFT, *names_of(contest)], *([1, 2, 3, "a", "b", *row] for row in rows)])


def ess(contest: Contest, ballots: Ballots) -> str:
    head = ["Cast Vote Record", "Precinct", "Ballot Style"]
    choices = [f"Ward Choice {candidate.number}" for candidate in contest.candidates]
    rows = by_preference(contest, ballots, "undervote")
    return table([[*head, *choices], *([n, "P1", "S1", *row] for n, row in enumerate(rows, start=1))])


def preflib(contest: Contest, ballots: Ballots) -> str:
    head = [
        "# FILE NAME: 00099-00000001.soi", f"# TITLE: {contest.title}", "# DATA TYPE: soi",
        "# MODIFICATION TYPE: original", f"# NUMBER ALTERNATIVES: {len(contest.candidates)}",
        f"# NUMBER VOTERS: {ballots.papers}", f"# NUMBER UNIQUE ORDERS: {len(ballots.groups)}",
        *(f"# ALTERNATIVE NAME {candidate.number}: {candidate.name}" for candidate in contest.candidates),
    ]  # fmt: skip
    return "\n".join([*head, *(f"{g.papers}: {','.join(map(str, g.ranking))}" for g in ballots.groups)])


def preflib_before_2022(contest: Contest, ballots: Ballots) -> str:
    head = [str(len(contest.candidates)), *(f"{candidate.number},{candidate.name}" for candidate in contest.candidates)]
    sums = f"{ballots.papers},{ballots.papers},{len(ballots.groups)}"
    return "\n".join([*head, sums, *(",".join(map(str, (g.papers, *g.ranking))) for g in ballots.groups)])


def dominion(contest: Contest, ballots: Ballots) -> str:
    numbers = range(1, len(contest.candidates) + 1)
    cells = [(rank, name) for rank in numbers for name in (*names_of(contest), "Write-in")]
    head = f"{contest.title} (Number of positions={contest.seats}, Number of ranks={len(numbers)})"
    rows: list[list[object]] = [
        ["The election", "5.17"],
        ["", "", "", *[head] * len(cells), "Another (Vote For=1)"],
        ["", "", "", *(f"{name}({rank})" for rank, name in cells), "Yes"],
        ["CvrNumber", "RecordId", "BallotType", *[""] * len(cells), ""],
    ]
    for n, paper in enumerate(papers_of(ballots), start=1):
        marked = set(enumerate(paper, start=1))
        rows.append([n, n, "A", *(int((rank, number) in marked) for rank in numbers for number in (*numbers, 0)), 0])
    return table(rows)


def nist(contest: Contest, ballots: Ballots) -> str:
    def selection(rank: int, number: int) -> dict[str, object]:
        mark = {"HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1, "Rank": rank}
        return {"ContestSelectionId": f"o{number}", "SelectionPosition": [mark]}

    def record(paper: list[int]) -> dict[str, object]:
        marks = [selection(rank, number) for rank, number in enumerate(paper, start=1)]
        return {"CVRSnapshot": [{"@id": "s", "CVRContest": [{"ContestId": "c", "CVRContestSelection": marks}]}]}

    people = [{"@id": f"p{candidate.number}", "Name": candidate.name} for candidate in contest.candidates]
    options = [{"@id": f"o{c.number}", "CandidateIds": [f"p{c.number}"]} for c in contest.candidates]
    one = {"@id": "c", "Name": contest.title, "NumberElected": contest.seats, "ContestSelection": options}
    election = {"Candidate": people, "Contest": [one]}
    return json.dumps({"CVR": [record(paper) for paper in papers_of(ballots)], "Election": [election]})


def nist_xml(contest: Contest, ballots: Ballots) -> str:
    def mark(rank: int, number: int) -> str:
        said = "<HasIndication>yes</HasIndication><IsAllocable>yes</IsAllocable><NumberVotes>1</NumberVotes>"
        position = f"<SelectionPosition>{said}<Rank>{rank}</Rank></SelectionPosition>"
        return (
            f"<CVRContestSelection><ContestSelectionId>o{number}</ContestSelectionId>{position}</CVRContestSelection>"
        )

    def record(paper: list[int]) -> str:
        marks = "".join(mark(rank, number) for rank, number in enumerate(paper, start=1))
        votes = f"<CVRContest><ContestId>c</ContestId>{marks}</CVRContest>"
        return f'<CVR><CVRSnapshot ObjectId="s">{votes}<Type>original</Type></CVRSnapshot></CVR>'

    people = [
        f'<Candidate ObjectId="p{c.number}"><Name>{escape(c.name)}</Name></Candidate>' for c in contest.candidates
    ]
    options = [
        f'<ContestSelection ObjectId="o{c.number}"><CandidateIds>p{c.number}</CandidateIds></ContestSelection>'
        for c in contest.candidates
    ]
    about = f"<Name>{escape(contest.title)}</Name><NumberElected>{contest.seats}</NumberElected>"
    one = f'<Contest ObjectId="c">{"".join(options)}{about}</Contest>'
    papers = "\n".join(map(record, papers_of(ballots)))
    election = f'<Election ObjectId="e">{"".join(people)}{one}</Election>'
    name = 'CastVoteRecordReport xmlns="http://itl.nist.gov/ns/voting/1500-103/v1"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}>\n{papers}\n{election}</CastVoteRecordReport>\n'


def dominion_export(contest: Contest, ballots: Ballots) -> bytes:
    def paper(number: int, ranking: list[int]) -> dict[str, object]:
        marks = [
            {"CandidateId": 100 + chosen, "Rank": rank, "IsAmbiguous": False, "IsVote": True}
            for rank, chosen in enumerate(ranking, start=1)
        ]
        unsure = {"CandidateId": 101, "Rank": 1, "IsAmbiguous": True, "IsVote": False}
        other = {"Id": 8, "Marks": [{"CandidateId": 200, "Rank": 1, "IsAmbiguous": False}]}
        said = {"IsCurrent": True, "Cards": [{"Contests": [other, {"Id": 7, "Marks": [unsure, *marks]}]}]}
        if number % 2:
            return {"RecordId": number, "Original": said}
        return {"RecordId": number, "Original": {"IsCurrent": False, "Cards": []}, "Modified": said}

    papers = [paper(number, ranking) for number, ranking in enumerate(papers_of(ballots), start=1)]
    half = len(papers) // 2
    contests = [{"Id": 8, "Description": "Another", "VoteFor": 1, "NumOfRanks": 0},
                {"Id": 7, "Description": contest.title, "VoteFor": contest.seats, "NumOfRanks": 9}]  # fmt: skip
    people = [
        {"Id": 100 + c.number, "Description": c.name, "ContestId": 7, "Type": "Regular"} for c in contest.candidates
    ]
    people += [{"Id": 200, "Description": "Yes", "ContestId": 8, "Type": "Regular"},
               {"Id": 99, "Description": "Write-in", "ContestId": 7, "Type": "WriteIn"}]  # fmt: skip
    parts: dict[str, object] = {
        "ContestManifest.json": {"Version": "5.10", "List": contests},
        "CandidateManifest.json": {"Version": "5.10", "List": people},
        "CvrExport_1.json": {"Version": "5.10", "Sessions": papers[:half]},
        "CvrExport_2.json": {"Version": "5.10", "Sessions": papers[half:]},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in parts.items():
            archive.writestr(f"export/{name}", json.dumps(value))
    return out.getvalue()


BLT: dict[str, Write] = {
    "plain": write_blt,
    "line ends of Windows": lambda c, b: write_blt(c, b).replace("\n", "\r\n"),
    "no last line end": lambda c, b: write_blt(c, b).removesuffix("\n"),
    "UTF-16": lambda c, b: write_blt(c, b).encode("utf-16"),
    "a byte order mark": lambda c, b: write_blt(c, b).encode("utf-8-sig"),
    "Windows-1252": lambda c, b: write_blt(c, b).encode("cp1252"),
    "comments": blt_with_comments,
    "C comments": blt_with_c_comments,
    "commas": blt_apart(","),
    "commas and spaces": blt_apart(", "),
    "semicolons": blt_apart(";"),
    "tabs": blt_apart("\t"),
    "a party behind each name": blt_with_parties,
    "no quotes": blt_without_quotes,
    "names on one line": blt_names_on_a_line,
    "names in comments": blt_names_in_comments,
    "quotes after backslashes": blt_with_backslashes,
    "a source and a comment": blt_with_source,
    "papers with names": blt_paper_by_paper,
    "options of droop": blt_of_droop,
}
OTHERS: dict[str, Write] = {
    "CSV, a column for each candidate": csv_by_candidate,
    "CSV, a column for each preference": csv_by_preference,
    "CSV of Excel": csv_of_excel,
    "CSV with weights": csv_weighted,
    "CSV, a row for each preference": csv_long,
    "Google Forms, by candidate": google_by_candidate,
    "Google Forms, by preference": google_by_preference,
    "Microsoft Forms, a ranking": microsoft_ranking,
    "Microsoft Forms, by candidate": microsoft_by_candidate,
    "ES&S": ess,
    "PrefLib": preflib,
    "PrefLib before 2022": preflib_before_2022,
    "Dominion": dominion,
    "Dominion, in parts": dominion_export,
    "NIST": nist,
    "NIST in XML": nist_xml,
}
FORMS = BLT | OTHERS
LISTED = {"CSV, a column for each preference", "CSV with weights", "CSV, a row for each preference",
          "Google Forms, by preference", "Microsoft Forms, a ranking", "ES&S"}  # fmt: skip
"""Forms whose names are those on the papers: the list of candidates has their order."""
SEVERAL_CONTESTS = {"Dominion", "Dominion, in parts"}


def written(form: str, contest: Contest, ballots: Ballots) -> bytes:
    text = FORMS[form](contest, ballots)
    return text if isinstance(text, bytes) else text.encode()
