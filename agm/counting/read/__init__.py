"""Reading and writing papers and totals: BLT files, CSV files of ballots, CSV files of totals.

Every reader takes text, bytes or an open file, reads it in one pass and reports everything that is wrong at once, each
problem with its line, its column and what was expected there (``ReadingError``). What a writer wrote, the reader of the
same form gives back equal.
"""
