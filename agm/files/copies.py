"""Many copies of a laid-out paper in one PDF, each with its own number: laid out once, since that is what takes long.

The page has `PLACE` where the number belongs. Everything else of a copy is that of the first: fonts are shared, and the
tags are repeated, so that each copy can be read aloud.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

PLACE = "0123456789"
"""Stands for the number; its ten figures bring the shapes of all figures into the file."""
REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
SHOWN = re.compile(rb"<([0-9a-f]*)>")
GLYPH = 4
"""So many hexadecimal figures name a shape of a font."""


class Copied(pydyf.Object):
    """A part of the file that is written as it stands."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.text = data

    @property
    def data(self) -> bytes:
        return self.text


class Copies:
    """What WeasyPrint calls when a file is laid out, before it is written."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = numbers

    def __call__(self, document: Any, file: pydyf.PDF) -> None:  # noqa: ANN401  WeasyPrint has no types
        pages = [file.objects[number] for number in file.pages["Kids"][::3]]
        streams = [content_of(file, page) for page in pages]
        number_at, figures = place_of(streams[0], [font.to_unicode for font in document.fonts.values()])
        root = file.objects[number_of(file.catalog["StructTreeRoot"])]
        whole, owners = file.objects[number_of(root["K"][0])], file.objects[number_of(root["ParentTree"])]
        elements = [one for one in file.objects if is_element(one) and one is not whole]
        if any("ID" in one for one in elements):
            raise ValueError("a paper that is copied has no tables with headings: their names would stand twice")
        tops, lists = list(whole["K"]), list(owners["Nums"])
        for copy in range(1, len(self.numbers)):
            shift: dict[int, int] = {}
            for index, (page, lines) in enumerate(zip(pages, streams, strict=True)):
                written = with_number(lines, number_at, figures, self.numbers[copy]) if index == 0 else lines
                stream = pydyf.Stream(list(written), compress=True)
                file.add_object(stream)
                file.add_page(page_like(page, stream, copy * len(pages) + index))
                shift[page.number] = len(file.objects) - 1
            first = len(file.objects)
            shift |= {one.number: first + place for place, one in enumerate(elements)}
            for one in elements:
                file.add_object(Copied(moved(one.data, shift)))
            whole["K"].extend(moved(one, shift) for one in tops)
            for index in range(len(pages)):
                owners["Nums"] += [copy * len(pages) + index, Copied(moved(lists[2 * index + 1].data, shift)).data]
        streams[0][:] = with_number(streams[0], number_at, figures, self.numbers[0])


def is_element(one: pydyf.Object) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructElem"


def number_of(reference: bytes) -> int:
    return int(reference.split()[0])


def content_of(file: pydyf.PDF, page: pydyf.Dictionary) -> list[Any]:
    lines: list[Any] = file.objects[number_of(page["Contents"])].stream
    return lines


def page_like(page: pydyf.Dictionary, stream: pydyf.Stream, index: int) -> pydyf.Dictionary:
    return pydyf.Dictionary({**page, "Contents": stream.reference, "StructParents": index})


def moved(data: bytes, shift: Mapping[int, int]) -> bytes:
    """A part of the file that names the copies in place of what was copied."""

    def named(found: re.Match[bytes]) -> bytes:
        number = int(found[1])
        return b"%d 0 R" % shift.get(number, number)

    return REFERENCE.sub(named, data)


def place_of(lines: Sequence[Any], fonts: Sequence[Mapping[int, str]]) -> tuple[int, dict[str, bytes]]:
    """In which line of a page the number is shown, and the shape of each figure.

    Raises ValueError where it is not shown, or not in one piece.
    """
    for index, line in enumerate(lines):
        if isinstance(line, bytes) and line.endswith(b"TJ"):
            shapes = list(shapes_of(line))
            for font in fonts:
                if "".join(font.get(int(shape, 16), "?") for shape in shapes) == PLACE:
                    return index, dict(zip(PLACE, shapes, strict=True))
    raise ValueError("the page shows no place for the number")


def shapes_of(line: bytes) -> Iterator[bytes]:
    for run in SHOWN.findall(line):
        yield from (run[start : start + GLYPH] for start in range(0, len(run), GLYPH))


def with_number(lines: Sequence[Any], index: int, figures: Mapping[str, bytes], number: str) -> list[Any]:
    shown = b"[<" + b"".join(figures[figure] for figure in number) + b">] TJ"
    return [*lines[:index], shown, *lines[index + 1 :]]
