"""A folder of question files as a bank: loading never stops, the index follows the files, searching finds."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.errors import FormatError, StorageError, UsageError
from tests.builders import KINDS, question

MakeBank = Callable[..., Path]


def codes(bank: Bank) -> list[tuple[str, str | None, int | None]]:
    return [(f.code, f.where.file, f.where.line) for f in bank.report if not f.code.startswith("B12")]


def test_every_type_comes_back_equal(bank_folder: MakeBank) -> None:
    made = [question(kind, number) for number, kind in enumerate(KINDS, start=1)]
    with Bank.open(bank_folder(*made)) as bank:
        assert list(bank) == made
        assert bank.ids == [entry.id for entry in made]
        assert codes(bank) == []


def test_one_bad_file_never_sinks_the_bank(bank_folder: MakeBank) -> None:
    root = bank_folder(question("single_choice", 1), question("case", 2))
    folder = root / "questions" / "D01"
    (folder / "a-gbk.yaml").write_bytes("id: 题".encode("gbk"))
    (folder / "b-broken.yaml").write_text("id: X\nstem: [\n", "utf-8")
    (folder / "c-type.yaml").write_text("id: T-D01-050\ntype: essay\n", "utf-8")
    (folder / "d-list.yaml").write_text("- 1\n", "utf-8")
    (folder / "e-empty.yaml").write_text("", "utf-8")
    (folder / "f-nested.yaml").write_text("id: T-D01-051\ntype: case\nchildren:\n  - type: case\n", "utf-8")
    text = (folder / "T-D01-001.yaml").read_text("utf-8")
    (folder / "g-double.yaml").write_text(text, "utf-8")
    (folder / "h-key.yaml").write_text(text.replace("key: B", "key: Z").replace("difficulty", "dificulty"), "utf-8")
    with Bank.open(root) as bank:
        assert bank.ids == ["T-D01-001", "T-D01-002"]
        assert sorted(set(codes(bank))) == sorted(
            {
                ("B101", "questions/D01/a-gbk.yaml", 1),
                ("B102", "questions/D01/b-broken.yaml", 3),
                ("B110", "questions/D01/c-type.yaml", 1),
                ("B105", "questions/D01/d-list.yaml", None),
                ("B105", "questions/D01/e-empty.yaml", None),
                ("B103", "questions/D01/f-nested.yaml", 4),
                ("B107", "questions/D01/g-double.yaml", None),
                ("B108", "questions/D01/g-double.yaml", None),
                ("B110", "questions/D01/h-key.yaml", 7),
                ("B110", "questions/D01/h-key.yaml", 1),
            }
        )
        hints = [finding.hint for finding in bank.report if finding.where.field == "dificulty"]
        assert "difficulty" in hints[0]


def test_findings_survive_in_the_index(bank_folder: MakeBank) -> None:
    root = bank_folder(question("single_choice"))
    (root / "questions" / "D01" / "bad.yaml").write_text("- 1\n", "utf-8")
    with Bank.open(root) as first, Bank.open(root) as second:
        assert first.report == second.report
        assert not first.report.passed


def test_only_what_changed_is_read_again(bank_folder: MakeBank) -> None:
    root = bank_folder(*(question("single_choice", number) for number in range(1, 4)))
    with Bank.open(root) as bank:
        folder = root / "questions" / "D01"
        (folder / "T-D01-001.yaml").unlink()
        changed = folder / "T-D01-002.yaml"
        changed.write_text(changed.read_text("utf-8").replace("下列哪一项正确", "改过的题干"), "utf-8")
        untouched = folder / "T-D01-003.yaml"
        status = untouched.stat()
        untouched.write_text(untouched.read_text("utf-8").replace("下列哪一项正确", "下列哪一项错误"), "utf-8")
        os.utime(
            untouched, ns=(status.st_atime_ns, status.st_mtime_ns)
        )  # same size, same time: by design not looked at
        bank.refresh()
        assert bank.ids == ["T-D01-002", "T-D01-003"]
        assert bank["T-D01-002"].stem.startswith("改过的题干")
        assert bank["T-D01-003"].stem.startswith("下列哪一项正确")
        assert bank.search("改过的") == ["T-D01-002"]


def test_a_broken_index_is_made_anew(bank_folder: MakeBank) -> None:
    root = bank_folder(question("single_choice"))
    Bank.open(root).close()
    (root / ".bank-index" / "index.sqlite").write_bytes(b"not a database at all" * 100)
    with Bank.open(root) as bank:
        assert bank.ids == ["T-D01-001"]
    with sqlite3.connect(root / ".bank-index" / "index.sqlite") as db:
        assert db.execute("SELECT count(*) FROM questions").fetchone() == (1,)
    db.close()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电网排放因子", ["T-D01-001"]),
        ("碳", ["T-D01-001", "T-D01-002"]),
        ("排放 因子", ["T-D01-001"]),
        ("CO2", ["T-D01-002"]),
        ("ＣＯ₂", ["T-D01-002"]),
        ("0.5306", ["T-D01-001"]),
        ("T-D01-002", ["T-D01-002"]),
        ("没有的词", []),
        ('"', []),
        ("* OR", []),
    ],
)
def test_searching_text(bank_folder: MakeBank, text: str, found: list[str]) -> None:
    first = question("single_choice", 1, stem="2023 年全国电网排放因子为 0.5306，低碳指什么？")
    second = question("true_false", 2, stem="CO₂ 排放与碳有关。")
    with Bank.open(bank_folder(first, second)) as bank:
        assert bank.search(text) == found


def test_searching_fields(bank_folder: MakeBank) -> None:
    first = question("single_choice", 1, knowledge_points=["D03-02", "D05-04"], level="senior")
    second = question("true_false", 2, knowledge_points=["D05-01"], status="draft")
    with Bank.open(bank_folder(first, second)) as bank:
        assert bank.search(knowledge_point="D05") == ["T-D01-001", "T-D01-002"]
        assert bank.search(knowledge_point="D05-04") == ["T-D01-001"]
        assert bank.search(knowledge_point="D0") == []
        assert bank.search(type="true_false", status="draft", level="junior") == ["T-D01-002"]
        assert bank.search(limit=1, offset=1) == ["T-D01-002"]


def test_the_frame_has_a_row_per_question(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder(question("case", 1), question("numeric", 2, tags=["电力", "计算"]))) as bank:
        frame = bank.to_frame()
    assert list(frame.index) == ["T-D01-001", "T-D01-002"]
    assert list(frame["marks"]) == [16, 2]
    assert frame.loc["T-D01-002", "tags"] == ["电力", "计算"]
    assert frame.loc["T-D01-001", "fingerprint"] == question("case", 1).fingerprint()


def test_an_unknown_question_names_the_nearest(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder(question("single_choice", 17))) as bank, pytest.raises(UsageError, match="T-D01-017"):
        bank["T-D01-018"]


def test_folders_that_are_no_bank(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"缺少 bank\.yaml"):
        Bank.open(tmp_path)
    (tmp_path / "bank.yaml").write_text("format: 99\nid: x\nname: x\n", "utf-8")
    with pytest.raises(FormatError, match="99"):
        Bank.open(tmp_path)
    (tmp_path / "bank.yaml").write_text("format: 1\nid: x\n", "utf-8")
    with pytest.raises(StorageError, match="name"):
        Bank.open(tmp_path)
