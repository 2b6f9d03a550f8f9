"""Writing: punctuation, width, brackets and the end of a text."""

import re
from collections.abc import Iterator
from typing import ClassVar

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.reading import HOLE, quote
from authoring.content.nodes import Image, Inline, Paragraph
from authoring.findings import Severity
from authoring.texts import say

__all__ = ["Brackets", "ClosingMark", "FullWidthSigns", "HalfWidthMarks"]

_HAN = r"[\u3400-\u9fff]"
_FULL_WIDTHS: dict[int, int | str] = {half: half + 0xFEE0 for half in range(0x21, 0x7F)} | {
    ord("."): "。",
    ord('"'): "“”",
}
_HALF_WIDTHS = {full: half for half, full in _FULL_WIDTHS.items() if isinstance(full, int)}


class HalfWidthMarks(QuestionCheck):
    """Punctuation beside Chinese characters is full-width: half-width marks crowd and break lines badly.

    Bad: 监测,报告与核查. Better: 监测，报告与核查.
    """

    code, severity, subject = "W221", Severity.WARNING, Subject.WORDING
    _PATTERN = re.compile(
        rf"(?=[ ,;:?!.(\"])(?:(?<={_HAN}) ?[,;:?!]|(?<=[）”》…]) ?[,;?!]|[,;?!](?= ?{_HAN})"
        rf"|(?<=[\u3400-\u9fff）”》{HOLE}])\.(?=\s*{_HAN}|\s*$)|(?<={_HAN})\((?=[^()]*\))|(?<!/)\((?={_HAN}[^()]*\))"
        rf'|(?<={_HAN})"|"(?={_HAN}))',
        re.MULTILINE,
    )

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, text, found in reading.matches(self._PATTERN):
            mark = found.group().strip()
            wide = mark.translate(_FULL_WIDTHS)
            yield trouble(path, mark=mark, wide=wide, quote=quote(text, found.start(), found.end()))


class FullWidthSigns(QuestionCheck):
    """Digits, letters and per cent signs are half-width: full-width ones are neither found nor read as numbers.

    Bad: ２０３０年, ＣＯ₂. Better: 2030年, CO₂.
    """

    code, severity, subject = "W222", Severity.WARNING, Subject.WORDING
    _PATTERN = re.compile("[０-９Ａ-Ｚａ-ｚ％]+(?:[．，][０-９]+)*")

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, _, found in reading.matches(self._PATTERN):
            yield trouble(path, written=found.group(), right=found.group().translate(_HALF_WIDTHS | {ord("．"): "."}))


class Brackets(QuestionCheck):
    """Brackets and quotation marks come in pairs of one kind.

    Bad: （含税), 《条例. Better: （含税）, 《条例》.
    """

    code, severity, subject = "W223", Severity.WARNING, Subject.WORDING
    _PAIRS: ClassVar = {"（": "）", "(": ")", "《": "》", "“": "”", "‘": "’", "【": "】", "〔": "〕", "「": "」"}
    _CLOSING = frozenset(_PAIRS.values()) - {"’"}  # also an apostrophe
    _SIGNS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSING)) + "]")
    _LABEL = re.compile(r"(?:^|[\s。；：，])[\da-zA-Z一二三四五六七八九十]{1,2}\Z")
    """`1）` and `a)` open a list: a closing bracket alone is right there."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        if self._SIGNS.search(reading.joined) is None:
            return
        for path, text in reading.prose.items():
            found = self._odd(text)
            if found is not None:
                yield trouble(path, mark=text[found], quote=quote(text, found, found + 1))

    def _odd(self, text: str) -> int | None:
        """Place of the first bracket without its partner."""
        open_ones: list[tuple[str, int]] = []
        for found in self._SIGNS.finditer(text):
            sign = found.group()
            if sign in self._CLOSING:
                if open_ones and self._PAIRS[open_ones[-1][0]] == sign:
                    open_ones.pop()
                elif open_ones or sign not in ")）" or not self._LABEL.search(text[: found.start()]):
                    return found.start()
            elif sign != "‘" or "’" in text[found.end() :]:
                open_ones.append((sign, found.start()))
        return open_ones[0][1] if open_ones else None


class ClosingMark(QuestionCheck):
    """Stems, rationales and model answers end in a closing mark: without one, a text may have been cut off.

    Bad: ……最接近（　　）. Better: ……最接近（　　）。
    """

    code, severity, subject = "W224", Severity.INFO, Subject.WORDING
    _CLOSED = re.compile(rf"[。？！：；…?{HOLE}][”’）》]?(?:（[^（）]*(?:（[^（）]*）[^（）]*)*）)?\s*\Z")
    _FIELDS = re.compile(r"(?:^|\.)(stem|rationale|model_answer)$")

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, content in reading.contents.items():
            field = self._FIELDS.search(path)
            last = content.blocks[-1] if content.blocks else None
            if not field or not isinstance(last, Paragraph) or _is_picture(last.children):
                continue
            text = reading.prose[path]
            if not self._CLOSED.search(text):
                yield trouble(path, name=say(f"checks.field.{field[1]}"), end=text.strip()[-8:].replace(HOLE, "…"))


def _is_picture(children: tuple[Inline, ...]) -> bool:
    return bool(children) and isinstance(children[-1], Image)
