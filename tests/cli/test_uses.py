"""What rests on a reference, from the command line."""

import json
from pathlib import Path

from authoring.bank import Bank
from tests.command_line import Call

BANK = str(Path(__file__).parents[2] / "banks" / "dual-carbon")


def test_uses_are_told_with_what_the_reference_says(call: Call) -> None:
    told = json.loads(call("uses", BANK, "F01", "--json")[1])
    assert told["reference"]["kind"] == "formula"
    with Bank.open(BANK) as bank:
        named = {question.id for question in bank if "F01" in question.sources}
    found = {(use["kind"], use["id"]) for use in told["uses"]}
    assert named <= {name for kind, name in found if kind == "question"}
    assert ("template", "DC-D03-T01") in found
    out = call("uses", BANK, "F01")[1]
    assert "模板　DC-D03-T01" in out
    assert f"共 {len(found)} 处" in out


def test_a_paper_is_looked_into(call: Call, tmp_path: Path) -> None:
    paper = json.loads(call("assemble", BANK, "intermediate", "--seed", "3", "--json")[1])["written"][0]
    questions = {
        item["question"]
        for form in json.loads(Path(paper).read_text("utf-8"))["forms"]
        for section in form["sections"]
        for item in section["items"]
    }
    with Bank.open(BANK) as bank:
        key = next(source for name in sorted(questions) for source in bank[name].sources)
    told = json.loads(call("uses", BANK, key, str(tmp_path), "--json")[1])["uses"]
    using = {use["id"] for use in told if use["kind"] == "question"}
    assert {use["via"] for use in told if use["kind"] == "paper"} == using & questions != set()


def test_an_unknown_reference_names_the_nearest(call: Call) -> None:
    code, _, err = call("uses", BANK, "ets.thresold")
    assert code == 3
    assert "ets.threshold" in err


def test_superseded_facts_by_the_day(call: Call) -> None:
    told = {
        fact["key"]: fact
        for fact in json.loads(call("superseded", BANK, "--today", "2026-01-01", "--json")[1])["facts"]
    }
    assert told["power.of_coal.2022"]["valid_to"] == "2025-12-31"
    assert "DC-D03-009" in told["power.of_coal.2022"]["uses"]
    earlier = json.loads(call("superseded", BANK, "--today", "2025-12-31", "--json")[1])["facts"]
    assert "power.of_coal.2022" not in {fact["key"] for fact in earlier}
    assert "power.of_coal.2022" in call("superseded", BANK, "--today", "2026-01-01")[1]
