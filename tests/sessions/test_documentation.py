"""`docs/session-rules.md` says what the records say."""

import re
from pathlib import Path

from authoring.sessions.documentation import codes_table, fields_table
from authoring.sessions.store import parse_session

PAGE = (Path(__file__).parents[2] / "docs/session-rules.md").read_text("utf-8")


def test_the_field_table_is_that_of_the_record() -> None:
    assert fields_table() in PAGE


def test_the_code_table_is_that_of_the_checks() -> None:
    assert codes_table() in PAGE


def test_every_field_has_a_meaning() -> None:
    assert not [line for line in fields_table().splitlines() if line.endswith("|  |")]


def test_the_example_is_a_session() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    session, report = parse_session(example[1], file="example.yaml")
    assert session is not None
    assert report.passed
