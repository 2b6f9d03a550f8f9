"""What the app's own pages are filled with."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from authoring.rendering.app import filling, notebooks, title

FOLDER = Path(__file__).parents[2] / "notebooks"


def test_the_shipped_notebooks_are_listed_by_their_headings_in_order() -> None:
    listed = notebooks(FOLDER)
    assert [entry.file for entry in listed] == sorted(path.name for path in FOLDER.glob("*.ipynb"))
    assert [entry.title[:2] for entry in listed] == [f"{number}、" for number in "一二三四五六"[: len(listed)]]
    assert all(entry.about and not entry.about.startswith(("#", "|", "-")) for entry in listed)


def test_a_notebook_without_a_heading_or_any_cell_is_listed_too(tmp_path: Path) -> None:
    nbformat.write(new_notebook(), tmp_path / "a.ipynb")
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), tmp_path / "b.ipynb")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# 题\n\n第一段。\n\n第二段。")]), tmp_path / "c.ipynb")
    assert [(entry.title, entry.about) for entry in notebooks(tmp_path)] == [("a", ""), ("b", ""), ("题", "第一段。")]
    assert title(nbformat.read(tmp_path / "c.ipynb", as_version=4)) == "题"


def test_every_text_of_the_pages_is_there() -> None:
    pages = FOLDER.parent / "scripts" / "jupyter" / "data" / "voila" / "templates" / "app"
    told = "".join(path.read_text("utf-8") for path in pages.iterdir())
    texts = filling()["texts"]
    assert [name for name in texts if f"texts.{name}" not in told] == []
    assert "http" not in told.replace("http-equiv", "")
