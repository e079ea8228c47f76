"""The closed list of what can happen, as subject:object:act. A thing that is not here cannot be recorded."""

import enum


class Action(enum.StrEnum):
    ORGANISATION_AMENDED = "organisation:details:amended"
    HOUSE_STYLE_AMENDED = "organisation:house_style:amended"
    RULES_ADOPTED = "organisation:rules:adopted"
    REGION_CREATED = "region:region:created"
    REGION_AMENDED = "region:region:amended"
    REGIONS_REORDERED = "region:order:amended"
    ROLL_IMPORTED = "region:roll:imported"
    LETTER_SENT = "region:letter:sent"
    OFFICE_CREATED = "region:office:created"
    OFFICE_AMENDED = "region:office:amended"
    OFFICE_ABOLISHED = "region:office:abolished"
    OFFICES_REORDERED = "region:offices:reordered"
    TEMPLATE_AMENDED = "organisation:office_template:amended"

    PERSON_CREATED = "person:person:created"
    PERSON_AMENDED = "person:person:amended"
    PERSON_REMOVED = "person:person:removed"
    PERSON_MERGED = "person:person:merged"
    PERSON_SEPARATED = "person:person:separated"
    NAME_PROPOSED = "person:name_proposal:made"
    NAME_PROPOSAL_ACCEPTED = "person:name_proposal:accepted"
    NAME_PROPOSAL_DECLINED = "person:name_proposal:declined"
    NAME_PROPOSAL_WITHDRAWN = "person:name_proposal:withdrawn"
    HOME_ADDED = "person:home:added"
    HOME_REMOVED = "person:home:removed"
    PEOPLE_DISTINCT = "person:people:said_distinct"
    CONSENT_GIVEN = "person:consent:given"
    CONSENT_WITHDRAWN = "person:consent:withdrawn"
    PERSON_ERASED = "person:person:erased"
    NAME_WITHHELD = "person:name:withheld"

    USER_INVITED = "user:invitation:made"
    USER_JOINED = "user:invitation:accepted"
    USER_AMENDED = "user:roles:amended"
    USER_CONNECTED = "user:person:connected"
    USER_DISABLED = "user:user:disabled"
    USER_ENABLED = "user:user:enabled"
    SIGNED_IN = "user:sign_in:succeeded"
    SIGN_IN_REFUSED = "user:sign_in:refused"
    SIGNED_OUT = "user:sign_in:ended"
    SESSION_ENDED = "user:session:ended"
    SECOND_FACTOR_CHANGED = "user:second_factor:changed"
    PASSWORD_CHANGED = "user:password:changed"  # noqa: S105  the name of an act
    PASSKEY_CHANGED = "user:passkey:changed"

    MEETING_CREATED = "meeting:meeting:created"
    MEETING_BROUGHT_BACK = "meeting:meeting:brought_back"
    MEETING_DISPOSED_OF = "meeting:meeting:disposed_of"
    MEETING_REMOVED = "meeting:meeting:removed"
    DETAILS_AMENDED = "meeting:details:amended"
    GUESTS_AMENDED = "meeting:guests:amended"
    SAID_AMENDED = "meeting:said:amended"
    MESSAGES_AMENDED = "meeting:messages:amended"
    PARTICULARS_AMENDED = "meeting:particulars:amended"
    MOTION_RECORDED = "meeting:motion:recorded"
    MOTION_REMOVED = "meeting:motion:removed"
    MOTIONS_REORDERED = "meeting:motions:reordered"
    MINUTES_SAVED = "meeting:minutes:saved"
    MINUTES_SETTLED = "meeting:minutes:settled"
    CONTESTS_AMENDED = "meeting:contests:amended"
    RESULTS_AMENDED = "meeting:results:amended"
    RESULTS_DECLARED = "meeting:results:declared"
    RESULTS_SIGNED = "meeting:results:signed"
    SIGNATURE_TAKEN_BACK = "meeting:signature:taken_back"
    CANDIDATE_TOLD = "meeting:candidate:told"
    PAPERS_DESTROYED = "meeting:papers:destroyed"
    DECLARATION_PLANNED = "meeting:declaration:planned"
    DECLARATION_PLAN_DROPPED = "meeting:declaration:plan_dropped"
    COMPLAINT_RECORDED = "contest:complaint:recorded"
    COMPLAINT_DECIDED = "contest:complaint:decided"
    PLACE_GIVEN_UP = "contest:place:given_up"

    VOTE_AMENDED = "contest:vote:amended"
    VOTES_ENTERED = "contest:votes:entered"
    BATCH_ADDED = "contest:batch:added"
    BATCH_REMOVED = "contest:batch:removed"
    PAPERS_TYPED = "contest:papers:typed"
    PAPERS_DECIDED = "contest:papers:decided"
    PAPERS_CHECKED = "contest:papers:reconciled"
    TIE_DECIDED = "contest:tie:decided"
    CONTEST_COUNTED = "contest:count:made"

    ONLINE_VOTE_SET_UP = "meeting:online_vote:set_up"
    ONLINE_VOTE_OPENED = "meeting:online_vote:opened"
    ONLINE_VOTE_SUSPENDED = "meeting:online_vote:suspended"
    ONLINE_VOTE_RESUMED = "meeting:online_vote:resumed"
    ONLINE_VOTE_EXTENDED = "meeting:online_vote:extended"
    ONLINE_VOTE_VOIDED = "meeting:online_vote:voided"
    ONLINE_VOTE_CLOSED = "meeting:online_vote:closed"
    ONLINE_VOTE_SEALED = "meeting:online_vote:sealed"
    VOTE_KEY_MADE = "meeting:vote_key:made"
    VOTE_KEY_TRIED = "meeting:vote_key:tried"
    VOTE_KEY_DESTROYED = "meeting:vote_key:destroyed"
    VOTING_CODES_SENT = "meeting:voting_codes:sent"
    VOTING_CODES_PRINTED = "meeting:voting_codes:printed"
    VOTING_CODE_REPLACED = "meeting:voting_code:replaced"
    VOTING_CODE_REVOKED = "meeting:voting_code:revoked"
    VOTING_PAPER_GIVEN = "meeting:voting_paper:given"
    VOTING_PAPER_TAKEN_BACK = "meeting:voting_paper:taken_back"
    PAPERS_POSTED = "meeting:postal_vote:sent"
    ENVELOPE_RECEIVED = "meeting:postal_vote:returned"
    ENVELOPE_TAKEN_BACK = "meeting:postal_vote:taken_back"
    ENVELOPES_OPENED = "meeting:postal_vote:opened"
    VOTER_HELPED = "meeting:voting_help:recorded"
    VOTING_HELP_TAKEN_BACK = "meeting:voting_help:taken_back"

    MEETING_IMPORTED = "meeting:meeting:imported"
    ARRIVED = "meeting:attendance:arrived"
    LEFT = "meeting:attendance:left"
    ATTENDANCE_UNDONE = "meeting:attendance:undone"
    PROXY_RECEIVED = "meeting:proxy:received"
    PROXY_WITHDRAWN = "meeting:proxy:withdrawn"
    HALL_SCREEN_AMENDED = "meeting:hall_screen:amended"
    DOOR_LINK_MADE = "meeting:door_link:made"
    DOOR_LINK_REVOKED = "meeting:door_link:revoked"
    CARDS_MADE = "meeting:cards:made"
    PRINTOUT_ASKED = "meeting:printout:asked"
    REGISTER_FROZEN = "meeting:register:frozen"
    REGISTER_AMENDED = "meeting:register:amended"
    OWN_ANSWER_LINK_MADE = "meeting:own_answer_link:made"
    REGISTER_DISPOSED_OF = "meeting:register:disposed_of"

    ELECTION_CALLED = "meeting:election:called"
    ELECTION_CALLED_OFF = "meeting:election:called_off"
    ELECTION_DATES_AMENDED = "meeting:election_dates:amended"
    SHORT_NOTICE_ALLOWED = "meeting:short_notice:allowed"
    SHORT_NOTICE_REFUSED = "meeting:short_notice:refused"
    DUTY_GIVEN = "meeting:duty:given"
    DUTY_ENDED = "meeting:duty:ended"
    NOTICE_RECORDED = "meeting:notice:recorded"
    NOTICE_SENT = "meeting:notice:sent"
    NOTICE_CAME_BACK = "meeting:notice:came_back"
    NOTICE_SENT_AGAIN = "meeting:notice:sent_again"
    NOTICE_POSTED = "meeting:notice:posted"
    NOMINATION_RECEIVED = "nomination:nomination:received"
    NOMINATION_CONFIRMED = "nomination:sender:confirmed"
    NOMINATION_ANSWERED = "nomination:nominee:answered"
    NOMINATION_SUPPORTED = "nomination:supporter:answered"
    NOMINATION_WITHDRAWN = "nomination:nomination:withdrawn"
    NOMINATION_RULED = "nomination:nomination:ruled"
    NOMINEE_CHECKED = "nomination:nominee:checked"
    NOMINEE_CONFIRMED = "nomination:nominee:confirmed"
    LATE_NOMINATIONS_ALLOWED = "nomination:late:allowed"
    PAPER_ORDER_SET = "nomination:paper_order:set"

    TERM_BEGAN = "office:term:began"
    TERM_ENDED = "office:term:ended"
    TERM_AMENDED = "office:term:amended"

    STATEMENT_CREATED = "announcement:statement:created"
    STATEMENT_AMENDED = "announcement:statement:amended"
    STATEMENT_REMOVED = "announcement:statement:removed"
    OWN_WORDS_AMENDED = "announcement:block_override:amended"
    PICTURES_ARRANGED = "announcement:pictures:arranged"
    PUBLICATION_PLANNED = "announcement:plan:made"
    PUBLICATION_CONFIRMED = "announcement:plan:confirmed"
    PUBLICATION_GIVEN_UP = "announcement:plan:given_up"
    PREVIEW_LINK_MADE = "announcement:preview_link:made"
    ANNOUNCEMENT_PUBLISHED = "announcement:revision:published"
    ANNOUNCEMENT_CORRECTED = "announcement:revision:corrected"
    ANNOUNCEMENT_RETRACTED = "announcement:revision:retracted"
    RENDERINGS_ADDED = "announcement:renderings:added"
    ANNOUNCEMENT_MAILED = "announcement:mail:asked"
    WORDPRESS_AMENDED = "region:wordpress:amended"
    ADDRESS_MOVED = "announcement:address:moved"

    RETENTION_APPLIED = "system:retention:applied"
    JOB_REPEATED = "outbox:job:repeated"
    JOB_CANCELLED = "outbox:job:cancelled"

    DEMONSTRATION_FILLED = "system:demonstration:filled"
    ROWS_NOTED = "system:rows:noted"
    BACKUP_RESTORED = "system:backup:restored"
    ARCHIVE_EXPORTED = "system:archive:exported"
    ARCHIVE_TAKEN_OVER = "system:archive:taken_over"


