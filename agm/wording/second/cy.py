"""Welsh, as announcements are worded in it: patterns (`agm.wording.pattern`), and the words of a list of offices.

No pattern puts a name where its first sound would change: what is typed stands after a colon, in brackets, or after a
verb that changes nothing ("Cynhaliwyd", "Etholwyd"). Which sentences there are, and that a Welsh speaker's check is
asked: docs/languages.md.
"""

import re
from typing import ClassVar

from agm.facts import Holding
from agm.language import cy
from agm.language.partial_date import PartialDate
from agm.language.typed_names import is_against, re_opens
from agm.wording.second.marks import in_english
from agm.wording.style_choices import DateStyle
from agm.wording.terms import GLUE, Terms

PATTERNS = {
    # meetings
    "agm": "Cyfarfod Cyffredinol Blynyddol",
    "egm": "Cyfarfod Cyffredinol Arbennig",
    "inaugural": "cyfarfod cyntaf",
    "by_election": "isetholiad",
    "by_elections": "isetholiadau",
    "countback": "ailgyfrif ar gyfer sedd wag",
    "other": "cyfarfod",
    "meeting_of": "{meeting}[ (rhif {number})] {body}",
    "meeting_in_short": "{body}, {meeting}[ (rhif {number})]",
    "held": "Cynhaliwyd {meeting}[ {when}].",
    "ahead": "Cynhelir {meeting}[ {when}][ am {time}].",
    "called": "Galwyd {meeting}[, i’w gynnal {when}][ am {time}].",
    "called_several": "Galwyd {meeting}[, i’w cynnal {when}][ am {time}].",
    "where": "Lleoliad: {where}.",
    "online": "ar-lein[ ({venue})]",
    "hybrid": "[{venue}, ac|wyneb yn wyneb ac] ar-lein",
    "guest": "Siaradwr gwadd: {names}.",
    "guests": "Siaradwyr gwadd: {names}.",
    "speaker": "Siaradwr: {names}.",
    "speakers": "Siaradwyr: {names}.",
    "other_speaker": "Siaradwr arall: {names}.",
    "other_speakers": "Siaradwyr eraill: {names}.",
    "chair": "Cadeirydd y cyfarfod: {names}.",
    "chairs": "Cadeiryddion y cyfarfod: {names}.",
    "attendance": "Yn bresennol: {people}.",
    "quorum": "Cworwm: {quorum}.",
    "quorum_reached": "Cyrhaeddwyd y cworwm, sef {quorum}.",
    "quorum_not_reached": "Ni chyrhaeddwyd y cworwm, sef {quorum}.",
    "quorum_missed": "Ni chyrhaeddwyd y cworwm, sef {quorum}, felly ni ellid ethol swyddogion.",
    # titles
    "report_title": "{meeting}[ {year}]",
    "messages_title": "Negeseuon o gefnogaeth: {meeting}",
    "message_title": "Neges o gefnogaeth: {meeting}",
    "notice_title": "Hysbysiad: {meeting}",
    "call_for_nominations_title": "Galwad am enwebiadau: {meeting}",
    "statement_of_nominations_title": "Pwy sy’n sefyll: {meeting}",
    "election_title": "Canlyniad yr etholiad: {body}",
    "elections_title": "Canlyniadau’r etholiad: {body}",
    "by_election_title": "Canlyniad yr isetholiad: {body}",
    "by_elections_title": "Canlyniadau’r isetholiad: {body}",
    "countback_title": "Canlyniad yr ailgyfrif ar gyfer sedd wag: {body}",
    "co_option_title": "{body}: cyfetholwyd {names}",
    "appointment_title": "{body}: penodwyd {names}",
    "resignation_title": "{body}: ymddiswyddodd {names}",
    "postponement_title": "Gohiriwyd: {meeting}",
    "cancellation_title": "Canslwyd: {meeting}",
    "inquorate_title": "Dim cworwm: {meeting}",
    "correction_title": "Cywiriad: {of}",
    "committee_title": "{body}: y pwyllgor[ {term}]",
    "round_up_title": "{body}: cyfarfodydd cyffredinol blynyddol[{period}]",
    # headings
    "heading_said": "Yr hyn a ddywedwyd",
    "heading_also": "Hefyd",
    "heading_messages": "Negeseuon",
    "heading_results": "Canlyniadau",
    "heading_offices": "Swyddi",
    "heading_count": "Y cyfrif",
    "heading_motions": "Cynigion",
    "heading_agenda": "Agenda’r cyfarfod",
    "heading_notice": "Etholiad",
    "heading_call_for_nominations": "Enwebiadau",
    "heading_statement_of_nominations": "Ymgeiswyr",
    "heading_committee": "Y pwyllgor",
    # what is in the first text alone
    "said_above": "Mae’r hyn a ddywedwyd yn y testun Saesneg uchod.",
    "message_above": "Mae’r neges ei hun yn y testun Saesneg uchod.",
    "messages_above": "Mae’r negeseuon eu hunain yn y testun Saesneg uchod.",
    "statements_above": "Mae datganiadau’r ymgeiswyr yn y testun Saesneg uchod.",
    # messages of support
    "messages_came": "Derbyniwyd negeseuon o gefnogaeth[ oddi wrth {senders}]:",
    "message_came": "Derbyniwyd neges o gefnogaeth[ oddi wrth {senders}]:",
    "messages_thanks": "Diolch am y gefnogaeth.",
    # results
    "result": "Y canlyniad:",
    "results": "Y canlyniadau:",
    "offices_stand": "Dyma’r sefyllfa o ran y swyddi:",
    "none_held": "Ni chynhaliwyd etholiadau yn y cyfarfod hwn.",
    "election_ahead": "Cynhelir etholiad ar gyfer y swydd hon: {offices}.",
    "elections_ahead": "Cynhelir etholiadau ar gyfer y swyddi hyn: {offices}.",
    "candidates": "Ymgeiswyr hyd yma:",
    # the count
    "method": "Dull pleidleisio[ ({office})]: {method}.",
    "turnout": "[{office} – ]{figures}.",
    "eligible": "nifer â hawl i bleidleisio: {number}",
    "issued": "papurau pleidleisio a roddwyd: {number}",
    "returned": "pleidleisiau a fwriwyd: {number}",
    "percent": "canran a bleidleisiodd: {number}%",
    "rejected": "pleidleisiau a wrthodwyd: {number}",
    "valid": "pleidleisiau dilys: {number}",
    "quota": "Cwota ({office}): {number}.",
    "set_aside": "Papurau na ellid eu cyfrif ({office}): {number}.",
    "stages": "Y cyfrif, gam wrth gam:",
    # motions
    "motion": "Cynnig",
    "rule_change": "Newid i’r rheolau",
    "motion_told": "{kind}: {title} – {outcome}[ ({words})].[ {votes}.][ Angen: {needed}.]",
    "mover": "Cynigydd: {name}.",
    "seconder": "Eilydd: {name}.",
    "votes": "O blaid: {votes_for}; yn erbyn: {votes_against}[; yn ymatal: {abstentions}]",
    "carried": "derbyniwyd",
    "carried_amended": "derbyniwyd fel y’i diwygiwyd",
    "lost": "gwrthodwyd",
    "lost_amended": "diwygiwyd, ac yna gwrthodwyd",
    "withdrawn": "tynnwyd yn ôl",
    "remitted": "cyfeiriwyd yn ôl",
    "simple": "mwy na hanner",
    "three_fifths": "tair rhan o bump",
    "two_thirds": "dwy ran o dair",
    "three_quarters": "tri chwarter",
    "unanimous": "pawb",
    "of_votes": "{share}",
    "of_voting": "{share}, gan gynnwys y rhai a ymataliodd",
    "of_present": "{share} o’r rhai a oedd yn bresennol",
    # closing
    "thanks_and_luck": "Diolch i bawb a safodd, a phob lwc i {names}.",
    "luck": "Pob lwc i {names}.",
    "thanks": "Diolch i bawb a safodd.",
    "elected_all": "bawb a etholwyd",
    "co_opted_all": "bawb a gyfetholwyd",
    "chosen_all": "bawb a etholwyd neu a gyfetholwyd",
    "vacancy_appeal": "Os hoffech lenwi swydd wag, cysylltwch â ni.",
    "apply_by": "Dyddiad olaf: {moment}.",
    "contact": "Cyswllt: {contact}.",
    "term": "Tymor: {term}.",
    "takes_office": "Yn dechrau yn y swydd: {day}.",
    "outgoing": "Diolch i {name}[ ({about})].[ Olynydd: {handed_to}.]",
    "next_meeting": "Cyfarfod nesaf[ ({what})]: {details}.",
    # notices
    "join_link": "I ymuno ar-lein: {link}",
    "join_whom": "I ymuno ar-lein, gofynnwch am y ddolen: {whom}.",
    "join_us": "I ymuno ar-lein, gofynnwch i ni am y ddolen.",
    "motions_close": "Dyddiad cau ar gyfer cynigion: {moment}.",
    "nominations_open": "Enwebiadau’n agor: {moment}.",
    "nominations_close": "Enwebiadau’n cau: {moment}.",
    "self_allowed": "Gallwch sefyll eich hun, neu enwebu aelod sy’n cytuno i sefyll.",
    "self_not_allowed": "Gallwch enwebu aelod arall sy’n cytuno i sefyll, ond nid chi eich hun.",
    "needs": "Angen gyda phob enwebiad: {needs}.",
    "to_be_elected": "I’w hethol:",
    "invited": "Gwahoddir enwebiadau ar gyfer:",
    "nominated": "Enwebwyd:",
    "nobody_nominated": "Ni enwebwyd neb[ ar gyfer: {offices}].",
    "nobody_nominated_yet": "Ni enwebwyd neb hyd yma[ ar gyfer: {offices}].",
    "without_vote": "Ni chynhelir pleidlais: cyhoeddir yn y cyfarfod fod y rhai sy’n sefyll wedi’u hethol.",
    "without_vote_for": (
        "Ni chynhelir pleidlais ar gyfer y canlynol, a chyhoeddir yn y cyfarfod fod y rhai sy’n sefyll wedi’u hethol: "
        "{offices}."
    ),
    "returning_officer": "Swyddog canlyniadau: {name}.",
    # declarations
    "declared_election": "Cyhoeddwyd canlyniad etholiad {body}[ {when}].",
    "declared_elections": "Cyhoeddwyd canlyniadau etholiadau {body}[ {when}].",
    "declared_by_election": "Cyhoeddwyd canlyniad isetholiad {body}[ {when}].",
    "declared_by_elections": "Cyhoeddwyd canlyniadau isetholiadau {body}[ {when}].",
    "declared_countback": "Cyhoeddwyd canlyniad ailgyfrif ar gyfer sedd wag {body}[ {when}].",
    "at_meeting": "Cyfarfod: {meeting}[, {day}].",
    "voting_closed": "Caeodd y pleidleisio {when}.",
    "rules": "Rheolau’r cyfrif: {rules}.",
    # changes between elections
    "co_option": "Cyfetholwyd {name}[ {when}].",
    "appointment": "Penodwyd {name}[ {when}].",
    "resignation": "Ymddiswyddodd {name}[ {when}].",
    "office_changed": "Swydd: {office}[, {until}].[ Yn lle: {before}.]",
    "co_option_by": "Cyfetholwyd gan: {by}.",
    "appointment_by": "Penodwyd gan: {by}.",
    # meetings that change
    "postponed": "Gohiriwyd {meeting}[, a oedd i’w gynnal {was}].",
    "cancelled": "Canslwyd {meeting}[, a oedd i’w gynnal {was}][ am {time}].",
    "new_day": "Dyddiad newydd: {day}.",
    "reason": "Rheswm: {reason}.",
    "nominations_stand": "Mae’r enwebiadau a wnaed yn dal i gyfrif.",
    "nominations_again": "Rhaid enwebu o’r newydd.",
    "nobody_came": "Ni ddaeth neb.",
    "elections_missed": "Ni ellid cynnal etholiad ar gyfer y canlynol: {offices}.",
    "no_quorum": "Nid oedd cworwm.",
    # corrections
    "publisher": "Cyhoeddwr: {body}.",
    "corrected": "Y testun a gywirir: “{of}”[, a gyhoeddwyd {when}].",
    "corrected_day": "Cyhoeddwyd y testun gwreiddiol {when}.",
    "was": "Dywedwyd: “{was}”.",
    "now": "Dylid bod wedi dweud: “{now}”.",
    # lists
    "committee": "Aelodau’r pwyllgor[ {when}]:",
    "meetings_held": "Nifer y cyfarfodydd[ ({period})]: {number}.",
    "also_met": "Cyfarfu’r rhain hefyd: {names}.",
    "met": "Cyfarfu’r rhain: {names}.",
    "to_report": "Eto i adrodd: {names}.",
}

