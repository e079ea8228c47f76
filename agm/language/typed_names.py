"""What is typed or pasted where one person's name is asked for, and is nobody's, or more than a name."""

import re
from functools import lru_cache

from agm.language.names import name_key

RE_OPENING = frozenset({"ron", "re open nominations", "reopen nominations"})
AGAINST = frozenset({"no", "against", "vote against", "votes against", "no vote"})
"""What is voted where one person stands, and is not to be elected."""

BALLOT_OPTIONS = RE_OPENING | AGAINST | {"none of the above"}
"""What can be voted for and is no person, by its key; a surname Ron is told apart by its small letters."""

NOBODY = BALLOT_OPTIONS | {
    "vacant", "vacancy", "unfilled", "not filled", "to be filled", "tbc", "tba", "tbd", "to be confirmed",
    "to be announced", "to be decided", "to be elected", "n a", "none", "nobody", "no one", "noone", "no candidate",
    "no candidates", "no nomination", "no nominations", "none received", "nobody stood", "no one stood", "not elected",
    "not known", "unknown", "awaited", "result awaited", "deferred", "suspended",
}  # fmt: skip
"""What people write where there is nobody, by its key."""

AS_ABOVE = frozenset({"as above", "see above", "same as above", "same", "ditto", "as before", "idem"})

_LIST_MARK = re.compile(r"^(?:[•●▪*–—-]\s*|\(?\d{1,3}[.)]\s+|\d{1,3}:\s+)+(?=\w)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})[.;]$")
_ABBREVIATED = re.compile(r"\b(?:Jnr|Snr|Hon|Bart|Esq|PhD|Hons)\.$")
ADDRESS = re.compile(r"\S@\S+\.\S|https?://|\bwww\.")
_VOTES = re.compile(r"[(\[:,–—-]?\s*\b\d[\d ,]*\s*votes?\b|\s[(\[]\s*\d[\d ,]*\s*[)\]]$", re.IGNORECASE)
_HOW = re.compile(
    r"[(\[,–—-]\s*(?:un(?:opposed|contested)|(?:re-?)?elected|co-?opted|new|job ?share|acting|interim|continuing|"
    r"tbc|withdrew|withdrawn)\s*[)\]]?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:and|&|\+)\s|(?<=\w)\s*[/;]\s*(?=\w)", re.IGNORECASE)


def tidied_name(text: str) -> str:
    """The name without what a list puts around it: "1. Ann Rusk." is Ann Rusk."""
    without_mark = _LIST_MARK.sub("", text)
    return without_mark if _ABBREVIATED.search(without_mark) else _FULL_STOP.sub("", without_mark)


@lru_cache(maxsize=1024)  # a text asks it of each name many times
def is_ballot_option(name: str) -> bool:
    """Whether a name stands on a ballot paper for a choice that is no person, such as re-open nominations."""
    key = name_key(name)
    return key in BALLOT_OPTIONS and (key != "ron" or name.replace(".", "").strip() == "RON")


def re_opens(name: str) -> bool:
    """Whether an option asks for the nominations to be opened again, and not merely for nobody to be elected."""
    return is_ballot_option(name) and name_key(name) in RE_OPENING


def is_against(name: str) -> bool:
    """Whether an option is the vote against whoever stands."""
    return name_key(name) in AGAINST


def is_nobody(name: str) -> bool:
    """Whether a text stands for nobody: "Vacant", "TBC", "RON", or signs without a letter or figure."""
    return is_ballot_option(name) or not re.search(r"[^\W_]", name) or name_key(name) in NOBODY - BALLOT_OPTIONS


def what_is_no_name(text: str) -> str | None:
    """What to do about a text that is not the name of one person; None for one that may be."""
    if is_nobody(text):
        return f"“{text}” is nobody’s name: leave this empty"
    if name_key(text) in AS_ABOVE:
        return "Enter the name again"
    if ADDRESS.search(text):
        return "Enter the name alone, without the address"
    if _VOTES.search(text):
        return "Enter the name alone; the votes have a field of their own"
    if _HOW.search(text):
        return "Enter the name alone; how they came to it is said beside it"
    if _AND.search(text):
        return "Enter one person here; whoever shares has a field of their own"
    return None