CHANGE_PAGES_OF_ONE_UNIT = frozenset(
    {
        Action.OFFICE_CREATED, Action.OFFICE_AMENDED, Action.OFFICE_ABOLISHED, Action.OFFICES_REORDERED,
        Action.MEETING_CREATED, Action.MEETING_REMOVED, Action.MEETING_BROUGHT_BACK,
        Action.ELECTION_CALLED, Action.ELECTION_CALLED_OFF, Action.ELECTION_DATES_AMENDED,
        Action.DETAILS_AMENDED, Action.MINUTES_SAVED, Action.MINUTES_SETTLED,
        Action.TERM_BEGAN, Action.TERM_ENDED, Action.TERM_AMENDED,
        Action.ANNOUNCEMENT_PUBLISHED, Action.ANNOUNCEMENT_CORRECTED, Action.ANNOUNCEMENT_RETRACTED,
        Action.NOMINATION_ANSWERED, Action.NOMINATION_WITHDRAWN, Action.NOMINATION_RULED,
        Action.LATE_NOMINATIONS_ALLOWED, Action.PAPER_ORDER_SET,
        Action.ONLINE_VOTE_OPENED, Action.ONLINE_VOTE_EXTENDED, Action.ONLINE_VOTE_VOIDED,
        Action.ONLINE_VOTE_CLOSED, Action.ONLINE_VOTE_SEALED,
        Action.RENDERINGS_ADDED,
    }
)  # fmt: skip
"""Acts after which the pages of the unit that they are recorded with can read otherwise, and those that show several
units, but no other unit's. A meeting that is called is public from the start."""
CHANGE_PUBLIC_PAGES = CHANGE_PAGES_OF_ONE_UNIT | {
    Action.ORGANISATION_AMENDED, Action.HOUSE_STYLE_AMENDED,
    Action.REGION_CREATED, Action.REGION_AMENDED, Action.REGIONS_REORDERED, Action.ADDRESS_MOVED,
    Action.PERSON_AMENDED, Action.PERSON_MERGED, Action.PERSON_SEPARATED, Action.PERSON_ERASED, Action.NAME_WITHHELD,
    Action.BACKUP_RESTORED, Action.ARCHIVE_TAKEN_OVER,
}  # fmt: skip
"""Acts after which a public page can read otherwise."""
