"""A real face: the public domain portrait that matplotlib carries, and how it becomes a photo."""

import io
from functools import cache

from matplotlib import cbook
from PIL import Image

__all__ = ["FACE", "jpeg", "portrait"]

FACE = (161, 137, 376, 352)
"""Brows to chin, 215 of 512 x 600 pixels."""


@cache
def portrait() -> Image.Image:
    with cbook.get_sample_data("grace_hopper.jpg") as file:  # type: ignore[no-untyped-call]
        return Image.open(file).convert("RGB")


def jpeg(picture: Image.Image, **how: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=90, **how)
    return kept.getvalue()
