"""Pasted text, .txt and .md: any of the layouts that authors use → drafts and a loss report."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from authoring.findings import Finding, Place, Report
from authoring.intake.answers import BlankNotation
from authoring.intake.blocks import read_blocks
from authoring.intake.draft import Draft, Intake
from authoring.intake.drafting import Pen, case_of, draft_of
from authoring.intake.keys import KeyEntry, Keys, keys_in, match_keys, read_key_lines
from authoring.intake.lines import Line, lines_of
from authoring.intake.losses import loss
from authoring.intake.markup import Tokens, TooManyPiecesError
from authoring.intake.national import is_national, national_drafts
from authoring.intake.reading import Block, Group, Reading

__all__ = ["LARGEST", "intake_of", "pictures_of", "read_keys", "read_text"]

LARGEST = 10_000_000
"""Characters of one text."""
_QUOTED = 30
"""Answers of a quote."""
_PIECES = re.compile(
    r"\$\$(?:[^\\$]|\\.)+?\$\$|\$(?!\s)(?:[^\\$\n]|\\.)+?(?<!\s)\$(?!\d)|\\ce\s*\{(?:[^{}\n]|\{[^{}\n]*\})*\}"
    r"|!\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]+`|\[\[\d{1,3}\]\]|\\[!-/:-@\[-`{-~]"
)
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_BOLD_LABEL = re.compile(
    r"\*\*[ \t]*([【\[]?[^*\n：:】\]]{1,10}[】\]：:][：:]?|第?\d{1,4}[题.、．)）]+)[ \t]*\*\*"
    r"|\*\*[ \t]*([^*\n：:]{1,10}?)[ \t]*\*\*(?=[ \t]*[：:])"
)
"""`**答案：**`, `**答案**：`, `**1.**`."""
_LIST_SIGN = re.compile(r"^\s*[-*+]\s+(?=[（(]?[A-Z][.、．:：)）])")
_LOOKS_LIKE_MARKUP = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$|\\ce\{|\\frac\{|\[\[\d\]\]|!\[[^\]\n]*\]\(")


def read_text(
    text: str,
    source: str,
    *,
    keys: Sequence[Keys] = (),
    blanks: BlankNotation | None = None,
) -> Intake:
    """The questions in a text; `source` names it in places (a file name, or what the paste is called).

    Signs that Markdown has a meaning for are text; in a source that ends in `.md` they are markup. `keys` are the
    answers of other files, `blanks` says what separates the answers of several blanks.
    """
    if len(text) > LARGEST:
        size, most = len(text) // 1_000_000, LARGEST // 1_000_000
        return _refused(source, loss("I102", Place(file=source), source=source, size=size, most=most))
    if "\x00" in text:
        return _refused(source, loss("I108", Place(file=source), source=source))
    if not text.strip("\ufeff \t\r\n\u3000"):
        return _refused(source, loss("I101", Place(file=source), source=source))
    try:
        return _read(text, source, keys, blanks)
    except TooManyPiecesError:
        return _refused(source, loss("I106", Place(file=source), source=source, part=source))


def _read(text: str, source: str, keys: Sequence[Keys], blanks: BlankNotation | None) -> Intake:
    tokens = Tokens()
    is_markup = PurePath(source).suffix.lower() in (".md", ".markdown")
    pen = Pen(source, tokens, blanks, is_markup, pictures_of(keys))
    lines = list(lines_of(tokens.guard(text)))
    if is_markup:
        lines = _held(lines, tokens)
    intake = intake_of(lines, pen, keys)
    hints = () if is_markup else tuple(_markup_hints(lines, pen))
    return intake.model_copy(update={"report": Report(findings=intake.report.findings + hints)})


def read_keys(text: str, source: str = "") -> Keys:
    """The answers in a text that is nothing but detached keys, for `read_text(…, keys=…)`."""
    tokens = Tokens()
    return keys_in(lines_of(tokens.guard(text)), source, tokens)


def _refused(source: str, finding: Finding) -> Intake:
    return Intake(source=source, report=Report(findings=(finding,)))


def pictures_of(keys: Sequence[Keys]) -> dict[str, bytes]:
    """The pictures in files of answers."""
    return {name: data for one in keys for name, data in one.media.items()}


def intake_of(lines: list[Line], pen: Pen, keys: Sequence[Keys] = ()) -> Intake:
    """The questions in lines, whatever they were read from."""
    if is_national(lines):
        coded, told = national_drafts(lines, pen)
        return Intake(source=pen.source, drafts=tuple(coded), report=Report.of(told))
    reading = read_blocks(lines)
    findings = list(_matched(reading, keys, pen))
    drafts: list[Draft] = []
    done: set[int] = set()
    for block in reading.blocks:
        group = block.group
        if group is not None and id(group) in done:
            continue
        if group is not None:
            done.add(id(group))
        draft, found = case_of(group, pen) if group else draft_of(block, pen)
        drafts.append(draft)
        findings += found
    findings += _structure(reading, pen)
    findings.sort(key=lambda finding: finding.where.line or 0)
    if not drafts and not findings:
        findings.append(loss("I101", Place(file=pen.source), source=pen.source))
    return Intake(source=pen.source, drafts=tuple(drafts), report=Report.of(findings))


def _matched(reading: Reading, keys: Sequence[Keys], pen: Pen) -> Iterator[Finding]:
    """Detached keys go to their questions; what is told is what did not fit."""
    entries, unread = read_key_lines(reading.keys)
    for line in unread:
        yield loss("I311", pen.place(line.number), quote=pen.plain(line.text))
    if entries and not reading.blocks:
        quote = " ".join(f"{entry.number}.{_whole(entry, pen)}" for entry in entries[:_QUOTED])
        yield loss("I330", pen.place(entries[0].line), count=len(entries), quote=quote)
        return
    yield from _given(reading, entries, pen, pen.source)
    for one in keys:
        held = one.held_by(pen.tokens)
        for line in held.left_over:
            title = not held.entries or line.number < held.entries[0].line
            where = Place(file=one.source, line=line.number)
            yield loss("I301" if title else "I311", where, quote=pen.plain(line.text))
        yield from _given(reading, held.entries, pen, one.source)


def _given(reading: Reading, entries: list[KeyEntry], pen: Pen, source: str) -> Iterator[Finding]:
    """The answers of one file go to their questions."""
    matched = match_keys(reading.blocks, entries)
    for code, group in (("I309", matched.unused), ("I310", matched.doubtful)):
        for entry in group:
            where = Place(file=source, line=entry.line)
            yield loss(code, where, number=entry.number, quote=_whole(entry, pen))
    for block, entry in matched.second:
        quote, answer = pen.plain(_text(block.answer)), _answer(entry, pen)
        if not quote.startswith(answer):
            yield loss("I326", pen.place(block.line), number=entry.number, quote=quote, answer=answer)
    for first, second in matched.twice:
        quote, answer = _answer(first, pen), _answer(second, pen)
        if quote != answer:
            where = Place(file=source, line=second.line)
            yield loss("I341", where, number=second.number, quote=quote, answer=answer)


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _answer(entry: KeyEntry, pen: Pen) -> str:
    return pen.plain(_text(entry.answer))


def _whole(entry: KeyEntry, pen: Pen) -> str:
    return pen.plain(_text(entry.answer + entry.rationale))


def _structure(reading: Reading, pen: Pen) -> Iterator[Finding]:
    """What is odd about the source as a whole."""
    for chunk in _neighbours(reading.left_over):
        yield loss("I301", pen.place(chunk[0].number), quote=pen.plain(_text(chunk)))
    for section in reading.sections:
        if section.type is None and not section.open_choice:
            yield loss("I302", pen.place(section.line), quote=pen.plain(section.word))
        own = [block for block in reading.blocks if block.section is section]
        found = sum(1 for block in own if not (block.group and block.group.number))
        found += sum(1 for group in reading.groups if group.section is section and group.number)
        if not own:
            yield loss("I329", pen.place(section.line), quote=pen.plain(section.title))
        elif section.count is not None and section.count != found:
            yield loss(
                "I303", pen.place(section.line), quote=pen.plain(section.title), wanted=section.count, found=found
            )
    for group in reading.groups:
        if not group.children or (group.span and not _covers(group)):
            yield loss("I320", pen.place(group.line), quote=pen.plain(_text(group.stimulus)))
    yield from _numbers(reading.blocks, pen)


def _covers(group: Group) -> bool:
    first, last = group.span or (0, 0)
    return {block.number for block in group.children} >= set(range(first, last + 1))


def _neighbours(lines: list[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for line in lines:
        if chunk and line.number > chunk[-1].number + 2:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _numbers(blocks: list[Block], pen: Pen) -> Iterator[Finding]:
    """Numbers that come twice or leave others out, within a section."""
    for before, block in pairwise(blocks):
        alike = before.section is block.section and before.style == block.style
        if not alike or before.number is None or block.number is None or before.group is not block.group:
            continue
        if block.number == before.number:
            yield loss("I319", pen.place(block.line), number=block.number)
        elif block.number > before.number + 1:
            yield loss("I325", pen.place(block.line), before=before.number, number=block.number)


def _held(lines: list[Line], tokens: Tokens) -> list[Line]:
    """Lines of Markdown: formulas, pictures, code and tables are one piece each, bold labels are labels."""
    found: list[Line] = []
    table: list[str] = []
    for line in [*lines, Line("", len(lines) + 1)]:
        if _TABLE_ROW.fullmatch(line.text):
            table.append(line.text)
            continue
        if table:
            held = tokens.hold("\n\n" + "\n".join(table) + "\n\n") if len(table) > 1 else table[0]
            found.append(Line(held, line.number - len(table)))
            table = []
        text = _PIECES.sub(lambda piece: tokens.hold(piece.group()), line.text)
        found.append(Line(_LIST_SIGN.sub("", _BOLD_LABEL.sub(lambda label: label[1] or label[2], text)), line.number))
    return found


def _markup_hints(lines: list[Line], pen: Pen) -> Iterator[Finding]:
    for line in lines:
        found = _LOOKS_LIKE_MARKUP.search(line.text) if "\\" in line.text or "[" in line.text else None
        if found:
            yield loss("I322", pen.place(line.number), quote=found.group())
