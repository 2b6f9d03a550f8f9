"""Word files: everything in them comes in or is told, with its place and a quote."""

from typing import Any

import pytest

from authoring.content import parse
from authoring.intake.draft import Intake
from authoring.intake.word import read_word, read_word_keys
from authoring.intake.word.numbering import formatted
from authoring.intake.word.package import LARGEST
from tests.intake.docx import NAMESPACES, docx, math, mr, numbering, paragraph, picture, png, run, table, zipped

RED = '<w:color w:val="FF0000"/>'
LOW = '<w:vertAlign w:val="subscript"/>'
HIGH = '<w:vertAlign w:val="superscript"/>'
BOLD = "<w:b/>"
LISTS = numbering(
    [("chineseCounting", "%1、"), ("decimal", "（%2）")],
    [("decimal", "%1.")],
    [("upperLetter", "%1．")],
    overrides={7: 3, 8: 3},
)
OPTIONS = (paragraph("A. 一"), paragraph("B. 二"))


def read(*body: str, **more: Any) -> Intake:
    return read_word(docx(*body, **more), "题.docx")


def codes(intake: Intake) -> list[str]:
    return sorted(finding.code for finding in intake.report)


def stem(*content: str) -> str:
    """The stem of one question whose paragraph has this content."""
    intake = read(paragraph("1. ", *content), *OPTIONS, paragraph("答案：A"))
    return str(intake.drafts[0].plain["stem"])


def told(*body: str, **more: Any) -> list[tuple[str, str]]:
    """Codes and messages for one question with something in it."""
    intake = read(*body, *OPTIONS, paragraph("答案：A"), **more)
    assert intake.drafts[0].plain["key"] == "A"
    return [(finding.code, finding.message) for finding in intake.report]


def test_automatic_numbering() -> None:
    intake = read(
        paragraph("单选题（每题2分）", numbered=(1, 0)),
        paragraph("甲（　　）", numbered=(2, 0)),
        paragraph("一", numbered=(7, 0)),
        paragraph("二", numbered=(7, 0)),
        paragraph("答案：B"),
        paragraph("乙（　　）", numbered=(2, 0)),
        paragraph("三", numbered=(8, 0)),
        paragraph("四", numbered=(8, 0)),
        paragraph("答案：A"),
        paragraph("判断题", numbered=(1, 0)),
        paragraph("1. 丙。（√）"),
        parts={"rId1": ("numbering.xml", LISTS)},
    )
    assert [(draft.number, draft.section) for draft in intake.drafts] == [
        ("1", "一、单选题（每题2分）"),
        ("2", "一、单选题（每题2分）"),
        ("1", "二、判断题"),
    ]
    assert [option["text"] for option in intake.drafts[1].plain["options"]] == ["三", "四"]
    assert [draft.plain["key"] for draft in intake.drafts] == ["B", "A", True]
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("number", "style", "label"),
    [
        (21, "chineseCounting", "二十一"), (10, "chineseCountingThousand", "十"), (105, "chineseCounting", "一百零五"),
        (1001, "japaneseCounting", "一千零一"), (28, "upperLetter", "BB"), (3, "lowerLetter", "c"),
        (14, "upperRoman", "XIV"), (3, "decimalEnclosedCircle", "③"), (12, "decimalFullWidth", "１２"),
        (3, "ideographTraditional", "丙"),
        (7, "decimalZero", "07"), (3, "unheardOf", None), (21, "ideographDigital", "二一"),
        (99999, "upperLetter", "99999"),
    ],
)  # fmt: skip
def test_numbering_formats(number: int, style: str, label: str | None) -> None:
    assert formatted(number, style) == label


def test_subscripts_and_superscripts() -> None:
    assert stem("CO", run("2", LOW), "e为10", run("-3", HIGH), "（　）") == "CO~2~e为10^-3^（　）"
    assert parse(stem("排放", run("燃烧", LOW), "与甲", run("1", LOW))).text() == "排放_燃烧与甲₁"


