"""Options: what gives the key away, and what makes options unclear."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from authoring.checks.amounts import Amount, Interval, amount, interval
from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.reading import Choice
from authoring.findings import Severity
from authoring.questions import Matching, Ordering, SingleChoice

__all__ = ["AllOrNone", "ContainedOption", "DoubledOption", "LongestIsKey", "OptionOrder", "OverlappingRanges"]

_ABOVE = (
    r"(?:以上|上述|前述|前面|前[两二三四五])(?:[的之]?(?:各项|选项|答案|说法|[两二三四五几]?[项者种个]|情[形况]|内容))*"
)
_VERDICT = r"(?:不?(?:对|是|正确|成立|符合|属于|包括|包含|可以?|能|适用|存在|需要)|错误?|有误)的?"


class AllOrNone(QuestionCheck):
    """以上都对 and 以上都不是 are chosen without knowing all options, and are wrong once options are shuffled.

    Bad: D. 以上都对. Better: a 多选 over the same options, or a fourth real distractor.
    """

    code, severity, subject = "W201", Severity.ERROR, Subject.WORDING
    _PATTERN = re.compile(
        rf"{_ABOVE}(?:[都均全皆]|全部)?{_VERDICT}|(?:[都均全皆]|全部){_VERDICT}"
        rf"|[A-H](?:[、和与及或,，\s]*[A-H])+(?:[两二三四][项者])?(?:[都均皆])?(?:{_VERDICT})?"
    )

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            for place, text in enumerate(choice.texts):
                if self._PATTERN.fullmatch(text.strip(" 。")):
                    pinned = choice.part.options[place].pinned
                    severity = Severity.WARNING if pinned else None
                    yield trouble(choice.option(place), severity=severity, letter=choice.letter(place), text=text)


class LongestIsKey(QuestionCheck):
    """A key that is clearly the longest option is chosen by its length.

    Bad: a key with all its conditions among three short distractors. Better: move the conditions into the stem.
    """

    code, severity, subject = "W202", Severity.WARNING, Subject.WORDING
    TIMES, MORE = 1.3, 6
    """Longer than the second by both: this factor, and this many characters."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            if not isinstance(choice.part, SingleChoice):
                continue
            widths = [_width(text) for text in choice.texts]
            key = choice.right.index(True)
            second = max(width for place, width in enumerate(widths) if place != key)
            if widths[key] > self.TIMES * second and widths[key] >= second + self.MORE:
                length, next_length = round(widths[key]), round(second)
                yield trouble(choice.option(key), letter=choice.letter(key), length=length, second=next_length)


def _width(text: str) -> float:
    """Length in full characters; letters and digits count half."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


class OptionOrder(QuestionCheck):
    """Numbers and dates stand in order: candidates look for a value, not for its place.

    Bad: 12, 3, 20, 7. Better: 3, 7, 12, 20.
    """

    code, severity, subject = "W203", Severity.WARNING, Subject.WORDING

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            texts = [text for text, option in zip(choice.texts, choice.part.options, strict=True) if not option.pinned]
            amounts = [found for text in texts if (found := amount(text))]
            if len(amounts) < 3 or len(amounts) != len(texts) or len({found.kind for found in amounts}) > 1:
                continue
            values = [found.values for found in amounts]
            if values not in (sorted(values), sorted(values, reverse=True)):
                ordered = [text for _, text in sorted(zip(values, texts, strict=True))]
                yield trouble(f"{choice.prefix}options", given="、".join(texts), ordered="、".join(ordered))


class DoubledOption(QuestionCheck):
    """Two options that say the same, or the same amount, can't be told apart: nobody can tell which one is right.

    Bad: 50% and 0.5 of the same quantity, or one text twice. Better: another mistake as distractor.
    """

    code, severity, subject = "W204", Severity.ERROR, Subject.WORDING

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, texts in _lists(reading):
            if len(set(map(_content, texts))) == len(texts):
                continue
            for (first, one), (second, two) in combinations(enumerate(texts), 2):
                if _content(one) == _content(two):
                    yield trouble(f"{path}.{second}.text", first=first + 1, second=second + 1, text=one, other=two)


def _lists(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    for prefix, part in reading.parts:
        names = {Matching: ("premises", "choices"), Ordering: ("items",)}.get(type(part), ())
        for name in names:
            count = len(getattr(part, name))
            yield f"{prefix}{name}", [reading.candidate[f"{prefix}{name}.{place}.text"] for place in range(count)]
    for choice in reading.choices:
        yield f"{choice.prefix}options", [reading.candidate[choice.option(n)] for n in range(len(choice.texts))]


_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _content(text: str) -> str | Amount:
    """A single amount, or text but for width, blanks and closing marks; case stays (mW and MW differ)."""
    found = amount(text)
    if found is not None and len(found.values) == 1:
        return found
    return "".join(text.translate(_WIDTHS).split()).rstrip(".;。；,")


class OverlappingRanges(QuestionCheck):
    """Ranges among options do not overlap, so that a value lies in one of them only.

    Bad: 5%～10%, 8%～15%. Better: 5%～10%, 10%～15%. Fine where a rule's own range is asked for.
    """

    code, severity, subject = "W205", Severity.INFO, Subject.WORDING
    _BY_RULE = re.compile("以上[^，。]*以下")
    """How rules word their own ranges, such as fines: there the range itself is asked for."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            found = [interval(text) for text in choice.texts]
            ranges = [entry for entry in found if entry is not None]
            if len(ranges) != len(found) or len({entry.unit for entry in ranges}) > 1 or _thresholds(ranges):
                continue
            if any(map(self._BY_RULE.search, choice.texts)):
                continue
            for (first, one), (second, two) in combinations(enumerate(ranges), 2):
                if max(one.low, two.low) < min(one.high, two.high):
                    yield trouble(
                        choice.option(second),
                        letter=choice.letter(first),
                        text=choice.texts[first],
                        other_letter=choice.letter(second),
                        other=choice.texts[second],
                    )


def _thresholds(ranges: list[Interval]) -> bool:
    """Whether all are open to one side: then they name a limit (不少于3年, 不少于5年), not a range."""
    infinite = Decimal("Infinity")
    return all(entry.high == infinite for entry in ranges) or all(entry.low == -infinite for entry in ranges)


class ContainedOption(QuestionCheck):
    """Where one option holds another, whoever believes the long one must believe the short one too.

    Bad: 化石燃料燃烧排放 beside 化石燃料燃烧排放和过程排放. Better: options that exclude each other.
    """

    code, severity, subject = "W206", Severity.INFO, Subject.WORDING
    SHORTEST = 4
    """Characters of the shorter one."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            if isinstance(choice.part, SingleChoice):
                yield from self._held(choice, choice.right.index(True))

    def _held(self, choice: Choice, key: int) -> Iterator[Trouble]:
        for place in range(len(choice.texts)):
            short, long = sorted((place, key), key=lambda n: len(choice.texts[n]))
            inner, outer = choice.texts[short], choice.texts[long]
            if place != key and len(inner) >= self.SHORTEST and inner in outer and inner != outer and not amount(inner):
                letters = choice.letter(short), choice.letter(long)
                yield trouble(choice.option(place), short=letters[0], long=letters[1], text=inner)
