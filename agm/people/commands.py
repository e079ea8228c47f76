"""What operations on people are asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from agm.wording.facts import PersonName


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody as a form or a file names them, and what was said about who that is.

    With `person_id` it is that person, whatever the name reads now. With `is_someone_else` it is a new person, even
    if another has the same name. With neither, it is the one known person of exactly that name, or else a new one.
    """

    name: PersonName
    person_id: int | None = None
    is_someone_else: bool = False
