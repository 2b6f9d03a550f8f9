"""`authoring rehearsal-results`: the files of a rehearsal whose server has stopped."""

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.export import examples
from tests.rehearsal.running import Running


def test_results_after_the_server(call: Call, tmp_path: Path) -> None:
    (tmp_path / "P1.dcexam.zip").write_bytes(examples.package())
    (tmp_path / "data").mkdir()
    with Running(tmp_path / "data", package=(tmp_path / "P1.dcexam.zip").read_bytes()) as server:
        server.sitting(1).answer("T-D01-001", "B")
    code, out, err = call("rehearsal-results", "P1.dcexam.zip", "--data", "data", "--json")
    assert code == 0, err
    assert sorted(json.loads(out)["files"]) == sorted(
        f"results/{path.name}" for path in (tmp_path / "results").iterdir()
    )
    assert '"response": "B"' in (tmp_path / "results" / "events.jsonl").read_text("utf-8")


def test_a_folder_without_a_rehearsal_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "P1.dcexam.zip").write_bytes(examples.package())
    (tmp_path / "nothing").mkdir()
    code, _, err = call("rehearsal-results", "P1.dcexam.zip", "--data", "nothing")
    assert code == 3
    assert "nothing" in err
    assert not list((tmp_path / "nothing").iterdir())
