"""Which words at the head of a column mean what, and which of them no roll may hold."""

from __future__ import annotations

import re
from functools import lru_cache

from agm.language.names import name_key
from agm.membership.reading.values import Meaning

WORDS: dict[Meaning, str] = {
    Meaning.NUMBER: "membership number|membership no|membership num|membership nr|member number|member no|member num|"
    "member nr|members number|members no|membership id|member id|memberid|membership ref|membership reference|"
    "member ref|member reference|mem no|mem num|memb no|memno|mno|m no|mem id|membership card number|"
    "membership card no|card holder number|roll number|roll no|unique id|urn|number|no|num|nr|numero|id|ref|ref no|"
    "reference|reference number|membership code|member code|rhif|rhif aelodaeth",
    Meaning.NAME: "name|full name|fullname|member name|members name|membership name|name of member|member|"
    "display name|contact name|names|enw|enw llawn",
    Meaning.GIVEN: "first name|firstname|first names|forename|forenames|forename s|given name|given names|givenname|"
    "christian name|christian names|first|given|fname|f name|first name s|enw cyntaf",
    Meaning.FAMILY: "last name|lastname|last names|surname|family name|familyname|last|family|second name|sname|lname|"
    "l name|s name|cyfenw",
    Meaning.EMAIL: "email|e mail|email address|e mail address|emailaddress|mail|electronic mail|primary email|"
    "contact email|main email|home email|personal email|preferred email|email 1|ebost|e bost",
    Meaning.JOINED: "joined|date joined|joined date|joined on|join date|joining date|date of joining|member since|"
    "membership since|since|first joined|original join date|date first joined|date of admission|admitted|"
    "date admitted|year joined|date enrolled|enrolled|enrolment date|joined us|when joined|ymunodd|dyddiad ymuno|"
    "start date|start|starts|membership start|membership start date|membership started|started|valid from|"
    "date from|from|commencement date|commenced|term start|subscription start|subscription start date",
    Meaning.PAID_TO: "paid to|paid until|paid till|paid up to|paid up until|paid through|expires|expires on|expiry|"
    "expiry date|expiration|expiration date|exp date|exp|expire date|date of expiry|membership expires|"
    "membership expiry|membership expiry date|membership expiration|valid to|valid until|valid till|valid through|"
    "subscription paid to|subscription paid until|subscription expires|subscription expiry|subscription to|"
    "subscription until|subscription end date|subs paid to|subs paid until|subs to|subs expire|sub expires|"
    "sub paid to|renewal date|renewal due|renewal due date|renewal|renews|renews on|next renewal|"
    "next renewal date|due for renewal|end date|end|ends|ends on|membership end|membership end date|membership ends|"
    "membership until|membership to|date to|to|until|term end|lapses|lapses on|lapse date|paid up to date|"
    "wedi talu hyd",
    Meaning.STATUS: "status|membership status|member status|standing|current status|active|is active|active member|"
    "current member|current|state of membership|statws|paid|paid up|subs paid|subscription paid|membership paid",
    Meaning.CLASS: "membership type|member type|membership category|member category|membership class|member class|"
    "class of membership|type of membership|category of membership|membership grade|grade|membership level|"
    "membership tier|membership plan|membership|category|class|type|level|tier|plan|subscription type|sub type|"
    "subscription category|rate|dosbarth|math o aelodaeth",
    Meaning.REGION: "region|branch|area|district|division|section|local group|local party|local branch|nation|chapter|"
    "group|constituency|county|rhanbarth|cangen",
    Meaning.POSTCODE: "postcode|post code|postal code|zip|zip code|zipcode|cod post",
}  # fmt: skip
"""The surest words first: where two columns mean the same, the one with the surer heading is used."""

OF_ADDRESSES: dict[Meaning, str] = {
    Meaning.ADDRESS: "address|postal address|home address|mailing address|full address|address 1|address line 1|line 1|"
    "street|street address|house|cyfeiriad",
    Meaning.ADDRESS_2: "address 2|address line 2|line 2",
    Meaning.ADDRESS_3: "address 3|address line 3|line 3|locality",
    Meaning.TOWN: "town|city|post town|town city|tref",
}
"""Read only where postal addresses are asked for: else these are columns like any other that nobody needs."""

PARTNER = re.compile(
    r"^(?:partner|spouse|husband|wife|second member|2nd member|joint member|other member|additional member|"
    r"second person|2nd person|second adult|member 2|person 2|adult 2|joint|second|2nd|member two)s?(?: s)?\b ?"
    r"|\b(?:partner|2|two)$"
)
PARTNER_MEANINGS = {
    Meaning.NAME: Meaning.PARTNER_NAME,
    Meaning.GIVEN: Meaning.PARTNER_GIVEN,
    Meaning.FAMILY: Meaning.PARTNER_FAMILY,
    Meaning.EMAIL: Meaning.PARTNER_EMAIL,
}
TERM_STARTS = (
    "start date|start|starts|membership start|membership start date|membership started|started|valid from|date from|"
    "from|commencement date|commenced|term start|subscription start|subscription start date"
)
"""Headings of a date that may be that of joining, or of the start of the present term."""

