"""What a password has to be, and what is said of one that is not."""

from __future__ import annotations

import pytest

from agm.web.account.passwords import Passwords, password_problem

DANA = ("dana.pell@example.org", "Dana Pellworthy", "Guild of Bell Ringers")
OWN = "Choose a password that is not made of your name, your email or your organisation's name"
COMMON = "Choose another password: this one is on the lists that are tried first, or close to one that is"


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("seven quiet herons", None),
        ("pâté à la carte", None),
        ("סיסמה ארוכה מאוד", None),
        ("dana feeds nine herons", None),
        ("x" * 3 + "abcdefgh", "Choose a longer password: at least 12 characters"),
        ("", "Choose a longer password: at least 12 characters"),
        ("abcd " * 50, "Choose a shorter password: at most 200 characters"),
        ("Dana.Pell@EXAMPLE.org", OWN),
        ("dana pellworthy", OWN),
        ("DanaPell2026!", OWN),
        ("bellringers2026", OWN),
        ("abababababab", COMMON),
        ("123456789012", COMMON),
        ("qwertyuiop123", COMMON),
        ("Password1234", COMMON),
        ("P@ssw0rd2024!", COMMON),
        ("passwordpassword", COMMON),
        ("iloveyouforever", COMMON),
        ("letmeinletmein", COMMON),
        ("Liverpool2024", COMMON),
        ("a" * 200, COMMON),
    ],
)
def test_common_passwords_and_own_names_are_refused(password: str, problem: str | None) -> None:
    assert password_problem(password, told=DANA) == problem


def test_accents_are_the_same_however_they_were_typed() -> None:
    assert Passwords.normal("caf\u00e9") == Passwords.normal("cafe\u0301") == "cafe\u0301"
