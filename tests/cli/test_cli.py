"""The command line as its users meet it: Chinese throughout, exit codes, JSON that a program can read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from authoring.bank import Bank
from authoring.cli import verbs
from tests.command_line import Call

ROOT = Path(__file__).parents[2]
BANK = str(ROOT / "banks" / "dual-carbon")
SESSION = str(ROOT / "banks" / "dual-carbon" / "sessions" / "2026-12-intermediate.yaml")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


VERBS = dict(commands(verbs))


@pytest.mark.parametrize("path", [(), ("new",), *VERBS], ids=" ".join)
def test_help_is_chinese(call: Call, path: tuple[str, ...]) -> None:
    code, out, _ = call(*path, "--help")
    assert code == 0
    assert out.startswith("用法：")
    assert not re.search(r"Usage|(?i:options)|COMMAND|ARGS|Commands|Arguments|Show this|exit\.|default|required", out)


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_verb_answers_in_json_where_asked(path: tuple[str, ...]) -> None:
    assert "--json" in {name for option in VERBS[path].params for name in option.opts}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "没有这个命令"),
        (("check",), "缺少"),
        (("check", BANK, "--cod", "S101"), "没有选项 --cod"),
        (("assemble", BANK, "intermediate", "--seed", "七"), "seed"),
        (("new", "question", BANK, "--type", "essay", "--point", "D01-01"), "single_choice"),
    ],
)
def test_a_wrong_command_line_is_explained_in_chinese(call: Call, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "--help" in err
    assert not re.search(r"Error|Missing|Invalid|No such|Try", err)


def test_surroundings_that_fail_are_exit_code_3(call: Call, tmp_path: Path) -> None:
    code, _, err = call("check", str(tmp_path))
    assert code == 3
    assert "bank.yaml" in err


def test_unknown_names_list_the_known_ones(call: Call) -> None:
    assert "S101" in call("check", BANK, "--code", "X999")[2]
    assert "intermediate" in call("assemble", BANK, "senior")[2]
    assert "W201" in call("explain", "W20l")[2]


def test_checking_the_shipped_bank(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("check", BANK, "--json", "--today", "2026-12-12", "--html", "report.html")
    told = json.loads(out)
    assert (code, told["passed"]) == (0, True)
    with Bank.open(BANK) as bank:
        assert told["questions"] == len(bank)
    assert all({"code", "severity", "where", "message"} <= set(finding) for finding in told["findings"])
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_checking_a_broken_bank_fails_with_places(call: Call, tmp_path: Path) -> None:
    assert call("new", "bank", "mine", "--name", "我的题库")[0] == 0
    folder = tmp_path / "mine" / "questions" / "D01"
    folder.mkdir(parents=True)
    (folder / "Q-D01-001.yaml").write_text("id: Q-D01-001\ntype: single_choice\nstem: 题\n", "utf-8")
    code, out, _ = call("check", "mine")
    assert code == 1
    assert "questions/D01/Q-D01-001.yaml" in out
    assert "缺少必填项" in out


def test_a_new_question_is_a_valid_draft(call: Call, tmp_path: Path) -> None:
    call("new", "bank", "mine", "--name", "我的题库")
    kinds = ("single_choice", "multiple_choice", "true_false", "blanks", "numeric", "matching", "ordering")
    for kind in (*kinds, "short_answer", "case"):
        code, out, err = call("new", "question", "mine", "--type", kind, "--point", "D01-01", "--json")
        assert code == 0, err
        assert Path(json.loads(out)["written"][0]).is_file()
    with Bank.open(tmp_path / "mine") as bank:
        assert len(bank) == 9
        assert bank.report.passed
    assert "已是题库" in call("new", "bank", "mine", "--name", "x")[2]


def test_a_refusal_names_the_ways_out(call: Call, tmp_path: Path) -> None:
    plan = (Path(BANK) / "blueprints" / "intermediate.yaml").read_text("utf-8")
    hasty = tmp_path / "hasty.yaml"
    hasty.write_text(plan.replace("minutes: 120", "minutes: 60").replace("forms: 2", "forms: 1"), "utf-8")
    code, out, _ = call("assemble", BANK, str(hasty))
    assert code == 1
    listed = out.partition("可行的出路")[2].splitlines()[1:]
    assert listed[0].startswith("1. 放宽：考试时长由 60 分钟改为 ")


def test_from_blueprint_to_a_verified_package(call: Call, tmp_path: Path) -> None:
    code, out, err = call("assemble", BANK, "intermediate", "--seed", "3", "--id", "2026-12-intermediate", "--json")
    assert code == 0, err
    told = json.loads(out)
    paper = told["written"][0]
    assert [form["name"] for form in told["paper"]["forms"]] == ["A", "B"]

    code, out, _ = call("preview", BANK, paper, "--form", "A", "--json")
    assert code == 0
    assert [Path(path).name for path in json.loads(out)["written"]] == ["A-candidate.html", "A-review.html"]
    assert "没有“C”卷" in call("preview", BANK, paper, "--form", "C")[2]

    assert call("new", "key", "sign.pem")[0] == 0
    assert call("new", "key", "sign.pem")[0] == 3  # an existing key is never overwritten
    code, out, err = call("package", BANK, paper, SESSION, "--key", "sign.pem", "--json")
    assert code == 0, err
    package = json.loads(out)["written"][0]

    code, out, _ = call("verify", package, "--trusted", "sign.pub", "--json")
    told = json.loads(out)
    assert (code, told["passed"]) == (0, True)
    assert all(check["passed"] for check in told["checks"])

    data = bytearray(Path(package).read_bytes())
    data[len(data) // 2] ^= 1
    Path(package).write_bytes(bytes(data))
    code, out, _ = call("verify", package, "--trusted", "sign.pub")
    assert code == 1
    assert "✗" in out


def test_an_edited_question_stops_the_package(call: Call, tmp_path: Path) -> None:
    paper = json.loads(call("assemble", BANK, "intermediate", "--json")[1])["paper"]
    item = paper["forms"][0]["sections"][0]["items"][0]
    item["question_fingerprint"] = "0" * 64
    paper["forms"][0]["sections"][0]["items"][1]["question"] = "DC-D99-001"
    (tmp_path / "old.paper.json").write_text(json.dumps(paper), "utf-8")
    code, out, err = call("preview", BANK, "old.paper.json", "--json")
    assert code == 1, err
    assert {finding["code"] for finding in json.loads(out)["findings"]} == {"P301", "P302"}


def test_searching(call: Call) -> None:
    found = json.loads(call("search", BANK, "配额", "--type", "single_choice", "--json")[1])["questions"]
    assert found
    assert all(name.startswith("DC-") for name in found)


def test_the_demo_makes_what_it_says_twice_the_same(call: Call, tmp_path: Path) -> None:
    code, out, err = call("demo", "--bank", BANK, "--out", "demo")
    assert code == 0, out + err
    assert "全部通过" in out
    first = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    names = {path.name for path in first}
    assert {
        "2026-12-intermediate.dcexam.zip",
        "2026-12-intermediate-A.qti3.zip",
        "A-candidate.html",
        "check.html",
    } <= names
    assert all(str(path) in out for path in first if "keys" not in path.parts)
    assert call("demo", "--bank", BANK, "--out", "demo")[0] == 0
    second = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert [path for path in first if first[path] != second[path]] == []
