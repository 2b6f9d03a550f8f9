"""Balance of the keys: a candidate who guesses must gain nothing from always taking one letter."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from authoring.checks.digest import Digest, Key
from authoring.checks.frame import BankCheck, Context, Subject, Trouble, trouble
from authoring.findings import Severity
from authoring.questions import QuestionType

__all__ = ["KeyLetters", "KeySizes", "TrueShare"]

FEWEST = 20
"""Questions below which nothing is said about shares."""
_CRITICAL = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277, 5: 15.086, 6: 16.812, 7: 18.475, 8: 20.090, 9: 21.666}
"""Upper 1 % points of the chi-square distribution by degrees of freedom (any statistical table)."""


def _keys(digests: Sequence[Digest], kind: QuestionType) -> list[Key]:
    return [key for entry in digests for key in entry.keys if key.type is kind]


def _listed(counts: Sequence[tuple[str, int]]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts)


class KeyLetters(BankCheck):
    """The keys of 单选 are spread evenly over the letters (chi-square test at 1 %, from 20 questions).

    Bad: half of all keys are C. Better: move keys when questions are written; shuffled options do it by themselves.
    """

    code, severity, subject = "K411", Severity.WARNING, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        keys = sorted(_keys(digests, QuestionType.SINGLE_CHOICE), key=lambda key: key.options)
        for options, group in groupby(keys, key=lambda key: key.options):
            places = Counter(key.places[0] for key in group)
            if places.total() < FEWEST or options - 1 not in _CRITICAL:
                continue
            if _chi_square(places, options) > _CRITICAL[options - 1]:
                counts = [(chr(ord("A") + place), places[place]) for place in range(options)]
                yield trouble(options=options, total=places.total(), counts=_listed(counts))


def _chi_square(places: Counter[int], options: int) -> float:
    """Pearson's statistic against even shares."""
    expected = places.total() / options
    return sum((places[place] - expected) ** 2 for place in range(options)) / expected


class TrueShare(BankCheck):
    """About half of the 判断 are right: outside 35–65 % one answer throughout earns too much.

    Bad: four in five are right. Better: turn some statements round.
    """

    code, severity, subject = "K412", Severity.WARNING, Subject.BANK
    LOWEST, HIGHEST = 0.35, 0.65

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        keys = _keys(digests, QuestionType.TRUE_FALSE)
        right = sum(key.places == (0,) for key in keys)
        if len(keys) >= FEWEST and not self.LOWEST <= right / len(keys) <= self.HIGHEST:
            yield trouble(total=len(keys), right=right, percent=round(100 * right / len(keys)))


class KeySizes(BankCheck):
    """多选 differ in the number of right options: otherwise candidates count ticks instead of thinking.

    Bad: nine in ten have three right options. Better: two, three and four.
    """

    code, severity, subject = "K413", Severity.INFO, Subject.BANK
    HIGHEST = 0.7
    """Share of one number."""

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        sizes = Counter(len(key.places) for key in _keys(digests, QuestionType.MULTIPLE_CHOICE))
        if sizes.total() < FEWEST:
            return
        size, count = max(sizes.items(), key=lambda item: (item[1], item[0]))
        if count / sizes.total() > self.HIGHEST:
            yield trouble(total=sizes.total(), size=size, percent=round(100 * count / sizes.total()))
