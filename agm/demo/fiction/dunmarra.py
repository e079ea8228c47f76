"""Dunmarra: island names, a small committee with empty places, and an AGM that is called but not held yet."""

from __future__ import annotations

from agm.demo.fiction.story import Guest, RegionStory, Vacated, Year

DUNMARRA = RegionStory(
    name="Dunmarra and the Isles",
    slug="dunmarra",
    description="Members in Dunmarra and on the nine islands that the ferry reaches.",
    month=9,
    terms={
        "Chair": ("Aonghas MacGill-Eain*5; Cairistìona NicDhòmhnaill*3",),
        "Vice Chair": ("-*2; Cairistìona NicDhòmhnaill*3; -*3",),
        "Secretary": ("Iseabail Mheadhanach*8",),
        "Treasurer": ("Ruaridh Skene*4; Fionnghuala Mackinlay & Ruaridh Skene*4",),
        "Membership": ("-*1; Peigi Anna Drever*7",),
        "Youth and Students": ("?*1; -*3; Calum Iain Brodie*4",),
        "Non-portfolio officer": ("Seumas Flett*8", "-*4; Oighrig Linklater*4"),
    },
    years={
        0: Year(venue="the Ferry Hall, Dunmarra", attendance="the whole of the evening boat"),
        2: Year(
            guests=(Guest("Lady|Marsaili Uist|", "Treasurer of the Crofters’ Loan Fund"),),
            said=("Marsaili explained the loan fund by way of one tractor and its eleven owners.",),
        ),
        4: Year(venue="the Ferry Hall, Dunmarra", attendance=17),
        5: Year(
            guests=(Guest("Rev’d Dr|Torquil Anstruther-Baird", "minister of the Outer Parish"),),
            attendance=19,
            said=("Torquil gave the shortest speech in the history of the region: “Stay for the tea.”",),
        ),
        6: Year(
            guests=(Guest("|Ealasaid Rendall|", "Director of the Island Broadband Trust"),),
            attendance=24,
            said=("Ealasaid reported that the last of the nine islands is connected, and asked for the next thing.",),
        ),
        7: Year(venue="the Ferry Hall, Dunmarra", attendance=21),
    },
    vacated=(Vacated(year=4, office="Vice Chair", months=6),),
    this_year="coming",
)
