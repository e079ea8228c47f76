"""A picture that somebody sent, made into one that can be shown: by its content, whatever its name says."""

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from agm.rules.violations import refuse

KINDS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 2**20
MOST_PIXELS = 50_000_000
PORTRAIT = (416, 520)
"""Width and height of a portrait as it is kept: four times what a page shows, for fine screens and for print."""
LONGEST_SIDE = 1600
"""Of any other picture: what a wide page shows on a fine screen."""
LONGEST_SIDE_IN_MAIL = 1000
"""What a mail shows, so that it stays small enough to be sent to many."""
MEDIA_TYPE = "image/jpeg"
TOO_MANY_POINTS = "This photo has too many points. Send a smaller one."
NOT_A_PICTURE = "This is no photo that we can read. Send a JPEG, PNG or WebP picture."


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    content: bytes
    width: int
    height: int


def portrait(content: bytes, field: str) -> Picture:
    """A photo cut to the shape of a portrait. Raises as `made` does."""
    return made(content, field, PORTRAIT, cut)


def photograph(content: bytes, field: str) -> Picture:
    """A photo whole, no larger than pages show it. Raises as `made` does."""
    return made(content, field, (LONGEST_SIDE, LONGEST_SIDE), shrunk)


def made(content: bytes, field: str, size: tuple[int, int], shape: Callable[[Image.Image], Image.Image]) -> Picture:
    """A photo in a shape of about that size, upright, and with nothing but its points: no place, time or device.

    Raises RefusedError, at `field`, for what is no picture of a kind that browsers show, or is too large.
    """
    if len(content) > MOST_BYTES:
        refuse("photo_too_large", field, f"This photo has more than {MOST_BYTES // 2**20} MB. Send a smaller one.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow finds odd in a file, and still reads
            with Image.open(io.BytesIO(content), formats=KINDS) as image:
                if image.width * image.height > MOST_PIXELS:
                    refuse("photo_too_large", field, TOO_MANY_POINTS)
                image.draft("RGB", (size[0] * 2, size[1] * 2))
                return kept(shape(on_white(image)))
    except Image.DecompressionBombError:
        refuse("photo_too_large", field, TOO_MANY_POINTS)
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError):
        # Broken PNG files raise SyntaxError
        refuse("photo_unreadable", field, NOT_A_PICTURE)


def on_white(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    return ground.convert("RGB")


def cut(image: Image.Image) -> Image.Image:
    """Above the middle: there the face is."""
    return ImageOps.fit(image, PORTRAIT, centering=(0.5, 0.3))


def shrunk(image: Image.Image) -> Image.Image:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def for_mail(content: bytes) -> bytes:
    """A picture that was kept, as small as a mail has it."""
    with Image.open(io.BytesIO(content), formats=KINDS) as image:
        image.draft("RGB", (LONGEST_SIDE_IN_MAIL, LONGEST_SIDE_IN_MAIL))
        image.thumbnail((LONGEST_SIDE_IN_MAIL, LONGEST_SIDE_IN_MAIL))
        return kept(image).content


def kept(image: Image.Image) -> Picture:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85, optimize=True)
    return Picture(MEDIA_TYPE, target.getvalue(), *image.size)
