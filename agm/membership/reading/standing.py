"""Class, region and status of a member, and why somebody has no vote."""

from __future__ import annotations

from functools import lru_cache

from agm.language.names import name_key
from agm.language.partial_date import PartialDate
from agm.membership.reading.values import MemberClass, RegionNames, RollSettings, WhyLeftOut

STATUS_WORDS: dict[WhyLeftOut | None, str] = {
    None: "active|current|paid|paid up|fully paid|live|member|full|ok|yes|y|true|1|good standing|in good standing|"
    "valid|renewed|approved|up to date|subscribed|financial|compliant|cyfredol",
    WhyLeftOut.LAPSED: "lapsed|lapse|expired|inactive|ended|not renewed|did not renew|former|ex member|past|no|n|false|"
    "0|dormant|ceased|previous member|old member",
    WhyLeftOut.NOT_PAID_UP: "unpaid|not paid|not paid up|overdue|arrears|in arrears|payment due|payment overdue|"
    "owing|subscription due|unfinancial|payment failed",
    WhyLeftOut.RESIGNED: "resigned|resignation|cancelled|canceled|left|withdrawn|quit|cancelled by member",
    WhyLeftOut.REMOVED: "removed|expelled|excluded|banned|struck off|terminated|membership terminated",
    WhyLeftOut.DECEASED: "deceased|died|dead|death|rip|passed away|late|dec d",
    WhyLeftOut.NOT_YET_MEMBER: "pending|applicant|applied|application|prospective|prospect|awaiting approval|"
    "pending approval|awaiting payment|waiting list|waitlist|invited|enquiry|lead|not yet approved|new application|"
    "provisional application|application received|awaiting confirmation",
}
STATUSES = {word: why for why, words in STATUS_WORDS.items() for word in words.split("|")}


def status_of(text: str, heading: str = "") -> tuple[bool, WhyLeftOut | None]:
    """Whether a status is known, and whom it keeps from voting; the heading tells what a "no" denies."""
    key, why = name_key(text), STATUSES.get(name_key(text))
    if why is WhyLeftOut.LAPSED and "paid" in name_key(heading).split():
        why = WhyLeftOut.NOT_PAID_UP
    return key in STATUSES, why


class Classes:
    """The classes of an organisation by every spelling that it has told of."""

    def __init__(self, classes: tuple[MemberClass, ...]) -> None:
        self.by_key = {_plural(name_key(name)): one for one in classes for name in (*one.also, one.name)}
        self.find = lru_cache(maxsize=1024)(self._find)

    def _find(self, text: str) -> MemberClass | None:
        return self.by_key.get(_plural(name_key(text)))


class Regions:
    def __init__(self, regions: tuple[RegionNames, ...]) -> None:
        self.by_key = {name_key(name): one for one in regions for name in (*one.also, one.name)}
        self.by_area = {area.upper(): one for one in regions for area in one.postcode_areas}

    def find(self, text: str) -> RegionNames | None:
        return self.by_key.get(name_key(text))

    def of_postcode(self, postcode: str) -> RegionNames | None:
        """By the letters that it begins with: "CF10 1AA" is in CF."""
        letters = ""
        for sign in postcode.upper().lstrip():
            if not sign.isalpha():
                break
            letters += sign
        return self.by_area.get(letters) if len(letters) <= 2 else None


def _plural(key: str) -> str:
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in key.split())


TWO_PEOPLE = {"joint", "couple", "household", "family", "double", "dual"}


def is_joint(member_class: str | None) -> bool:
    """Whether a class by its name is one of two people: joint, couple, household, family."""
    return not TWO_PEOPLE.isdisjoint(name_key(member_class or "").split())


def joined_in_time(joined: PartialDate | None, settings: RollSettings) -> bool | None:
    """Whether somebody joined by the day that counts; nothing where the date can mean a day before it and one after."""
    if joined is None or settings.freeze_date is None or joined.last <= settings.freeze_date:
        return True
    return None if joined.first <= settings.freeze_date else False


def is_paid_up(paid_to: PartialDate, settings: RollSettings) -> bool | None:
    """Whether a subscription reaches the day that counts; nothing where it can be either."""
    if settings.paid_up_at is None or paid_to.first >= settings.paid_up_at:
        return True
    return None if paid_to.last >= settings.paid_up_at else False
