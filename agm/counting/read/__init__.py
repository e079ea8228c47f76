"""Reading and writing papers and totals: BLT files, CSV files of ballots, CSV files of totals.

Every reader takes text, bytes or an open file, reads it in one pass and reports everything that is wrong at once, each
problem with its line, its column and what was expected there (``ReadingError``). What a writer wrote, the reader of the
same form gives back equal.
"""

from __future__ import annotations

from agm.counting.read.ballot_csv import CsvLayout, read_ballots_csv, write_ballots_csv
from agm.counting.read.blt import read_blt
from agm.counting.read.files import BallotFile, Source, TotalsFile
from agm.counting.read.problems import Problem, ReadingError
from agm.counting.read.totals import is_totals, read_totals, write_totals
from agm.counting.read.write_blt import write_blt

__all__ = [
    "BallotFile",
    "CsvLayout",
    "Problem",
    "ReadingError",
    "Source",
    "TotalsFile",
    "is_totals",
    "read_ballots_csv",
    "read_blt",
    "read_totals",
    "write_ballots_csv",
    "write_blt",
    "write_totals",
]
