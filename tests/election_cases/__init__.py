"""Cases of elections beside the product: `python -m tests.election_cases FOLDER`.

A case is a JSON file with what is given and what is `expected`. A module here for each form of case renames its fields
to what the product takes, and what the product gives to the words of the case, and holds no rule.
"""
