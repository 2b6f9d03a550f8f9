"""The notebooks as an app (Voilà): what its pages, in `scripts/jupyter/data`, are filled with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from authoring.records import Record
from authoring.texts import tree

__all__ = ["Listed", "filling", "notebooks", "title"]


class Listed(Record):
    """A notebook as the list shows it."""

    file: str
    title: str
    """Its heading."""
    about: str
    """The first paragraph below the heading."""


def filling() -> dict[str, Any]:
    """What the templates know as `app`."""
    return {"texts": tree("app", "page"), "notebooks": notebooks, "title": title}


def notebooks(folder: Path = Path()) -> list[Listed]:
    """The notebooks of a folder in the order of their file names; the working folder's is what Voilà serves."""
    return [_listed(path) for path in sorted(folder.glob("*.ipynb"))]


def title(notebook: Mapping[str, Any]) -> str:
    """The heading that a notebook begins with; empty where it begins otherwise."""
    heading = _opening(notebook)[0]
    return heading.lstrip("# ") if heading.startswith("#") else ""


def _listed(path: Path) -> Listed:
    notebook = json.loads(path.read_bytes())
    named = title(notebook)
    return Listed(file=path.name, title=named or path.stem, about="".join(_opening(notebook)[1:2]) if named else "")


def _opening(notebook: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the first cell."""
    first = notebook["cells"][0]["source"] if notebook["cells"] else ""
    text = first if isinstance(first, str) else "".join(first)
    return [paragraph.strip() for paragraph in text.split("\n\n")]
