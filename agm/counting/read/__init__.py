"""Reading papers and totals in the forms that people have (``any_file`` tells which), and writing BLT and CSV.

Every reader takes text, bytes or an open file, reads it in one pass and reports everything that is wrong at once, each
problem with its line, its column and what was expected there (``ReadingError``). What a writer wrote, the reader of the
same form gives back equal.
"""
