"""单选, 多选 and 判断 as qti-choice-interaction. The form has fixed the order, so nothing is shuffled."""

from decimal import Decimal

from authoring.export.qti3.pieces import blocks, inline, number
from authoring.export.qti3.response_processing import all_or_nothing, declaration, mapping, points_for
from authoring.export.qti3.setting import Setting, Written, shown
from authoring.questions import MultipleChoice, SingleChoice, TrueFalse
from authoring.questions.scoring import Incomplete, ScoringRules, incomplete_marks
from authoring.texts import say

__all__ = ["multiple_choice", "single_choice", "true_false"]

_STYLE = 'class="qti-labels-upper-alpha" response-identifier="RESPONSE" shuffle="false"'


def single_choice(question: SingleChoice, setting: Setting) -> Written:
    keys = setting.with_keys
    return Written(
        declaration("RESPONSE", "single", "identifier", (question.key,) if keys else ()),
        _body(question, setting, 1),
        all_or_nothing(setting.marks) if keys else "",
    )


def multiple_choice(question: MultipleChoice, setting: Setting) -> Written:
    body = _body(question, setting, 0)
    if not setting.with_keys:
        return Written(declaration("RESPONSE", "multiple", "identifier"), body)
    marks, rules = setting.marks, setting.rules
    one = incomplete_marks(1, marks, rules)
    if not one:
        return Written(declaration("RESPONSE", "multiple", "identifier", question.key), body, all_or_nothing(marks))
    if rules.multiple_choice is Incomplete.HALF:
        return Written(
            declaration("RESPONSE", "multiple", "identifier", question.key, _mapped(question, Decimal(1))),
            body,
            points_for(marks, one),
        )
    mapped = _mapped(question, rules.option_marks, _most(question, marks, rules))
    return Written(
        declaration("RESPONSE", "multiple", "identifier", question.key, mapped), body, points_for(marks, None)
    )


def true_false(question: TrueFalse, setting: Setting) -> Written:
    key = ("true" if question.key else "false",) if setting.with_keys else ()
    choices = "".join(
        [
            f'<qti-simple-choice identifier="{name}">{say(f"candidate.question.{word}")}</qti-simple-choice>'
            for name, word in (("true", "right"), ("false", "wrong"))
        ]
    )
    return Written(
        declaration("RESPONSE", "single", "identifier", key),
        f"{blocks(question.stem, setting.media)}"
        f'<qti-choice-interaction {_STYLE} max-choices="1">{choices}</qti-choice-interaction>',
        all_or_nothing(setting.marks) if setting.with_keys else "",
    )


def _body(question: SingleChoice | MultipleChoice, setting: Setting, most: int) -> str:
    choices = "".join(
        [
            f'<qti-simple-choice identifier="{option.id}"{_fixed(option.pinned)}>'
            f"{inline(option.text, setting.media)}</qti-simple-choice>"
            for option in shown(question.options, setting.order)
        ]
    )
    stem = blocks(question.stem, setting.media)
    return f'{stem}<qti-choice-interaction {_STYLE} max-choices="{most}">{choices}</qti-choice-interaction>'


def _fixed(pinned: bool) -> str:
    return ' fixed="true"' if pinned else ""


def _most(question: MultipleChoice, marks: Decimal, rules: ScoringRules) -> Decimal:
    """What incomplete answers earn at most: always less than full marks."""
    return incomplete_marks(len(question.key) - 1, marks, rules)


def _mapped(question: MultipleChoice, each: Decimal, most: Decimal | None = None) -> str:
    """Right options earn, one wrong option outweighs them all; every option is listed, as players skip the default."""
    wrong = number(-each * len(question.options))
    entries = [(option.id, number(each) if option.id in question.key else wrong) for option in question.options]
    return mapping(entries, ' lower-bound="0"' + ("" if most is None else f' upper-bound="{number(most)}"'))
