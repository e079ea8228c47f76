"""What a statement has beside its text: somebody's words, set apart, where it was published first, and all in Welsh."""

from dataclasses import dataclass

from agm.facts import Paragraph, PersonName
from agm.wording.compose.grammar import squeeze
from agm.wording.compose.particulars import quotation
from agm.wording.document import Typed
from agm.wording.kinds.frame import escaped


@dataclass(frozen=True, slots=True)
class Beside:
    """As somebody typed it; "" for what there is not."""

    quotation: str = ""
    """Markdown."""
    quoted: str = ""
    """Whose words these are."""
    quoted_role: str = ""
    appeared_in: str = ""
    appeared_at: str = ""
    """The address there."""
    second_title: str = ""
    second_text: str = ""
    """Title and text in Welsh, in Markdown: both or neither."""

    @property
    def in_welsh(self) -> tuple[str, str] | None:
        return (self.second_title, self.second_text) if self.second_title and self.second_text else None

    @property
    def parts(self) -> tuple[Typed, ...]:
        """What stands below the text."""
        found = []
        if self.quotation and self.quoted:
            who = PersonName(squeeze(self.quoted))
            found.append(
                quotation(Paragraph(self.quotation, quoted=who, quoted_role=squeeze(self.quoted_role) or None))
            )
        if self.appeared_in:
            found.append(first_published(self.appeared_in, self.appeared_at))
        return tuple(found)


def first_published(where: str, address: str | None) -> Typed:
    """The sentence that says where a text stood first, with a link where its address is known."""
    name = escaped(squeeze(where))
    return Typed(f"First published in {f'[{name}](<{address}>)' if address else name}.")
