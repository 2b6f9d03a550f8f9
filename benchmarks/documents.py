"""Generated files as authors send them: a workbook, a Word file, plain text; a question in each row or paragraph."""

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape
from zipfile import ZipFile

import xlsxwriter

from authoring.questions import Question, SingleChoice
from benchmarks.generated import questions

__all__ = ["document", "plain_text", "workbook"]

HEADS = ("题型", "题干", "A", "B", "C", "D", "答案", "解析", "难度", "知识点")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def _choices(count: int) -> Iterator[SingleChoice]:
    every: Iterator[Question] = questions(count * 3)
    found = (question for question in every if isinstance(question, SingleChoice) and "$" not in question.stem)
    yield from (question for question, _ in zip(found, range(count), strict=False))


def workbook(count: int) -> bytes:
    """A workbook of an author's own, with a heading row."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    for number, asked in enumerate(_choices(count), start=1):
        texts = [option.text for option in asked.options]
        cells = ("单选题", asked.stem, *texts, asked.key, asked.rationale, asked.difficulty, asked.knowledge_points[0])
        sheet.write_row(number, 0, cells)
    book.close()
    return stream.getvalue()


def _lines(count: int) -> Iterator[str]:
    yield "一、单项选择题"
    for number, asked in enumerate(_choices(count), start=1):
        yield f"{number}. {asked.stem}"
        yield from (f"{option.id}. {option.text}" for option in asked.options)
        yield f"答案：{asked.key}"
        yield f"解析：{asked.rationale}"


def plain_text(count: int) -> bytes:
    return "\n".join(_lines(count)).encode()


def document(count: int) -> bytes:
    """A Word file, a paragraph for each line."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in _lines(count))
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LINKS)
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()
