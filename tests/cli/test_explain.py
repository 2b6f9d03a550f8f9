"""Every code that a user can meet explains itself."""

import json
import re
from pathlib import Path

import pytest

from authoring.cli.explaining import codes
from tests.command_line import Call

ROOT = Path(__file__).parents[2] / "authoring"
IN_CODE = {code for file in ROOT.rglob("*.py") for code in re.findall(r'"([A-Z]\d{3})"', file.read_text("utf-8"))}
IN_TEXTS = {
    code
    for file in (ROOT / "texts" / "zh").glob("*.toml")
    for code in re.findall(r"(?m)^\[(?:\w+\.)*([A-Z]\d{3})(?:\.\w+)?\]", file.read_text("utf-8"))
}


def test_no_code_is_without_an_explanation() -> None:
    assert len(IN_CODE) > 300
    assert sorted((IN_CODE | IN_TEXTS) - set(codes())) == []


@pytest.mark.parametrize("area", sorted({code[0] for code in codes()}))
def test_each_is_explained_in_chinese_with_its_values_left_open(call: Call, area: str) -> None:
    for code in codes():
        if code[0] == area:
            left, out, err = call("explain", code.lower(), "--json")
            assert left == 0, err
            text = json.loads(out)["manual"]
            assert text.startswith(code)
            assert len(re.findall("[\u4e00-\u9fff]", text)) > 10
            assert not re.search(r"\{\{|\}\}|\{(?:quote|name|key|value|count)\}", text), text


def test_an_unknown_code_names_the_nearest(call: Call) -> None:
    code, _, err = call("explain", "T1211")
    assert code == 3
    assert "T121" in err
