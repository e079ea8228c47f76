"""The record names what was acted on as it is called now."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.support.client import StrictClient
from tests.support.records import elected, facts_of, make_organisation, make_region, publish


def test_entries_name_people_meetings_terms_and_texts(session: Session, sign_in: Callable[..., StrictClient]) -> None:
    make_organisation(session)
    make_region(session)
    publish(session, facts_of(elected("Chair", "Cllr|Ann Bell|"), elected("Secretary", "Bo Rope & Cy Tower")))
    text = sign_in("national_officer").get_page("/desk/record").text
    for words in (
        "published an announcement: Severn Vale GBR AGM 2024",
        "recorded that somebody took up an office: Chair, Cllr Ann Bell",
        "recorded that somebody took up an office: Secretary, Bo Rope and Cy Tower",
        "declared a meeting’s results: AGM, 21 April 2024",
        "added a person: Ann Bell",
        "added a region: Severn Vale",
    ):
        assert words in text, words