STYLE = {
    "job_share": "rhannu swydd",
    "unopposed": "yn ddiwrthwynebiad",
    "re_elected": "ailetholwyd",
    "re_elected_unopposed": "ailetholwyd yn ddiwrthwynebiad",
    "co_opted": "cyfetholwyd",
    "in_place_of": "yn lle {people}",
    "predecessors": "deiliaid blaenorol: {people}",
    "not_elected": "ni etholwyd: {people}",
    "tie": "pleidlais gyfartal[ ({how})]",
    "not_by_votes": "nid aeth pob lle yn ôl nifer y pleidleisiau",
    "vacant": "yn wag",
    "places_vacant": "{places} yn wag",
    "reopened": "ailagorir yr enwebiadau",
    "deferred": "etholiad wedi’i ohirio[; dyddiad newydd: {to}]",
    "places_deferred": "etholiad ar gyfer {places} wedi’i ohirio[; dyddiad newydd: {to}]",
    "suspended": "etholiad wedi’i atal dros dro",
    "places_suspended": "etholiad ar gyfer {places} wedi’i atal dros dro",
    "undecided": "canlyniad i ddilyn",
    "places_undecided": "canlyniad ar gyfer {places} i ddilyn",
}
"""The items of a house style that word a list of offices."""

AGENDA = {
    "apologies": "Ymddiheuriadau",
    "apologies for absence": "Ymddiheuriadau am absenoldeb",
    "minutes of the last meeting": "Cofnodion y cyfarfod diwethaf",
    "reports": "Adroddiadau",
    "election of officers": "Ethol swyddogion",
    "motions": "Cynigion",
    "any other business": "Unrhyw fater arall",
}
"""The usual items of an agenda, by the English words."""

