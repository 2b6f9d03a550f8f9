"""What marking reads of a package: questions with keys and rubrics, the scoring rules, the forms' marks."""

from types import MappingProxyType

from authoring.export.reader import Package
from authoring.papers.paper import Form
from authoring.questions import Case, Part, ShortAnswer
from authoring.questions.entry import RubricPoint

__all__ = ["MarkingKey"]


class MarkingKey:
    """Of one package. No page of a candidate is ever made from it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.questions = MappingProxyType(package.questions)
        self.scoring = package.paper.scoring
        self.pass_marks = package.paper.pass_marks
        self.title = package.paper.title
        self.paper = package.paper.id

    def form(self, name: str) -> Form:
        return self._package.form(name)

    def part(self, question: str, part: str) -> Part:
        """A question, or the child of a case. Raises KeyError for an unknown one."""
        found = self.questions[question]
        if not isinstance(found, Case):
            return found
        return next(child for child in found.children if child.id == part)

    def rubric(self, question: str, part: str) -> tuple[RubricPoint, ...]:
        """Of a short answer; empty for any other part."""
        found = self.part(question, part)
        return found.rubric if isinstance(found, ShortAnswer) else ()

    def media(self, name: str) -> bytes:
        """A picture of a stem, a model answer or a rationale. Raises PackageError for an unknown one."""
        return self._package.media(f"media/{name}", for_marking=True)
