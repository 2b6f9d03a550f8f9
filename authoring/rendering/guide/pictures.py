"""The shipped pictures of the answering page, taken by `scripts/guide-pictures`: no browser is needed here."""

from authoring.rendering.guide.blocks import Figure
from authoring.rendering.templates import template_bytes
from authoring.texts import say

__all__ = ["PICTURES", "page_pictures"]

PICTURES = ("answer", "hand_in")
"""While answering; when handing in."""


def page_pictures() -> tuple[Figure, ...]:
    """For `handouts`. Raises StorageError when a picture is missing: the installation is damaged."""
    return tuple(
        Figure(
            name=f"page-{name}",
            content=template_bytes(f"guide/pictures/{name}.png"),
            caption=say(f"guide.picture.{name}"),
            share=0.9,
        )
        for name in PICTURES
    )
