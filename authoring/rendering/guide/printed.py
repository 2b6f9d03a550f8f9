"""A handout as PDF, by typst: the fonts are in the file, and the same handout gives the same bytes."""

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from pylopdf_fonts_zh_cn import sans_path

from authoring.rendering.guide.blocks import Block, Figure, Handout
from authoring.rendering.templates import template_text
from authoring.texts import say

__all__ = ["handout_pdf", "png_of"]

_FACE = "Noto Sans SC"
_SHARP = 180
"""Pixels per inch of pictures for Word: a drawing of 640 pixels becomes 1,600 wide."""


def handout_pdf(handout: Handout) -> bytes:
    """The PDF, A4."""
    plain = {
        "title": handout.title,
        "subtitle": handout.subtitle,
        "footer": handout.footer,
        "page": say("guide.page", number="{number}", total="{total}"),
        "face": _FACE,
        "blocks": [_plain(block) for block in handout.blocks],
    }
    figures = {_file(block): block.content for block in handout.blocks if isinstance(block, Figure)}
    files = {
        "main.typ": template_text("guide/handout.typ").encode(),
        "data.json": json.dumps(plain, ensure_ascii=False).encode(),
    }
    return _compiled(files | figures, "pdf")


def png_of(figure: Figure) -> bytes:
    """A drawing as PNG, for programs that show no SVG."""
    if figure.suffix == "png":
        return figure.content
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{_file(figure)}")'
    return _compiled({"main.typ": page.encode(), _file(figure): figure.content}, "png")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(sans_path()).parent])


def _compiled(files: dict[str, bytes], kind: Any) -> bytes:
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        made = typst.compile(
            Path(folder, "main.typ"),
            font_paths=_fonts(),
            format=kind,
            ppi=_SHARP if kind == "png" else None,
            timestamp=0,
        )
    return bytes(made)


def _plain(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Figure):
        return kind | {"file": _file(block), "caption": block.caption, "share": block.share}
    return kind | block.model_dump(mode="json")


def _file(figure: Figure) -> str:
    return f"{figure.name}.{figure.suffix}"
