"""What a list of offices is worded with besides the house's own words: English here; other languages in `second`."""

import re
from typing import ClassVar

from agm.facts import Holding
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.language.typed_names import is_against
from agm.wording.style_choices import DateStyle

GLUE = "\u00a0"
"""The no-break space."""

METHODS = {
    "show of hands": "by a show of hands",
    "standing": "by standing",
    "acclamation": "by acclamation",
    "en bloc": "en bloc",
    "secret ballot": "by secret ballot",
    "paper ballot": "by paper ballot",
    "postal ballot": "by postal ballot",
    "online ballot": "by online ballot",
    "ballot": "by ballot",
    "first past the post": "by first past the post",
    "alternative vote": "by the alternative vote",
    "av": "by the alternative vote",
    "single transferable vote": "by single transferable vote",
    "stv": "by single transferable vote",
}
_BEFORE_METHOD = (
    "by ", "on ", "in ", "with ", "at ", "from ", "through ", "using ", "en bloc", "unanimously", "nem",
)  # fmt: skip

_RESERVED = re.compile(
    r"(?i)^(?:one|two|three|four|five|six|half|at least|\d+|each|both|all|open|only|not|no) |\b(?:places?|seats?|posts?"
    r"|reserved|restricted|limited|must|is|are|may|can|at least)\b"
)
"""Words that say by themselves how places are reserved."""


class Terms:
    """English. `counted` knows these nouns; what somebody typed goes in as it is."""

    columns = ("Office", "Name", "Votes")
    """The head of a table of results."""
    against = "against"
    nobody_yet = "nobody so far"
    nobody_nominated = "nobody nominated"
    at_present = "held at present by {}"
    filled = "filled"
    final_stage = "{} at the final stage"
    transferred = "after the transfer of {}"
    elected = "elected: {}"
    excluded = "excluded: {}"
    not_transferable = "not transferable: {}"
    holds: ClassVar = {
        Holding.IN_OFFICE: "",
        Holding.CONTINUING: "continuing",
        Holding.APPOINTED: "appointed",
        Holding.EX_OFFICIO: "ex officio",
        Holding.HONORARY: "honorary",
    }
    nouns: ClassVar = {
        "place": ("place", "places"),
        "place filled": ("place filled", "places filled"),
        "more place filled": ("more place filled", "more places filled"),
        "vote": ("vote", "votes"),
        "first preference": ("first preference", "first preferences"),
    }
    in_words = frozenset({"place", "place filled", "more place filled"})
    """The nouns before which a small number is a word."""

    def counted(self, number: int, noun: str) -> str:
        """ "two places", "23 votes"."""
        return en.counted(number, *self.nouns[noun], in_words=noun in self.in_words)

    def date(self, when: PartialDate | None, style: DateStyle) -> str:
        """ "Sunday 2 April 2017", "April 2017", or nothing."""
        return en.long_date(when, ordinal_day=style is DateStyle.ORDINAL, space=GLUE)

    def joiner(self, chosen: str, sign: str, following: str) -> str:  # noqa: ARG002  others go by what follows
        """What joins the last item of a list, behind a sign, in the house style."""
        return en.joiner_after(sign, chosen)

    def joins_within(self, item: str) -> bool:  # noqa: ARG002  of English `list_signs` knows
        """Whether an item of a list is itself a list of two, so that a comma has to part it from the others."""
        return False

    def all_of(self, number: int, remark: str) -> str:
        """A remark that is true of each of several people."""
        return f"{'both' if number == 2 else 'all'} {remark}"

    def label(self, label: str, other: str) -> str:
        """What a list calls an office, in both languages where both are known."""
        return f"{label} ({other})" if other else label

    def option(self, name: str) -> str:
        """What stands on a ballot paper for a choice that is nobody, within a line."""
        return self.against if is_against(name) else name

    def stage(self, label: str, other: str, number: int) -> str:  # noqa: ARG002  others have the other label
        """What a list calls a stage of the count for an office."""
        return f"{label}, stage {number}"

    def until(self, words: str, day: PartialDate | None) -> str:  # noqa: ARG002  others go by the day
        """Until when: the words (a day, or what was typed), and the day where it is one."""
        return words if re.match(r"(?i)(?:until|till|to) ", words) else f"until {words}"

    def term(self, words: str) -> str:
        """ "for two years", "for 2023–24"."""
        return words[:1].lower() + words[1:] if re.match(r"(?i)(?:for|until|till|from|to) ", words) else f"for {words}"

    def reserved(self, words: str) -> str:
        """For whom places are reserved: "reserved for women", of words that say no more than "women" or "for women"."""
        return f"reserved for {words.removeprefix('for ')}" if words and not _RESERVED.search(words) else words

    def method(self, words: str) -> str:
        """How a vote was held, of words without a stop: "by a show of hands", "en bloc"."""
        if not words:
            return ""
        plain = words.casefold().removeprefix("a ").removeprefix("the ")
        if plain in METHODS:
            return METHODS[plain]
        if words.casefold().startswith(_BEFORE_METHOD):
            return words[:1].lower() + words[1:]
        return f"by {words}"

    def typed(self, words: str) -> str:
        """Words that somebody typed, in a text in this language."""
        return words


ENGLISH = Terms()
