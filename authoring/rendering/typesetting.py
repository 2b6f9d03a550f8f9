"""Pages set by typst: the fonts are in the file, and the same source gives the same bytes."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from matplotlib.ft2font import FT2Font
from pylopdf_fonts_zh_cn import sans_path, serif_path

__all__ = ["SANS", "SERIF", "missing_signs", "pdf_of", "png_of_svg"]

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
"""The Chinese faces that come with the program (黑体 and 宋体), each in one weight."""
_SHARP = 180
"""Pixels per inch of pictures for Word: a drawing of 640 pixels becomes 1,600 wide."""


def pdf_of(files: Mapping[str, bytes]) -> bytes:
    """The PDF of `main.typ` among files by name."""
    return _compiled(files, "pdf")


def png_of_svg(svg: bytes) -> bytes:
    """A drawing as PNG, for programs that show no SVG."""
    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")'
    return _compiled({"main.typ": page, "drawing.svg": svg}, "png")


def missing_signs(text: str) -> str:
    """The characters that one of the faces lacks, each once, as they occur."""
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in _covered() and not sign.isspace()))


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    sans, serif = (FT2Font(str(path)).get_charmap() for path in (sans_path(), serif_path()))
    return frozenset(sans.keys() & serif.keys())


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(sans_path()).parent])


def _compiled(files: Mapping[str, bytes], kind: Any) -> bytes:
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
