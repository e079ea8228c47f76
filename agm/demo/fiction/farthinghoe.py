"""Farthinghoe and District: the quiet region, where everybody is re-elected and one guest comes each year."""

from __future__ import annotations

from agm.demo.fiction.story import Guest, RegionStory, Year

FARTHINGHOE = RegionStory(
    name="Farthinghoe and District",
    slug="farthinghoe",
    description="Members in Farthinghoe, Nether Wallop Green and the Brailes.",
    month=6,
    terms={
        "Chair": ("Cllr Dr|Aoibheann Ní Dhomhnaill-Fitzgerald*8",),
        "Vice Chair": ("İbrahim Çağlayan Şahin*8",),
        "Secretary": ("Priya Ramanathan*8",),
        "Treasurer": ("Joan Ferrers*8",),
        "Membership": ("Michael Okoro-Lindqvist*8",),
        "Youth and Students": ("Beatrix Løvenskiold*4; Theo Marchetti*4",),
        "Non-portfolio officer": ("נעמי לוי*8", "Gwen Aspinwall*8"),
    },
    years={
        0: Year(
            guests=(Guest("|Lionel Fairweather|", "Secretary of the Brailes Allotment Union"),),
            said=("Lionel brought seed potatoes, and a resolution.",),
        ),
        2: Year(venue="the Old School, Farthinghoe", attendance=14),
        3: Year(
            guests=(Guest("|Kezia Montague-Bello|", "adviser at the Nether Wallop Green advice centre"),),
            said=("Kezia described one week of enquiries, without a single name, and nobody looked at the clock.",),
        ),
        5: Year(
            guests=(Guest("Dr|Florian Ashdown", "physician at the Cottage Hospital"),),
            attendance=18,
            said=("Florian explained what a cottage hospital is for. The room already knew, and applauded anyway.",),
        ),
        7: Year(
            guests=(
                Guest("|Solveig Harcourt-Nwosu|", "author of The Village Ballot"),
                Guest("|Arthur Penhaligon|", "Trustee of the Guild of Village Halls", is_guest=False),
            ),
            venue="the Old School, Farthinghoe",
            attendance=20,
            said=(
                "Solveig had read the minutes of every AGM since the war, and had questions.",
                "Arthur promised a new boiler before the next one.",
            ),
        ),
    },
)
