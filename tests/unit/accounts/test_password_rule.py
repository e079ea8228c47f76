"""What a password has to be, and what is said of one that is not."""

from __future__ import annotations

import pytest

from agm.web.account.passwords import Passwords, password_problem

DANA = ("dana.pell@example.org", "Dana Pellworthy")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("seven quiet herons", None),
        ("pâté à la carte", None),
        ("סיסמה ארוכה מאוד", None),
        ("12 characters"[:12], None),
        ("x" * 3 + "abcdefgh", "Choose a longer password: at least 12 characters"),
        ("", "Choose a longer password: at least 12 characters"),
        ("abcd " * 50, "Choose a shorter password: at most 200 characters"),
        ("abababababab", "Choose a password with more different characters"),
        ("Dana.Pell@EXAMPLE.org", "Choose a password that is not your name or your email"),
        ("dana pellworthy", "Choose a password that is not your name or your email"),
    ],
)
def test_password_rule(password: str, problem: str | None) -> None:
    assert password_problem(password, told=DANA) == problem


def test_accents_are_the_same_however_they_were_typed() -> None:
    assert Passwords.normal("caf\u00e9") == Passwords.normal("cafe\u0301") == "cafe\u0301"
