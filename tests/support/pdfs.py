"""What a PDF of ours holds, read by another library than the one that wrote it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class PrintedPdf:
    title: str | None
    language: str
    is_tagged: bool
    sizes: list[tuple[int, int]]
    """Width and height of each page in millimetres."""
    texts: list[str]
    """What each page says."""
    fonts: dict[str, bool]
    """Whether each font is inside."""


def read_pdf(content: bytes) -> PrintedPdf:
    file = PdfReader(io.BytesIO(content))
    root: Any = file.root_object
    fonts: dict[str, bool] = {}
    for page in file.pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            (descendant,) = font["/DescendantFonts"]
            fonts[font["/BaseFont"].partition("+")[2]] = "/FontFile2" in descendant.get_object()["/FontDescriptor"]
    return PrintedPdf(
        title=file.metadata.title if file.metadata else None,
        language=root.get("/Lang", ""),
        is_tagged=bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root,
        sizes=[(millimetres(page.mediabox.width), millimetres(page.mediabox.height)) for page in file.pages],
        texts=[page.extract_text() for page in file.pages],
        fonts=fonts,
    )


def millimetres(points: float) -> int:
    return round(float(points) * 25.4 / 72)
