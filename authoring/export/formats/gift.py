"""GIFT: Moodle's text format, one paragraph for each question. No marks, no units, no pictures, one blank at most."""

from collections.abc import Callable, Iterator, Sequence

from authoring.export.formats.answers import guide, reach, share
from authoring.export.formats.constructs import (
    exact_blank,
    explanation_in,
    picture_in,
    several_blanks,
    unit_in,
)
from authoring.export.formats.gaps import Gap, left_out
from authoring.export.formats.groups import Group
from authoring.export.formats.markup import html, html_line, line
from authoring.export.formats.moodle import SHARED_GAPS
from authoring.export.qti3.pieces import number
from authoring.export.qti3.wordings import wordings
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Question,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

__all__ = ["GAPS", "gift_text"]

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": " "})
_LITERAL = str.maketrans({"*": "\\*"})
"""A star alone stands for any text."""
_MARKED = frozenset(QuestionType) - {QuestionType.CASE}

GAPS = (
    *SHARED_GAPS,
    Gap("F301", "type", frozenset({QuestionType.ORDERING}), leaves_out=True),
    Gap("F313", "blanks", frozenset({QuestionType.BLANKS}), several_blanks, leaves_out=True),
    Gap("F314", "marks", _MARKED),
    Gap("F315", "match", frozenset({QuestionType.BLANKS}), exact_blank),
    Gap("F316", "unit", frozenset({QuestionType.NUMERIC}), unit_in),
    Gap("F317", "rubric", frozenset({QuestionType.SHORT_ANSWER})),
    Gap("F318", "stem", when=picture_in),
    Gap("F320", "rationale", frozenset({QuestionType.CASE}), explanation_in),
)


def gift_text(groups: Sequence[Group], _media: Callable[[str], bytes]) -> bytes:
    """The questions that GIFT can carry (see `GAPS`)."""
    written: list[str] = []
    for group in groups:
        written.append(f"$CATEGORY: $course$/top/{group.name.replace('/', '//')}\n")
        for question in group.questions:
            written += _entries(question)
    return "\n".join(written).encode()


def _entries(question: Question) -> Iterator[str]:
    if isinstance(question, Case):
        yield f"{_named(question)}::{question.id}::[html]{_sign(html(question.stem))}\n"
    for part in question.children if isinstance(question, Case) else (question,):
        if not left_out(GAPS, part):
            yield f"{_named(part)}::{part.id}::[html]{_asked(part)}\n"


def _named(question: Question) -> str:
    tags = "".join([f" [tag:{word.replace(']', '')}]" for word in (*question.knowledge_points, *question.tags)])
    return f"// [id:{question.id}]{tags}\n"


def _asked(question: Part) -> str:
    told = f"####{_sign(html(question.rationale))}" if question.rationale else ""
    stem = _sign(html(question.stem, None, lambda n: "\x00"))
    match question:
        case SingleChoice():
            return f"{stem}{{{_options(question, '=', '~', [question.key])}{told}}}"
        case MultipleChoice():
            right = f"~%{share(len(question.key))}%"
            return f"{stem}{{{_options(question, right, '~%-100%', question.key)}{told}}}"
        case TrueFalse():
            return f"{stem}{{{'TRUE' if question.key else 'FALSE'}{told}}}"
        case Blanks():
            answers = " ".join(f"={_sign(text.translate(_LITERAL))}" for text in wordings(question.blanks[0]))
            return stem.replace("\x00", f"{{{answers}{told}}}")
        case Numeric():
            return f"{stem}{{#{number(question.value)}:{number(reach(question))}{told}}}"
        case Matching():
            return f"{stem}{{{_pairs(question)}{told}}}"
        case ShortAnswer():
            told = "\n\n".join([guide(question), question.rationale])
            return f"{stem}{{####{_sign(html(told))}}}"
        case Ordering():
            raise AssertionError(question.id)


def _options(question: SingleChoice | MultipleChoice, right: str, wrong: str, key: Sequence[str]) -> str:
    lines = []
    for option in question.options:
        told = f"#{_sign(html_line(option.mistake))}" if option.mistake else ""
        lines.append(f"\n{right if option.id in key else wrong}{_sign(html_line(option.text))}{told}")
    return "".join(lines) + "\n"


def _pairs(question: Matching) -> str:
    right = {choice.id: _sign(line(choice.text)) for choice in question.choices}
    unused = [choice.id for choice in question.choices if choice.id not in question.key.values()]
    pairs = [(_sign(html_line(premise.text)), right[question.key[premise.id]]) for premise in question.premises]
    both = [*pairs, *(("", right[name]) for name in unused)]
    return "".join([f"\n={premise} -> {choice}" for premise, choice in both]) + "\n"


def _sign(text: str) -> str:
    """A text in which no sign means anything but itself."""
    return text.translate(_SIGNS)
