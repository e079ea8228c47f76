"""Whether those from whom messages are said to come are among those who sent them; it hinders nobody."""

from agm.facts import MeetingFacts
from agm.language.names import name_key

ALIKE = 4
"""How many letters two words begin with alike that may be of one root: leader and leadership."""
IN_EVERY_OFFICE = {"from", "with", "both", "their", "party"}


def unknown_giver(facts: MeetingFacts) -> str:
    """What to look at, in words; "" where some word of the giver stands in a sender's name or role, or nothing can be
    compared."""
    given = facts.messages_from or ""
    senders = [f"{message.person.displayed} {message.role or ''}" for message in facts.messages]
    if not senders or not beginnings(given) or beginnings(given) & beginnings(" ".join(senders)):
        return ""
    whom = "the sender" if len(senders) == 1 else "any of the senders"
    return f"Messages “from {given}” are announced, which does not fit {whom}."


def beginnings(text: str) -> set[str]:
    words = set(name_key(text).split()) - IN_EVERY_OFFICE
    return {word[:ALIKE] for word in words if len(word) >= ALIKE}