IN_FRONT = re.compile(
    r"^(?:the|member s|members|member|membership|primary|main|your|first member|1st member|member 1)\s+"
)
SENSITIVE = re.compile(
    r"\b(?:birth|born|dob|d o b|birthday|birthdate|birth ?year|yob|age|aged|age ?(?:group|band|range)|"
    r"ethnic\w*|race(?! (?:licen|number|no\b|categor|fee|entr))|racial|national (?:origin|identity)|"
    r"nationality|caste|religio\w*|faith|belief\w*|denomination|"
    r"synagogue|church|mosque|disab\w*|health|medical|doctor|gp|blood|medication|mental|impairment\w*|allerg\w*|diet\w*|"
    r"access (?:needs|requirements)|support needs|reasonable adjustments?|pregnan\w*|carer|gender|sex|sexual\w*|"
    r"sexuality|orientation|pronouns?|transgender|trans (?:status|history|identity)|lgbt\w*|"
    r"political|politics|party|trade union|union|"
    r"voting intention|voted|bank|sort ?code|account (?:no|num|number|name|holder)|iban|bic|swift|"
    r"(?:credit|debit|payment) card\w*|card (?:no|number)|cvv|direct debit|dd (?:ref|reference|mandate)|mandate|"
    r"national insurance|ni (?:no|num|number)|nino|nhs\w*|passport|driving licen[cs]e|criminal\w*|conviction\w*|dbs|"
    r"password|passcode|pin|income|salary|immigration|visa|refugee|asylum|biometric|genetic|oed|rhyw)\b"
)
MEMBERSHIP_CARD = re.compile(r"\b(?:membership|member) card\b|\bparty member(?:ship)? (?:no|number|id)\b")
CONTENT_SENSITIVE = re.compile(
    r"\d{2}-\d{2}-\d{2}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|"
    r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7} ?[A-Z0-9]{0,4}"
)
"""Sort codes, National Insurance numbers and IBANs."""

RANKS = {
    phrase: (meaning, rank) for meaning, phrases in WORDS.items() for rank, phrase in enumerate(phrases.split("|"))
}

ADDRESS_RANKS = {
    phrase: (meaning, rank)
    for meaning, phrases in OF_ADDRESSES.items()
    for rank, phrase in enumerate(phrases.split("|"))
}


@lru_cache(maxsize=2048)
def heading_key(heading: str) -> str:
    """The words of a heading: "Surname:" and "surname" have one key, and so do "Mem. No" and "mem_no"."""
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", heading).replace("#", " no ").replace("№", " no ").replace("'", " ")
    return name_key(re.sub(r"\((?:dd|d|mm|yy|optional|required)[^)]*\)|\*", " ", re.sub(r"[.’_/-]", " ", text)))


@lru_cache(maxsize=2048)
def meaning_of(heading: str, group: str = "") -> tuple[Meaning, int] | None:
    """What a heading means, and how sure that is (0 is the surest); ``group`` stands above it, over several columns."""
    key, above = heading_key(heading), heading_key(group)
    for words in dict.fromkeys((f"{above} {key}".strip(), key)):
        if found := _meaning(words):
            return found
    return None


def part_of_address(heading: str) -> tuple[Meaning, int] | None:
    """Which part of a postal address a heading means."""
    return ADDRESS_RANKS.get(heading_key(heading))


def _meaning(key: str) -> tuple[Meaning, int] | None:
    if key in RANKS:
        return RANKS[key]
    without_brackets = IN_FRONT.sub("", key)
    if without_brackets in RANKS and without_brackets != key:
        meaning, rank = RANKS[without_brackets]
        return meaning, rank + 1
    if PARTNER.search(key):
        rest = PARTNER.sub("", key).strip()
        found = RANKS.get(rest) if rest else (Meaning.NAME, 0)
        if found and found[0] in PARTNER_MEANINGS:
            return PARTNER_MEANINGS[found[0]], found[1]
    return None


@lru_cache(maxsize=2048)
def is_sensitive(heading: str, group: str = "") -> bool:
    """Whether no roll may hold a column; the group above counts where the heading does not say what it is."""
    key = heading_key(heading)
    known = _meaning(key)
    if known and known[0] not in {Meaning.NAME, Meaning.NUMBER}:
        return False
    key = heading_key(group) if known else f"{heading_key(group)} {key}"
    return bool(SENSITIVE.search(key)) and not MEMBERSHIP_CARD.search(key)


def starts_a_term(heading: str) -> bool:
    return heading_key(heading) in TERM_STARTS.split("|")


def is_about_age(heading: str) -> bool:
    return bool(re.search(r"\b(?:birth\w*|born|dob|d o b|yob|age|aged)\b", heading_key(heading)))
