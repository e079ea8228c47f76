"""The names, roles, places and organisations of the seeded facts files; all are invented."""

from typing import Any

from agm.facts import Figure, OrganisationFacts, RegionFacts

FIELDS = dict[str, Any]

FIRST = (
    "Ann", "Bea", "Colm", "Dilys", "Ewan", "Farida", "Gwen", "Hamish", "Imogen", "Jo", "Keir", "Li Wei", "Moira",
    "Nia", "Olu", "Priya", "Rhys", "Siân", "Tomasz", "Una", "Vikram", "Wanjiru", "Yusuf", "Zoë", "J. P.",
    "Mary-Jane", "Ayşe",
)  # fmt: skip
LAST = (
    "Okafor", "Nairn", "Sturrock", "ap Gwilym", "O’Leary", "van der Berg", "de la Cruz", "Mac an tSaoir", "Ng",
    "St John", "Fitzgerald-Hume", "Żółtowski", "Yıldız", "bin Rashid", "Hughes", "Jones", "Abara", "Thwaite",
    "Quilliam", "Ross", "MacAskill", "Baptiste", "D’Arcy", "Ó Briain", "Penhaligon", "Rao", "Carter Jr.", "Wu",
    "Lindqvist", "Marsh",
)  # fmt: skip
PREFIXES = ("Cllr", "Dr", "Rev’d Dr", "Prof.", "Dame", "Sir", "Baroness", "Lord Mayor", "Canon", "Dr.")
SUFFIXES = ("MP", "MS", "MSP", "OBE", ", FRSE", "MBE JP", "KC", "Jr.", "MLA")
ROLES = (
    "Shadow Minister for Housing", "the Deputy Mayor", "a former mayor", "Chair, Vale Trades Council",
    "National Secretary", "newly elected to the National Executive", "leads the housing campaign",
    "Member of Parliament", "Leader of the Opposition", "our candidate for Vale East", "poet", "local historian",
    "Professor of Law at Marlbury University", "an engineer", "who chaired the inquiry into the flood",
    "MP for Marlbury", "Councillor for Penrhyn", "former Lord Mayor", "NEC member",
    "speaking for the tenants of Harbour Street", "Honorary President", "author of “The Long Road”",
    "General Secretary-elect", "Chief Executive (interim)", "the region’s first woman convenor", "trade unionist",
    "Doctor",
)  # fmt: skip
SENDERS = (
    "Leader of the Movement", "the Trades Council", "on behalf of the Bakers’ Guild", "a founder member",
    "Mayor of Vale", "president of our sister society in Brittany", None, "MS for Penrhyn",
    "Secretary, Harbour Friends", "branch secretary",
)  # fmt: skip
VENUES = (
    "the Town Hall, Marlbury", "Friends Meeting House", "In the Red Lion", "north London", "Hull",
    "12 High Street, Vale", "at St James’s Church Hall", "The Guildhall.", "Labour Club, upstairs",
    "our usual room at the Red Lion", "Ysgol Bro Teifi", "Room 3, County Hall", "Swansea",
    "the home of the secretary", "Brighton", "Unit 4b", "behind the Corn Exchange", "An Lanntair, Stornoway",
    "Outside the Drill Hall", "County Durham",
)  # fmt: skip
ATTENDANCE = (
    Figure(12), Figure(45), Figure(1), Figure(108), Figure(None, "Over 40 members"), Figure(38, "about forty"),
    Figure(None, "Forty-five people."), Figure(None, "members from nine branches"),
    Figure(None, "35 (including guests)"), Figure(None, "more than in any year since 2015"), Figure(None, "60"),
    Figure(1204), Figure(None, "A full house"),
)  # fmt: skip
OFFICES = (
    "Chair", "Vice Chair", "Secretary", "Treasurer", "Membership Secretary", "Women’s Officer",
    "Youth and Students", "Auditor", "Press & Publicity", "LGBT+ Officer", "Convenor (Housing)", "Trustee",
    "Officer without portfolio", "minutes secretary", "Welsh Language Champion", "Northern seat", "Hon. President",
    "Equalities", "Archivist",
)  # fmt: skip
SEVERAL = (
    ("Committee Member", None), ("Non-portfolio officer", "Non-portfolio officers"),
    ("Delegate to Conference", None), ("Policy Committee", None), ("Auditors", None),
    ("ordinary member", "ordinary members"), ("Trustee", None), ("Deputy", "Deputies"),
    ("Youth representative", None), ("Standing Orders Committee", None),
)  # fmt: skip
ORGANISATIONS: tuple[tuple[OrganisationFacts, tuple[RegionFacts, ...], FIELDS], ...] = (
    (
        OrganisationFacts("Civic Commonweal Movement", "CCM"),
        (RegionFacts("North West"), RegionFacts("St James"), RegionFacts("Yorkshire and the Humber", "Y&H")),
        {},
    ),
    (
        OrganisationFacts("Plaid Newydd", "PN"),
        (RegionFacts("Dyffryn Maen"), RegionFacts("Cardiff")),
        {"unit_word": "Branch", "article": "no_article", "show_votes": True},
    ),
    (
        OrganisationFacts("Vale Democrats", "VD"),
        (RegionFacts("Marlbury"), RegionFacts("The Wirral")),
        {"verb": "plural", "unit_word": "Association", "region_short": "{region} Democrats"},
    ),
    (
        OrganisationFacts("Union of Bakers and Confectioners", "UBC"),
        (RegionFacts("Eastern Counties"), RegionFacts("Wales")),
        {"show_votes": True, "serial_comma": True, "date_style": "ordinal", "unit_word": "District"},
    ),
    (
        OrganisationFacts("Guild Students", "GS"),
        (RegionFacts("London"), RegionFacts("Scottish Islands")),
        {
            "region_long": "{region} {organisation}",
            "region_short": "{region_short} {organisation}",
            "committee": "executive",
        },
    ),
    (
        OrganisationFacts("the Harbour Society"),
        (RegionFacts("Penrhyn"), RegionFacts("West Bay")),
        {"unit_word": "Group", "agm_name": "annual meeting", "egm_name": "special general meeting"},
    ),
    (
        OrganisationFacts("Concord"),
        (RegionFacts("Midlands Region", "Midlands"),),
        {"show_votes": True, "committee": "council", "longest_sentence": 0},
    ),
    (
        OrganisationFacts("Friends of the Earthworks", "FoE"),
        (RegionFacts("Thames Valley"), RegionFacts("Fens")),
        {"article": "the", "verb": "plural", "joiner": "&", "unit_word": "Circle", "blank_lines": 0},
    ),
    (
        OrganisationFacts("1832 Club", "1832"),
        (RegionFacts("Sussex"), RegionFacts("Orkney")),
        {"capital_labels": False, "unit_word": "Chapter", "inaugural_name": "founding assembly", "show_votes": True},
    ),
    (
        OrganisationFacts("Co-operative Traders’ Association Ltd.", "CTA"),
        (RegionFacts("Severnside"), RegionFacts("Isle of Man")),
        {"office_order": "vacant_last", "show_unopposed": False},
    ),
    (
        OrganisationFacts("UK Ramblers’ Network", "UKRN"),
        (RegionFacts("Peak"), RegionFacts("Loch Lomond")),
        {"unit_word": "society", "egm_name": "extraordinary meeting", "by_election_name": "mid-term election"},
    ),
    (
        OrganisationFacts("Institute of Hedge-layers", "IHL"),
        (RegionFacts("Northern"), RegionFacts("Kent")),
        {"show_re_elected": False},
    ),
)
