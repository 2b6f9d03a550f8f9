"""Coverage of the syllabus by active questions."""

from collections.abc import Iterator, Sequence

from authoring.checks.digest import Digest
from authoring.checks.frame import BankCheck, Context, Subject, Trouble, trouble
from authoring.findings import Severity
from authoring.questions import Status

__all__ = ["DomainEmpty", "PointsWithoutQuestion"]


def _covered(digests: Sequence[Digest]) -> set[str]:
    return {point for entry in digests if entry.status is Status.ACTIVE for point in entry.points}


class PointsWithoutQuestion(BankCheck):
    """Every knowledge point has an active question, so that papers can sample the whole syllabus.

    Bad: a domain of seven points with questions on three. Better: write for the points that are named.
    """

    code, severity, subject = "K421", Severity.INFO, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        covered = _covered(digests)
        for domain in context.syllabus.domains:
            missing = [point for point in domain.points if point.code not in covered]
            if missing and len(missing) < len(domain.points):
                points = "、".join(f"{point.code} {point.name}" for point in missing)
                yield trouble(domain=domain.code, name=domain.name, count=len(missing), points=points)


class DomainEmpty(BankCheck):
    """A domain without any active question can't be examined: blueprints that give it marks have no paper.

    Bad: a domain of 15 % without a question. Better: write for it first.
    """

    code, severity, subject = "K422", Severity.WARNING, Subject.BANK

    def examine(self, digests: Sequence[Digest], context: Context) -> Iterator[Trouble]:
        covered = _covered(digests)
        for domain in context.syllabus.domains:
            if domain.points and not any(point.code in covered for point in domain.points):
                yield trouble(domain=domain.code, name=domain.name)
