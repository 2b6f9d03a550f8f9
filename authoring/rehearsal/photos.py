"""The photo of the identity check: a JPEG that can be read, with one frontal face, near, whole, well lit and sharp.

It looks at one photo alone: whose face it is, a hat or a mask that the detector sees through, is for a person to judge.
"""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from authoring.records import Record
from authoring.rehearsal.faces import Face, faces, outside
from authoring.texts import say

__all__ = ["MOST_BYTES", "PhotoFault", "photo_faults"]

MOST_BYTES = 4 * 2**20
LEAST_PIXELS = 240
"""Of the shorter side; half of the smallest usual webcam's."""
MOST_PIXELS = 16_000_000
"""Width times height. The page sends 960 pixels of width at most."""
MOST_SCANS = 64
"""Passes over the picture in one file. Progressive photos have about ten; thousands would keep a reader busy."""
LONGEST_SIDE = 640
"""Pixels, of the picture that faces are looked for in."""
LEAST_SHARE = 0.2
"""Of the face in the picture's shorter side. Ours: with a webcam that views 60 degrees one sits 0.9 m away at most."""
DARKEST = 60.0
"""Mean brightness of the face, of 255. Ours, as are the next: tried on pictures made darker, brighter, blurred."""
MOST_BURNT = 1 / 3
"""Of the face, see `Face.burnt`."""
BLACK = 20.0
"""Mean brightness of a picture without a face: below it is dark rather than empty."""
SHARPEST_BLUR = 0.02
"""See `Face.sharpness`: about what a blur with a deviation of a hundredth of the face's width leaves."""
_KINDS = {"png": (0, b"\x89PNG"), "gif": (0, b"GIF8"), "heic": (4, b"ftyp"), "webp": (8, b"WEBP")}


class PhotoFault(Record):
    """What is wrong with a photo, and what to do."""

    code: str
    message: str
    hint: str


def photo_faults(content: bytes) -> tuple[PhotoFault, ...]:
    """Everything that is wrong with a photo; none for one that can be used.

    Takes some 50 ms of a processor: not for the event loop.
    """
    if not content.startswith(b"\xff\xd8\xff"):
        return (_fault("format", kind=say(f"rehearsal_photo.kind.{_kind(content)}")),)
    if content.count(b"\xff\xda") > MOST_SCANS:
        return (_fault("unreadable"),)
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                return (_fault("large", width=width, height=height),)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large one is decoded at an eighth of its size
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return (_fault("unreadable"),)
    if min(width, height) < LEAST_PIXELS:
        return (_fault("small", width=width, height=height, least=LEAST_PIXELS),)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return tuple(_seen(picture))


def _kind(content: bytes) -> str:
    return next((kind for kind, (at, mark) in _KINDS.items() if content[at : at + len(mark)] == mark), "other")


def _seen(picture: Image.Image) -> Iterator[PhotoFault]:
    found = faces(picture)
    if len(found) == 1:
        yield from _of_face(found[0], picture)
    elif found:
        yield _fault("several_faces", count=len(found))
    else:
        yield _fault("too_dark" if ImageStat.Stat(picture.convert("L")).mean[0] < BLACK else "no_face")


def _of_face(face: Face, picture: Image.Image) -> Iterator[PhotoFault]:
    if not face.frontal:
        yield _fault("turned")
    if outside(face, picture):
        yield _fault("outside")
    if face.width < LEAST_SHARE * min(picture.size):
        yield _fault("too_far")
    if face.brightness < DARKEST:
        yield _fault("too_dark")
    if face.burnt > MOST_BURNT:
        yield _fault("too_bright")
    if face.sharpness < SHARPEST_BLUR:
        yield _fault("blurred")


def _fault(code: str, **values: object) -> PhotoFault:
    return PhotoFault(
        code=code,
        message=say(f"rehearsal_photo.fault.{code}.message", **values),
        hint=say(f"rehearsal_photo.fault.{code}.hint", **values),
    )
