"""The texts that the {fields} of a house style's patterns stand for at one meeting."""

import re

from agm.facts import Figure, HeldAs, MeetingFacts, MeetingKind, OfficeState, Outcome, Speaker, SpeakerKind
from agm.language.en import counted, number_word, ordinal, possessive, with_article
from agm.wording.compose.grammar import GLUE, date_text, join, phrase, placed, printed, squeeze, undoubled, when_text
from agm.wording.compose.situation import Situation, has_several_by_elections, is_by_election
from agm.wording.style import BodyVerb, HouseStyle

MOST_NAMED = 3
"""More guests, offices or people than this are not named in a headline or a closing."""

Values = dict[str, str]


def values_of(facts: MeetingFacts, style: HouseStyle, situation: Situation) -> Values:
    """Every field of `style_fields.EVERYTHING` with its text; empty where nothing is known or nothing applies."""
    return {
        **_body(facts, style),
        **_meeting(facts, style),
        **_speakers(facts, style),
        **_messages(facts, style),
        **_elections(facts, style, situation),
    }


def _body(facts: MeetingFacts, style: HouseStyle) -> Values:
    organisation = squeeze(facts.organisation.name)
    names = {
        "organisation": organisation,
        "organisation_short": squeeze(facts.organisation.short_name or organisation),
        "region": squeeze(facts.region.name) if facts.region else "",
        "region_short": squeeze(facts.region.short_name or facts.region.name) if facts.region else "",
    }
    unit = "region" if facts.region else "national"
    long = undoubled(squeeze(style.fill(f"{unit}_long", names)), names.values())
    short = undoubled(squeeze(style.fill(f"{unit}_short", names)), names.values())
    plural = style.verb is BodyVerb.PLURAL
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


def _meeting(facts: MeetingFacts, style: HouseStyle) -> Values:
    several = has_several_by_elections(facts)
    meeting = style.meeting_name(facts.kind) + ("s" if several else "")
    number = ordinal(facts.ordinal) if facts.ordinal and not several else ""
    return {
        "meeting": meeting,
        "ordinal": number,
        "ordinal_meeting": f"{number}{GLUE}{meeting}" if number else meeting,
        "their_meeting": _their_meeting(facts, style, number, meeting),
        "date": date_text(facts.held_on, style.date_style),
        "day": date_text(facts.held_on, style.date_style, year=False),
        "when": when_text(facts.held_on, style.date_style),
        "online": "online" if facts.held_as is HeldAs.ONLINE else "",
        "where": _where(facts),
        "year": str(facts.held_on.year) if facts.held_on else "",
        "attendance": _people(facts.attendance),
        "quorum": _number(facts.quorum),
    }


def _their_meeting(facts: MeetingFacts, style: HouseStyle, number: str, meeting: str) -> str:
    their = "their" if style.verb is BodyVerb.PLURAL else "its"
    if number:
        return f"{their} {number}{GLUE}{meeting}"
    if facts.kind in (MeetingKind.AGM, MeetingKind.INAUGURAL):
        return f"{their} {meeting}"
    return meeting if has_several_by_elections(facts) else with_article(meeting)


def _where(facts: MeetingFacts) -> str:
    at = placed(facts.venue or "")
    if facts.held_as is HeldAs.ONLINE:
        return ""
    if facts.held_as is HeldAs.HYBRID:
        return f"{at or 'in person'} and online"
    return at


