"""The coordinator's model: wanted, assembled, changed by hand, kept, approved, handed on."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.bank.history import Action
from authoring.bank.review import Desk
from authoring.bank.review_rules import Role
from authoring.errors import ConflictError, UsageError
from authoring.papers.blueprint_files import blueprint_xlsx, blueprint_yaml, read_blueprint
from authoring.papers.comparison import key_letters
from authoring.papers.coverage import Plenty
from authoring.papers.paper import Paper
from authoring.papers.paper_store import PaperStatus
from authoring.papers.remedies import RemedyKind
from authoring.papers.statistics import ItemStatistics, Observed, Statistics
from authoring.questions import Status
from authoring.widgets.compose_panel import outcome
from authoring.widgets.compose_panel.coordinating import Coordinating
from tests.papers.pools import bank_questions
from tests.widgets.compose_panel.acts import NOW, changed, made

# What is wanted


def test_the_banks_blueprints_and_one_of_them(desk: Coordinating) -> None:
    names = [name for name, _ in desk.planning.blueprints]
    assert names == ["intermediate", "junior"]
    assert desk.planning.wanted == workflow.read_blueprint(desk.bank, "intermediate")[0]
    found = desk.planning.coverage
    assert found is not None
    assert found.count(Plenty.SHORT) == 0


def test_more_forms_ask_for_more_questions(desk: Coordinating) -> None:
    def needed() -> Decimal:
        found = desk.planning.coverage
        assert found is not None
        return found.requirements[0].demand or Decimal(0)

    two = needed()
    desk.planning.forms(4)
    four = needed()
    desk.planning.overlap(Decimal(100))
    assert needed() < two < four


@pytest.mark.parametrize("count", [0, 27])
def test_a_number_of_forms_that_has_no_letters_is_refused(desk: Coordinating, count: int) -> None:
    with pytest.raises(UsageError, match="卷数"):
        desk.planning.forms(count)
    with pytest.raises(UsageError, match="0 至 100"):
        desk.planning.overlap(Decimal(101))


@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_a_blueprint_from_a_file_is_the_banks_own(desk: Coordinating, suffix: str) -> None:
    plan = desk.planning.plan
    data = blueprint_xlsx(plan) if suffix == "xlsx" else blueprint_yaml(plan).encode()
    desk.planning.read(f"细目表.{suffix}", data)
    assert desk.planning.wanted == plan
    name, back = desk.planning.workbook()
    assert name == f"{plan.id}.xlsx"
    assert read_blueprint(back, name)[0] == plan


def test_a_file_that_is_none_is_said_and_not_carried_against_the_bank(desk: Coordinating) -> None:
    desk.planning.read("坏.xlsx", b"PK nothing")
    assert desk.planning.wanted is None
    assert not desk.planning.report.passed
    assert desk.planning.coverage is None
    with pytest.raises(UsageError, match="还没有可用的细目表"):
        desk.planning.plan  # noqa: B018
    with pytest.raises(UsageError, match="不是细目表文件"):
        desk.planning.read("题目.docx", b"")


# What came of it


def test_the_paper_is_what_the_workflow_makes(desk: Coordinating) -> None:
    paper = made(desk)
    assert desk.assembly == workflow.assemble(desk.bank, desk.planning.plan, seed=3)
    assert desk.assembly is not None
    assert paper == desk.assembly.paper
    assert desk.assembly.report.codes().keys() <= desk.findings.codes().keys()
    assert not desk.by_hand
    assert len(desk.charts()) == 5


def test_what_is_known_of_questions_shows_as_information(bank_copy: Bank) -> None:
    known = {entry.id: ItemStatistics(a=1.0, b=0.0) for entry in bank_questions()}
    seen = {entry.id: Observed(share=0.5, seconds=2 * entry.seconds) for entry in bank_questions()}
    model = Coordinating(bank_copy, "丙", Statistics(models=known, observed=seen))
    model.planning.choose("intermediate")
    paper = made(model)
    assert len(model.charts()) == 6
    result = outcome.result(model, model.findings)
    figures = {name: cells for name, *cells in result["figures"]["lines"]}
    assert figures["实测得分率（按分值）"] == ["0.50"] * len(paper.forms)
    whole = result["times"]["lines"][-1]
    seconds = sum(item.seconds for item in paper.forms[0].items)
    assert whole[:2] == ["全卷", f"{seconds / 60:.1f}（实测 {2 * seconds / 60:.1f}）"]
    assert whole[-3:] == ["120", "156", "180"]


def test_a_table_of_statistics_is_taken_whole_or_not_at_all(desk: Coordinating) -> None:
    table = "试题编号,a,b,p,平均用时（秒）\nDC-D01-001,1.2,-0.5,72%,48\nDC-D01-002,1,0,,\n"
    assert desk.read_statistics("参数.csv", table.encode("gbk")).passed
    assert desk.statistics.models["DC-D01-001"] == ItemStatistics(a=1.2, b=-0.5)
    assert desk.statistics.observed == {"DC-D01-001": Observed(share=0.72, seconds=48)}
    before = desk.statistics
    report = desk.read_statistics("坏.csv", b"id,a,b\nDC-D01-001,-1,0\nDC-D01-002,1,\n")
    assert set(report.codes()) == {"P243", "P245"}
    assert desk.statistics is before


def test_the_key_of_each_form_is_the_one_its_candidates_see(desk: Coordinating) -> None:
    paper = made(desk)
    keys = outcome.result(desk, desk.findings)["keys"]
    assert keys["heads"] == ["A 卷", "B 卷"]
    for place, form in enumerate(paper.forms):
        letters = {str(number): letter for number, letter in key_letters(form, desk.questions)}
        found = {line[0]: line[place + 1] for line in keys["lines"]}
        assert {number: found[number] for number in letters} == letters


def test_what_was_used_rests_and_what_is_required_or_banned_is_heeded(desk: Coordinating) -> None:
    first = made(desk)
    desk.approve("first", "2026-06")
    desk.planning.forms(1)
    desk.planning.overlap(Decimal(0))
    must, never = "DC-D03-001", next(item.question for item in first.forms[0].items if item.question != "DC-D03-001")
    desk.planning.fixed(must)
    desk.planning.banned(f"{never}，{never}")
    assert (desk.planning.plan.fixed, desk.planning.plan.banned) == ((must,), (never,))
    second = made(desk)
    assert must in second.question_ids
    assert never not in second.question_ids
    with pytest.raises(UsageError, match="题库里没有 X-1"):
        desk.planning.fixed("X-1")
    with pytest.raises(UsageError, match="停歇期数"):
        desk.planning.rest(51)
    desk.planning.rest(1)
    found = desk.planning.coverage
    assert found is not None
    held = {name for name in first.question_ids if name not in (must, never)}
    assert sum(map(sum, found.resting)) >= len(held)


def test_reviewed_questions_are_put_to_use_by_a_way_out(bank_copy: Bank) -> None:
    model = Coordinating(bank_copy, "丙", now=lambda: NOW)
    model.planning.choose("junior")
    model.planning.forms(1)
    author, reviewer = Desk(bank_copy, "甲", Role.AUTHOR), Desk(bank_copy, "乙", Role.REVIEWER)
    short = [entry for entry in bank_questions() if entry.type == "short_answer" and entry.level == "junior"]
    for entry in short:
        saved = author.save(bank_copy[entry.id], changed(entry))
        reviewer.decide(author.decide(saved, Action.SUBMIT), Action.APPROVE)
    model.planning.refresh()
    plan = model.planning.plan
    model.take(plan, model.assemble(plan, 1))
    assert model.assembly is not None
    ways = model.assembly.remedies
    place = next(n for n, each in enumerate(ways) if each.kind is RemedyKind.RELEASE)
    assert model.relax(place)
    assert {bank_copy[name].status for name in ways[place].questions} == {Status.ACTIVE}
    assert made(model).question_ids


def test_a_refusal_has_a_way_out_that_works(desk: Coordinating) -> None:
    desk.planning.choose("junior")
    desk.planning.overlap(Decimal(0))
    plan = desk.planning.plan
    desk.take(plan, desk.assemble(plan, 1))
    assert desk.assembly is not None
    assert desk.composing is None
    with pytest.raises(UsageError, match="还没有试卷"):
        desk.paper  # noqa: B018
    kinds = [remedy.kind for remedy in desk.assembly.remedies]
    assert desk.relax(kinds.index(RemedyKind.OVERLAP))
    assert desk.planning.name not in dict(desk.planning.blueprints)
    assert desk.planning.plan.overlap > 0
    assert made(desk).blueprint_fingerprint == desk.planning.plan.fingerprint()


def test_no_way_out_is_taken_where_there_is_none(desk: Coordinating) -> None:
    assert not desk.relax(0)


def test_a_change_by_hand_is_seen_and_judged_anew(desk: Coordinating) -> None:
    made(desk)
    first = desk.work.substitutes("A", 1, limit=1)[0].question
    desk.work.swap("A", 1, first)
    assert desk.by_hand
    assert desk.comparison.forms[0].questions == desk.planning.plan.size
    desk.work.undo()
    assert not desk.by_hand


# Keeping


def test_a_kept_paper_is_opened_with_its_blueprint(desk: Coordinating) -> None:
    paper = made(desk)
    assert desk.changed
    desk.keep("2026-12-intermediate")
    assert not desk.changed
    other = Coordinating(desk.bank, "丁", now=lambda: NOW)
    other.open("2026-12-intermediate")
    assert other.paper.forms == paper.forms
    assert other.planning.wanted == desk.planning.wanted
    assert not other.changed


def test_a_paper_of_a_changed_blueprint_takes_it_along(desk: Coordinating) -> None:
    desk.planning.overlap(Decimal(20))
    made(desk)
    desk.keep("other")
    other = Coordinating(desk.bank, "丁")
    other.open("other")
    assert other.planning.wanted == desk.planning.wanted
    assert "other" in dict(other.planning.blueprints)


def test_no_blueprint_of_the_bank_is_overwritten(desk: Coordinating) -> None:
    before = {path: path.read_bytes() for path in desk.bank.blueprints()}
    desk.planning.overlap(Decimal(20))
    made(desk)
    desk.keep("intermediate")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.stem for path in desk.bank.blueprints()] == ["intermediate-2", "intermediate", "junior"]
    other = Coordinating(desk.bank, "丁")
    other.open("intermediate")
    assert other.planning.wanted == desk.planning.wanted


def test_who_saved_first_is_not_overwritten(desk: Coordinating) -> None:
    made(desk)
    desk.keep("p")
    other = Coordinating(desk.bank, "丁", now=lambda: NOW)
    other.open("p")
    other.work.move("A", 1, 2)
    other.keep("p")
    desk.work.move("A", 1, 3)
    with pytest.raises(ConflictError, match="丁"):
        desk.keep("p")
    desk.keep("p-2")
    assert desk.papers.ids == ["p", "p-2"]


def test_an_id_that_is_no_file_name_is_refused(desk: Coordinating) -> None:
    made(desk)
    for name in ("", "../p", "a b", "试卷", "x" * 81):
        with pytest.raises(UsageError, match="试卷编号"):
            desk.keep(name)
    assert desk.papers.ids == []


def test_approving_freezes_and_counts_the_questions_as_used(desk: Coordinating) -> None:
    paper = made(desk)
    desk.approve("final", "2026-12")
    assert desk.papers.open("final").status is PaperStatus.APPROVED
    used = Exposures(desk.bank.root).terms()
    assert used == dict.fromkeys(paper.question_ids, ("2026-12",))
    desk.work.move("A", 1, 2)
    with pytest.raises(UsageError, match="已批准"):
        desk.keep("final")


def test_terms_that_would_not_compare_are_refused(desk: Coordinating) -> None:
    made(desk)
    for term in ("", "2026", "2026-13", "12-2026", "2026-1"):
        with pytest.raises(UsageError, match="考期"):
            desk.approve("final", term)
    assert desk.papers.ids == []


def test_what_is_banned_must_be_replaced_before_approval(desk: Coordinating) -> None:
    paper = made(desk)
    desk.work.ban(next(paper.forms[0].items).question)
    assert desk.waiting == 1
    with pytest.raises(UsageError, match="补全后才能批准"):
        desk.approve("final", "2026-12")
    desk.work.complete(seed=1)
    desk.approve("final", "2026-12")
    assert desk.kept is not None
    assert desk.kept.paper != paper


def test_a_question_retired_meanwhile_stands_in_the_way(desk: Coordinating) -> None:
    paper = made(desk)
    desk.keep("p")
    old = desk.bank[next(paper.forms[0].items).question]
    desk.bank.save(old.model_copy(update={"status": Status.RETIRED, "version": old.version + 1}), old.fingerprint())
    desk.open("p")
    assert {"P302", "P409"} <= desk.findings.codes().keys()
    with pytest.raises(UsageError, match="错误"):
        desk.approve("p", "2026-12")


def test_handing_on_writes_the_paper_and_its_pages(desk: Coordinating, beside: Path) -> None:
    paper = made(desk)
    desk.name = "p"
    files = [path.name for path in desk.hand_on()]
    kinds = ("key.csv", "candidate.html", "review.html")
    pages = [f"p-{form.name}-{kind}" for form in paper.forms for kind in kinds]
    assert files == ["p.paper.json", "p.report.html", *pages]
    kept = json.loads((beside / "build" / "p.paper.json").read_text("utf-8"))
    assert Paper.model_validate(kept) == desk.paper
    letter = key_letters(paper.forms[0], desk.questions)[0][1]
    lines = (beside / "build" / "p-A-key.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == f"1,{next(paper.forms[0].items).question},{letter}"
