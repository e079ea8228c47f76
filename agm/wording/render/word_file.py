"""A document as a file for word processors (DOCX), with real headings, lists and a table for the results."""

import html
import io
import zipfile
from collections.abc import Mapping
from html.parser import HTMLParser
from types import MappingProxyType

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from agm.language.characters import printable
from agm.wording.document import Document
from agm.wording.render.colophon import Colophon
from agm.wording.render.fragment import Lists, colophon_html, render_fragment
from agm.wording.render.typography import runs_right_to_left

MARGIN = Cm(2.2)
OFFICE_WIDTH, NAMES_WIDTH = Cm(5.5), Cm(11)
QUIET = RGBColor(0x5B, 0x5B, 0x5C)
TAGS = {"cy": "cy-GB", "ga": "ga-IE", "gd": "gd-GB", "he": "he-IL"}
"""What word processors call the languages other than English."""
VOID = {"br", "img", "hr"}
"""Elements without an end."""
WIDEST, HIGHEST = Cm(16.6), Cm(9)
"""Of a picture: as wide as the text, and as high as half a page at most."""
POINT = Pt(0.75)
"""A point of a page."""
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
STYLES = {f"h{level}": f"Heading {level}" for level in range(1, 7)} | {"figcaption": "Caption"}
"""Elements whose paragraphs look otherwise than the text."""
BULLETS, NUMBERS, INDENT = "List Bullet", "List", Cm(0.63)


