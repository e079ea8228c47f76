"""What a statement has beside its text: somebody's words, set apart, where it was published first, and all in Welsh."""

from dataclasses import dataclass, replace

from agm.facts import Language, Paragraph, PersonName
from agm.language import cy
from agm.wording.compose.grammar import squeeze
from agm.wording.compose.particulars import quotation
from agm.wording.document import Part, Typed, Video
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
    quotation_language: str = ""
    """The language of the words, where it is not English."""
    video_language: str = ""
    """The language that is spoken in the video, where it is not English."""

    @property
    def has_welsh(self) -> bool:
        return bool(self.second_title and self.second_text)

    def below(self, video_url: str | None) -> tuple[Part, ...]:
        """What stands below the text: the words of somebody, where it was published first, and the link to a video.

        Words in Welsh stand below the Welsh text, if there is one.
        """
        found: list[Part] = []
        if not (self.has_welsh and self.quotation_language == Language.WELSH):
            found += self.quoted_words(self.quotation_language)
        if self.appeared_in:
            found.append(first_published(self.appeared_in, self.appeared_at))
        if video_url:
            found.append(Video(video_url, spoken=self.video_language))
        return tuple(found)

    def in_welsh(self, video_url: str | None) -> tuple[str, tuple[Part, ...]] | None:
        """The title and all parts in Welsh: nobody has to look for the words and the video in the other text."""
        if not self.has_welsh:
            return None
        is_welsh = self.quotation_language == Language.WELSH
        found: list[Part] = [Typed(self.second_text)]
        found += self.quoted_words("" if is_welsh else self.quotation_language or "en")
        if self.appeared_in:
            found.append(first_published(self.appeared_in, self.appeared_at, cy.FIRST_PUBLISHED))
        if video_url:
            found.append(Video(video_url, Language.WELSH.value, self.video_language))
        return self.second_title, tuple(found)

    def quoted_words(self, language: str) -> list[Typed]:
        """The words of somebody, as they stand in a text: `language` where it is another than that of the text."""
        if not (self.quotation and self.quoted):
            return []
        role = squeeze(self.quoted_role) or None
        found = quotation(Paragraph(self.quotation, quoted=PersonName(squeeze(self.quoted)), quoted_role=role))
        return [replace(found, language=language)]


def first_published(where: str, address: str | None, words: str = "First published in") -> Typed:
    """The sentence that says where a text stood first, with a link where its address is known."""
    name = escaped(squeeze(where))
    return Typed(f"{words} {f'[{name}](<{address}>)' if address else name}.")
