"""Reading a member list as a secretary has it: a file or pasted cells, in whatever shape, to one frozen value.

`read_roll(data, settings)` gives a `RollReading`: what the file is, which columns are used and which are not kept, what
becomes of every row and why, who is added, changed, left out, and what must be asked. Nothing here knows a database or
the web, nothing is worked out from a formula, and the cells of columns that are not kept go no further than the line
that splits a row into cells.
"""
