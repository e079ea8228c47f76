"""What public pages share besides (`web.kit.shared`): units, and the words of their names."""

from flask import g
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from agm.organisation.models import Unit
from agm.web.kit.extensions import db
from agm.web.kit.shared import set_apart, shared
from agm.web.public.queries.search import WordsOfRegions, read_words_of_regions
from agm.web.public.queries.units import unit_at


def session() -> Session:
    return db.session()


def reader() -> Connection:
    """A connection for a page that reads rows alone, in a snapshot of its own."""
    if "reader" not in g:
        g.reader = db.engine.connect()
    found: Connection = g.reader
    return found


def close_reader(_error: BaseException | None) -> None:
    found: Connection | None = g.pop("reader", None)
    if found is not None:
        found.close()


def unit_of(slug: str) -> Unit | None:
    """The unit with this address, which belongs to no session; at most one statement."""
    kept = shared()
    units: dict[str, Unit] = kept.read.setdefault("units", {})
    found = units.get(slug) or unit_at(session(), slug)
    if found is not None and kept.counter is not None and slug not in units:
        set_apart(found)
        units[slug] = found
    return found


def words_of_regions() -> WordsOfRegions:
    """The words of the regions' names; at most one statement."""
    kept = shared().read
    if "words_of_regions" not in kept:
        kept["words_of_regions"] = read_words_of_regions(session())
    words: WordsOfRegions = kept["words_of_regions"]
    return words
