"""国家题库 in text and Word: a line of codes, `{A}` stem, `（A）` options, `{B}` answer. The codes are kept.

A-B-A-001  B  3  5        鉴定点代码, 题型代码, 难度, 一致性
{A}……（　　）
（A）…… （B）…… （C）…… （D）……
{B}C
"""

import re
from dataclasses import dataclass

from authoring.findings import Finding
from authoring.intake.draft import Draft
from authoring.intake.drafting import Pen, draft_of
from authoring.intake.lines import Line
from authoring.intake.losses import loss
from authoring.intake.notation import difficulty_of
from authoring.intake.positions import option_marks
from authoring.intake.reading import Block
from authoring.texts import say, tree

__all__ = ["Codes", "coded", "is_national", "national_drafts", "national_type"]

_HEADER = re.compile(
    r"\s*(?P<point>[A-Z](?:[-—][A-Z0-9]{1,4}){2,6})\s+(?P<type>[A-Z])\s+(?P<difficulty>\d)(?:\s+(?P<agreement>\d))?\s*"
)
_FRAME = re.compile(r"\{\s*([A-C])\s*\}")
_PARTS = {"A": "stem", "B": "answer", "C": "rationale"}


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes before a question."""

    point: str
    """鉴定点代码."""
    type: str
    difficulty: str
    agreement: str
    """一致性代码, 0 to 5."""


def is_national(lines: list[Line]) -> bool:
    """Whether a source is laid out in this way."""
    headers = any(_HEADER.fullmatch(line.text) for line in lines)
    return headers and any(line.text.startswith("{") for line in lines)


def national_type(code: str) -> str:
    """The type that a letter stands for, such as `single_choice`; empty for an unknown one."""
    return str(tree("intake", "notation", "national_type").get(code.strip().upper(), ""))


def coded(plain: dict[str, object], codes: Codes) -> dict[str, object]:
    """Plain data of a question with its codes: the difficulty as a field, all of them as tags."""
    level = difficulty_of(codes.difficulty)
    tags = [
        say("intake.national.point", code=codes.point),
        say("intake.national.type", code=codes.type),
        *([say("intake.national.agreement", code=codes.agreement)] if codes.agreement else []),
    ]
    return plain | ({"difficulty": level} if level else {}) | {"tags": tags}


def national_drafts(lines: list[Line], pen: Pen) -> tuple[list[Draft], list[Finding]]:
    """The questions of such a source, and what is wrong or left over."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    for header, inner in _questions(lines):
        if header is None:
            left = [line for line in inner if line.text]
            if left:
                quote = pen.plain(" ".join(line.text for line in left))
                findings.append(loss("I301", pen.place(left[0].number), quote=quote))
            continue
        codes = _codes(header)
        kind = national_type(codes.type)
        if not kind:
            findings.append(loss("I501", pen.place(header.number), quote=codes.type))
        if not any(_FRAME.search(line.text) for line in inner):
            findings.append(loss("I502", pen.place(header.number), quote=header.text))
        draft, found = draft_of(_block(header, kind, inner), pen)
        drafts.append(draft.model_copy(update={"plain": coded(draft.plain, codes), "number": codes.point}))
        findings += found
    return drafts, findings


def _questions(lines: list[Line]) -> list[tuple[Line | None, list[Line]]]:
    """Each line of codes with what follows it; what stands before the first has none."""
    found: list[tuple[Line | None, list[Line]]] = [(None, [])]
    for line in lines:
        if _HEADER.fullmatch(line.text):
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return found


def _codes(header: Line) -> Codes:
    found = _HEADER.fullmatch(header.text)
    assert found is not None  # noqa: S101  # the line was chosen by the same pattern
    return Codes(found["point"].replace("—", "-"), found["type"], found["difficulty"], found["agreement"] or "")


def _block(header: Line, kind: str, lines: list[Line]) -> Block:
    block = Block(number=None, style="", line=header.number, section=None, tag=kind)
    context = "stem"
    for line in lines:
        start = 0
        for frame in _FRAME.finditer(line.text):
            _append(block, context, line.cut(start, frame.start()))
            context, start = _PARTS[frame[1]], frame.end()
        _append(block, context, line.cut(start))
    return block


def _append(block: Block, context: str, line: Line) -> None:
    if not line.text:
        return
    if context != "stem":
        (block.answer if context == "answer" else block.rationale).append(line)
        return
    marks = option_marks(line.text, len(block.options), in_stem=not block.stem)
    before = line.cut(0, marks[0].start if marks else None)
    if before.text:
        (block.options[-1][1] if block.options else block.stem).append(before)
    for mark, after in zip(marks, [*marks[1:], None], strict=True) if marks else ():
        block.options.append((mark.letter, [line.cut(mark.end, after.start if after else None)]))
