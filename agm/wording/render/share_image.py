"""The picture that social networks show of a text: 1200 × 630, with its title and the offices, names of any length."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from agm.language.characters import printable
from agm.wording.document import Document, ListEntry, Listing
from agm.wording.render.typography import RIGHT_TO_LEFT, smarten

SIZE = (1200, 630)
MARGIN = 64
TOP, BOTTOM = 56, 566
WIDTH = SIZE[0] - 2 * MARGIN
PAPER, INK, QUIET, RULE = "#fbfaf6", "#17181b", "#5b5b5c", "#d9d6cd"
TITLE_SIZES = range(72, 27, -4)
NAME_SIZES = range(40, 17, -2)
COLUMNS = (1, 2, 3, 4)
GAP = 40
TITLE_SHARE = 0.42
"""How much of the height a title may take where offices follow."""
SMALLEST = 18
NOWHERE = "\U0010ffff"
"""A character that no font has."""

Run = tuple[ImageFont.FreeTypeFont, str]
Line = list[Run]

_PARTS = re.compile(rf"[{RIGHT_TO_LEFT}]+(?:[ \u00a0][{RIGHT_TO_LEFT}]+)*|[^{RIGHT_TO_LEFT}]+")
_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The house's fonts: for titles, names, what is open, labels, and names in Hebrew."""

    title: Path
    names: Path
    italic: Path
    labels: Path
    hebrew: Path


@lru_cache(maxsize=64)
def loaded(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=4096)
def can_draw(path: Path, sign: str) -> bool:
    font = loaded(path, 24)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(NOWHERE))


@dataclass(frozen=True, slots=True)
class Pen:
    """One font of the house at one size; right-to-left names are drawn in the font that has them."""

    path: Path
    hebrew: Path
    size: int

    @property
    def height(self) -> int:
        return round(self.size * 1.22)

    def runs(self, text: str) -> Line:
        return [
            (loaded(self.hebrew if _RIGHT_TO_LEFT.match(part) else self.path, self.size), part)
            for part in _PARTS.findall(text)
        ]

    def width(self, text: str) -> float:
        return advance(self, text)

    def lines(self, text: str, width: float) -> list[str]:
        """The text broken between words, and within a word that is wider than the line."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            lines[-1] = word
            while self.width(lines[-1]) > width and len(lines[-1]) > 1:
                cut = self.fitting(lines[-1], width)
                lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
        return lines

    def fitting(self, word: str, width: float) -> int:
        """How many letters of a word fit, at least one."""
        low, high = 1, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.width(word[:middle]) <= width else (low, middle - 1)
        return low


@lru_cache(maxsize=8192)
def advance(pen: Pen, text: str) -> float:
    """How far a text reaches."""
    return sum(font.getlength(part) for font, part in pen.runs(text))


@dataclass(frozen=True, slots=True)
class Cell:
    """One office: lines of its label and of its names, each with what draws them."""

    lines: tuple[tuple[Pen, str, str], ...]

    @property
    def height(self) -> int:
        return sum(pen.height for pen, _, _ in self.lines)


def share_image(document: Document, organisation: str, accent: str, fonts: Fonts) -> bytes:
    """The picture as PNG. What does not fit at the smallest size is counted, never cut; text that the fonts cannot
    draw is left to the page."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 11), fill=accent)
    label, foot = Pen(fonts.labels, fonts.hebrew, 28), Pen(fonts.labels, fonts.hebrew, 24)
    where = " · ".join(filter(None, (document.place, document.held_on_text)))
    top = put(draw, TOP, drawable(label, [where]), fill=accent) + 10
    entries = list(offices(document))
    end = BOTTOM - foot.height - 22
    room = round((end - top) * TITLE_SHARE) if entries else end - top
    top = put(draw, top, drawable_title(document, fonts, room), fill=INK) + 20
    if entries:
        draw.line((MARGIN, top, SIZE[0] - MARGIN, top), fill=RULE, width=2)
        put_cells(draw, entries, top + 16, end, fonts)
    draw.line((MARGIN, end + 14, SIZE[0] - MARGIN, end + 14), fill=RULE, width=2)
    put(draw, end + 26, drawable(foot, foot.lines(smarten(organisation), WIDTH)[:1]), fill=QUIET)
    target = io.BytesIO()
    picture.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(target, "PNG")
    return target.getvalue()


def drawable(pen: Pen, lines: Iterable[str]) -> list[tuple[Pen, str]]:
    """Those of the lines that the fonts can draw."""
    return [(pen, line) for line in lines if is_drawable(pen, line)]


def is_drawable(pen: Pen, text: str) -> bool:
    return all(can_draw(pen.hebrew if _RIGHT_TO_LEFT.match(sign) else pen.path, sign) for sign in text)


