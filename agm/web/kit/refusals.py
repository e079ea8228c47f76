"""What an operation refuses goes to the fields of the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable

from agm.rules.violations import RefusedError, StaleVersionError
from agm.web.kit.edit_view import OvertakenError
from agm.web.kit.forms import Form, leaves


def carry_out(form: Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for. False if it was refused: the form then holds each reason at its field.

    Raises OvertakenError where somebody else saved meanwhile.
    """
    try:
        act()
    except RefusedError as refused:
        names = {field.name for field in leaves(form)}
        for reason in refused.reasons:
            form.refuse(reason.message, reason.field if reason.field in names else None)
        return False
    except StaleVersionError as stale:
        raise OvertakenError(stale.current, None, None) from stale
    return True
