"""Thornwold: long names, a by-election, a correction; everything of this year is published."""

from __future__ import annotations

from agm.demo.fiction.story import Guest, RegionStory, Vacated, Year

THORNWOLD = RegionStory(
    name="Thornwold",
    slug="thornwold",
    description="Members in Thornwold, Great Hallam and the villages of the High Wold.",
    month=5,
    terms={
        "Chair": ("Alderman|Percival Strangeways-Okafor*3; Winifred Achterberg*5",),
        "Vice Chair": ("Winifred Achterberg*3; Lorcan O’ Meara*5",),
        "Secretary": ("Zuzanna Krzyżanowska-Featherstonehaugh*6; Mei-Lin Abernathy*2",),
        "Treasurer": ("Otto van der Meulen*8",),
        "Membership": ("Clementine Brousse*1; Ewan MacIlwraith*7",),
        "Youth and Students": ("-*2; Saoirse Delahunty*3; Rafe Underhill*3",),
        "Non-portfolio officer": (
            "Bartholomew Inskip*4; Nadia Ferreira dos Santos*4",
            "Gwendolen Tarn*8",
        ),
    },
    years={
        0: Year(venue="Hallam Guildhall"),
        1: Year(
            guests=(Guest("Sister|Agnes Mary Loveday", "Warden of the Thornwold Night Shelter"),),
            attendance=36,
            said=("Agnes Mary spoke for ten minutes without notes, and the collection took twenty.",),
        ),
        2: Year(attendance=22),
        3: Year(
            guests=(
                Guest("Prof.|Ignatius Bellweather", "Reader in Local Government at Hallam College"),
                Guest("Lady|Rosamund Pell", "President of the Friends of the High Wold"),
            ),
            said=(
                "Ignatius set out, with a blackboard and without mercy, how a parish council raises its precept.",
                "Rosamund answered that the footpaths had been there before the precept.",
            ),
        ),
        4: Year(venue="the Corn Exchange, Great Hallam", attendance=41),
        5: Year(
            guests=(Guest("|Hector Vantongeren|MSP", "spokesperson on rural transport"),),
            said=("Hector came by three buses, to make a point, and missed the first vote, to make another.",),
        ),
        6: Year(
            guests=(Guest("Dame|Henrietta Clough", "former Chair of the Wolds Hospital"),),
            attendance=58,
            said=("Henrietta remembered the night the generator failed, and who carried the lamps.",),
        ),
        7: Year(
            guests=(Guest("Cllr|Marguerite Soames-Adeyemi", "Leader of Great Hallam Town Council"),),
            venue="Hallam Guildhall",
            attendance=63,
            said=("Marguerite told us what the council can do about rents, what it cannot, and what it will try.",),
        ),
    },
    vacated=(Vacated(year=5, office="Secretary", months=4, successor="Mei-Lin Abernathy", by_election=True),),
    losers={(3, "Chair"): ("Lorcan O’ Meara", 33, 31), (7, "Treasurer"): ("Bartholomew Inskip", 48, 11)},
    correction=(
        7,
        "Our thanks to all those who stood, to the Guildhall’s keepers, and b’hatzlacha to the new committee.",
        "The thanks to the keepers of the Guildhall were missing.",
    ),
)
