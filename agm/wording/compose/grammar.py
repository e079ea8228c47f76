"""Small rules of announcements: full stops, places, names, and lists and dates in the house style."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from agm.facts import PersonName
from agm.language import en
from agm.language.partial_date import PartialDate
from agm.language.typed_names import is_nobody
from agm.wording.style import HouseStyle
from agm.wording.style_choices import DateStyle
from agm.wording.terms import GLUE

LONGEST_GLUED_NAME = 24

_SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")
_COMMA_TOO_MANY = re.compile(r",(?=[,.;:])")
_TWO_STOPS = re.compile(r"[.!?…\"'”’]\.")
"""What a stop too many needs at least; most texts have none."""
_STOP_TOO_MANY = re.compile(r"((?<!\.)\.|(?<!\.)\.{3}|[!?…]|\.[\"'”’])\.(?!\S)")
_PLACED = re.compile(
    r"(?:at|in|on|by|via|near|outside|online|inside|opposite|beside|behind)(?!\S)|(?:Online|Via|Near|Outside|Opposite)(?!\S)"
    r"|(?:At|In|On|By|Inside|Behind) (?=(?:the|an?|our|your) )|In person\b",
)
_THE_PLACE = re.compile(
    r"(?:(?:Town|City|Village|Parish|Church|Scout|Memorial) Hall|Guildhall|(?:Civic|Community) Centre|Library)(?:$|,)"
)
"""A place that is named by what it is alone."""
_ONLINE = re.compile(r"(?i)(?:(?:on|via|by|over) )?(?P<by>zoom|(?:microsoft |ms )?teams|google meet|skype|youtube)$")
_SAID_ONLINE = re.compile(r"(?i)online\b[ ,:;–-]*(.*)$")
"""A venue that says that there is none: what stands behind it is how people join."""
_HOW_ONLINE = re.compile(
    r"(?i)(?:\b(?:link|on request|by request|webinar|web ?site|web ?page|page|portal|live ?stream|stream|telephone"
    r"|phone|call|facebook|youtube|webex|jitsi|discord|whatsapp|google hangouts|bigbluebutton|zoom|teams)\b|\w\.\w+/)"
)
"""What tells how people join, where no place does."""
_FIRST_SMALL = re.compile(r"^(?:Link|On|By|Via|Through|Details|Online|Webinar|Telephone|Phone)(?!\w)")
_THERE = r"(?:(?:on|via|by|over) )?(?:zoom|(?:microsoft |ms )?teams|google meet|skype)"
_AND_THERE = r"(?:,? and |,? & | ?\+ ?| ?/ ?|, )(?:also )?"
_THERE_AND_HOW = re.compile(rf"(?i){_THERE}\W+(?:the )?(?:link|details|on request|meeting id|id|code|passcode)\b")
"""A place on the network, and how to come there."""
_BESIDE = re.compile(rf"(?i){_AND_THERE}(?={_THERE}$)")
_BEFORE = re.compile(rf"(?i)({_THERE}){_AND_THERE}(?=\w)")
_SENDERS = re.compile(
    r"(?:Friends(?! of)|Members|Supporters|Colleagues|Comrades|Councillors|Candidates|Leaders|Politicians|Local"
    r"|Representatives|Various|Several|Many|All|Our|Other|People|Leading|Sister|Neighbouring|Two|Three)(?= [a-z])"
)
_TOWN = re.compile(
    r"(?i:(?:central|inner|outer|greater|mid|north|south|east|west|(?:north|south)[ -]?(?:east|west)) )?"
    "(?:London|Birmingham|Manchester|Leeds|Liverpool|Sheffield|Bristol|Newcastle|Nottingham|Leicester|Coventry|Bradford"
    "|Cardiff|Swansea|Newport|Wrexham|Bangor|Edinburgh|Glasgow|Aberdeen|Dundee|Inverness|Stirling|Perth|Belfast|Derry"
    "|Dublin|Brighton|Southampton|Portsmouth|Plymouth|Exeter|Bath|Oxford|Cambridge|Norwich|York|Durham|Sunderland|Hull"
    "|Derby|Stoke|Preston|Carlisle|Lancaster|Bolton|Salford|Reading|Luton|Swindon|Gloucester|Worcester|Lincoln|Wakefield"
    "|England|Scotland|Wales|Yorkshire|Lancashire|Kent|Essex|Sussex|Surrey|Cornwall|Devon|Dorset|Norfolk|Suffolk)$"
    "|County [A-Z][a-z]+|(?:central|inner|outer|mid|north|south|east|west|(?:north|south)-(?:east|west)) [A-Z][a-z]+$"
)
_NUMBER_WORD = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty"
    "|forty|fifty|sixty|seventy|eighty|ninety|(?:half )?an? (?:hundred|dozen|score)|hundred|dozen|score)"
)
_NUMBER_ALONE = re.compile(
    "(?i)(?:(?:over|about|around|approximately|roughly|nearly|almost|some|under|only|exactly|(?:more|fewer|less) than"
    rf"|at least|up to|just|well) )*(?:\d[\d,]*|{_NUMBER_WORD}(?:(?:[ -]| and ){_NUMBER_WORD})*)"
    r"(?=$| \(| or (?:so|more|fewer)(?:$| \()| in (?:person|the)\b| online\b| (?:at|on) )"
)
_LOOSELY = re.compile(r" or (?:so|more|fewer)")
_COMPARED = re.compile(rf"(?i)(?:more|fewer|less)(?= than (?!\d|{_NUMBER_WORD}\b))")
_ROOM = re.compile(r"(?i)(?:[\w’'-]+ ){0,4}room\b(?!s)")
_COUNTING = re.compile(
    "(?i)(?:over|about|around|approximately|roughly|nearly|almost|some|more|fewer|less|at|up|just|well|only|exactly|barely|one|two|three|four|five"
    "|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|half)"
    r"(?!\w)"
)
_ARTICLE = re.compile(r"^(?:The(?= )|An?(?= [a-z]))")
_SEAT = re.compile(r"(?i)\b(?:seat|place|post|position|vacancy|ward|office)s?$")
_BODY = re.compile(r"(?i)\b(?:committee|executive|council|board|panel|commission|team|delegation)$")
_NO_TITLE = re.compile(
    r"[,()]|\b(?:an?|the|An?|The|our|my|your|their|his|her|is|was|has|who|leads?|represents?|runs|chairs|speaks|works|at|from"
    r"|in|on|since|with)\b|\b[a-z]+(?:ing|ed)\b"
)
_OF_SOMETHING = re.compile(r"\b(?:of|for|to)\b")
_TITLE_OF_SOMETHING = re.compile(
    r"(?i)\b(?:minister|secretary of state|secretary|spokes\w+) for |\bsecretary of state$"
    r"|\b(?:chair|secretary|president|treasurer|officer|leader|convenor|organiser|director|member|representative|delegate)$"
)
_BY = frozenset({"after", "at", "by", "from", "in", "on", "through", "using", "with"})
_SETTLED = re.compile(
    r"(?i)(?:(?:it|this) was )?(?:settled|decided|resolved|broken|determined) (?=(?:after|by|in|on|with) )"
)
_HAPPENED = re.compile(
    r"\b(?:was|were|is|are|had|has|won|drew|gave|chose|took|cut|threw|withdrew|stood|let|[a-z]{3,}ed)\b"
)
_SMALL_FIRST = re.compile(
    r"(?:Lots?|Toss|Draw(?:ing)?|Coins?|Casting|Cards?|Straws?|Names|Both|Each|One|It|Agreement|Mutual|A"
    r"|An|The|Random|Run-off|Second|Show|Tossing|Cutting|Drawn|Vote|Members)\b"
)
LONGEST_TITLE = 6
"""In words: a longer role stands behind the name."""
TITLES = ("cllr", "mp", "msp", "ms", "mla", "mep", "mayor", "prof")
SHORT_FORMS = {
    "councillor": "cllr", "doctor": "dr", "professor": "prof", "reverend": "rev", "member of parliament": "mp",
    "member of the scottish parliament": "msp", "member of the senedd": "ms", "member of the welsh parliament": "ms",
    "member of the legislative assembly": "mla", "member of the european parliament": "mep", "king’s counsel": "kc",
    "king's counsel": "kc", "justice of the peace": "jp", "alderman": "ald",
}  # fmt: skip
_LONG_FORM = re.compile(rf"^(?:{'|'.join(SHORT_FORMS)})(?!\w)")


def squeeze(text: str) -> str:
    """The text on one line, with single spaces; no-break spaces stay."""
    if not text:
        return text
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


def closed(text: str) -> str:
    """The sentences on one line, each with one full stop: a name or an abbreviation that ends in one closes it."""
    line = squeeze(_COMMA_TOO_MANY.sub("", text))
    return _STOP_TOO_MANY.sub(r"\1", line) if _TWO_STOPS.search(line) else line


def known(text: str) -> str:
    """The words on one line; "" for "TBC", "n/a" and what else says that nobody knows."""
    return "" if not text or (is_nobody(line := squeeze(text)) and not line.isdigit()) else line


def phrase(text: str) -> str:
    """Words that go into a sentence, without a full stop of their own; "10 a.m." and three dots stay."""
    if not text:
        return ""
    line = _ARTICLE.sub(lambda article: article[0].lower(), known(text))
    last = line.rpartition(" ")[2]
    return line[:-1].rstrip(" ") if last.endswith(".") and last.count(".") == 1 else line


def aside(words: str) -> str:
    """Words within a sentence that goes on: "Ann Nairn, Returning Officer," has both its commas."""
    return f"{words}," if "," in words else words


def figure_words(words: str) -> str:
    """A number of people as it was typed: "over 40 members", "45 people", "more people than last year"."""
    text = phrase(words)
    text = text[:1].lower() + text[1:] if _COUNTING.match(text) else text
    number = _NUMBER_ALONE.match(text)
    if number:
        people = "person" if number.group() in {"1", "one"} else "people"
        loosely = _LOOSELY.match(text, number.end())
        end = loosely.end() if loosely else number.end()
        return f"{text[:end]} {people}{text[end:]}"
    return _COMPARED.sub(lambda found: f"{found.group()} people", text, count=1) if _COMPARED.match(text) else text


def tie_words(how: str) -> str:
    """What follows "tie settled": "by lot", "by toss of a coin", or ": lots were drawn by the Chair"."""
    words = re.sub("(?i)^(?:the )?drawing of lots", "drawing lots", _SETTLED.sub("", phrase(how)))
    first = words.partition(" ")[0].lower()
    if first in _BY or _SMALL_FIRST.match(words):
        words = words[:1].lower() + words[1:]
    if first in _BY:
        return words
    return f": {words}" if _HAPPENED.search(words) else f"by {words}"


def placed(venue: str) -> str:
    """ "at the Town Hall", "in north London", "on Zoom"; a venue that was typed with its preposition keeps it."""
    place = phrase(venue)
    first = _BEFORE.match(place)
    place = f"{place[first.end() :]} and {first[1]}" if first else place
    beside = _BESIDE.search(place)
    if beside:
        where, there = placed(place[: beside.start()]), placed(place[beside.end() :])
        return f"{where}{',' if ',' in where or ' and ' in where else ''} and {there}"
    found = _PLACED.match(place)
    if found is None:
        before = "in" if _TOWN.match(place) or _ROOM.match(place) else "on" if _ONLINE.match(place) else "at"
        the = "the " if _THE_PLACE.match(place) else ""
        return f"{before} {the}{place}" if place else ""
    return place[:1].lower() + place[1:]


def online_at(venue: str) -> str:
    """ "via Zoom", where that is all of the venue; "on Zoom on Sunday" would not read well."""
    found = _ONLINE.match(phrase(venue))
    return f"via {found['by']}" if found else ""


def how_online(venue: str) -> str:
    """ "via Zoom", "online (link on request)": how people join a meeting that is online alone.

    A venue that says nothing of that, as the hall that a meeting left, is not where it is held.
    """
    if at := online_at(venue):
        return at
    place = phrase(venue)
    if _SAID_ONLINE.match(place):
        how = beyond_online(venue)
        place = how if _HOW_ONLINE.search(how) else ""
        if _PLACED.match(how) or how.startswith("with "):
            return f"online {how}"
    if re.match(r"(?i)https?://|www\.", place):
        return f"online at {place}"
    if _HOW_ONLINE.search(place):
        return f"online ({_FIRST_SMALL.sub(lambda first: first[0].lower(), place)})"
    return "online"


def is_online_alone(venue: str) -> bool:
    """Whether the words for the place say that there is none: "Online", "via Zoom"."""
    is_said = (_SAID_ONLINE.match(place := phrase(venue)) or _THERE_AND_HOW.match(place)) and not re.search(
        r"(?i)\b(?:and|or) (?:at|in) ", venue
    )
    return bool(is_said or online_at(venue))


def beyond_online(venue: str) -> str:
    """What the words for the place say besides "online": "link on request", "Zoom"; the place, where they do not."""
    place = phrase(venue)
    said = _SAID_ONLINE.match(place)
    return said[1].strip("() ") if said else place


def tells_online(venue: str) -> bool:
    """Whether the words for the place say that one could join online."""
    return bool(_BESIDE.search(place := phrase(venue)) or _BEFORE.match(place) or re.search(r"(?i)\bonline\b", venue))


def senders_words(text: str) -> str:
    """From whom the messages came, within a sentence: "friends of the branch", "Friends of the Earth"."""
    words = phrase(text)
    return words[:1].lower() + words[1:] if _SENDERS.match(words) else words


def undoubled(text: str, names: Iterable[str]) -> str:
    """The text without words that a name brings along twice: "the The Wirral", "Northern Region Region"."""
    folded = text.casefold()
    for name in names:
        first, _, rest = name.partition(" ")
        last = name.rpartition(" ")[2]
        if first.casefold() == "the" and rest:
            text = re.sub(rf"\b(the) the (?={re.escape(rest)})", r"\1 ", text, flags=re.IGNORECASE)
        if last and f"{name} {last}".casefold() in folded:
            text = re.sub(rf"({re.escape(name)}) {re.escape(last)}(?!\w)", r"\1", text, flags=re.IGNORECASE)
    return text


def with_place(person: PersonName) -> str:
    """The name as printed, with what is told beside it: "Jane Black (Leeds)"."""
    return f"{printed(person)} ({squeeze(person.place)})" if person.place else printed(person)


def printed(person: PersonName, *, whole: bool = False) -> str:
    """The name as printed, its suffix glued to it; `whole` glues all of a short name, for headlines."""
    name = squeeze(person.name)
    text = (f"{squeeze(person.prefix)} {name}" if person.prefix else name).rstrip(",")
    if person.suffix:
        typed = squeeze(person.suffix)
        suffix = typed.lstrip(", ")
        text += (f",{GLUE}" if typed.startswith(",") else GLUE) + suffix if suffix else ""
    return text.replace(" ", GLUE) if whole and len(text) <= LONGEST_GLUED_NAME else text


def with_the(label: str) -> str:
    """The label within a sentence: "Chair" and "Councillor for Dock Ward", but "the Northern seat", "the Committee"."""
    takes_the = not en.is_post(label) and (_SEAT.search(label) or is_body(label))
    return f"the {label}" if takes_the and not label.casefold().startswith("the ") else label


def is_body(label: str) -> bool:
    """Whether people have places on it: "Policy Committee"."""
    return not en.is_post(label) and _BODY.search(label) is not None


def to_office(label: str) -> str:
    """What follows "elected": "as Chair", "to the Northern seat"; "" where the label alone does not tell."""
    if en.is_post(label):
        return f"as {label}"
    label = with_the(label)
    return f"to {label}" if label.casefold().startswith("the ") else ""


def is_title(role: str) -> bool:
    """Whether a role can stand before a name: short, without an article, a comma or a verb, and of no place.

    "Shadow Minister for Housing Jane Black" is usual, "Councillor for Vale Jane Black" is not.
    """
    is_short = not _NO_TITLE.search(role) and len(role.split()) <= LONGEST_TITLE
    return is_short and bool(not _OF_SOMETHING.search(role) or _TITLE_OF_SOMETHING.search(role))


def said_once(person: PersonName, role: str) -> tuple[PersonName, str]:
    """The person and the role without what they would both say: "MP" and "Jane Black MP"."""
    told = _short(role)
    around = [(text or "").split() for text in (person.prefix, person.suffix)]
    if not told or any(_short(word) == told for words in around for word in words):
        return person, ""
    doubled = next((title for title in TITLES if told.startswith(f"{title} ")), None)
    if doubled is None:
        return person, role
    prefix, suffix = (" ".join(word for word in words if _short(word) != doubled) for words in around)
    return replace(person, prefix=prefix or None, suffix=suffix or None), role


def _short(text: str) -> str:
    plain = text.replace(".", "").strip(" ,").casefold()
    return _LONG_FORM.sub(lambda found: SHORT_FORMS[found[0]], plain, count=1)


def list_signs(items: Sequence[str], style: HouseStyle) -> tuple[str, str]:
    """What parts the items of a list, and what stands before the joiner, in the house style."""
    between, before_last = en.list_signs(items, style.joiner, serial_comma=style.serial_comma)
    if not before_last and len(items) > 1 and any(style.terms.joins_within(item) for item in items):
        before_last = ","
    return between, before_last


def join(items: Sequence[str], style: HouseStyle) -> str:
    if len(items) < 2:
        return "".join(items)
    between, before_last = list_signs(items, style)
    joiner = style.terms.joiner(style.joiner, before_last, items[-1])
    return f"{between} ".join(items[:-1]) + f"{before_last} {joiner} {items[-1]}"


def date_text(when: PartialDate | None, style: DateStyle, *, year: bool = True, weekday: bool = True) -> str:
    """ "Sunday 2 April 2017", "April 2017", "2017", or nothing. Without `year`, only full dates lose theirs."""
    is_ordinal = style is DateStyle.ORDINAL
    return en.long_date(when, year=year, weekday=weekday, ordinal_day=is_ordinal, space=GLUE)


def when_text(when: PartialDate | None, style: DateStyle) -> str:
    """ "on Sunday 2 April 2017", "in April 2017", or nothing."""
    if when is None:
        return ""
    return f"{'on' if when.full else 'in'} {date_text(when, style)}"
