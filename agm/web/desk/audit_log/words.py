"""The record in plain words: each kind of act as the end of a sentence that begins with who did it."""

from collections.abc import Mapping
from typing import Any

from agm.audit.actions import Action
from agm.language.en import short_date
from agm.language.partial_date import PartialDate

ACTS: dict[Action, str] = {
    Action.ORGANISATION_AMENDED: "changed the organisation’s details",
    Action.HOUSE_STYLE_AMENDED: "changed the house style",
    Action.RULES_ADOPTED: "adopted rules of elections",
    Action.REGION_CREATED: "added a region",
    Action.REGION_AMENDED: "changed a region’s details",
    Action.REGIONS_REORDERED: "changed the order of the regions",
    Action.ROLL_IMPORTED: "took over a list of members",
    Action.LETTER_SENT: "wrote to a region’s officers",
    Action.OFFICE_CREATED: "added an office",
    Action.OFFICE_AMENDED: "changed an office",
    Action.OFFICE_ABOLISHED: "abolished an office",
    Action.OFFICES_REORDERED: "changed the order of the offices",
    Action.TEMPLATE_AMENDED: "changed the list of offices that new regions begin with",
    Action.PERSON_CREATED: "added a person",
    Action.PERSON_AMENDED: "changed a person’s name",
    Action.PERSON_REMOVED: "took away the record of somebody whom nothing names any more",
    Action.PERSON_MERGED: "said that two records are one person",
    Action.PERSON_SEPARATED: "said that one record is two people",
    Action.NAME_PROPOSED: "asked for a correction of a name",
    Action.NAME_PROPOSAL_ACCEPTED: "corrected a name as asked",
    Action.NAME_PROPOSAL_DECLINED: "declined to correct a name",
    Action.NAME_PROPOSAL_WITHDRAWN: "no longer asked for a correction of a name",
    Action.HOME_ADDED: "let another unit keep a person’s record too",
    Action.HOME_REMOVED: "let a unit no longer keep a person’s record",
    Action.PEOPLE_DISTINCT: "said that two people only share a name",
    Action.CONSENT_GIVEN: "recorded that a name may be published",
    Action.CONSENT_WITHDRAWN: "recorded that a name may no longer be published",
    Action.PERSON_ERASED: "erased a person’s name",
    Action.NAME_WITHHELD: "took a person’s name out of what is public",
    Action.USER_INVITED: "invited a user",
    Action.USER_JOINED: "joined",
    Action.USER_AMENDED: "changed what a user may do",
    Action.USER_CONNECTED: "said who a user is on the record",
    Action.USER_DISABLED: "disabled a login",
    Action.USER_ENABLED: "enabled a login",
    Action.SIGNED_IN: "signed in",
    Action.SIGN_IN_REFUSED: "refused a sign-in",
    Action.SIGNED_OUT: "signed out",
    Action.SESSION_ENDED: "ended a sign-in on another device",
    Action.SECOND_FACTOR_CHANGED: "changed the second step of a sign-in",
    Action.PASSWORD_CHANGED: "changed a password",
    Action.PASSKEY_CHANGED: "changed passkeys",
    Action.MEETING_CREATED: "began a meeting’s record",
    Action.MEETING_BROUGHT_BACK: "brought back a removed meeting",
    Action.MEETING_DISPOSED_OF: "deleted a removed meeting for good",
    Action.MEETING_REMOVED: "removed a meeting’s record",
    Action.ELECTION_CALLED: "called the election of a meeting",
    Action.ELECTION_CALLED_OFF: "called the election off",
    Action.ELECTION_DATES_AMENDED: "changed the dates of an election",
    Action.SHORT_NOTICE_REFUSED: "refused a short notice",
    Action.SHORT_NOTICE_ALLOWED: "recorded that short notice was allowed",
    Action.DUTY_GIVEN: "appointed somebody for an election",
    Action.DUTY_ENDED: "ended an appointment for an election",
    Action.NOTICE_RECORDED: "recorded when a notice went out",
    Action.NOTICE_SENT: "sent a notice to the members",
    Action.NOTICE_CAME_BACK: "recorded that an e-mail to a member came back",
    Action.NOTICE_SENT_AGAIN: "sent a notice again to a member whom it had not reached",
    Action.NOTICE_POSTED: "recorded that a notice was posted",
    Action.DETAILS_AMENDED: "changed a meeting’s details",
    Action.GUESTS_AMENDED: "changed who spoke at a meeting",
    Action.SAID_AMENDED: "changed what was said at a meeting",
    Action.MESSAGES_AMENDED: "changed messages of support",
    Action.PARTICULARS_AMENDED: "changed what else a report tells",
    Action.MOTION_RECORDED: "recorded a motion",
    Action.MOTION_REMOVED: "took a motion off a meeting’s record",
    Action.MOTIONS_REORDERED: "changed the order of motions",
    Action.MINUTES_SAVED: "wrote a meeting’s minutes",
    Action.MINUTES_SETTLED: "changed whether minutes are approved or public",
    Action.CONTESTS_AMENDED: "changed which offices a meeting elects",
    Action.NOMINATION_RECEIVED: "received a nomination",
    Action.NOMINATION_CONFIRMED: "recorded whether a nomination came from whom it names as its sender",
    Action.NOMINATION_ANSWERED: "recorded what somebody who was nominated says to it",
    Action.NOMINATION_SUPPORTED: "recorded whether somebody supports a nomination",
    Action.NOMINATION_WITHDRAWN: "recorded that a nomination was withdrawn",
    Action.NOMINATION_RULED: "decided whether a nomination stands",
    Action.NOMINEE_CHECKED: "recorded who a nomination names",
    Action.NOMINEE_CONFIRMED: "recorded whether somebody may take a reserved place",
    Action.LATE_NOMINATIONS_ALLOWED: "let an office be nominated for after the close",
    Action.PAPER_ORDER_SET: "set the order of names on a voting paper",
    Action.RESULTS_AMENDED: "changed a meeting’s results",
    Action.RESULTS_DECLARED: "declared a meeting’s results",
    Action.RESULTS_SIGNED: "signed a meeting’s results",
    Action.SIGNATURE_TAKEN_BACK: "took a signature under results back",
    Action.CANDIDATE_TOLD: "told a candidate the result",
    Action.PAPERS_DESTROYED: "certified that voting papers were destroyed",
    Action.DECLARATION_PLANNED: "set when a declaration becomes public",
    Action.DECLARATION_PLAN_DROPPED: "took back when a declaration becomes public",
    Action.COMPLAINT_RECORDED: "recorded a complaint about a result",
    Action.COMPLAINT_DECIDED: "decided a complaint about a result",
    Action.PLACE_GIVEN_UP: "recorded which of two offices somebody takes",
    Action.VOTE_AMENDED: "said how an office is voted on",
    Action.VOTES_ENTERED: "entered the votes for an office",
    Action.BATCH_ADDED: "began a batch of voting papers",
    Action.BATCH_REMOVED: "took a batch of voting papers away",
    Action.PAPERS_TYPED: "typed a batch of voting papers",
    Action.PAPERS_DECIDED: "decided where two tellers differ",
    Action.PAPERS_CHECKED: "accounted for the voting papers",
    Action.TIE_DECIDED: "recorded how a tie was decided",
    Action.CONTEST_COUNTED: "counted the votes for an office",
    Action.ONLINE_VOTE_SET_UP: "set up a vote online",
    Action.ONLINE_VOTE_OPENED: "opened a vote online",
    Action.ONLINE_VOTE_SUSPENDED: "stopped a vote online for now",
    Action.ONLINE_VOTE_RESUMED: "let a vote online go on",
    Action.ONLINE_VOTE_EXTENDED: "let a vote online close later",
    Action.ONLINE_VOTE_VOIDED: "said that a vote online does not count",
    Action.ONLINE_VOTE_CLOSED: "closed a vote online",
    Action.ONLINE_VOTE_SEALED: "opened the papers of a vote online and sealed it",
    Action.VOTE_KEY_MADE: "made the key of a vote online",
    Action.VOTE_KEY_TRIED: "tried the printed key of a vote online",
    Action.VOTE_KEY_DESTROYED: "signed that their copy of the key is destroyed",
    Action.VOTING_CODES_SENT: "had voting codes mailed",
    Action.VOTING_CODES_PRINTED: "printed letters with voting codes",
    Action.VOTING_CODE_REPLACED: "replaced a voting code",
    Action.VOTING_CODE_REVOKED: "ended a voting code",
    Action.VOTING_PAPER_GIVEN: "gave out voting papers",
    Action.VOTING_PAPER_TAKEN_BACK: "took voting papers back unmarked",
    Action.PAPERS_POSTED: "recorded that voting papers were sent by post",
    Action.ENVELOPE_RECEIVED: "recorded a vote that came by post",
    Action.ENVELOPE_TAKEN_BACK: "took back that a vote came by post",
    Action.ENVELOPES_OPENED: "opened the votes that came by post",
    Action.VOTER_HELPED: "recorded that somebody was helped to vote",
    Action.VOTING_HELP_TAKEN_BACK: "took back that somebody was helped to vote",
    Action.MEETING_IMPORTED: "brought in a meeting from a file",
    Action.ARRIVED: "recorded that somebody came to a meeting",
    Action.LEFT: "recorded that somebody left a meeting",
    Action.ATTENDANCE_UNDONE: "took back who came to or left a meeting",
    Action.PROXY_RECEIVED: "recorded a proxy",
    Action.PROXY_WITHDRAWN: "took back a proxy",
    Action.HALL_SCREEN_AMENDED: "changed the screen in a hall",
    Action.DOOR_LINK_MADE: "made a link for a helper at the door",
    Action.DOOR_LINK_REVOKED: "took back a link of a helper at the door",
    Action.CARDS_MADE: "made members’ cards for the door",
    Action.PRINTOUT_ASKED: "had papers made to print",
    Action.REGISTER_FROZEN: "froze a meeting’s register",
    Action.REGISTER_AMENDED: "changed a meeting’s register",
    Action.OWN_ANSWER_LINK_MADE: "made a link by which a member reads why they may vote or not",
    Action.REGISTER_DISPOSED_OF: "disposed of a meeting’s register",
    Action.TERM_BEGAN: "recorded that somebody took up an office",
    Action.TERM_ENDED: "recorded that somebody left an office",
    Action.TERM_AMENDED: "changed who held an office",
    Action.STATEMENT_CREATED: "began a statement",
    Action.STATEMENT_AMENDED: "changed a statement",
    Action.STATEMENT_REMOVED: "removed a statement",
    Action.OWN_WORDS_AMENDED: "changed the own words of an announcement",
    Action.PICTURES_ARRANGED: "changed the pictures of an announcement",
    Action.PUBLICATION_PLANNED: "planned when an announcement is to be public",
    Action.PUBLICATION_CONFIRMED: "read an announcement as the second person",
    Action.PUBLICATION_GIVEN_UP: "gave up a planned publication",
    Action.PREVIEW_LINK_MADE: "made a link to read a draft",
    Action.ANNOUNCEMENT_PUBLISHED: "published an announcement",
    Action.ANNOUNCEMENT_CORRECTED: "corrected an announcement",
    Action.ANNOUNCEMENT_RETRACTED: "took back an announcement",
    Action.ANNOUNCEMENT_MAILED: "sent an announcement by e-mail",
    Action.WORDPRESS_AMENDED: "changed the WordPress site of a region",
    Action.RENDERINGS_ADDED: "added pages of published texts, in the words that they had",
    Action.ADDRESS_MOVED: "moved a page to another address",
    Action.JOB_REPEATED: "had something sent once more",
    Action.JOB_CANCELLED: "cancelled something that was to be sent",
    Action.RETENTION_APPLIED: "removed what is kept no longer",
    Action.DEMONSTRATION_FILLED: "filled in the demonstration",
    Action.ROWS_NOTED: "noted what was published before",
    Action.BACKUP_RESTORED: "put back a backup",
    Action.ARCHIVE_EXPORTED: "downloaded everything",
    Action.ARCHIVE_TAKEN_OVER: "took over a whole archive",
}

