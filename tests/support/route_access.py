"""Every route with what it asks of its caller, for people to review. A new route needs a row here.

public: anybody. signed_in: any user. see, edit: whoever may see or change the drafts of the region in the address.
run, door, sign: whoever runs the election of the meeting in the address, or keeps its door, or watches its count.
national: national officers.
"""

import re

from flask import Flask

from agm.web.kit.access import Access, access_of
from tests.support.routes_of_accounts import ROUTES_OF_ACCOUNTS

ROUTES_OF_RECORDS = """
public    GET  /
public    GET  /<region_slug>
public    GET  /<region_slug>/<meeting_slug>
public    GET  /<region_slug>/<meeting_slug>/hall
public    GET  /<region_slug>/<meeting_slug>.<any(txt,html,md,pdf,png,json,docx):ending>
public    GET  /<region_slug>/<meeting_slug>.ics
public    GET  /<region_slug>/<meeting_slug>/candidates
public    GET  /<region_slug>/<meeting_slug>/candidates/photos/<int:photo_number>
public    GET  /<region_slug>/<meeting_slug>/messages
public    GET  /<region_slug>/<meeting_slug>/messages.<any(txt,html,md,pdf,png,json,docx):ending>
public    GET  /<region_slug>/<meeting_slug>/messages/versions/<int:sequence>
public    GET  /<region_slug>/<meeting_slug>/minutes
public    GET  /<region_slug>/<meeting_slug>/minutes.txt
public    GET  /<region_slug>/<meeting_slug>/votes
public    GET  /<region_slug>/<meeting_slug>/votes.csv
public    GET  /<region_slug>/<meeting_slug>/votes.json
public    GET  /<region_slug>/<meeting_slug>/votes/<int:number>.<any(blt,csv,json):ending>
public    GET  /<region_slug>/<meeting_slug>/votes/<int:number>.zip
public    GET  /<region_slug>/<meeting_slug>/receipts
public    POST /<region_slug>/<meeting_slug>/receipts
public    GET  /<region_slug>/<meeting_slug>/receipts/<int:contest_number>
public    GET  /<region_slug>/<meeting_slug>/versions/<int:sequence>
public    GET  /<region_slug>/<meeting_slug>/nominate
public    POST /<region_slug>/<meeting_slug>/nominate
public    GET  /<region_slug>/<meeting_slug>/nominate/<receipt>
public    GET  /<region_slug>/meetings.ics
public    GET  /<region_slug>/news.atom
public    GET  /<region_slug>/statements/<statement_slug>
public    GET  /<region_slug>/statements/<statement_slug>.<any(txt,html,md,pdf,png,json,docx):ending>
public    GET  /<region_slug>/statements/<statement_slug>/versions/<int:sequence>
public    GET  /.well-known/security.txt
public    GET  /accessibility
public    GET  /reactions/<int:text_number>
public    POST /reactions/<int:text_number>
public    GET  /data
public    GET  /data/<any(persons,organizations,posts,memberships,events):kind>.csv
public    GET  /data/<any(persons,organizations,posts,memberships,events):kind>.json
public    GET  /data/popolo.json
signed_in GET  /desk
national  GET  /desk/<region_slug>/details
national  POST /desk/<region_slug>/details
edit      GET  /desk/<region_slug>/house-style
edit      POST /desk/<region_slug>/house-style
edit      GET  /desk/<region_slug>/meetings/import
edit      POST /desk/<region_slug>/meetings/import
edit      GET  /desk/<region_slug>/meetings/new
edit      POST /desk/<region_slug>/meetings/new
edit      GET  /desk/<region_slug>/officers
edit      GET  /desk/<region_slug>/officers/<int:term_number>/dates
edit      POST /desk/<region_slug>/officers/<int:term_number>/dates
edit      GET  /desk/<region_slug>/officers/<int:term_number>/left
edit      POST /desk/<region_slug>/officers/<int:term_number>/left
edit      GET  /desk/<region_slug>/officers/<int:office_number>/fill
edit      POST /desk/<region_slug>/officers/<int:office_number>/fill
edit      GET  /desk/<region_slug>/officers/<int:office_number>/countback
edit      POST /desk/<region_slug>/officers/<int:office_number>/countback
edit      GET  /desk/<region_slug>/officers/<int:office_number>/history
edit      GET  /desk/<region_slug>/offices
edit      GET  /desk/<region_slug>/offices/<int:office_number>
edit      POST /desk/<region_slug>/offices/<int:office_number>
edit      GET  /desk/<region_slug>/offices/<int:office_number>/abolish
edit      POST /desk/<region_slug>/offices/<int:office_number>/abolish
edit      POST /desk/<region_slug>/offices/<int:office_number>/restore
edit      GET  /desk/<region_slug>/offices/new
edit      POST /desk/<region_slug>/offices/new
edit      POST /desk/<region_slug>/offices/order
edit      GET  /desk/<region_slug>/roll
edit      POST /desk/<region_slug>/roll
edit      POST /desk/<region_slug>/roll/answers
edit      POST /desk/<region_slug>/roll/break-off
edit      GET  /desk/<region_slug>/people
edit      GET  /desk/<region_slug>/people.json
edit      GET  /desk/<region_slug>/people/<int:person_number>
edit      POST /desk/<region_slug>/people/<int:person_number>/consent
edit      POST /desk/<region_slug>/people/<int:person_number>/distinct
national  POST /desk/<region_slug>/people/<int:person_number>/homes
edit      GET  /desk/<region_slug>/people/<int:person_number>/name
edit      POST /desk/<region_slug>/people/<int:person_number>/name
edit      GET  /desk/<region_slug>/people/<int:person_number>/same
edit      POST /desk/<region_slug>/people/<int:person_number>/same
edit      POST /desk/<region_slug>/people/<int:person_number>/separate
edit      GET  /desk/<region_slug>/people/<int:person_number>/propose
edit      POST /desk/<region_slug>/people/<int:person_number>/propose
edit      GET  /desk/<region_slug>/name-proposals
edit      POST /desk/<region_slug>/name-proposals/<int:proposal_number>/accept
edit      POST /desk/<region_slug>/name-proposals/<int:proposal_number>/decline
edit      POST /desk/<region_slug>/name-proposals/<int:proposal_number>/withdraw
see       GET  /desk/<region_slug>/wordpress
edit      POST /desk/<region_slug>/wordpress
see       GET  /desk/<region_slug>/statements
edit      GET  /desk/<region_slug>/statements/new
edit      POST /desk/<region_slug>/statements/new
edit      GET  /desk/<region_slug>/announcements/new/<kind>
edit      POST /desk/<region_slug>/announcements/new/<kind>
see       GET  /desk/announcements/<int:announcement_id>/kind
edit      POST /desk/announcements/<int:announcement_id>/kind
edit      POST /desk/announcements/<int:announcement_id>/publish-kind
edit      POST /desk/announcements/<int:announcement_id>/correct
edit      GET  /desk/announcements/<int:announcement_id>/mail
edit      POST /desk/announcements/<int:announcement_id>/mail
edit      GET  /desk/announcements/<int:announcement_id>/pictures
edit      POST /desk/announcements/<int:announcement_id>/pictures
see       GET  /desk/announcements/<int:announcement_id>/pictures/<digest>.jpg
edit      POST /desk/announcements/<int:announcement_id>/publish
edit      POST /desk/announcements/<int:announcement_id>/wordpress
edit      POST /desk/announcements/<int:announcement_id>/remove
edit      POST /desk/announcements/<int:announcement_id>/retract
see       GET  /desk/announcements/<int:announcement_id>/send-on
see       GET  /desk/announcements/<int:announcement_id>/statement
edit      POST /desk/announcements/<int:announcement_id>/statement
national  POST /desk/archive
signed_in GET  /desk/duties
national  GET  /desk/house-style
national  POST /desk/house-style
see       GET  /desk/meetings/<int:meeting_id>
see       GET  /desk/meetings/<int:meeting_id>/announcement
door      GET  /desk/meetings/<int:meeting_id>/check-in
door      POST /desk/meetings/<int:meeting_id>/check-in
run       POST /desk/meetings/<int:meeting_id>/check-in/cards
door      POST /desk/meetings/<int:meeting_id>/check-in/door
run       GET  /desk/meetings/<int:meeting_id>/check-in/helpers
run       POST /desk/meetings/<int:meeting_id>/check-in/helpers
run       POST /desk/meetings/<int:meeting_id>/check-in/helpers/<int:link_number>/revoke
door      GET  /desk/meetings/<int:meeting_id>/check-in/papers/<int:entry_number>
door      POST /desk/meetings/<int:meeting_id>/check-in/papers/<int:entry_number>
door      GET  /desk/meetings/<int:meeting_id>/check-in/proxies
door      POST /desk/meetings/<int:meeting_id>/check-in/proxies
door      POST /desk/meetings/<int:meeting_id>/check-in/proxies/<int:proxy_number>/withdraw
run       POST /desk/meetings/<int:meeting_id>/check-in/record
door      GET  /desk/meetings/<int:meeting_id>/check-in/register
door      GET  /desk/meetings/<int:meeting_id>/check-in/sheet
door      GET  /desk/meetings/<int:meeting_id>/check-in/visitor
door      POST /desk/meetings/<int:meeting_id>/check-in/visitor
run       GET  /desk/meetings/<int:meeting_id>/hall
run       POST /desk/meetings/<int:meeting_id>/hall
see       GET  /desk/meetings/<int:meeting_id>/announcement/<word>
edit      POST /desk/meetings/<int:meeting_id>/announcement/<word>
see       GET  /desk/meetings/<int:meeting_id>/online-vote
run       POST /desk/meetings/<int:meeting_id>/online-vote
run       GET  /desk/meetings/<int:meeting_id>/online-vote/codes
run       POST /desk/meetings/<int:meeting_id>/online-vote/codes
run       GET  /desk/meetings/<int:meeting_id>/online-vote/key
run       POST /desk/meetings/<int:meeting_id>/online-vote/key
sign      POST /desk/meetings/<int:meeting_id>/online-vote/key-destroyed
run       GET  /desk/meetings/<int:meeting_id>/online-vote/key/try
run       POST /desk/meetings/<int:meeting_id>/online-vote/key/try
run       GET  /desk/meetings/<int:meeting_id>/online-vote/seal
run       POST /desk/meetings/<int:meeting_id>/online-vote/seal
run       GET  /desk/meetings/<int:meeting_id>/online-vote/set-up
run       POST /desk/meetings/<int:meeting_id>/online-vote/set-up
run       GET  /desk/meetings/<int:meeting_id>/online-vote/stop
run       POST /desk/meetings/<int:meeting_id>/online-vote/stop
see       GET  /desk/meetings/<int:meeting_id>/count
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/count
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/counts/<int:number>.<any(blt,csv,json):ending>
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/counts/<int:number>.zip
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/figures
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/figures
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/file
door      GET  /desk/meetings/<int:meeting_id>/count/papers
door      GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers-checked
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers-checked
door      GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers/<int:batch_number>
door      POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers/<int:batch_number>
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers/<int:batch_number>/compare
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers/<int:batch_number>/compare
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/papers/<int:batch_number>/remove
run       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/tie
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/tie
see       GET  /desk/meetings/<int:meeting_id>/count/<int:contest_number>/vote
run       POST /desk/meetings/<int:meeting_id>/count/<int:contest_number>/vote
run       GET  /desk/meetings/<int:meeting_id>/count/print
run       POST /desk/meetings/<int:meeting_id>/count/print
run       GET  /desk/meetings/<int:meeting_id>/count/print/<int:printout_number>
run       GET  /desk/meetings/<int:meeting_id>/count/print/<int:printout_number>/pdf
run       GET  /desk/meetings/<int:meeting_id>/count/by-post
run       POST /desk/meetings/<int:meeting_id>/count/by-post
run       GET  /desk/meetings/<int:meeting_id>/count/by-post/sent
run       POST /desk/meetings/<int:meeting_id>/count/by-post/sent
run       GET  /desk/meetings/<int:meeting_id>/count/complaints
run       POST /desk/meetings/<int:meeting_id>/count/complaints
run       GET  /desk/meetings/<int:meeting_id>/count/complaints/<int:complaint_number>
run       POST /desk/meetings/<int:meeting_id>/count/complaints/<int:complaint_number>
run       GET  /desk/meetings/<int:meeting_id>/count/papers-kept
run       POST /desk/meetings/<int:meeting_id>/count/papers-kept
sign      GET  /desk/meetings/<int:meeting_id>/declare
sign      POST /desk/meetings/<int:meeting_id>/declare
see       GET  /desk/meetings/<int:meeting_id>/details
edit      POST /desk/meetings/<int:meeting_id>/details
see       GET  /desk/meetings/<int:meeting_id>/election
run       POST /desk/meetings/<int:meeting_id>/election/call
run       GET  /desk/meetings/<int:meeting_id>/election/dates
run       POST /desk/meetings/<int:meeting_id>/election/dates
run       GET  /desk/meetings/<int:meeting_id>/election/call-off
run       POST /desk/meetings/<int:meeting_id>/election/call-off
run       GET  /desk/meetings/<int:meeting_id>/election/notice-sent
run       POST /desk/meetings/<int:meeting_id>/election/notice-sent
see       GET  /desk/meetings/<int:meeting_id>/election/people
run       POST /desk/meetings/<int:meeting_id>/election/people
run       POST /desk/meetings/<int:meeting_id>/election/people/<int:duty_number>/end
national  GET  /desk/meetings/<int:meeting_id>/election/returning-officer
national  POST /desk/meetings/<int:meeting_id>/election/returning-officer
national  POST /desk/meetings/<int:meeting_id>/election/returning-officer/<int:duty_number>/end
run       GET  /desk/meetings/<int:meeting_id>/election/send/<any(notice,call,reminder,statement,result):text>
run       POST /desk/meetings/<int:meeting_id>/election/send/<any(notice,call,reminder,statement,result):text>
run       GET  /desk/meetings/<int:meeting_id>/election/sent
run       POST /desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/posted
run       POST /desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/again/<int:served_number>
run       POST /desk/meetings/<int:meeting_id>/election/sent/<int:sending_number>/came-back/<int:served_number>
run       GET  /desk/meetings/<int:meeting_id>/election/short-notice
run       POST /desk/meetings/<int:meeting_id>/election/short-notice
see       GET  /desk/meetings/<int:meeting_id>/full-size
see       GET  /desk/meetings/<int:meeting_id>/full-size/<word>
see       GET  /desk/meetings/<int:meeting_id>/guests
edit      POST /desk/meetings/<int:meeting_id>/guests
see       GET  /desk/meetings/<int:meeting_id>/messages
edit      POST /desk/meetings/<int:meeting_id>/messages
run       GET  /desk/meetings/<int:meeting_id>/nominations
run       POST /desk/meetings/<int:meeting_id>/nominations
run       GET  /desk/meetings/<int:meeting_id>/nominations/enter
run       POST /desk/meetings/<int:meeting_id>/nominations/enter
run       GET  /desk/meetings/<int:meeting_id>/nominations/paper-form
see       GET  /desk/meetings/<int:meeting_id>/offices
edit      POST /desk/meetings/<int:meeting_id>/offices
edit      GET  /desk/meetings/<int:meeting_id>/pictures/<word>
edit      POST /desk/meetings/<int:meeting_id>/pictures/<word>
see       GET  /desk/meetings/<int:meeting_id>/particulars
edit      POST /desk/meetings/<int:meeting_id>/particulars
see       GET  /desk/meetings/<int:meeting_id>/preview
see       GET  /desk/meetings/<int:meeting_id>/publish
see       GET  /desk/meetings/<int:meeting_id>/publish/<word>
edit      POST /desk/meetings/<int:meeting_id>/publish/<word>
run       GET  /desk/meetings/<int:meeting_id>/register
run       POST /desk/meetings/<int:meeting_id>/register
run       GET  /desk/meetings/<int:meeting_id>/register/<int:entry_number>
run       POST /desk/meetings/<int:meeting_id>/register/<int:entry_number>
run       GET  /desk/meetings/<int:meeting_id>/register/<int:entry_number>/addresses
run       POST /desk/meetings/<int:meeting_id>/register/<int:entry_number>/addresses
run       GET  /desk/meetings/<int:meeting_id>/register/<int:entry_number>/link
run       POST /desk/meetings/<int:meeting_id>/register/<int:entry_number>/link
run       GET  /desk/meetings/<int:meeting_id>/register/add
run       POST /desk/meetings/<int:meeting_id>/register/add
run       POST /desk/meetings/<int:meeting_id>/register/break-off
run       POST /desk/meetings/<int:meeting_id>/register/dispose
edit      GET  /desk/meetings/<int:meeting_id>/remove
edit      POST /desk/meetings/<int:meeting_id>/remove
signed_in GET  /desk/removed
edit      POST /desk/removed/<int:removed_id>
see       GET  /desk/meetings/<int:meeting_id>/results
edit      POST /desk/meetings/<int:meeting_id>/results
national  GET  /desk/meetings/<int:meeting_id>/short-notice
national  POST /desk/meetings/<int:meeting_id>/short-notice
see       GET  /desk/meetings/<int:meeting_id>/minutes
edit      POST /desk/meetings/<int:meeting_id>/minutes
see       GET  /desk/meetings/<int:meeting_id>/minutes.txt
edit      GET  /desk/meetings/<int:meeting_id>/minutes/approval
edit      POST /desk/meetings/<int:meeting_id>/minutes/approval
see       GET  /desk/meetings/<int:meeting_id>/minutes/page
see       GET  /desk/meetings/<int:meeting_id>/motions
see       GET  /desk/meetings/<int:meeting_id>/motions/<int:motion_number>
edit      POST /desk/meetings/<int:meeting_id>/motions/<int:motion_number>
edit      POST /desk/meetings/<int:meeting_id>/motions/<int:motion_number>/remove
edit      GET  /desk/meetings/<int:meeting_id>/motions/new
edit      POST /desk/meetings/<int:meeting_id>/motions/new
edit      POST /desk/meetings/<int:meeting_id>/motions/order
edit      POST /desk/meetings/<int:meeting_id>/plan/<word>
edit      POST /desk/meetings/<int:meeting_id>/preview-link/<word>
see       GET  /desk/meetings/<int:meeting_id>/said
edit      POST /desk/meetings/<int:meeting_id>/said
see       GET  /desk/meetings/<int:meeting_id>/tell
edit      POST /desk/meetings/<int:meeting_id>/tell
national  GET  /desk/offices
national  GET  /desk/offices/<int:template_id>
national  POST /desk/offices/<int:template_id>
national  POST /desk/offices/<int:template_id>/remove
national  GET  /desk/offices/new
national  POST /desk/offices/new
national  POST /desk/offices/order
national  GET  /desk/organisation
signed_in GET  /desk/outbox
edit      POST /desk/outbox/<int:job_id>/cancel
edit      POST /desk/outbox/<int:job_id>/repeat
national  POST /desk/organisation
national  GET  /desk/<region_slug>/letter
national  POST /desk/<region_slug>/letter
national  GET  /desk/<region_slug>/people/<int:person_number>/erase
national  POST /desk/<region_slug>/people/<int:person_number>/erase
national  GET  /desk/<region_slug>/people/<int:person_number>/everything.json
national  GET  /desk/<region_slug>/people/<int:person_number>/take-out
national  POST /desk/<region_slug>/people/<int:person_number>/take-out
national  GET  /desk/overview
national  GET  /desk/people
signed_in GET  /desk/record
national  GET  /desk/regions
national  GET  /desk/regions/new
national  POST /desk/regions/new
national  POST /desk/regions/order
national  GET  /desk/rules
national  POST /desk/rules
national  GET  /desk/users
national  GET  /desk/users/<int:user_id>
national  POST /desk/users/<int:user_id>
national  POST /desk/users/<int:user_id>/disable
national  POST /desk/users/<int:user_id>/enable
national  POST /desk/users/<int:user_id>/end-sessions
national  GET  /desk/users/<int:user_id>/link
national  POST /desk/users/<int:user_id>/link
national  POST /desk/users/<int:user_id>/second-step-off
national  GET  /desk/users/invite
national  POST /desk/users/invite
public    GET  /favicon.ico
public    GET  /house.css
public    GET  /m/check_in/<token>
public    GET  /m/door/<token>
public    POST /m/door/<token>
public    GET  /meetings.ics
public    GET  /news.atom
public    GET  /m/accept/<token>
public    POST /m/accept/<token>
public    GET  /m/accept/<token>/photo
public    GET  /m/own_answer/<token>
public    GET  /m/confirm/<token>
public    POST /m/confirm/<token>
public    GET  /m/nominate/<token>
public    POST /m/nominate/<token>
public    GET  /m/nominate/<token>/<receipt>
public    GET  /m/preview/<token>
public    GET  /m/preview/<token>/pictures/<digest>.jpg
public    GET  /m/support/<token>
public    POST /m/support/<token>
public    GET  /pictures/<digest>.jpg
public    GET  /privacy
public    GET  /regions
public    GET  /robots.txt
public    GET  /search
public    GET  /site.webmanifest
public    GET  /sitemap.xml
public    GET  /static/<path:filename>
public    GET  /vote
public    POST /vote
public    GET  /vote/<code>
"""
ROUTES = f"{ROUTES_OF_RECORDS}{ROUTES_OF_ACCOUNTS}"

ROUTES_WITH_MAIL = """
public    POST /account/forgotten-password
public    GET  /account/forgotten-password/<token>
public    POST /account/forgotten-password/<token>
"""
"""What there is besides where a mail server is set."""

VARIABLE = re.compile(r"<(?:(?P<kind>[^<>]*):)?(?P<name>\w+)>")


def reviewed_routes(table: str = ROUTES) -> dict[tuple[str, str], Access]:
    """The table: access by method and rule."""
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return {(method, rule): Access(level) for level, method, rule in rows}


def routes_of(app: Flask) -> dict[tuple[str, str], Access | None]:
    """What the application really has, in the same form."""
    return {
        (method, rule.rule): access_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def address(rule: str, **values: object) -> str:
    """A path that the rule takes: with these values, and with plain ones for the other variables."""

    def value(match: re.Match[str]) -> str:
        name, kind = match["name"], match["kind"] or "string"
        if name in values:
            return str(values[name])
        if kind.startswith("any("):
            return kind.removeprefix("any(").rstrip(")").split(",")[0]
        return "1" if kind == "int" else "something"

    return VARIABLE.sub(value, rule)