def test_equations_and_their_losses() -> None:
    fraction = math(f"<m:f><m:num>{mr('44')}</m:num><m:den>{mr('12')}</m:den></m:f>")
    assert stem("乘", fraction, "（　）") == r"乘$\frac{44}{12}$（　）"
    odd = math(f"<m:borderBox><m:e>{mr('x+y')}</m:e></m:borderBox>")
    ((code, message),) = told(paragraph("1. 乘", odd, "（　）"))
    assert code == "I401"
    assert "x+y" in message


def test_an_equation_of_its_own_paragraph() -> None:
    intake = read(
        paragraph("1. 甲"), f"<w:p><m:oMathPara>{math(mr('E=mc'))}</m:oMathPara></w:p>", *OPTIONS, paragraph("答案：A")
    )
    assert intake.drafts[0].plain["stem"] == "甲\n$E=mc$"


@pytest.mark.parametrize(
    "properties", [RED, '<w:color w:val="C00000"/>', '<w:highlight w:val="yellow"/>', BOLD, '<w:shd w:fill="FFFF00"/>']
)
def test_answers_that_are_set_off(properties: str) -> None:
    separate = read(
        paragraph("1. 甲（　）"), paragraph("A. 一"), paragraph(run("B. 二", properties)), paragraph("C. 三")
    )
    together = read(paragraph("1. 甲（　）"), paragraph("A. 一 ", run("B. 二", properties), " C. 三"))
    for intake in (separate, together):
        assert intake.drafts[0].plain["key"] == "B"
        assert [option["text"] for option in intake.drafts[0].plain["options"]] == ["一", "二", "三"]
        assert codes(intake) == ["I327"]


def test_an_automatically_numbered_answer_that_is_set_off() -> None:
    intake = read(
        paragraph("1. 甲（　）"),
        paragraph("一", numbered=(3, 0)),
        paragraph(run("二", RED), numbered=(3, 0)),
        parts={"rId1": ("numbering.xml", LISTS)},
    )
    assert intake.drafts[0].plain["key"] == "B"


def test_set_off_and_written_answers_that_differ_are_told() -> None:
    intake = read(paragraph("1. 甲（　）"), paragraph("A. 一"), paragraph(run("B. 二", RED)), paragraph("答案：A"))
    assert intake.drafts[0].plain["key"] == "A"
    assert codes(intake) == ["I328"]


def test_everything_bold_says_nothing() -> None:
    options = [paragraph(run(text, BOLD)) for text in ("1. 甲（　）", "A. 一", "B. 二")]
    assert codes(read(*options)) == ["I304"]


def test_bold_words_stay_bold() -> None:
    assert stem("下列", run("不正确", BOLD), "的是（　）") == "下列**不正确**的是（　）"


def test_underlined_blanks() -> None:
    line = run("    ", '<w:u w:val="single"/>')
    intake = read(paragraph("填空题"), paragraph("1. 由", line, "主管，以", line, "计。"), paragraph("答案：①甲②吨"))
    assert intake.drafts[0].plain["stem"] == "由 [[1]] 主管，以 [[2]] 计。"
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["甲"]}, {"accepted": ["吨"]}]


def test_pictures_come_with_their_drafts() -> None:
    image = png()
    intake = read(
        paragraph("1. 见图", picture("rId9", "某厂流程"), "（　）"),
        *OPTIONS,
        paragraph("答案：A"),
        paragraph("2. 乙（　）"),
        *OPTIONS,
        paragraph("答案：A"),
        parts={"rId9": ("media/image1.png", image)},
    )
    first, second = intake.drafts
    ((name, data),) = first.media.items()
    assert first.plain["stem"] == f"见图![某厂流程](media/{name})（　）"
    assert data == image
    assert second.media == {}
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("body", "parts", "code"),
    [
        (picture("rId9"), {"rId9": ("media/image1.emf", b"\x01\x00\x00\x00")}, "I407"),
        (picture("rId9"), {"rId9": ("media/image1.png", b"GIF89a")}, "I407"),
        (picture("rId8"), {}, "I408"),
        (picture("rId9", "图", '<a:srcRect l="10"/>'), {"rId9": ("media/image1.png", png())}, "I417"),
    ],
)
def test_pictures_that_are_not_as_shown_are_told(body: str, parts: dict[str, Any], code: str) -> None:
    assert [found for found, _ in told(paragraph("1. 见图", body, "（　）"), parts=parts)] == [code]


