"""`authoring guide` and `authoring seb`, as a coordinator types them."""

import json
import plistlib
from pathlib import Path

from authoring.export.seb import config_key
from tests.cli.conftest import Call

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon" / "sessions" / "2026-12-intermediate.yaml"


def test_the_four_handouts_are_written_in_three_kinds(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("guide", str(SHIPPED), "--room", "第一考场=30=TCK7WN4M8", "--out", "guide", "--json")
    names = {Path(each).name for each in json.loads(out)["written"]}
    parts, kinds = ("guide", "notice", "invigilator", "checklist"), ("html", "pdf", "docx")
    assert (code, names) == (0, {f"2026-12-intermediate-{part}.{kind}" for part in parts for kind in kinds})
    assert "TCK7WN4M8" in (tmp_path / "guide" / "2026-12-intermediate-invigilator.html").read_text("utf-8")


def test_a_room_that_is_no_room_is_told(call: Call) -> None:
    code, _, err = call("guide", str(SHIPPED), "--room", "第一考场")
    assert code == 3
    assert "第一考场=30" in err


def test_the_browser_s_settings_keep_their_key(call: Call, tmp_path: Path) -> None:
    first = json.loads(call("seb", str(SHIPPED), "--out", "seb", "--json")[1])
    again = json.loads(call("seb", str(SHIPPED), "--out", "seb", "--json")[1])
    settings = plistlib.loads((tmp_path / "seb" / "2026-12-intermediate.seb").read_bytes())
    assert first["config_key"] == again["config_key"] == config_key(settings)
    told = (tmp_path / "seb" / "2026-12-intermediate-seb.txt").read_text("utf-8")
    assert first["config_key"] in told
    assert {finding["code"] for finding in first["findings"]} >= {"B604", "B606"}
    assert (tmp_path / "seb" / "2026-12-intermediate.salt").stat().st_mode & 0o077 == 0


def test_a_session_with_errors_makes_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "E.yaml").write_text("format: 1\nid: E\n", "utf-8")
    code, _, err = call("guide", "E.yaml", "--out", "guide")
    assert code != 0
    assert "E.yaml" in err
    assert not (tmp_path / "guide").exists()
