"""`docs/schemas` and `docs/package-format.md` say what the code says."""

from pathlib import Path

from authoring.export.documentation import codes_table, schemas

DOCS = Path(__file__).parents[2] / "docs"


def test_the_schemas_are_those_of_the_records() -> None:
    """`python -m authoring.export.documentation docs/schemas` writes them."""
    written = {path.name: path.read_text("utf-8") for path in (DOCS / "schemas").glob("*.json")}
    assert written == schemas()


def test_the_code_table_is_that_of_the_texts() -> None:
    assert codes_table() in (DOCS / "package-format.md").read_text("utf-8")