BOX = "<wps:txbx><w:txbxContent><w:p><w:r><w:t>框中字</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
LOSSES = [
    (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"{BOX}</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape>{BOX}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "I402",
        "框中字",
    ),
    (f"<w:r><w:pict><v:shape>{BOX}</v:shape></w:pict></w:r>", "I402", "框中字"),
    ('<w:r><w:footnoteReference w:id="2"/></w:r>', "I403", "脚注字"),
    ('<w:r><w:commentReference w:id="1"/></w:r>', "I404", "批注字"),
    ("<w:ins><w:r><w:t>插入字</w:t></w:r></w:ins>", "I405", "插入字"),
    ("<w:del><w:r><w:delText>删去字</w:delText></w:r></w:del>", "I406", "删去字"),
    ('<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>', "I401", "Equation.DSMT4"),
    ('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "I409", "Excel.Sheet.12"),
    (run("隐字", "<w:vanish/>"), "I412", "隐字"),
    (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="柱状图"/><a:graphic><a:graphicData/></a:graphic>'
        "</wp:inline></w:drawing></w:r>",
        "I413",
        "柱状图",
    ),
    (run("划字", "<w:strike/>"), "I414", "划字"),
    (run("斜字", "<w:i/>"), "I415", "斜字"),
    ('<w:r><w:sym w:font="Webdings" w:char="F0FF"/></w:r>', "I416", "Webdings F0FF"),
    (r"<w:r><w:instrText> EQ \f(1,2) </w:instrText></w:r>", "I420", r"EQ \f(1,2)"),
    (
        "<w:r><w:ruby><w:rt><w:r><w:t>tàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>碳</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "I422",
        "tàn",
    ),
]
NOTES = {
    "rId3": (
        "footnotes.xml",
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("脚注字")}</w:footnote></w:footnotes>',
    ),
    "rId4": (
        "comments.xml",
        f'<w:comments {NAMESPACES}><w:comment w:id="1">{paragraph("批注字")}</w:comment></w:comments>',
    ),
}


@pytest.mark.parametrize(("inner", "code", "quote"), LOSSES, ids=[code for _, code, _ in LOSSES])
def test_what_is_not_carried_over_is_told_with_a_quote(inner: str, code: str, quote: str) -> None:
    ((found, message),) = told(paragraph("1. 甲", inner, "（　）"), parts=NOTES)
    assert found == code
    assert quote in message


def test_headers_are_told() -> None:
    header = f"<w:hdr {NAMESPACES}>{paragraph('某单位')}</w:hdr>"
    assert told(paragraph("1. 甲（　）"), parts={"rId5": ("header1.xml", header)})[0][0] == "I418"


def test_places_count_paragraphs() -> None:
    intake = read(paragraph(""), paragraph("1. 甲（　）"), *OPTIONS, paragraph("答案：", run("划", "<w:strike/>")))
    assert str(intake.drafts[0].where) == "题.docx:2"
    assert "题.docx:5" in {str(finding.where) for finding in intake.report}


def test_tables_of_data() -> None:
    intake = read(
        paragraph("计算题"),
        paragraph("1. 按下表计算。"),
        table(["燃料", "用量|t"], ["煤", paragraph("CO", run("2", LOW))]),
        paragraph("答案：12±0.1 t"),
    )
    assert intake.drafts[0].plain["stem"] == "按下表计算。\n\n| 燃料 | 用量\\|t |\n| --- | --- |\n| 煤 | CO~2~ |"
    assert intake.drafts[0].plain["value"] == 12
    assert codes(intake) == []
    assert parse(intake.drafts[0].plain["stem"]).text().splitlines()[1:] == ["燃料 | 用量|t", "煤 | CO₂"]


