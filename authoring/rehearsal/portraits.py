"""The registered photo as pages show it: small, and drawn anew, so that nothing but a picture reaches a browser."""

import base64
import io

from PIL import Image, ImageOps

__all__ = ["small_photo"]

SIZE = (240, 320)
"""Pixels at most; the pages show it no larger."""
MOST_PIXELS = 50_000_000


def small_photo(content: bytes) -> str | None:
    """A JPEG as a data URI; None for what is no picture that can be read."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", SIZE)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    picture.thumbnail(SIZE)
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    return f"data:image/jpeg;base64,{base64.b64encode(drawn.getvalue()).decode()}"
