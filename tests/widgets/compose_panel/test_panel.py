"""The coordinator's panel without a browser: what is pressed, what is shown, and what a run under way allows."""

import base64
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from authoring import workflow
from authoring.bank import Bank
from authoring.papers.blueprint_files import blueprint_xlsx
from authoring.papers.comparison import amount
from authoring.papers.engine.watch import Stage, Standing
from authoring.papers.paper_store import Papers
from authoring.widgets import ComposePanel
from authoring.widgets.compose_panel.coordinating import Coordinating
from authoring.widgets.compose_panel.running import Running
from tests.papers.pools import bank_questions
from tests.widgets.compose_panel.acts import Job, act

# A run


def test_a_run_tells_each_stage_and_is_stopped_from_outside() -> None:
    heard: list[tuple[str, float | None]] = []
    running = Running(lambda _, stage, gap: heard.append((stage, gap)))
    running.at(Standing(Stage.SIFT, 10))
    running.at(Standing(Stage.DEAL, 10, objective=10.0, bound=9.0))
    assert heard == [("sift", None), ("deal", 0.1)]
    assert not running.stopped()
    running.stop()
    assert running.stopped()


# The panel


def test_the_panel_shows_the_first_blueprint_at_once(panel: ComposePanel) -> None:
    shown = panel.view.plan
    assert shown["title"].startswith("双碳职业能力考试（中级）")
    assert base64.b64decode(shown["chart"]["data"]).startswith(b"\x89PNG")
    assert [row["number"] for row in shown["rows"][:7]] == ["", "", "", "", "", "", "1"]
    assert panel.view.setup["able"]
    assert panel.view.byhand == {}


def test_from_the_button_to_an_approved_paper(panel: ComposePanel, beside: Path) -> None:
    act(panel, "set", name="seed", value="3")
    act(panel, "assemble")
    assert panel.view.told["tone"] == "good"
    assert panel.view.setup["tab"] == "result"
    assert len(panel.view.charts) == 5
    act(panel, "tab", name="byhand")
    act(panel, "choose", number=2)
    chosen = panel.view.chosen
    assert (chosen["up"], chosen["down"]) == (True, True)
    other = chosen["substitutes"][0]["id"]
    act(panel, "look", id=other)
    assert panel.view.chosen["looked"] == other
    assert other in panel.view.page
    act(panel, "swap", id=other)
    assert panel.paper.forms[0].sections[0].items[1].question == other
    act(panel, "lock", on=True)
    assert panel.view.byhand["sections"][0]["items"][1]["locked"]
    act(panel, "swap", id=chosen["id"])
    assert "已锁定" in panel.view.told["text"]
    act(panel, "undo")
    act(panel, "undo")
    assert not panel.model.by_hand
    act(panel, "tab", name="keeping")
    act(panel, "keep", id="final")
    act(panel, "approve", id="final", term="2026-12")
    assert panel.view.keeping["approved"]
    act(panel, "hand_on")
    assert all((beside / file).is_file() for file in panel.view.keeping["files"])


def test_what_is_banned_is_completed(panel: ComposePanel) -> None:
    act(panel, "assemble")
    act(panel, "tab", name="byhand")
    first = panel.view.byhand["sections"][0]["items"][0]["id"]
    act(panel, "choose", number=1)
    act(panel, "ban", id=first, on=True)
    assert panel.view.byhand["waiting"] == 1
    act(panel, "complete")
    assert first not in panel.paper.question_ids
    assert panel.view.byhand["banned"] == [first]
    act(panel, "complete")
    assert panel.view.told["tone"] == "bad"


def test_all_but_what_is_locked_is_chosen_anew(panel: ComposePanel) -> None:
    act(panel, "assemble")
    act(panel, "tab", name="byhand")
    act(panel, "choose", number=2)
    act(panel, "lock", on=True)
    first, second = panel.paper.forms
    act(panel, "renew")
    assert panel.view.told["text"] == "A 卷锁定之外的题已重新选过"
    new, other = panel.paper.forms
    assert other == second
    assert [item for item in new.items if item.number == 2] == [item for item in first.items if item.number == 2]
    held = {item.question for item in new.items}
    assert len(held - {item.question for item in first.items}) > 10
    plan = panel.model.work.blueprint
    for row in plan.rows:
        got = amount(row, new, panel.model.questions)
        assert (row.at_least or 0) <= got
        assert row.at_most is None or got <= row.at_most
    assert len(held & {item.question for item in second.items}) <= plan.shared
    act(panel, "undo")
    assert panel.paper.forms == (first, second)


