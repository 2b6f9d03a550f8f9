"""A handout as one HTML page that needs nothing but itself."""

import base64

from markupsafe import Markup

from authoring.rendering.guide.blocks import Figure, Handout
from authoring.rendering.templates import environment, template_text

__all__ = ["handout_page"]

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def handout_page(handout: Handout) -> str:
    """The HTML; pictures are in it."""
    return (
        environment()
        .get_template("guide/page.html.j2")
        .render(
            handout=handout,
            blocks=[(type(block).__name__, block) for block in handout.blocks],
            style=Markup(template_text("guide/guide.css")),  # noqa: S704  # our own style sheet
            source=_source,
        )
    )


def _source(figure: Figure) -> str:
    return f"data:{_KINDS[figure.suffix]};base64,{base64.b64encode(figure.content).decode()}"
