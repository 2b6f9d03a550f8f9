"""What a format cannot carry: declared once for each format, told for each question, shown in `docs/formats.md`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from authoring.findings import Finding, Place, Voice
from authoring.questions import Case, Part, Question, QuestionType

__all__ = ["ALL", "VOICE", "Asked", "Gap", "left_out", "told"]

VOICE = Voice("formats")
ALL = frozenset(QuestionType)
Asked = Part | Case
"""A question that a format writes, or the material of a case."""


def _always(_: Asked) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Gap:
    """A construct that a format does not carry as it is."""

    code: str
    """`F3xx`, a table of `texts/zh/formats.toml` that says what happens instead."""
    field: str
    types: frozenset[QuestionType] = ALL
    when: Callable[[Asked], bool] = _always
    """Whether a question of these types has the construct."""
    leaves_out: bool = False
    """The whole question is not written."""

    def concerns(self, question: Asked) -> bool:
        return question.type in self.types and self.when(question)


def told(gaps: Iterable[Gap], questions: Iterable[Question]) -> Iterator[Finding]:
    """A finding for each question and construct that is changed (a note) or left out (a warning)."""
    known = tuple(gaps)
    for question in questions:
        for asked in (question, *question.children) if isinstance(question, Case) else (question,):
            concerning = [gap for gap in known if gap.concerns(asked)]
            dropping = [gap for gap in concerning if gap.leaves_out]
            for gap in dropping[:1] or concerning:
                say_it = VOICE.doubtful if gap.leaves_out else VOICE.note
                yield say_it(gap.code, Place(question=asked.id, field=gap.field), id=asked.id)


def left_out(gaps: Iterable[Gap], question: Asked) -> bool:
    return any(gap.leaves_out and gap.concerns(question) for gap in gaps)