THINGS = {
    "announcement": "announcement",
    "declaration": "declaration",
    "term": "term of office",
    "meeting": "meeting",
    "office": "office",
    "office_template": "office in the list",
    "organisation": "organisation",
    "person": "person",
    "unit": "region",
}
"""What was acted on, by the first word of an entry's subject; those not here (users) are named otherwise."""


def act(action: str) -> str:
    """What was done; for an act of a later version of the program, its own name."""
    return ACTS[Action(action)] if action in set(Action) else action


def thing(subject: str) -> str:
    """What it was done to: "meeting 12"; nothing where the act says it all."""
    kind, _, number = subject.partition(":")
    return f"{THINGS[kind]} {number}".strip() if kind in THINGS else ""


ABOUT = {
    "meeting": "Meetings",
    "announcement": "Announcements and statements",
    "person": "People",
    "office": "Who holds office",
    "region": "Regions and their offices",
    "organisation": "The organisation",
    "user": "Users and sign-ins",
    "outbox": "What was sent out",
    "system": "The installation",
}
"""What the record can be narrowed to, by the first word of an act."""

COLUMNS = {
    "held_on": "day", "starts_at": "time", "held_as": "how it is held", "ordinal": "number", "venue": "place",
    "online_link": "address online", "is_announced_beforehand": "shown beforehand", "opened_on": "opened",
    "closed_on": "closed", "is_political": "imprint needed", "about": "who they are", "website": "their own site",
    "press_contact": "contact for the press", "slug": "address", "label": "what it is called",
    "plural_label": "what several are called", "canonical_key": "what it is elsewhere", "is_shareable": "can be shared",
    "label_alt": "what it is called in the second language",
    "sort_name": "in lists", "prefix": "before the name", "suffix": "after the name",
}  # fmt: skip
"""What changed, in words; a name that is not here reads as it is."""


REMOVED = {
    "registers": "registers of meetings",
    "statements": "statements and photos of people who do not stand",
    "nominations": "names and addresses behind nominations",
}
"""What the daily clearing removes, in words."""


OF_ROLL = {"added": "members added", "changed": "changed", "gone": "gone", "not_taken": "rows not taken over"}
"""What a list of members came to, in words."""


def what_changed(details: Mapping[str, Any]) -> list[str]:
    """What an entry says of a change: "day: 21 April 2024, now 22 April 2024", "place"; figures of a roll."""
    if isinstance(details.get("changed"), int):
        return [f"{words}: {details[name]}" for name, words in OF_ROLL.items() if details.get(name)]
    values = details.get("values", {})
    return [f"{REMOVED.get(kind, kind)}: {number}" for kind, number in details.get("removed", {}).items()] + [
        f"{COLUMNS.get(name, name.replace('_', ' '))}"
        + (f": {value_in_words(values[name][0])}, now {value_in_words(values[name][1])}" if name in values else "")
        for name in details.get("changed", ())
    ]


def value_in_words(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        return short_date(PartialDate.parse(value)) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value).replace("_", " ")
