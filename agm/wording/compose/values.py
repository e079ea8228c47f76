"""The texts that the {fields} of a house style's patterns stand for at one meeting."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agm.facts import Figure, HeldAs, MeetingFacts, MeetingKind, OfficeState, Outcome, Speaker, SpeakerKind
from agm.language.en import clock_words, counted, is_plural, number_word, ordinal, possessive, with_article
from agm.wording.compose.grammar import (
    date_text,
    figure_words,
    how_online,
    is_body,
    is_online_alone,
    is_title,
    join,
    known,
    online_at,
    phrase,
    placed,
    printed,
    said_once,
    senders_words,
    squeeze,
    tells_online,
    undoubled,
    when_text,
    with_place,
    with_the,
)
from agm.wording.compose.particulars import moment_words
from agm.wording.compose.situation import Situation, has_several_by_elections, is_by_election, needs_somebody
from agm.wording.style import HouseStyle
from agm.wording.style_choices import Article, BodyVerb, SecondLanguage
from agm.wording.terms import ENGLISH, GLUE

MOST_NAMED = 3
"""More guests, offices or people than this are not named in a headline or a closing."""

_SOCIETY = re.compile(
    r"(?i)(?=\S+ ).*\b(?<!\bthe )(?:movement|party|society|union|association|council|league|(?:con)?federation|congress"
    r"|network|group|campaign|trust|institute|guild|alliance|club|committee|fellowship|foundation|front|coalition|assembly"
    r"|forum|board|co-?operative|church|brotherhood|commission|organisation|branch|chamber|collective|company|order)"
    r"(?:$| (?:of|for|against) )"
)
_CHAIR = re.compile(r"(?i)^(?!.*\b(?:vice|deputy)\b).*\b(?:co-?)?(?:chair\w*|presidents?|conven[oe]rs?|leaders?)$")
OF_THE_MEETING = re.compile(
    r"(?i)(?:the )?(?:chair\w*|president) (?:of|for) (?:the|this) (?:meeting|agm|egm|evening|day)$|meeting chair$"
)
FEWEST_OF_COMMITTEE = 3

Values = dict[str, str]


def values_of(facts: MeetingFacts, style: HouseStyle, situation: Situation) -> Values:
    """Every field of `style_fields.EVERYTHING` with its text; empty where nothing is known or nothing applies."""
    return {
        **(body := _body(facts, style)),
        **_meeting(facts, style, body["their"]),
        **_speakers(facts, style),
        **_messages(facts, style),
        **_elections(facts, style, situation),
    }


def _is_plural(body: str, style: HouseStyle) -> bool:
    if style.verb is not BodyVerb.BY_NAME:
        return style.verb is BodyVerb.PLURAL
    return is_plural(body.partition(" of ")[0])


def _body(facts: MeetingFacts, style: HouseStyle) -> Values:
    typed = squeeze(facts.organisation.name)
    organisation = re.sub(r"^the (?=\S)", "", typed, flags=re.IGNORECASE)
    takes_the = style.article is Article.THE or organisation != typed or bool(_SOCIETY.match(organisation))
    with_article = f"the {organisation}" if takes_the and style.article is not Article.NONE else organisation
    names = {
        "organisation": organisation,
        "the_organisation": with_article,
        "organisation_short": squeeze(
            facts.organisation.short_name or (organisation if facts.region else with_article)
        ),
        "unit_word": style.unit_word,
        "region": squeeze(facts.region.name) if facts.region else "",
        "region_short": squeeze(facts.region.short_name or facts.region.name) if facts.region else "",
    }
    unit = "region" if facts.region else "national"
    long = undoubled(squeeze(style.fill(f"{unit}_long", names)), names.values())
    short = undoubled(squeeze(style.fill(f"{unit}_short", names)), names.values())
    plural = _is_plural(long, style)
    return names | {
        "body_long": long,
        "body_short": short,
        "body_long's": possessive(long),
        "body_short's": possessive(short),
        "were": "were" if plural else "was",
        "have": "have" if plural else "has",
        "their": "their" if plural else "its",
        "committee": style.committee,
    }


def _meeting(facts: MeetingFacts, style: HouseStyle, their: str) -> Values:
    several = has_several_by_elections(facts)
    meeting = style.meeting_name(facts.kind) + ("s" if several else "")
    number = ordinal(facts.ordinal) if facts.ordinal and not several else ""
    return {
        "meeting": meeting,
        "ordinal": number,
        "ordinal_meeting": f"{number}{GLUE}{meeting}" if number else meeting,
        "their_meeting": _their_meeting(facts, their, number, meeting),
        "date": date_text(facts.held_on, style.date_style),
        "day": date_text(facts.held_on, style.date_style, year=False) if facts.held_on and facts.held_on.full else "",
        "when": when_text(facts.held_on, style.date_style),
        "online": how_online(facts.venue or "") if is_held_online(facts) else "",
        "where": _where(facts),
        "time": clock_words(facts.starts_at) if facts.starts_at else "",
        "year": str(facts.held_on.year) if facts.held_on else "",
        "attendance": _people(facts.attendance),
        "quorum": _number(facts.quorum),
    }


def _their_meeting(facts: MeetingFacts, their: str, number: str, meeting: str) -> str:
    if number:
        return f"{their} {number}{GLUE}{meeting}"
    if facts.kind in (MeetingKind.AGM, MeetingKind.INAUGURAL):
        return f"{their} {meeting}"
    return meeting if has_several_by_elections(facts) else with_article(meeting)


def is_held_online(facts: MeetingFacts) -> bool:
    """Whether it is held online alone: so it is recorded, or the place says it where nothing is."""
    return facts.held_as is HeldAs.ONLINE or (facts.held_as is None and is_online_alone(facts.venue or ""))


def _where(facts: MeetingFacts) -> str:
    at = placed(facts.venue or "")
    if is_held_online(facts):
        return ""
    if facts.held_as is HeldAs.HYBRID and online_at(facts.venue or ""):
        return f"in person and {at}"
    if facts.held_as is HeldAs.HYBRID and not tells_online(facts.venue or ""):
        comma = "," if "," in at or " and " in at else ""
        return f"{at or 'in person'}{comma} and online"
    return at


def _people(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.words:
        return figure_words(figure.words)
    return counted(figure.number, "person", "people", in_words=True) if figure.number else ""


def _number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    words = figure_words(figure.words or "").removesuffix(" people")
    return words or ("" if figure.number is None else number_word(figure.number))


def _speakers(facts: MeetingFacts, style: HouseStyle) -> Values:
    guests = [_with_role(speaker, "guest", style) for speaker in facts.guests]
    others = [_with_role(speaker, "other_speaker", style) for speaker in facts.others]
    presiding = [
        replace(one, role=None) if OF_THE_MEETING.match(one.role or "") else one
        for one in facts.speakers_of(SpeakerKind.CHAIR)
    ]
    chairs = [_with_role(speaker, "other_speaker", style) for speaker in presiding]
    is_chair = any(re.search(r"(?i)\b(?:co-?)?chair", speaker.role or "") for speaker in presiding)
    speakers = f"guest{GLUE}speaker{'' if len(guests) == 1 else 's'}"
    named = join([printed(speaker.person, whole=True) for speaker in facts.guests], style)
    headline = f"{speakers} {named}" if len(guests) <= MOST_NAMED else f"{number_word(len(guests))} {speakers}"
    return {
        "guests": _listed(guests, facts.guests, style),
        "guest_speakers": headline if guests else "",
        "as_guest_speakers": "as the guest speaker" if len(guests) == 1 else "as guest speakers",
        "others": _listed(others, facts.others, style),
        "the_speakers_were": "the speaker was" if len(others) == 1 else "the speakers were",
        "chairs": _listed(chairs, presiding, style),
        "chair_the_meeting": "preside" if is_chair else "chair the meeting",
        "chaired_the_meeting": "presided" if is_chair else "chaired the meeting",
    }


def _listed(texts: list[str], speakers: Sequence[Speaker], style: HouseStyle) -> str:
    """The list; roles behind names have both commas: "Ann Fox, a former mayor, and Al Hart, newly elected,"."""
    behind = [
        text for text, one in zip(texts, speakers, strict=True) if one.role and text.endswith(f", {squeeze(one.role)}")
    ]
    listed = join(texts, style)
    if len(texts) == 2 and behind and all(text.count(",") == (text in behind) for text in texts):
        listed = f"{texts[0]}{',' if texts[0] in behind else ''} {style.joiner} {texts[1]}"
    return listed + ("," if behind and texts[-1] == behind[-1] else "")


def _with_role(speaker: Speaker, item: str, style: HouseStyle) -> str:
    person, role = said_once(speaker.person, known(speaker.role or ""))
    pattern = getattr(style, item)
    item = item if is_title(role) or pattern.find("{name}") < pattern.find("{role}") else "role_after"
    return squeeze(style.fill(item, {"name": with_place(person), "role": role}))


def _messages(facts: MeetingFacts, style: HouseStyle) -> Values:
    names = [printed(message.person) for message in facts.messages]
    one = len(facts.messages) == 1
    return {
        "messages_title": "message of support" if one else "messages of support",
        "messages_of_support": "a message of support" if one else "messages of support",
        "senders": join(names, style) if len(names) <= MOST_NAMED else "everyone who wrote",
        "messages_from": senders_words(facts.messages_from or ""),
        "them_all": "them" if len(facts.messages) <= 2 else "them all",
    }


def _elections(facts: MeetingFacts, style: HouseStyle, situation: Situation) -> Values:
    one = len(situation.offices) == 1 and situation.offices[0].places == 1
    told = bool(facts.guests or facts.others or facts.said or (facts.messages and style.messages_in_report))
    labels = [with_the(office_label(office)) for office in facts.results] if is_by_election(facts) else []
    dates = {office.deferred_to for office in situation.offices}
    to = date_text(next(iter(dates)), style.date_style) if len(dates) == 1 else ""
    return {
        "also": "also" if told and not is_by_election(facts) else "",
        "elections": "election" if one else "elections",
        "elections_have": "election has" if one else "elections have",
        "offices_stand": "office stands" if len(situation.offices) == 1 else "offices stand",
        "results_were": "result was" if one else "results were",
        "any_of_these_offices": "this office" if len(situation.offices) == 1 else "any of these offices",
        "a_vacant_office": _vacant_office(situation),
        "deferred_to": f"to {to}" if to else "",
        "elected_were": "was" if situation.people_elected == 1 else "were",
        "held": "held" if situation.stood or facts.attendance or facts.said or facts.speakers else "",
        "offices": join(labels, style) if len(labels) <= MOST_NAMED else "",
        "how": _how(situation, style),
        "the_committee": _committee(facts, situation, style),
        "contact": phrase(facts.contact or ""),
        "apply_by": moment_words(facts.vacancies_until, style) if facts.vacancies_until else "",
        "those_who_stood": _stood(situation),
    }


def office_label(office: Outcome) -> str:
    return squeeze(office.printed_label)


def with_number(office: Outcome) -> str:
    """An office that somebody is elected to: "Chair", "two Delegates", "three places on the Policy Committee"."""
    label = office_label(office)
    if office.places == 1:
        return with_the(label)
    number = number_word(office.places)
    if is_body(label):
        return f"{number} places on {with_the(label)}"
    return f"{number} {label}" if is_plural(label) else f"{number} places for {with_the(label)}"


def other_label(office: Outcome, style: HouseStyle) -> str:
    """What the office is called in the second language, where this text is to say so beside its own label.

    Where everything is said once more in that language, the first text has no need to.
    """
    is_english_of_two = style.terms is ENGLISH and style.second_language is not SecondLanguage.NONE
    return "" if is_english_of_two else squeeze(office.label_alt or "")


def _vacant_office(situation: Situation) -> str:
    vacant = list(filter(needs_somebody, situation.offices))
    what = "office" if all(office.places == 1 for office in vacant) else "place"
    return f"the vacant {what}" if sum(office.vacancies for office in vacant) == 1 else f"one of the vacant {what}s"


def _how(situation: Situation, style: HouseStyle) -> str:
    if situation.all_co_opted:
        return style.co_opted
    unopposed = situation.all_unopposed and style.show_unopposed
    re_elected = situation.all_re_elected and style.show_re_elected
    if unopposed and re_elected:
        return style.re_elected_unopposed
    if unopposed:
        return f"elected {style.unopposed}"
    return style.re_elected if re_elected else ""


def _stood(situation: Situation) -> str:
    only_one_job_share = len(situation.elected) == 1 and situation.stood == situation.people_elected
    told = situation.stood > 1 and not only_one_job_share and not situation.without_opponents
    return "all those who stood" if told else ""


def _committee(facts: MeetingFacts, situation: Situation, style: HouseStyle) -> str:
    if _fills_committee(facts, situation):
        committee = re.sub(r"^the ", "", style.committee, flags=re.IGNORECASE)
        return f"the {committee}" if situation.all_re_elected else f"the new {committee}"
    if are_few(situation):
        return join(names_elected(situation), style)
    if is_by_election(facts) or situation.all_co_opted:
        return "them all"
    offices = () if situation.none_held else situation.offices
    awaited = any(office.open_seats and office.open_state is OfficeState.UNDECIDED for office in offices)
    those = "those elected and co-opted" if any(entry.co_opted for entry in situation.elected) else "those elected"
    return f"{those} so far" if awaited else those


def _fills_committee(facts: MeetingFacts, situation: Situation) -> bool:
    """Whether a yearly or first meeting elected a chair and others, and left no election for later."""
    filled = [office for office in situation.offices if office.elected]
    yearly = facts.kind in (MeetingKind.AGM, MeetingKind.INAUGURAL) and situation.all_decided
    several = len(filled) >= FEWEST_OF_COMMITTEE and situation.people_elected > 1
    if not yearly or not several or situation.all_co_opted:
        return False
    return any(office.canonical_key == "chair" or bool(_CHAIR.match(squeeze(office.label))) for office in filled)


def are_few(situation: Situation) -> bool:
    """Whether everyone who was elected can be named once more; not where others fill places who are not named."""
    return situation.people_elected <= MOST_NAMED and not any(office.unnamed for office in situation.offices)


def names_elected(situation: Situation) -> list[str]:
    """The names as printed, each once, but two people of one name in one office twice."""
    known: dict[str, list[str]] = {}
    for office in situation.offices:
        here: dict[str, list[str]] = {}
        for person in (person for entry in office.elected for person in entry.people):
            here.setdefault(person.name, []).append(printed(person))
        known |= {name: same for name, same in here.items() if len(same) >= len(known.get(name, ()))}
    return [name for same in known.values() for name in same]
