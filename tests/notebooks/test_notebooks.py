"""The notebooks run from top to bottom on the shipped bank, say nothing on the error output, and hold no program."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_CELL = 6
SHIPPED = FOLDER.parent / "banks" / "dual-carbon"


def _code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _files(folder: Path) -> dict[Path, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".bank-index" not in path.parts)
    return {path: path.read_bytes() for path in files}


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def test_there_is_one_for_each_verb() -> None:
    names = ["01_write", "02_check", "03_assemble", "04_preview", "05_export", "06_review"]
    assert [path.stem for path in NOTEBOOKS] == names


def test_it_is_kept_clean(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in _code(notebook))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(cell.metadata == {} for cell in notebook.cells)


def test_it_defines_nothing_and_only_calls_the_package(notebook: nbformat.NotebookNode) -> None:
    defining = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    for cell in _code(notebook):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, defining)], cell.source
        imported = [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
        assert not [node for node in nodes if isinstance(node, ast.Import)], cell.source
        assert all(name == "datetime" or str(name).split(".")[0] == "authoring" for name in imported), cell.source


def test_its_explanations_are_chinese_and_begin_with_a_title(notebook: nbformat.NotebookNode) -> None:
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert any("一" <= character <= "鿿" for character in cell.source), cell.source


def test_it_runs_from_top_to_bottom(notebook: nbformat.NotebookNode, tmp_path: Path) -> None:
    before = _files(SHIPPED)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    outputs = [output for cell in _code(notebook) for output in cell.outputs]
    assert len(outputs) > 0
    errors = [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert errors == []
    assert _files(SHIPPED) == before, "the shipped bank is not written in"