def _people(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.words:
        return phrase(figure.words)
    return counted(figure.number, "person", "people", in_words=True) if figure.number else ""


def _number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return number_word(figure.number) if figure.number is not None else phrase(figure.words or "")


def _speakers(facts: MeetingFacts, style: HouseStyle) -> Values:
    guests = [_with_role(speaker, "guest", style) for speaker in facts.guests]
    others = [_with_role(speaker, "other_speaker", style) for speaker in facts.others]
    chairs = [printed(speaker.person) for speaker in facts.speakers if speaker.kind is SpeakerKind.CHAIR]
    speakers = f"guest{GLUE}speaker{'' if len(guests) == 1 else 's'}"
    named = join([printed(speaker.person, whole=True) for speaker in facts.guests], style)
    headline = f"{speakers} {named}" if len(guests) <= MOST_NAMED else f"{number_word(len(guests))} {speakers}"
    return {
        "guests": join(guests, style),
        "guest_speakers": headline if guests else "",
        "as_guest_speakers": "as the guest speaker" if len(guests) == 1 else "as guest speakers",
        "others": join(others, style),
        "the_speakers_were": "the speaker was" if len(others) == 1 else "the speakers were",
        "chairs": join(chairs, style),
    }


def _with_role(speaker: Speaker, item: str, style: HouseStyle) -> str:
    return squeeze(style.fill(item, {"name": printed(speaker.person), "role": squeeze(speaker.role or "")}))


def _messages(facts: MeetingFacts, style: HouseStyle) -> Values:
    names = [printed(message.person) for message in facts.messages]
    one = len(facts.messages) == 1
    return {
        "messages_title": "message of support" if one else "messages of support",
        "messages_of_support": "a message of support" if one else "messages of support",
        "senders": join(names, style) if len(names) <= MOST_NAMED else "everyone who wrote",
        "messages_from": phrase(facts.messages_from or ""),
        "them_all": "them" if len(facts.messages) <= 2 else "them all",
    }


def _elections(facts: MeetingFacts, style: HouseStyle, situation: Situation) -> Values:
    one = len(situation.offices) == 1
    told = bool(facts.guests or facts.others or facts.said or (facts.messages and style.messages_in_report))
    labels = [office_label(office) for office in facts.results] if is_by_election(facts) else []
    dates = {office.deferred_to for office in situation.offices}
    to = date_text(next(iter(dates)), style.date_style) if len(dates) == 1 else ""
    return {
        "also": "also" if told and not is_by_election(facts) else "",
        "elections": "election" if one else "elections",
        "elections_have": "election has" if one else "elections have",
        "results_were": "result was" if one else "results were",
        "any_of_these_offices": "this office" if one else "any of these offices",
        "a_vacant_office": _vacant_office(situation),
        "deferred_to": f"to {to}" if to else "",
        "elected_were": "was" if situation.people_elected == 1 else "were",
        "held": "held" if situation.stood else "",
        "offices": join(labels, style) if len(labels) <= MOST_NAMED else "",
        "how": _how(situation, style),
        "the_committee": _committee(facts, situation, style),
        "those_who_stood": _stood(situation),
    }


def office_label(office: Outcome) -> str:
    return squeeze(office.printed_label)


def _vacant_office(situation: Situation) -> str:
    vacancies = [office.vacancies for office in situation.offices if office.vacancies]
    if len(vacancies) > 1:
        return "one of the vacant offices"
    return "the vacant office" if sum(vacancies) == 1 else "one of the vacant places"


def _how(situation: Situation, style: HouseStyle) -> str:
    if situation.all_co_opted:
        return style.co_opted
    if situation.all_unopposed and situation.all_re_elected:
        return style.re_elected_unopposed
    if situation.all_unopposed:
        return f"elected {style.unopposed}"
    return style.re_elected if situation.all_re_elected else ""


def _stood(situation: Situation) -> str:
    only_one_job_share = len(situation.elected) == 1 and situation.stood == situation.people_elected
    return "all those who stood" if situation.stood > 1 and not only_one_job_share else ""


def _committee(facts: MeetingFacts, situation: Situation, style: HouseStyle) -> str:
    offices = () if situation.none_held else situation.offices
    if any(office.open_seats and office.open_state is OfficeState.UNDECIDED for office in offices):
        return "those elected so far"
    mid_term = facts.kind is MeetingKind.BY_ELECTION or situation.all_co_opted
    few = situation.people_elected == 1 or len(situation.elected) == 1 or mid_term
    if few and situation.people_elected <= MOST_NAMED:
        return join(_names_elected(situation), style)
    if mid_term:
        return "them all"
    committee = re.sub(r"^the ", "", style.committee, flags=re.IGNORECASE)
    return f"the {committee}" if situation.all_re_elected else f"the new {committee}"


def _names_elected(situation: Situation) -> list[str]:
    """The names as printed, each once, but two people of one name in one office twice."""
    known: dict[str, list[str]] = {}
    for office in situation.offices:
        here: dict[str, list[str]] = {}
        for person in (person for entry in office.elected for person in entry.people):
            here.setdefault(person.name, []).append(printed(person))
        known |= {name: same for name, same in here.items() if len(same) >= len(known.get(name, ()))}
    return [name for same in known.values() for name in same]
