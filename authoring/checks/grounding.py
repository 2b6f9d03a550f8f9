"""What a question rests on: knowledge points, level, sources, rationale."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.findings import Severity
from authoring.questions import Case, Level, Part, Question, Status
from authoring.texts import say

__all__ = ["LevelTooLow", "PointUnknown", "RationaleMissing", "SourceMissing", "SourceUnknown", "members", "near"]

_ORDER = tuple(Level)


def members(reading: Reading, field: str) -> Iterator[tuple[str, Question | Part]]:
    """The question, and the children that have a value of their own in `field`, with their prefixes."""
    question = reading.question
    yield "", question
    if isinstance(question, Case):
        yield from ((p, child) for p, child in reading.parts if getattr(child, field) != getattr(question, field))


def near(name: str, known: Iterable[str]) -> str:
    """`；是否指 …？` with the known name that is most like an unknown one; empty where none is."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return say("checks.near", name=found[0]) if found else ""


class PointUnknown(QuestionCheck):
    """Knowledge points are codes of the syllabus: blueprints find questions by them.

    Bad: D3-02. Better: D03-02.
    """

    code, severity, subject = "S121", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, member in members(reading, "knowledge_points"):
            for place, point in enumerate(member.knowledge_points):
                if context.points and point not in context.points:
                    hint = near(point, context.syllabus.names)
                    yield trouble(f"{prefix}knowledge_points.{place}", point=point, near=hint)


class LevelTooLow(QuestionCheck):
    """Candidates are examined in what the syllabus sets for their level.

    Bad: a 初级 question on a point that begins at 高级. Better: raise the level, or ask about another point.
    """

    code, severity, subject = "S122", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, member in members(reading, "knowledge_points"):
            for place, code in enumerate(member.knowledge_points):
                point = context.points.get(code)
                if point is not None and _ORDER.index(member.level) < _ORDER.index(point.from_level):
                    yield trouble(
                        f"{prefix}knowledge_points.{place}",
                        level=say(f"label.level.{member.level}"),
                        point=code,
                        name=point.name,
                        least=say(f"label.level.{point.from_level}"),
                    )


class SourceUnknown(QuestionCheck):
    """A source is a key of the references, so that a reviewer can follow it and a change finds its questions.

    Bad: 775号令. Better: REG775.
    """

    code, severity, subject = "S123", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        references = context.references
        for prefix, member in members(reading, "sources"):
            for place, key in enumerate(member.sources):
                if references.keys and context.resolve(key) is None:
                    yield trouble(f"{prefix}sources.{place}", source=key, near=near(key, references.keys))


class SourceMissing(QuestionCheck):
    """A question names what its key rests on: a candidate may contest it, and rules change.

    Bad: no sources. Better: the fact, document or formula that decides the key.
    """

    code, severity, subject = "S124", Severity.WARNING, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, member in members(reading, "sources"):
            if not member.sources:
                yield trouble(f"{prefix}sources", severity=_of_draft(member))


class RationaleMissing(QuestionCheck):
    """A rationale says why the key is right: reviewers check it, candidates learn from it.

    Bad: no rationale. Better: two to five sentences, the mistakes of the distractors among them.
    """

    code, severity, subject = "S125", Severity.WARNING, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, part in reading.parts:
            if not part.rationale.strip():
                yield trouble(f"{prefix}rationale", severity=_of_draft(part))


def _of_draft(member: Question | Part) -> Severity | None:
    """What a draft still lacks is only a hint."""
    return Severity.INFO if member.status is Status.DRAFT else None