def render_word_file(document: Document, colophon: Colophon, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
    """The text with its pictures, and below where it stands, when it was published and who is responsible.

    `pictures` are the bytes by the digest; one that is not among them is told in words.
    """
    sources = {file: file for file in pictures}
    file = docx.Document()
    set_up(file, document, colophon)
    body = _Writer(file, pictures)
    body.feed(printable(render_fragment(document, colophon.base, heading_level=1, lists=Lists.TERMS, sources=sources)))
    body.close()
    last = len(file.paragraphs) - 1
    below = _Writer(file, is_quiet=True)
    below.feed(printable(f"<p>{html.escape(colophon.whose)}</p>\n{colophon_html(colophon)}"))
    below.close()
    for paragraph in file.paragraphs[max(last, 0) : -1]:  # what stands below the text is on no page alone
        paragraph.paragraph_format.keep_with_next = True
    target = io.BytesIO()
    file.save(target)
    return without_times(target)


def without_times(file: io.BytesIO) -> bytes:
    """The file without the moment of its making, which the library writes at each part: one text, the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as settled:
        for part in made.namelist():
            settled.writestr(zipfile.ZipInfo(part), made.read(part), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def set_up(file: WordDocument, document: Document, colophon: Colophon) -> None:
    file.core_properties.title = printable(document.title)[:255]
    file.core_properties.author = printable(colophon.organisation)[:255]
    file.core_properties.language = "en-GB"
    file.core_properties.created = file.core_properties.modified = colophon.published_at.replace(tzinfo=None)
    file.core_properties.comments = ""
    for section in file.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name, size in (("Normal", 11.5), ("Heading 1", 24), ("Heading 2", 15), ("Heading 3", 13), ("Caption", 9.5)):
        style = file.styles[name]
        style.font.name, style.font.size = "Georgia", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), "Georgia")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.bold = False
            style.font.color.rgb = QUIET if name == "Caption" else RGBColor(0x17, 0x18, 0x1B)
    file.styles["Normal"].element.get_or_add_rPr().append(language_mark("en-GB"))


def language_mark(tag: str) -> BaseOxmlElement:
    mark = OxmlElement("w:lang")
    mark.set(qn("w:bidi" if tag == TAGS["he"] else "w:val"), tag)
    return mark


class _Writer(HTMLParser):
    """Writes HTML of the few tags that a fragment has as paragraphs of a file."""

    def __init__(
        self, file: WordDocument, pictures: Mapping[str, bytes] = NO_PICTURES, *, is_quiet: bool = False
    ) -> None:
        super().__init__()
        self.file = file
        self.pictures = pictures
        self.is_quiet = is_quiet
        self.paragraph: Paragraph | None = None
        self.table: Table | None = None
        self.next_cell = self.rows_below = 0
        """Of a table with rows: the next cell of its row, and how many rows more the office beside them heads."""
        self.next_numbers: list[int | None] = []
        """Of the lists that are open: the next item's number; None for bullets."""
        self.quotes = 0
        self.marks: list[str] = []
        self.address: str | None = None
        self.languages: list[str] = []
        """Of the elements that are open, with "" for those that say nothing of it; what is not English is marked."""
        self.is_behind_name = False
        """Whether the small print that is open follows a name in its paragraph."""
        self.is_at_item = False
        """Whether an item has just begun: its first paragraph is the item itself."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.languages.append(given.get("lang") or "")
        at_item, self.is_at_item = self.is_at_item, False
        if tag == "figcaption" and self.paragraph is not None:
            self.paragraph.paragraph_format.keep_with_next = True
        if tag in STYLES or (tag == "p" and not at_item):
            self.paragraph = self.file.add_paragraph(style=STYLES.get(tag) or ("Quote" if self.quotes else "Normal"))
        elif tag == "img":
            self.picture(given.get("src") or "", given.get("alt") or "", int(given.get("width") or 0))
        elif tag in {"ul", "ol"}:
            self.next_numbers.append(None if tag == "ul" else int(given.get("start") or 1))
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "li":
            self.item(given.get("value"))
            self.is_at_item = True
        elif tag in {"dl", "dt", "dd", "table", "tr", "th", "td"}:
            self.in_table(tag, int(given.get("rowspan") or 1))
        elif tag == "br" and self.paragraph is not None:
            self.paragraph.add_run().add_break(WD_BREAK.LINE)
        elif tag in {"strong", "em", "i", "small"}:
            self.marks.append(tag)
            self.bracket(tag, "(")
        elif tag == "a":
            self.address = given.get("href")

    def picture(self, source: str, alt: str, width: int) -> None:
        """A picture in a paragraph of its own, as far left as the text, and with its words for who sees none.

        It is as wide as that many points of a page.
        """
        self.paragraph = self.file.add_paragraph()
        shown = self.paragraph.add_run().add_picture(io.BytesIO(self.pictures[source]))
        scale = min(POINT * width / shown.width, WIDEST / shown.width, HIGHEST / shown.height)
        shown.width, shown.height = Emu(int(shown.width * scale)), Emu(int(shown.height * scale))
        drawn = shown._inline  # noqa: SLF001  the library has no other way to the words
        drawn.docPr.set("descr", alt)
        for side in "TBLR":
            drawn.set(f"dist{side}", "0")

    def item(self, given: str | None) -> None:
        """An item of a list; a number is written as text, so that it stays what it was."""
        if (number := self.next_numbers[-1]) is None:
            self.paragraph = self.file.add_paragraph(style=BULLETS)
            return
        number = int(given) if given else number
        self.next_numbers[-1] = number + 1
        self.paragraph = self.file.add_paragraph(f"{number}.\t", style=NUMBERS)
        self.paragraph.paragraph_format.left_indent = INDENT * len(self.next_numbers)
        self.paragraph.paragraph_format.first_line_indent = -INDENT

    def cell(self, tag: str) -> None:
        if self.table is None:
            return
        if tag == "dt":
            row = self.table.add_row()  # type: ignore[no-untyped-call]  # its only argument is itself
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  no other way to say so
            office, names = row.cells
            office.width, names.width = OFFICE_WIDTH, NAMES_WIDTH
            self.paragraph = office.paragraphs[0]
        else:
            names = self.table.rows[-1].cells[1]
            first = names.paragraphs[0]
            self.paragraph = names.add_paragraph() if first.runs else first
        self.paragraph.paragraph_format.space_after = Pt(2)

    def in_table(self, tag: str, rows: int) -> None:
        """A table, or a row or cell of it; a cell stands beside so many rows."""
        if tag in {"dl", "table"}:
            self.table, self.rows_below = self.file.add_table(rows=0, cols=2 if tag == "dl" else 0), 0
            for column, width in zip(self.table.columns, (OFFICE_WIDTH, NAMES_WIDTH), strict=False):
                column.width = width
        elif tag == "tr":
            self.row()
        elif tag in {"th", "td"}:
            self.cell_of_row(rows)
        else:
            self.cell(tag)

    def row(self) -> None:
        """A row of a table; below an office with several it begins with what that office heads already."""
        if self.table is None:
            return
        row = self.table.add_row()  # type: ignore[no-untyped-call]  # its only argument is itself
        if len(self.table.rows) == 1:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  no other way to say so
        self.next_cell = 1 if self.rows_below else 0
        self.rows_below = max(0, self.rows_below - 1)

    def cell_of_row(self, rows: int) -> None:
        if self.table is None:
            return
        if len(self.table.rows) == 1:
            self.table.add_column(OFFICE_WIDTH)
        self.rows_below = max(self.rows_below, rows - 1)
        self.paragraph = self.table.rows[-1].cells[self.next_cell].paragraphs[0]
        self.paragraph.paragraph_format.space_after = Pt(2)
        self.next_cell += 1

    def handle_endtag(self, tag: str) -> None:
        self.languages.pop()
        if tag in {"ul", "ol"}:
            self.next_numbers.pop()
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag in {"strong", "em", "i", "small"}:
            self.bracket(tag, ")")
            self.marks.remove(tag)
        elif tag == "a":
            self.address = None
        elif tag in {"dl", "table"} and self.paragraph is not None:
            self.paragraph.paragraph_format.space_after = Pt(10)
            self.table, self.paragraph = None, None

    def bracket(self, tag: str, sign: str) -> None:
        """What is told behind a name is in brackets: whoever copies it, or hears it, has no smaller letters."""
        if tag != "small" or self.paragraph is None:
            return
        if sign == "(":
            self.is_behind_name = bool(self.paragraph.text)
        if self.is_behind_name:
            self.handle_data(sign)

    def handle_data(self, data: str) -> None:
        if self.paragraph is None or not data.strip("\n"):
            return
        run = self.linked(self.paragraph) if self.address else self.paragraph.add_run()
        run.text = data.replace("\n", " ")
        run.bold, run.italic = ("strong" in self.marks) or None, bool({"em", "i"} & set(self.marks)) or None
        if self.is_quiet or "small" in self.marks:
            run.font.size, run.font.color.rgb = Pt(9.5), QUIET
        if runs_right_to_left(data) and any(map(str.isalpha, data)):
            run.font.rtl = True
        language = next(filter(None, reversed(self.languages)), "")
        if language in TAGS:
            run._element.get_or_add_rPr().append(language_mark(TAGS[language]))  # noqa: SLF001  as with links

    def linked(self, paragraph: Paragraph) -> Run:
        """A run within a link."""
        link = OxmlElement("w:hyperlink")
        number = paragraph.part.relate_to(
            str(self.address), "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )  # fmt: skip
        link.set(qn("r:id"), number)
        element = OxmlElement("w:r")
        link.append(element)
        paragraph._element.append(link)  # noqa: SLF001  the library has no other way to a link
        run = Run(element, paragraph)
        run.font.underline = True
        return run
