"""What a password has to be, in words that help: long, and neither common nor made of what everybody knows of its user.

As NIST SP 800-63B asks: a least length, a list of common passwords, and no rules about figures and capitals.
"""

import re
import unicodedata
from typing import Any

from flask_security import PasswordUtil

from agm.accounts.models import User
from agm.organisation.queries import organisation
from agm.web.kit.extensions import db

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
"""Nobody types more; without a limit a megabyte could be sent to be hashed."""

PASSWORD_HINT = (
    f"At least {SHORTEST_PASSWORD} characters. Three or four words that do not belong together are easy to keep"
)
FEWEST_OF_ITS_OWN = 8
"""How many characters are left at least once the words that everybody knows of the user are taken out."""
SHORTEST_KNOWN_WORD = 3
EXAMINED = 72
"""How much of a long password is looked at: the library refuses more, and takes long for it."""
HARD_TO_GUESS = 3
"""zxcvbn's score for passwords that take more than a hundred million guesses."""


def password_problem(password: str, *, told: tuple[str, ...] = ()) -> str | None:
    """What to do about an unusable password; None for a good one. `told` are texts that everybody knows of the user."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a longer password: at least {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"Choose a shorter password: at most {LONGEST_PASSWORD} characters"
    known = known_words(told)
    if len(without(password, known)) < FEWEST_OF_ITS_OWN:
        return "Choose a password that is not made of your name, your email or your organisation's name"
    if is_common(password, known):
        return "Choose another password: this one is on the lists that are tried first, or close to one that is"
    return None


def known_words(told: tuple[str, ...]) -> list[str]:
    """The words in texts about the user, the longest first, each with its accents as they are hashed."""
    words = {word for text in told for word in re.findall(r"\w+", Passwords.normal(text).casefold())}
    return sorted((word for word in words if len(word) >= SHORTEST_KNOWN_WORD), key=lambda word: (-len(word), word))


def without(password: str, words: list[str]) -> str:
    """The letters and figures of a password that are left when these words are taken out."""
    rest = password.casefold()
    for word in words:
        rest = rest.replace(word, " ")
    return "".join(re.findall(r"\w", rest))


def is_common(password: str, known: list[str]) -> bool:
    """Whether a password is on zxcvbn's lists (leaked passwords, names, words) or soon found from what is on them."""
    from zxcvbn import zxcvbn  # noqa: PLC0415  its lists take a fifth of a second to load, and few processes need them

    return int(zxcvbn(password[:EXAMINED], user_inputs=known)["score"]) < HARD_TO_GUESS


def told_of(user: User | None) -> tuple[str, ...]:
    """The texts that everybody knows of a user, and of those whom they work for."""
    whose = organisation(db.session())
    return (whose.name, whose.short_name, *((user.email, user.name) if user else ()))


class Passwords(PasswordUtil):
    @staticmethod
    def normal(password: str) -> str:
        """The password in the form that is hashed, however a keyboard composes its accents (NFKD)."""
        return unicodedata.normalize("NFKD", password)

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:  # noqa: ANN401, ARG002  Flask-Security's
        """The problems (None: none), and the password in the form that is hashed."""
        normal = self.normal(password)
        problem = password_problem(normal, told=told_of(kwargs.get("user")))
        return ([problem] if problem else None), normal
