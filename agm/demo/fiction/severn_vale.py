"""Severn Vale: the region whose chair signs in to the demonstration; this year's record is half done."""

from __future__ import annotations

from agm.demo.fiction.story import Guest, RegionStory, Vacated, Year
from agm.facts import HeldAs

SEVERN_VALE = RegionStory(
    name="Severn Vale",
    slug="severn-vale",
    description="Members between Tewkesmouth and Arlingham Reach, on both banks of the river.",
    month=4,
    terms={
        "Chair": ("Leah Marchant*4; Daniel Osei-Whitcombe*3; Cllr|Corwin Thackeray*1",),
        "Vice Chair": ("Ruth Ardley*3; -*2; Dilys Prŷs-Hughes*3",),
        "Secretary": ("Samuel Brodie*2; Miriam Laskey*6",),
        "Treasurer": ("Harold Weissbrot*7; -*1",),
        "Membership": ("Tomasz Żółtowski*3; Tomasz Żółtowski & Ayşe Yıldız*5",),
        "Youth and Students": ("Gareth Llŷr*2; Aoife Ní Bhriain*3; ?*1; Jonah Pikestaff*2",),
        "Non-portfolio officer": ("Esther Kay*5; Callum Reidy*3", "Bernard Loew*2; -*1; Hannah Feldspar*5"),
    },
    years={
        0: Year(venue="the Assembly Room, Carr Lane, Tewkesmouth", attendance=31),
        1: Year(
            guests=(Guest("|Bronagh Ó Murchú|", "Warden of the Arlingham Settlement"),),
            attendance=28,
            said=("Bronagh told us how a reading room of forty chairs became a night school for four hundred.",),
        ),
        2: Year(
            guests=(
                Guest("Dr|Anselm Okonjo-Reed", "historian of the river towns"),
                Guest("Philippa Grange", "organiser of the Tewkesmouth Food Co-operative", is_guest=False),
            ),
            venue="the Quaker Meeting House, Tewkesmouth",
            said=(
                "Anselm walked us through a century of the river towns with a box of lantern slides.",
                "Philippa thanked the members who had driven deliveries all winter.",
            ),
        ),
        3: Year(held_as=HeldAs.ONLINE, attendance="about thirty members"),
        4: Year(
            guests=(Guest("|Verity Stanhope-Lunn|MP", "Member for Arlingham and the Reaches"),),
            attendance=47,
            said=("Verity reported on the flood defences, and stayed an hour longer than her train.",),
        ),
        5: Year(
            guests=(Guest("Rabbi|Jonathan Merle", "Chair of the Tewkesmouth Interfaith Forum"),),
            said=("Jonathan spoke about neighbours, and how much of a community is simply turning up.",),
        ),
        6: Year(
            guests=(
                Guest("|Imogen Castellane|", "Chair of the National Youth Assembly"),
                Guest("|Tadhg Quillinan|", "Secretary of the Boatmen’s Welfare Society", is_guest=False),
            ),
            venue="the Old Sail Loft, Arlingham Reach",
            attendance=52,
            said=(
                "Imogen asked each of us to bring one person under thirty to the next meeting, and to listen to them.",
                "Tadhg closed with a song that several members turned out to know.",
            ),
        ),
        7: Year(
            guests=(Guest("Baroness|Cordelia Whitcombe", "patron of the Severn Vale Archive"),),
            venue="the Old Sail Loft, Arlingham Reach",
            attendance=44,
            said=("Cordelia opened the archive’s first boxes in front of us, and read from the minutes of 1926.",),
        ),
    },
    vacated=(Vacated(year=6, office="Treasurer", months=7),),
    losers={
        (4, "Chair"): ("Ruth Ardley", 29, 17),
        (7, "Chair"): ("Callum Reidy", 25, 18),
        (6, "Youth and Students"): ("Perdita Vance", 30, 21),
    },
    this_year="draft",
)