ROLES = {"proposer": "cynigydd", "seconder": "eilydd"}
"""Whom a nomination needs."""

METHODS = {
    "show of hands": "drwy godi dwylo",
    "en bloc": "en bloc",
    "secret ballot": "drwy bleidlais gudd",
    "paper ballot": "drwy bleidlais bapur",
    "postal ballot": "drwy bleidlais bost",
    "online ballot": "drwy bleidlais ar-lein",
    "ballot": "drwy bleidlais",
    "first past the post": "drwy system y cyntaf i’r felin",
    "alternative vote": "drwy’r bleidlais amgen",
    "av": "drwy’r bleidlais amgen",
    "single transferable vote": "drwy’r bleidlais sengl drosglwyddadwy",
    "stv": "drwy’r bleidlais sengl drosglwyddadwy",
}


class WelshTerms(Terms):
    """Welsh. What somebody typed is marked as English (`agm.wording.second.marks`)."""

    re_open = "ailagor enwebiadau"
    against = "yn erbyn"

    columns = ("Swydd", "Enw", "Pleidleisiau")
    nobody_yet = "neb hyd yma"
    nobody_nominated = "ni enwebwyd neb"
    at_present = "ar hyn o bryd: {}"
    filled = "wedi’i llenwi"
    final_stage = "{} yn y cam olaf"
    transferred = "trosglwyddwyd: {}"
    elected = "etholwyd: {}"
    excluded = "allan: {}"
    not_transferable = "pleidleisiau na ellid eu trosglwyddo: {}"
    holds: ClassVar = {
        Holding.IN_OFFICE: "",
        Holding.CONTINUING: "yn parhau",
        Holding.APPOINTED: "penodwyd",
        Holding.EX_OFFICIO: "ex officio",
        Holding.HONORARY: "er anrhydedd",
    }
    nouns: ClassVar = {
        "place": ("lle", "leoedd"),
        "place filled": ("lle wedi’i lenwi", "leoedd wedi’u llenwi"),
        "more place filled": ("lle arall wedi’i lenwi", "leoedd eraill wedi’u llenwi"),
        "vote": ("bleidlais", "bleidleisiau"),
        "first preference": ("bleidlais dewis cyntaf", "bleidleisiau dewis cyntaf"),
        "person": ("person", "bobl"),
        "supporter": ("aelod i’w gefnogi", "aelodau i’w gefnogi"),
    }

    def counted(self, number: int, noun: str) -> str:
        return cy.counted(number, *self.nouns[noun])

    def date(self, when: PartialDate | None, style: DateStyle) -> str:  # noqa: ARG002  dates have one style
        return cy.long_date(when, space=GLUE)

    def joiner(self, chosen: str, sign: str, following: str) -> str:
        return "&" if chosen == "&" and sign != ";" else cy.and_before(following)

    def joins_within(self, item: str) -> bool:
        return re.search(r"\s(?:a|ac)\s", re.sub(r"\([^()]*\)", "", item)) is not None

    def all_of(self, number: int, remark: str) -> str:  # noqa: ARG002  of two as of more
        return f"pob un: {remark}"

    def label(self, label: str, other: str) -> str:
        return other or self.typed(label)

    def option(self, name: str) -> str:
        return self.re_open if re_opens(name) else self.against if is_against(name) else self.typed(name)

    def stage(self, label: str, other: str, number: int) -> str:
        return f"{self.label(label, other)}, cam {number}"

    def until(self, words: str, day: PartialDate | None) -> str:
        return cy.until_date(day, space=GLUE) if day else f"tan: {self.typed(words)}"

    def term(self, words: str) -> str:
        return f"tymor: {self.typed(words)}"

    def reserved(self, words: str) -> str:
        english = super().reserved(words)
        whom = self.typed(english.removeprefix("reserved for "))
        return self.typed(words) if english == words else f"ar gyfer: {whom}"

    def method(self, words: str) -> str:
        plain = words.casefold().removeprefix("a ").removeprefix("the ").removeprefix("by ")
        return METHODS.get(plain, self.typed(words))

    def typed(self, words: str) -> str:
        return in_english(words.removeprefix(": "))
