"""A handout as PDF, by typst."""

import json
from typing import Any

from authoring.rendering.guide.blocks import Block, Figure, Handout
from authoring.rendering.templates import template_text
from authoring.rendering.typesetting import SANS, pdf_of, png_of_svg
from authoring.texts import say

__all__ = ["handout_pdf", "png_of"]


def handout_pdf(handout: Handout) -> bytes:
    """The PDF, A4."""
    plain = {
        "title": handout.title,
        "subtitle": handout.subtitle,
        "footer": handout.footer,
        "page": say("guide.page", number="{number}", total="{total}"),
        "face": SANS,
        "blocks": [_plain(block) for block in handout.blocks],
    }
    figures = {_file(block): block.content for block in handout.blocks if isinstance(block, Figure)}
    files = {
        "main.typ": template_text("guide/handout.typ").encode(),
        "data.json": json.dumps(plain, ensure_ascii=False).encode(),
    }
    return pdf_of(files | figures)


def png_of(figure: Figure) -> bytes:
    """A drawing as PNG, for programs that show no SVG."""
    return figure.content if figure.suffix == "png" else png_of_svg(figure.content)


def _plain(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Figure):
        return kind | {"file": _file(block), "caption": block.caption, "share": block.share}
    return kind | block.model_dump(mode="json")


def _file(figure: Figure) -> str:
    return f"{figure.name}.{figure.suffix}"
