"""The check panel's model and view say what the checks say."""

from datetime import date

from lxml import html

from authoring import workflow
from authoring.bank import Bank
from authoring.findings import Finding, Place, Severity
from authoring.widgets import CheckPanel
from authoring.widgets.checking import Checking, rows_of

TODAY = date(2026, 11, 1)


def _spoil(bank: Bank) -> None:
    """A question with an unknown source, and a file that is none."""
    question = bank["DC-D03-001"]
    bank.save(question.model_copy(update={"sources": ("nowhere",)}), question.fingerprint())
    (bank.root / "questions" / "D03" / "broken.yaml").write_text("id: [", "utf-8")


def test_a_run_finds_what_the_workflow_finds_and_tells_how_far_it_is(own_bank: Bank) -> None:
    _spoil(own_bank)
    model = Checking(own_bank, TODAY)
    told: list[tuple[int, int]] = []
    report = model.run(lambda done, total, _: told.append((done, total)))
    assert set(report) == set(workflow.check(own_bank, today=TODAY))
    assert told[-1] == (2, 2)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_findings_are_filtered_by_severity(own_bank: Bank) -> None:
    _spoil(own_bank)
    model = Checking(own_bank, TODAY)
    model.run()
    model.severity = Severity.ERROR
    assert len(model.shown) > 0
    assert {finding.severity for finding in model.shown} == {Severity.ERROR}
    assert len(model.shown) == sum(finding.severity is Severity.ERROR for finding in model.report)
    assert [tone for tone, _ in rows_of(model.shown)] == ["error"] * len(model.shown)


def test_a_run_sees_what_has_changed(own_bank: Bank) -> None:
    model = Checking(own_bank, TODAY)
    before = model.run()
    _spoil(own_bank)
    assert model.run() != before


def test_a_finding_has_a_manual_and_a_page(own_bank: Bank) -> None:
    model = Checking(own_bank, TODAY)
    known = Finding(code="W202", severity=Severity.WARNING, where=Place(question="DC-D03-001"), message="…")
    assert model.manual(known).startswith("W202 ")
    assert "移动燃烧源" in (model.page(known) or "")
    other = Finding(code="B101", severity=Severity.ERROR, where=Place(file="x.yaml"), message="读不出", hint="改")
    assert model.manual(other) == "读不出\n\n怎么办　改"
    assert model.page(other) is None


def test_choosing_a_row_shows_its_manual_and_its_question(own_bank: Bank) -> None:
    _spoil(own_bank)
    panel = CheckPanel(own_bank, TODAY)
    panel.run()
    assert "错误" in panel.said.value
    assert panel.bar.value == panel.bar.max == 2
    found = list(panel.model.shown)
    place = next(n for n, finding in enumerate(found) if finding.where.question == "DC-D03-001")
    panel.table.selected = place
    assert panel.model.manual(found[place]) == html.fromstring(panel.manual.value).text_content()
    assert html.fromstring(panel.preview.value).tag == "iframe"
    panel.filter.value = Severity.INFO
    assert (panel.manual.value, panel.preview.value, panel.table.selected) == ("", "", -1)
    assert {tone for tone, _ in panel.table.shown} <= {"info"}
