"""Codes by which people speak of a nomination: read out, typed and written by hand without a mistake."""

import secrets

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""No two signs of it look alike in most hands: no B, I, O, S, Z and no 0, 1, 2, 5, 8."""
LENGTH = 12


def new_receipt() -> str:
    """Twelve signs in fours: K7QD-3MRA-WX94."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))