def test_a_question_named_by_hand_says_what_it_would_break(panel: ComposePanel) -> None:
    act(panel, "assemble")
    act(panel, "tab", name="byhand")
    act(panel, "choose", number=1)
    act(panel, "look", id=" DC-D99-001 ")
    assert "DC-D99-001" in panel.view.told["text"]
    here = panel.model.bank[panel.view.chosen["id"]]
    held = set(panel.paper.question_ids)
    far = next(
        entry.id
        for entry in bank_questions()
        if entry.type == here.type and entry.status == here.status and entry.id not in held
        if panel.model.work.blueprint.levels.count(entry.level)
        if panel.model.work.effect("A", 1, entry.id).problems
    )
    act(panel, "look", id=far)
    first = panel.view.chosen["substitutes"][0]
    assert first["id"] == far
    assert first["problems"]
    act(panel, "swap", id=far)
    assert panel.view.told["more"][: len(first["problems"])] == first["problems"]


def test_a_refusal_lists_reasons_and_a_button_assembles_again(panel: ComposePanel) -> None:
    act(panel, "blueprint", name="junior")
    act(panel, "set", name="overlap", value="0")
    act(panel, "assemble")
    shown = panel.view.result
    assert (shown["state"], shown["title"]) == ("refused", "题库满足不了这份细目表")
    assert all(reason["text"] and reason["hint"] for reason in shown["reasons"])
    assert not panel.view.setup["paper_there"]
    place = next(n for n, remedy in enumerate(shown["remedies"]) if remedy["able"])
    act(panel, "remedy", place=place)
    assert panel.view.result["state"] == "made"


def test_a_file_is_read_and_handed_out_again(panel: ComposePanel, bank_copy: Bank) -> None:
    plan, _ = workflow.read_blueprint(bank_copy, "junior")
    assert plan is not None
    act(panel, "file", name="初级.xlsx", data=blueprint_xlsx(plan))
    assert panel.model.planning.wanted == plan
    assert (panel.view.setup["plan"], panel.view.setup["forms"]) == ("初级.xlsx", 2)
    act(panel, "file", name="坏.xlsx", data=b"nothing")
    assert not panel.view.setup["any"]
    assert panel.view.plan["findings"]
    act(panel, "assemble")
    assert "还没有可用的细目表" in panel.view.told["text"]


def test_what_is_no_number_is_said_and_the_field_shows_again_what_counts(panel: ComposePanel) -> None:
    for value in ("", "二", "nan", "inf"):
        before = panel.view.setup
        act(panel, "set", name="forms", value=value)
        assert "不是数字" in panel.view.told["text"]
        assert panel.view.setup != before
        assert panel.view.setup["forms"] == 2


def test_a_conflict_names_who_saved_first_and_the_way_on(panel: ComposePanel) -> None:
    act(panel, "assemble")
    Papers(panel.model.bank, "丁").save(panel.paper)
    act(panel, "keep", id=panel.paper.id)
    assert "丁" in panel.view.told["text"]
    assert "换一个编号另存" in panel.view.told["text"]


# While a run is under way


def test_while_it_runs_only_the_stop_button_acts(later: tuple[ComposePanel, list[Job]]) -> None:
    panel, jobs = later
    act(panel, "assemble")
    assert panel.busy
    assert panel.view.progress["line"]
    act(panel, "set", name="forms", value="4")
    act(panel, "assemble")
    assert len(jobs) == 1
    assert panel.view.setup["forms"] == 2
    jobs[0]()
    assert not panel.busy
    assert panel.view.progress == {}
    assert panel.view.result["state"] == "made"


def test_stopped_at_once_there_is_no_paper_and_it_says_so(later: tuple[ComposePanel, list[Job]]) -> None:
    panel, jobs = later
    act(panel, "assemble")
    act(panel, "stop")
    assert panel.view.progress["stopping"]
    jobs[0]()
    assert "已停止" in panel.view.told["text"]
    assert panel.view.result["title"] == "停止之前还没有组成试卷"


def test_stopped_on_the_way_the_best_so_far_is_a_paper(desk: Coordinating) -> None:
    desk.planning.forms(4)
    desk.planning.overlap(Decimal(40))
    plan = desk.planning.plan
    known: list[Standing] = []

    def enough() -> bool:
        return bool(known) and known[-1].objective is not None

    best = desk.assemble(plan, 1, standing=known.append, stop=enough)
    assert best.paper is not None
    assert best.gap is not None
    assert best.gap > 0
    desk.take(plan, best)
    assert "P226" in desk.findings.codes()


def test_nobody_waits_for_what_was_given_up(later: tuple[ComposePanel, list[Job]]) -> None:
    panel, jobs = later
    act(panel, "assemble")
    act(panel, "stop")
    act(panel, "stop")
    assert not panel.busy
    assert "不再等待" in panel.view.told["text"]
    jobs[0]()
    assert panel.model.assembly is None
    act(panel, "assemble")
    assert len(jobs) == 2


def test_what_goes_to_the_browser_is_plain_data(panel: ComposePanel) -> None:
    act(panel, "assemble")
    act(panel, "tab", name="byhand")
    act(panel, "choose", number=1)
    state: dict[str, Any] = panel.view.get_state()
    names = ("fixed", "setup", "plan", "result", "byhand", "chosen", "keeping", "progress", "told")
    assert json.loads(json.dumps({name: state[name] for name in names}))
