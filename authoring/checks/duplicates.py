"""Duplicates within the bank: the same question twice, or nearly."""

from collections.abc import Iterator, Sequence

from authoring.checks.digest import Digest
from authoring.checks.frame import BankCheck, Context, Subject, Trouble, trouble
from authoring.checks.similarity import Pair, similar_pairs
from authoring.findings import Severity

__all__ = ["EqualStems", "NearDuplicates", "OneTemplate"]

THRESHOLD = 0.7
"""Cosine of character-bigram TF-IDF vectors from which two questions are called alike."""


class EqualStems(BankCheck):
    """Two questions with one stem: candidates of two papers, or of one, meet the same question.

    Bad: a copy under a new id. Better: retire one, or ask something else. With other options it is only a warning.
    """

    code, severity, subject = "K401", Severity.ERROR, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        first: dict[str, Digest] = {}
        for entry in digests:
            other = first.setdefault(entry.stem, entry)
            if other is not entry:
                severity = None if other.text == entry.text else Severity.WARNING
                yield trouble("stem", question=entry.id, severity=severity, other=other.id)


def _pairs(digests: Sequence[Digest]) -> list[tuple[Digest, Digest, float]]:
    """Each question with the one before it that is most like it, among those of its answer and among the others."""
    nearest: dict[tuple[int, bool], Pair] = {}
    for pair in similar_pairs([entry.text for entry in digests], THRESHOLD):
        first, second = digests[pair.first], digests[pair.second]
        place = pair.second, first.answer == second.answer
        if first.stem != second.stem and (place not in nearest or pair.cosine > nearest[place].cosine):
            nearest[place] = pair
    return [(digests[pair.first], digests[pair.second], pair.cosine) for _, pair in sorted(nearest.items())]


class NearDuplicates(BankCheck):
    """Two questions that are worded alike and have one answer are one question: both in a paper count it twice.

    Bad: one question reworded under a new id. Better: keep the better one, retire the other.
    """

    code, severity, subject = "K402", Severity.WARNING, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        for first, second, cosine in context.once(_Alike).of(digests):
            if first.answer == second.answer:
                yield trouble("stem", question=second.id, other=first.id, percent=round(cosine * 100))


class OneTemplate(BankCheck):
    """Two questions that are worded alike with different answers come from one template: fine, but not in one paper.

    Bad: three fuel calculations of other numbers in one paper. Better: name them as enemies in the blueprint.
    """

    code, severity, subject = "K403", Severity.INFO, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        for first, second, cosine in context.once(_Alike).of(digests):
            if first.answer != second.answer:
                yield trouble("stem", question=second.id, other=first.id, percent=round(cosine * 100))


class _Alike:
    """Keeps the pairs of one run: two checks look at them."""

    def __init__(self, context: Context) -> None:
        self._digests: Sequence[Digest] | None = None
        self._pairs: list[tuple[Digest, Digest, float]] = []

    def of(self, digests: Sequence[Digest]) -> list[tuple[Digest, Digest, float]]:
        if self._digests is not digests:
            self._digests, self._pairs = digests, _pairs(digests)
        return self._pairs
