"""Papers in boxes that only the key of the election opens (libsodium's sealed boxes), all of one length."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_LENGTH = 32
END = b"\x80"
PARTS = 4


class UnreadablePaperError(ValueError):
    """The box does not open with this key, or what is in it is no paper."""


@dataclass(frozen=True, slots=True)
class PlainPaper:
    """What is in a box. The contest is in it too, so that no box passes for one of another contest."""

    contest_id: int
    receipt: str
    typed: str
    """As `agm.counting.read.typed_paper` writes it; empty is a paper left blank on purpose."""

    def packed(self) -> bytes:
        return "\n".join(("1", str(self.contest_id), self.receipt, self.typed)).encode("ascii")

    @classmethod
    def unpacked(cls, content: bytes) -> PlainPaper:
        try:
            parts = content.decode("ascii").split("\n")
            if len(parts) != PARTS or parts[0] != "1":
                raise UnreadablePaperError("this is no paper")
            return cls(int(parts[1]), parts[2], parts[3])
        except ValueError as error:
            raise UnreadablePaperError("this is no paper") from error


def new_key() -> bytes:
    """A private key. Whoever makes it gives it away as words and keeps none."""
    return bytes(PrivateKey.generate())


def public_of(private_key: bytes) -> bytes:
    return bytes(PrivateKey(private_key).public_key)


def length_for(longest: PlainPaper) -> int:
    """How long every paper is made, so that the longest that anybody can send fits."""
    return len(longest.packed()) + len(END)


def seal(public_key: bytes, paper: PlainPaper, length: int) -> bytes:
    """The paper in a box. Raises ValueError for one that is longer than all are to be."""
    packed = paper.packed() + END
    if len(packed) > length:
        raise ValueError("the paper is longer than the longest that was foreseen")
    box: bytes = SealedBox(PublicKey(public_key)).encrypt(packed.ljust(length, b"\0"))
    return box


def seal_file(public_key: bytes, content: bytes) -> bytes:
    """A file that is kept for whoever has the private key."""
    box: bytes = SealedBox(PublicKey(public_key)).encrypt(content)
    return box


def open_file(private_key: bytes, sealed: bytes) -> bytes:
    content: bytes = SealedBox(PrivateKey(private_key)).decrypt(sealed)
    return content


class Opener:
    """Opens boxes with the private key, which it forgets with itself."""

    def __init__(self, private_key: bytes) -> None:
        self._box = SealedBox(PrivateKey(private_key))

    def open(self, ciphertext: bytes) -> PlainPaper:
        """Raises UnreadablePaperError."""
        try:
            padded: bytes = self._box.decrypt(ciphertext)
        except (CryptoError, ValueError, TypeError) as error:
            raise UnreadablePaperError("the key does not open this box") from error
        packed, end, _ = padded.rpartition(END)
        if not end:
            raise UnreadablePaperError("this is no paper")
        return PlainPaper.unpacked(packed)
