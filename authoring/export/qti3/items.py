"""One assessment item for each question a candidate answers; a case is a stimulus that its children's items share."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from authoring.export.qti3.arrange import matching, ordering
from authoring.export.qti3.choice import multiple_choice, single_choice, true_false
from authoring.export.qti3.entry import blanks, numeric, short_answer
from authoring.export.qti3.pieces import HEAD, ROOT, Media, blocks, picture
from authoring.export.qti3.response_processing import outcome
from authoring.export.qti3.setting import Setting, Written
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.questions.scoring import ScoringRules

__all__ = ["item_xml", "stimulus_id", "stimulus_xml"]

_ITEM = f'{HEAD}<qti-assessment-item {ROOT} xml:lang="zh-CN" adaptive="false" time-dependent="false"'
_FEEDBACK = (
    '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>',
    '<qti-set-outcome-value identifier="FEEDBACK"><qti-base-value base-type="identifier">RATIONALE</qti-base-value>'
    "</qti-set-outcome-value>",
    '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="RATIONALE" show-hide="show"><qti-content-body>',
    "</qti-content-body></qti-modal-feedback>",
)


def item_xml(
    question: Part,
    *,
    marks: Decimal,
    rules: ScoringRules,
    order: Sequence[str] = (),
    with_keys: bool = True,
    feedback: bool = False,
    case: Case | None = None,
    media: Media = picture,
) -> str:
    """The item of a question worth `marks`; its pictures are addressed from a folder beside `media/`.

    Without keys it holds no correct response, mapping, response processing, feedback or rubric: nothing a candidate may
    not see. `feedback` shows the rationale after the attempt. `case` is the case whose child the question is.
    """
    written = _written(question, Setting(marks, rules, order, with_keys, media))
    declared, processed, shown = written.declarations + _outcomes(marks, question.type), written.processing, ""
    if feedback and with_keys and question.rationale:
        declare, set_it, head, tail = _FEEDBACK
        declared, processed = declared + declare, processed + set_it
        shown = f"{head}{blocks(question.rationale, media)}{tail}"
    processing = f"<qti-response-processing>{processed}</qti-response-processing>" if processed else ""
    ref, place = _stimulus(case) if case else ("", "")
    return (
        f'{_ITEM} identifier="{question.id}" title="{question.id}">{declared}{ref}'
        f"<qti-item-body>{place}{written.body}</qti-item-body>{processing}{shown}</qti-assessment-item>\n"
    )


def _written(question: Part, setting: Setting) -> Written:
    match question:
        case SingleChoice():
            return single_choice(question, setting)
        case MultipleChoice():
            return multiple_choice(question, setting)
        case TrueFalse():
            return true_false(question, setting)
        case Blanks():
            return blanks(question, setting)
        case Numeric():
            return numeric(question, setting)
        case Matching():
            return matching(question, setting)
        case Ordering():
            return ordering(question, setting)
        case ShortAnswer():
            return short_answer(question, setting)
        case _:
            assert_never(question)


@lru_cache(maxsize=1024)
def _outcomes(marks: Decimal, kind: str) -> str:
    """SCORE, 0 at first, and MAXSCORE."""
    marked_by = "human" if kind == "short_answer" else ""
    return outcome("SCORE", marks, marked_by=marked_by) + outcome("MAXSCORE", default=marks)


def stimulus_id(case: Case) -> str:
    return f"STIMULUS-{case.id}"


def _stimulus(case: Case) -> tuple[str, str]:
    """The reference to a case's stimulus and the place where players show it."""
    name = stimulus_id(case)
    return (
        f'<qti-assessment-stimulus-ref identifier="{name}" href="../stimuli/{case.id}.xml"/>',
        f'<div data-stimulus-idref="{name}"></div>',
    )


def stimulus_xml(case: Case, media: Media = picture) -> str:
    """The shared text of a case."""
    return (
        f'{HEAD}<qti-assessment-stimulus {ROOT} xml:lang="zh-CN" identifier="{stimulus_id(case)}" title="{case.id}">'
        f"<qti-stimulus-body>{blocks(case.stem, media)}</qti-stimulus-body></qti-assessment-stimulus>\n"
    )