def drawable_title(document: Document, fonts: Fonts, room: int) -> list[tuple[Pen, str]]:
    """The title at the largest size that fits; at the smallest as many lines as do."""
    title = smarten(printable(document.title))
    for size in TITLE_SIZES:
        pen = Pen(fonts.title, fonts.hebrew, size)
        lines = pen.lines(title, WIDTH)
        if len(lines) * pen.height <= room:
            return drawable(pen, lines)
    most = max(1, room // pen.height)
    return drawable(pen, [*lines[: most - 1], f"{lines[most - 1]} …"])


def offices(document: Document) -> Iterator[ListEntry]:
    for block in document.first_text:
        for part in block.parts:
            if isinstance(part, Listing) and not any(entry.message for entry in part.entries):
                yield from part.entries


def put(draw: ImageDraw.ImageDraw, top: int, lines: Iterable[tuple[Pen, str]], *, fill: str, left: int = MARGIN) -> int:
    """Draw lines one below the other; where the next one would begin."""
    for pen, text in lines:
        x = float(left)
        for font, part in pen.runs(text):
            draw.text((x, top + pen.size), part, font=font, fill=fill, anchor="ls")
            x += font.getlength(part)
        top += pen.height
    return top


def put_cells(draw: ImageDraw.ImageDraw, entries: Sequence[ListEntry], top: int, end: int, fonts: Fonts) -> None:
    """The offices in columns, at the largest size at which all of them fit; else as many as fit, and how many more."""
    height = end - top
    for size in NAME_SIZES:
        for columns in COLUMNS[: 1 + (size <= 34) + (size <= 28) + (size <= 22)]:
            if len(entries) * size * 2 > height * columns:  # two lines and what is between them take more than that
                continue
            cells = cells_of(entries, size, columns, fonts)
            placed = arranged(cells, columns, height, size)
            if placed is not None:
                draw_cells(draw, placed, columns, top, size)
                return
    columns, size = 3, SMALLEST
    cells = cells_of(entries[: height * columns // (size * 2)], size, columns, fonts)
    for count in range(min(len(cells), len(entries) - 1), -1, -1):
        left = len(entries) - count
        pen = Pen(fonts.italic, fonts.hebrew, size)
        more = Cell(((pen, f"and {left} more {'office' if left == 1 else 'offices'}", QUIET),))
        placed = arranged([*cells[:count], more], columns, height, size)
        if placed is not None:
            draw_cells(draw, placed, columns, top, size)
            return


def column_width(columns: int) -> float:
    return (WIDTH - GAP * (columns - 1)) / columns


def cells_of(entries: Sequence[ListEntry], size: int, columns: int, fonts: Fonts) -> list[Cell]:
    width = column_width(columns)
    label, name = Pen(fonts.labels, fonts.hebrew, max(15, round(size * 0.6))), Pen(fonts.names, fonts.hebrew, size)
    italic = Pen(fonts.italic, fonts.hebrew, size)
    cells = []
    for entry in entries:
        told = f"{entry.group} · {entry.label}" if entry.group else entry.label  # whose Chair, where there are several
        lines = [(label, smarten(printable(told)), QUIET)]
        names = names_of(entry)
        if names:
            lines.append((name, names, INK) if is_drawable(name, names) else (italic, "named on the page", QUIET))
        if entry.empty:
            lines.append((italic, printable(entry.empty), QUIET))
        cells.append(
            Cell(
                tuple(
                    (pen, line, fill)
                    for pen, text, fill in lines
                    if is_drawable(pen, text)
                    for line in pen.lines(text, width)
                )
            )
        )
    return cells


def names_of(entry: ListEntry) -> str:
    """The holders of an office with what joins them."""
    parts = []
    for person in entry.people:
        joiner = person.after if person.after[:1] in ",;" else f" {person.after}" if person.after else ""
        parts.append(f"{person.name}{joiner}")
    return smarten(printable(" ".join(parts)))


def arranged(cells: Sequence[Cell], columns: int, height: int, size: int) -> list[list[Cell]] | None:
    """The cells down one column after the other, as level as they go; None where they need more height."""
    between = round(size * 0.45)
    total = sum(cell.height + between for cell in cells)
    for limit in sorted({height, *(min(height, total * share // (8 * columns)) for share in range(8, 16))}):
        placed: list[list[Cell]] = [[]]
        used = 0
        for cell in cells:
            if used and used + cell.height > limit:
                placed.append([])
                used = 0
            used += cell.height + between
            placed[-1].append(cell)
        is_low = all(sum(cell.height + between for cell in column) - between <= height for column in placed)
        if len(placed) <= columns and is_low:
            return placed
    return None


def draw_cells(draw: ImageDraw.ImageDraw, placed: list[list[Cell]], columns: int, top: int, size: int) -> None:
    for number, column in enumerate(placed):
        left = round(MARGIN + number * (column_width(columns) + GAP))
        y = top
        for cell in column:
            for pen, text, fill in cell.lines:
                y = put(draw, y, [(pen, text)], fill=fill, left=left)
            y += round(size * 0.45)
