"""A kept report is one file that asks for nothing, says everything, and is the same each time."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from lxml import html

from authoring.findings import Finding, Place, Report, Severity
from authoring.papers.wording import sentence
from authoring.rendering.report import assembly_report, check_report
from tests.rendering.small_paper import ASSEMBLY, BLUEPRINT, QUESTIONS, SYLLABUS, refused

BANK = pd.DataFrame([("D01", "case", "senior")] * 4, columns=["domain", "type", "level"])
NASTY = '<script>alert(1)</script> & "引号" **粗** {{ 7*7 }}'
FINDINGS = Report.of(
    (
        Finding(code="W202", severity=Severity.WARNING, where=Place(question="T-D01-002", field="key"), message="最长"),
        Finding(code="S101", severity=Severity.ERROR, where=Place(file="a.yaml", line=3), message=NASTY, hint="改 <b>"),
        Finding(code="W202", severity=Severity.WARNING, where=Place(question="T-D01-001"), message="也最长"),
    )
)


def _assembled() -> str:
    return assembly_report(BLUEPRINT, ASSEMBLY, QUESTIONS, SYLLABUS)


def _cells(page: html.HtmlElement, kind: str) -> list[list[str]]:
    rows = page.xpath(f"//table[@class='{kind}']/tbody/tr")
    return [[cell.text_content() for cell in row] for row in rows]


def _asks_for_nothing(text: str) -> None:
    page = html.fromstring(text)
    assert not page.xpath("//script | //link | //iframe | //object | //embed | //base | //form")
    assert all(str(address).startswith("data:image/png;base64,") for address in page.xpath("//@src"))
    assert not page.xpath("//@href | //@srcset | //@style | //@*[starts-with(name(), 'on')]")
    assert "url(" not in text
    assert "@import" not in text
    assert "http://" not in text
    assert "https://" not in text
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert all(page.xpath("//img/@alt"))
    assert page.get("lang") == "zh-CN"


def test_a_check_report_asks_for_nothing() -> None:
    _asks_for_nothing(check_report("题库", FINDINGS, BANK, SYLLABUS))
    _asks_for_nothing(check_report("题库", Report(), BANK, SYLLABUS))


def test_an_assembly_report_asks_for_nothing() -> None:
    _asks_for_nothing(_assembled())
    blueprint, assembly = refused()
    _asks_for_nothing(assembly_report(blueprint, assembly, {}, SYLLABUS))


def test_the_same_input_gives_the_same_bytes() -> None:
    assert check_report("题库", FINDINGS, BANK, SYLLABUS) == check_report("题库", FINDINGS, BANK, SYLLABUS)
    assert _assembled() == _assembled()


def test_a_check_report_shows_every_finding_worst_first_and_as_text() -> None:
    text = check_report(NASTY, FINDINGS, BANK, SYLLABUS)
    page = html.fromstring(text)
    assert _cells(page, "findings") == [
        ["错误", "S101", "a.yaml:3", NASTY, "改 <b>"],
        ["警告", "W202", "T-D01-001", "也最长", ""],
        ["警告", "W202", "T-D01-002 key", "最长", ""],
    ]
    assert page.xpath("//table[@class='findings']/tbody/tr/@class") == ["error", "warning", "warning"]
    assert [row[:2] + row[3:] for row in _cells(page, "codes")] == [
        ["错误", "S101", "1", "1"],
        ["警告", "W202", "2", "2"],
    ]
    facts = dict(_cells(page, "facts"))
    assert facts["题库"] == NASTY
    assert facts["试题数"] == "4"
    assert facts["检查结果"] == "错误 1，警告 2，提示 0"
    assert facts["结论"] == "有错误，须先改正"
    assert page.xpath("string(//title)") == f"{NASTY} · 检查报告"


def test_a_bank_without_findings_says_so() -> None:
    page = html.fromstring(check_report("题库", Report(), BANK, SYLLABUS))
    assert dict(_cells(page, "facts"))["结论"] == "没有错误"
    assert not page.xpath("//table[@class='findings']")


def test_an_assembly_report_holds_every_row_and_what_each_form_has_of_it() -> None:
    page = html.fromstring(_assembled())
    paper = ASSEMBLY.paper
    assert paper is not None
    rows = _cells(page, "rows")
    assert [row[1] for row in rows] == [sentence(row, BLUEPRINT, SYLLABUS) for row in BLUEPRINT.rows]
    marks = [
        sum((item.marks for item in form.items if QUESTIONS[item.question].domain == "D01"), Decimal(0))
        for form in paper.forms
    ]
    assert rows[0][2:] == [f"{value:g} 分" for value in marks]
    assert not any("✗" in cell for row in rows for cell in row)


def test_an_assembly_report_lists_the_forms_and_their_questions() -> None:
    page = html.fromstring(_assembled())
    paper = ASSEMBLY.paper
    assert paper is not None
    forms = {row[0]: row[1:] for row in _cells(page, "forms")}
    assert forms["题数"] == ["5", "5"]
    assert forms["总分"] == ["8", "8"]
    assert forms["预计用时（分钟）"] == ["4.0", "4.0"]
    weighted = [sum(i.marks * QUESTIONS[i.question].difficulty for i in form.items) / 8 for form in paper.forms]
    exact = [str(value.quantize(Decimal("0.01"), ROUND_HALF_UP)) for value in weighted]
    assert forms["平均难度（按分值加权）"] == exact
    letters = [forms[f"单选答案 {letter} 的题数"] for letter in "ABCD"]
    assert [sum(int(counts[form]) for counts in letters) for form in (0, 1)] == [3, 3]
    listed = [(row[0], row[1]) for row in _cells(page, "items")]
    assert listed == [(str(item.number), item.question) for form in paper.forms for item in form.items]
    facts = dict(_cells(page, "facts"))
    assert facts["试卷名称"] == "小试卷 <A&B>"
    assert facts["试卷指纹"] == paper.fingerprint()


def test_an_assembly_report_holds_no_rationale() -> None:
    assert "绝密" not in _assembled()


def test_a_refused_paper_is_explained() -> None:
    blueprint, assembly = refused()
    assert assembly.paper is None
    page = html.fromstring(assembly_report(blueprint, assembly, {}, SYLLABUS))
    assert "无法组卷" in dict(_cells(page, "facts"))["结论"]
    said = [row[0] for row in _cells(page, "sentences")]
    assert said
    assert {entry.sentence for entry in assembly.shortfalls} <= set(said)
    ways = [entry.sentence for entry in assembly.remedies]
    assert ways
    assert said[said.index(ways[0]) :][: len(ways)] == ways, "the mildest first"
