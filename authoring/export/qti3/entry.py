"""填空, 数值 and 简答: text entry in the stem, a number with a choice of units, extended text marked by people."""

from authoring.export.qti3.pieces import attribute, blocks, escape, inline, number
from authoring.export.qti3.response_processing import (
    RIGHT,
    count_right,
    declaration,
    for_right,
    mapping,
    outcome,
    within,
)
from authoring.export.qti3.setting import Setting, Written
from authoring.export.qti3.wordings import wordings
from authoring.questions import Blank, Blanks, Match, Numeric, ShortAnswer
from authoring.texts import say

__all__ = ["blanks", "numeric", "short_answer"]

_WIDTH = "qti-input-width-15"
"""The same for every box, because a width made to measure tells the length of the key."""
_CHARACTERS_A_LINE = 40


def blanks(question: Blanks, setting: Setting) -> Written:
    """One string variable for each blank, `RESPONSE1` …; each right one counts."""
    names = [f"RESPONSE{place}" for place in range(1, len(question.blanks) + 1)]
    body = blocks(question.stem, setting.media, lambda n: _box(names[n - 1], say("candidate.question.blank", n=n)))
    if not setting.with_keys:
        return Written("".join([declaration(name, "single", "string") for name in names]), body)
    declared = "".join([_declared(name, blank) for name, blank in zip(names, question.blanks, strict=True)])
    marks = for_right(setting.marks, len(names), setting.rules.parts)
    return Written(declared + outcome(RIGHT), body, count_right(names) + marks)


def _declared(name: str, blank: Blank) -> str:
    texts = wordings(blank)
    mapped = mapping([(text, "1") for text in texts], any_case=blank.match is not Match.EXACT)
    return declaration(name, "single", "string", texts[:1], mapped)


def numeric(question: Numeric, setting: Setting) -> Written:
    """A float; the unit stands behind the box, or is chosen where there are several."""
    units = {f"U{place}": unit for place, unit in enumerate(question.units, start=1)}
    several = len(units) > 1
    behind = _units(units) if several else escape(question.unit)
    box = _box("RESPONSE", say("candidate.question.value"))
    body = f"{blocks(question.stem, setting.media)}<p>{box}{' ' if behind else ''}{behind}</p>"
    keys = setting.with_keys
    declared = declaration("RESPONSE", "single", "float", (number(question.value),) if keys else ())
    if several:
        declared += declaration("UNIT", "single", "identifier", ("U1",) if keys else ())
    if not keys:
        return Written(declared, body)
    bounds = [(name if several else "", *question.bounds(unit)) for name, unit in units.items()]
    return Written(declared, body, within(setting.marks, bounds))


def _units(units: dict[str, str]) -> str:
    choices = [
        f'<qti-inline-choice identifier="{name}">{escape(unit or say("export_qti.no_unit"))}</qti-inline-choice>'
        for name, unit in units.items()
    ]
    prompt = attribute(say("candidate.question.unit_choose"))
    return (
        f'<qti-inline-choice-interaction response-identifier="UNIT" shuffle="false" data-prompt="{prompt}">'
        f"{''.join(choices)}</qti-inline-choice-interaction>"
    )


def _box(name: str, label: str) -> str:
    """A box with a name for those who hear the page."""
    return (
        f'<qti-text-entry-interaction class="{_WIDTH}" response-identifier="{name}" aria-label="{attribute(label)}"/>'
    )


def short_answer(question: ShortAnswer, setting: Setting) -> Written:
    """No response processing: people set SCORE along the rubric, which only scorers see."""
    length = question.expected_length
    box = (
        f'<qti-extended-text-interaction response-identifier="RESPONSE" expected-length="{length}" '
        f'expected-lines="{length // _CHARACTERS_A_LINE + 2}" format="plain"/>'
    )
    rubric = _rubric(question, setting) if setting.with_keys else ""
    body = f"{rubric}{blocks(question.stem, setting.media)}{box}"
    return Written(declaration("RESPONSE", "single", "string"), body)


def _rubric(question: ShortAnswer, setting: Setting) -> str:
    points = []
    for point in question.rubric:
        words = say("export_qti.rubric.keywords", words="、".join(point.keywords)) if point.keywords else ""
        marks = say("export_qti.rubric.marks", marks=number(point.marks))
        points.append(f"<li>{inline(point.text, setting.media)}{escape(marks + words)}</li>")
    return (
        '<qti-rubric-block use="scoring" view="scorer"><qti-content-body>'
        f"<p><strong>{say('export_qti.rubric.points')}</strong></p><ol>{''.join(points)}</ol>"
        f"<p><strong>{say('export_qti.rubric.model_answer')}</strong></p>{blocks(question.model_answer, setting.media)}"
        "</qti-content-body></qti-rubric-block>"
    )
