"""The photo of the identity check: whether it can be used at all."""

import io

from PIL import Image, UnidentifiedImageError

from authoring.records import Record
from authoring.texts import say

__all__ = ["MOST_BYTES", "PhotoFault", "photo_faults"]

MOST_BYTES = 4 * 2**20
LEAST_PIXELS = 240
MOST_PIXELS = 40_000_000


class PhotoFault(Record):
    """What is wrong with a photo, and what to do."""

    code: str
    message: str
    hint: str


def photo_faults(content: bytes) -> tuple[PhotoFault, ...]:
    """Everything that is wrong with a photo; none for one that can be used."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                return (_fault("large"),)
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return (_fault("unreadable"),)
    return (_fault("small"),) if min(width, height) < LEAST_PIXELS else ()


def _fault(code: str) -> PhotoFault:
    return PhotoFault(
        code=code, message=say(f"rehearsal.photo.{code}.message"), hint=say(f"rehearsal.photo.{code}.hint")
    )
