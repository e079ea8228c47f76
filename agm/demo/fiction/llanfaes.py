"""Llanfaes Coast: Welsh names, co-options, and an AGM that is overdue this year."""

from __future__ import annotations

from agm.demo.fiction.story import Guest, RegionStory, Vacated, Year

LLANFAES = RegionStory(
    name="Llanfaes Coast",
    slug="llanfaes-coast",
    description="Members from Aberceiniog to Llanfaes Head, and their friends inland.",
    month=3,
    terms={
        "Chair": ("Gwenllïan Ŵyn-Llŷr*8",),
        "Vice Chair": ("Iorwerth ap Tudur*2; Mared Haf Penllyn*6",),
        "Secretary": ("Siôn Carreg-Wen*3; Angharad Môn*5",),
        "Treasurer": ("Gwilym Prys-Elis*6; Nesta Ceredig & Gwilym Prys-Elis*2",),
        "Membership": ("Ffion Treharn*8",),
        "Youth and Students": ("Macsen Hywelfryn*1; -*3; Betsan Ogwen*4",),
        "Non-portfolio officer": ("Rhodri Llwyd-Parri*8", "Dilwyn Prŷs*3; Heledd Afan*5"),
    },
    years={
        1: Year(
            guests=(Guest("Y Prifardd|Emrys Goronwy", "winner of the Llanfaes Chair"),),
            said=("Emrys read the winning ode, and then, by request, the one that came second.",),
        ),
        3: Year(venue="the Reading Institute, Aberceiniog", attendance=26),
        4: Year(
            guests=(
                Guest("|Catrin Glyndŵr-Hopkins|AS", "Member for the Coast"),
                Guest("|Non Elystan|", "Coxswain of the Aberceiniog Lifeboat", is_guest=False),
            ),
            attendance=39,
            said=("Catrin and Non took questions together, one on housing and one on rope.",),
        ),
        6: Year(
            guests=(Guest("|Taliesin Brock|", "organiser of the Coast Tenants’ League"),),
            said=("Taliesin asked for a show of hands of those who rent. It was most of the room.",),
        ),
        7: Year(venue="the Reading Institute, Aberceiniog", attendance=33),
    },
    vacated=(
        Vacated(year=2, office="Secretary", months=8, successor="Angharad Môn"),
        Vacated(year=6, office="Youth and Students", months=3, successor="Owain Tegid"),
    ),
    losers={(3, "Vice Chair"): ("Dilwyn Prŷs", 15, 9)},
    this_year="overdue",
    house_style={"closing": "Diolch yn fawr to {those_who_stood}, and our best wishes to {the_committee}."},
)