@pytest.mark.parametrize("odd", [table(["甲"], ["乙"], merged=True), table(["甲", table(["乙", "丙"])], ["丁", "戊"])])
def test_merged_and_nested_tables_are_told(odd: str) -> None:
    assert [code for code, _ in told(paragraph("1. 按下表（　）"), odd)] == ["I410"]


def test_tables_that_only_arrange() -> None:
    intake = read(paragraph("1. 甲（　）"), table(["A. 一", "B. 二"], ["C. 三", "D. 四"]), paragraph("答案：D"))
    assert [option["text"] for option in intake.drafts[0].plain["options"]] == ["一", "二", "三", "四"]
    boxed = read(table([paragraph("1. 甲（　）") + paragraph("A. 一") + paragraph("B. 二") + paragraph("答案：A")]))
    assert boxed.drafts[0].plain["key"] == "A"


def test_tables_of_keys() -> None:
    questions = [part for n in (1, 2) for part in (paragraph(f"{n}. 甲（　）"), *OPTIONS)]
    across = read(*questions, table(["题号", "1", "2"], ["答案", "A", "B"]))
    down = read(*questions, table(["题号", "答案"], ["1", "A"], ["2", "B"]))
    for intake in (across, down):
        assert [draft.plain["key"] for draft in intake.drafts] == ["A", "B"]
        assert codes(intake) == []


def test_a_table_of_questions_belongs_into_a_workbook() -> None:
    assert "I411" in codes(read(table(["题型", "题干", "选项A", "答案"], ["单选题", "甲", "一", "A"])))


def test_keys_of_a_second_document() -> None:
    keys = read_word_keys(docx(paragraph("参考答案"), paragraph("1-2 AB")), "答案.docx")
    data = docx(*(part for n in (1, 2) for part in (paragraph(f"{n}. 甲（　）"), *OPTIONS)))
    assert [draft.plain["key"] for draft in read_word(data, "卷.docx", keys=[keys]).drafts] == ["A", "B"]


def test_strict_documents() -> None:
    data = docx(paragraph("1. 甲（A）"), *OPTIONS)
    strict = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + "".join([paragraph("1. 甲（A）"), *OPTIONS])
        + "</w:body></w:document>",
    }
    assert read_word(zipped(dict(strict)), "题.docx").drafts == read_word(data, "题.docx").drafts


BOMB = zipped({"_rels/.rels": "<Relationships/>", "word/document.xml": " " * 70_000_000})
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
WORKBOOK = zipped({"xl/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "I101"),
        (b"PK" + bytes(LARGEST), "I102"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "I103"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "I104"),
        (rb"{\rtf1 ", "I104"),
        (docx(paragraph("1. 甲"))[:300], "I105"),
        (b"hello", "I105"),
        (WORKBOOK, "I105"),
        (docx(paragraph("1. 甲"), prolog=ENTITIES), "I105"),
        (docx("<w:p>" * 400), "I105"),
        (zipped({"word/document.xml": "<w:document"}), "I105"),
        (BOMB, "I106"),
        (docx(), "I101"),
    ],
)
def test_what_is_no_word_file_of_questions(data: bytes, code: str) -> None:
    intake = read_word(data, "题.docx")
    assert codes(intake) == [code]
    assert intake.drafts == ()
    assert intake.report.findings[0].hint


@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", "999999999"])
def test_hostile_numbers(value: str) -> None:
    lists = LISTS.replace('<w:start w:val="1"/>', f'<w:start w:val="{value}"/>')
    body = paragraph("甲", numbered=(3, 0)).replace('w:ilvl w:val="0"', f'w:ilvl w:val="{value}"')
    intake = read(
        paragraph("甲", numbered=(2, 0)), body, *OPTIONS, table(["甲"]), parts={"rId1": ("numbering.xml", lists)}
    )
    assert intake.source == "题.docx"


def test_the_same_file_gives_the_same_intake() -> None:
    data = docx(paragraph("1. 甲", picture("rId9"), "（A）"), *OPTIONS, parts={"rId9": ("media/image1.png", png())})
    assert read_word(data, "题.docx") == read_word(data, "题.docx")
