"""What a password has to be, in words that help."""

import unicodedata
from typing import Any

from flask_security import PasswordUtil

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
"""Nobody types more; without a limit a megabyte could be sent to be hashed."""

PASSWORD_HINT = (
    f"At least {SHORTEST_PASSWORD} characters. Three or four words that do not belong together are easy to keep"
)
FEWEST_DIFFERENT = 5


def password_problem(password: str, *, told: tuple[str, ...] = ()) -> str | None:
    """What to do about an unusable password; None for a good one. `told` are texts that everybody knows of the user."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a longer password: at least {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"Choose a shorter password: at most {LONGEST_PASSWORD} characters"
    if len(set(password)) < FEWEST_DIFFERENT:
        return "Choose a password with more different characters"
    if password.casefold() in {text.casefold() for text in told}:
        return "Choose a password that is not your name or your email"
    return None


class Passwords(PasswordUtil):
    @staticmethod
    def normal(password: str) -> str:
        """The password in the form that is hashed, however a keyboard composes its accents (NFKD)."""
        return unicodedata.normalize("NFKD", password)

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:  # noqa: ANN401, ARG002  Flask-Security's
        """The problems (None: none), and the password in the form that is hashed."""
        normal = self.normal(password)
        user = kwargs.get("user")
        problem = password_problem(normal, told=(user.email, user.name) if user else ())
        return ([problem] if problem else None), normal
