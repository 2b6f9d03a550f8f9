"""What users see stands in one place: every key used exists, every key is used, and no Chinese hides in the code."""

import ast
import re
from pathlib import Path

import pytest

from authoring.texts import catalogue

ROOT = Path(__file__).parent.parent / "authoring"
MODULES = sorted(ROOT.rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")


def spoken(module: Path) -> list[tuple[int, str]]:
    """Chinese string literals inside functions, docstrings left out; tables of words at module level are data."""
    functions = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    return sorted(
        {
            (node.lineno, node.value)
            for function in functions
            for statement in function.body
            if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            for node in ast.walk(statement)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
        }
    )


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_every_text_that_is_asked_for_exists(module: Path) -> None:
    asked = re.findall(r"""\bsay\(\s*"([a-zA-Z_0-9.]+)\"""", module.read_text("utf-8"))
    assert [key for key in asked if key not in catalogue()] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_no_chinese_hides_in_the_code(module: Path) -> None:
    assert spoken(module) == []
