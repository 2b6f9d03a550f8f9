"""Cues: words by which a candidate who does not know finds the key."""

import re
from collections.abc import Iterator

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.reading import HOLE, quote
from authoring.findings import Severity
from authoring.questions import SingleChoice, TrueFalse

__all__ = ["AbsoluteWords", "SharedWords"]

_ABSOLUTE = re.compile(
    r"(?<![不固规特设约限给选确指])一定(?!的|时期|期间|时间|条件|程度|比例|范围|数量|阶段|幅度|规模|区域|周期|年限)"
    r"|必须|必然|所有(?![者权制人])|任何(?!单位|个人|组织)|绝对(?![值量误湿零压温差减数])"
    r"|完全(?!燃烧|氧化|竞争|成本|分解|反应)(?<!不完全)|永远|从不|从来|决不|绝不|一律|毫无"
    r"|只有|唯一(?!性|标识|编号|编码|代码|凭证)"
)
_MUST = "必须"
_BY_LAW = re.compile(r"《|条例|办法|规定|法律|法规|标准|指南|通则|GB|公告|通知|依法|要求")


class AbsoluteWords(QuestionCheck):
    """Absolute words mark a statement as wrong: few things hold always.

    Bad: 所有企业都必须…… as a wrong statement. Better: name the case in which it does not hold. 必须 is fine in rules.
    """

    code, severity, subject = "W207", Severity.INFO, Subject.WORDING

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        if _ABSOLUTE.search(reading.joined) is None:
            return
        for prefix, part in reading.parts:
            if isinstance(part, TrueFalse) and not part.key and (found := _absolute(reading.prose[f"{prefix}stem"])):
                yield trouble(f"{prefix}stem", severity=Severity.WARNING, word=found.group(), quote=_around(found))
        for choice in reading.choices:
            for place, text in enumerate(choice.texts):
                if not choice.right[place] and (found := _absolute(text)):
                    yield trouble(choice.option(place), word=found.group(), quote=_around(found))


def _absolute(text: str) -> re.Match[str] | None:
    """The first absolute word; 必须 is none where the text speaks of a rule."""
    by_law = _BY_LAW.search(text) is not None
    return next((found for found in _ABSOLUTE.finditer(text) if not (by_law and found.group() == _MUST)), None)


def _around(found: re.Match[str]) -> str:
    return quote(found.string, found.start(), found.end())


class SharedWords(QuestionCheck):
    """A run of the stem's words that comes back in the key alone points at it.

    Bad: stem 数据质量控制方案……, key 按数据质量控制方案……. Better: say it in other words, or in all options.
    """

    code, severity, subject = "W208", Severity.INFO, Subject.WORDING
    RUN = 4
    """Chinese characters in a row."""
    _RUNS = re.compile(r"[\u3400-\u9fff]{4,}")

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            if not isinstance(choice.part, SingleChoice):
                continue
            stem = reading.prose[choice.stem].replace(HOLE, "\n")
            key = choice.right.index(True)
            shared = self._grams(stem) & self._grams(choice.texts[key])
            others = "\n".join(text for place, text in enumerate(choice.texts) if place != key)
            if shared and not self._grams(stem) & self._grams(others):
                yield trouble(choice.option(key), letter=choice.letter(key), run=self._longest(stem, choice.texts[key]))

    def _grams(self, text: str) -> set[str]:
        return {
            run[start : start + self.RUN]
            for run in self._RUNS.findall(text)
            for start in range(len(run) - self.RUN + 1)
        }

    @staticmethod
    def _longest(stem: str, key: str) -> str:
        """The longest run of the key that stands in the stem too."""
        longest = ""
        for start in range(len(key)):
            while start + len(longest) < len(key) and key[start : start + len(longest) + 1] in stem:
                longest = key[start : start + len(longest) + 1]
        return longest
