"""The receipt that is made with a review and travels in its form: random, and signed for one code, so that nobody
chooses a receipt, or sends that of somebody else. It is the token of the form as well: no cookie is needed to vote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from agm.rules.code_letters import digest_of, new_code
from agm.settings import Settings
from agm.web.kit import clock

VALID_FOR = dt.timedelta(hours=2)
"""A review that stayed open for longer is looked at once more before it goes."""


class Signer(TimestampSigner):
    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def signer(code: str) -> Signer:
    settings: Settings = current_app.extensions["agm_settings"]
    return Signer(settings.signing_keys, salt=f"agm.vote.{digest_of(code)}")


def new_receipt(code: str) -> str:
    """A receipt for a review of this code, signed."""
    return signer(code).sign(new_code()).decode()


@dataclass(frozen=True, slots=True)
class FormReceipt:
    receipt: str
    signature: str
    is_old: bool
    """Such a form casts nothing: it tells only whether it was recorded when it was sent before."""


def read_receipt(code: str, signed: str) -> FormReceipt | None:
    """The receipt of a form; None where it is of no form of ours, or of another code's."""
    try:
        receipt, made_at = signer(code).unsign(signed, return_timestamp=True)
    except BadSignature:
        return None
    signature = signed.rpartition(".")[2]
    return FormReceipt(receipt.decode(), signature, clock.now() - made_at > VALID_FOR)
