"""Faces in a picture, by the detector that dlib carries: no weights from elsewhere, no network, one processor."""

from functools import cache
from threading import Lock
from typing import Any

import dlib
import numpy as np
from PIL import Image

from authoring.records import Record

__all__ = ["Face", "faces", "outside"]

SIZE = 160
"""Pixels, of the face that sharpness is measured on: so a larger picture is no sharper."""
ABOVE, BESIDE = 0.25, 0.05
"""How far a head reaches beyond the detector's square (brows to chin), of its side. Ours, from what it finds."""
WHITE = 250
"""Brightness, of 255, from which on nothing can be told apart."""
_FRONTAL = 0
"""Of the detector's five filters: frontal, looking left, looking right, rotated left, rotated right."""
_one_at_a_time = Lock()


class Face(Record):
    """A face in a picture; places in pixels from the picture's upper left corner."""

    left: int
    top: int
    width: int
    """The detector's square has the same height."""
    frontal: bool
    brightness: float
    """Mean, of 255."""
    burnt: float
    """Share of it without any shading left."""
    sharpness: float
    """Variance of the Laplacian over the variance of brightness, at `SIZE`: light and contrast do not change it.

    The Laplacian's variance as measure of focus: Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy,
    ICPR 2000.
    """


def faces(picture: Image.Image) -> tuple[Face, ...]:
    """The faces of a picture in RGB, the surest first. The detector finds none smaller than 80 pixels."""
    with _one_at_a_time:  # the detector keeps the picture that it looks at
        boxes, _, filters = _detector().run(np.asarray(picture), 0, 0.0)
    grey = picture.convert("L")
    return tuple(_face(box, which == _FRONTAL, grey) for box, which in zip(boxes, filters, strict=True))


def outside(face: Face, picture: Image.Image) -> bool:
    """Whether the head reaches beyond the picture, or its middle into the outer quarters."""
    width, height = picture.size
    middle = (face.left + face.width / 2) / width
    beside = BESIDE * face.width
    return (
        face.top < ABOVE * face.width
        or face.top + face.width > height
        or face.left < beside
        or face.left + face.width + beside > width
        or not 0.25 < middle < 0.75
    )


@cache
def _detector() -> Any:
    return dlib.get_frontal_face_detector()


def _face(box: Any, frontal: bool, grey: Image.Image) -> Face:
    inside = (max(0, box.left()), max(0, box.top()), min(grey.width, box.right()), min(grey.height, box.bottom()))
    part = np.asarray(grey.crop(inside).resize((SIZE, SIZE), Image.Resampling.BILINEAR), dtype=np.float64)
    edges = 4 * part[1:-1, 1:-1] - part[:-2, 1:-1] - part[2:, 1:-1] - part[1:-1, :-2] - part[1:-1, 2:]
    return Face(
        left=box.left(),
        top=box.top(),
        width=box.width(),
        frontal=frontal,
        brightness=float(part.mean()),
        burnt=float((part >= WHITE).mean()),
        sharpness=float(edges.var() / max(part.var(), 1.0)),
    )
