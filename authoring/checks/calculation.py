"""Calculations: what the author computed is computed again, and the key has to agree."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from authoring.bank.references import References
from authoring.checks.amounts import amount, numbers
from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.grounding import near
from authoring.checks.reading import Choice
from authoring.findings import Severity
from authoring.quantities import ExpressionError, evaluate
from authoring.questions import Blanks, Calculation, Numeric, Part
from authoring.questions.responses import read_number
from authoring.texts import say

__all__ = [
    "CalculationDiffers",
    "CalculationImpossible",
    "DistractorIsResult",
    "KeyIsNotResult",
    "Recomputed",
    "recompute",
]

_SCALES = tuple(Decimal(10) ** power for power in (0, 2, 3, 4, 8, -2, -3, -4, -8))
"""A key may be written in per cent, thousandths, 万 or 亿 of the result, or the other way round."""
_DIGITS = Decimal("1e-12")


class Recomputed(NamedTuple):
    """What a calculation gives."""

    value: Decimal | None
    """Rounded as the author says, None when it can't be computed."""
    reason: str = ""


def _calculations(reading: Reading) -> list[tuple[str, Part, Calculation]]:
    return [(prefix, part, part.calculation) for prefix, part in reading.parts if part.calculation]


def recompute(calculation: Calculation, references: References) -> Recomputed:
    """The calculation done again; its own result is not looked at."""
    expression, reason = _expression(calculation, references)
    if expression is None:
        return Recomputed(None, reason)
    try:
        value = evaluate(expression, _plain(calculation))
    except ExpressionError as problem:
        return Recomputed(None, str(problem))
    return Recomputed(_rounded(float(value), calculation.decimals))


def _expression(calculation: Calculation, references: References) -> tuple[str | None, str]:
    """The expression, or None and why there is none."""
    if (calculation.formula is None) == (calculation.expr is None):
        return None, say("checks.S131.one")
    if calculation.formula is None:
        return calculation.expr, ""
    formulas = references.formulas
    if calculation.formula not in formulas:
        text = say("checks.S131.formula", key=calculation.formula, near=near(calculation.formula, formulas))
        return None, text
    return formulas[calculation.formula].expr, ""


def _plain(calculation: Calculation) -> dict[str, float | list[float]]:
    return {
        name: _number(value) if isinstance(value, Decimal) else [_number(entry) for entry in value]
        for name, value in calculation.inputs.items()
    }


def _number(value: Decimal) -> float:
    """A whole number stays one: it may be the place in a list."""
    return int(value) if value == value.to_integral_value() else float(value)


def _rounded(value: float, decimals: int | None) -> Decimal:
    """Half up, as people round; what floating point leaves in the thirteenth digit does not count."""
    exact = Decimal(f"{value:.12g}")
    return exact if decimals is None else exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


class CalculationImpossible(QuestionCheck):
    """A calculation can be computed again: formula known, every symbol given, arithmetic only.

    Bad: a formula key that the references do not have. Better: a known one, or an expression of one's own.
    """

    code, severity, subject = "S131", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, _, calculation in _calculations(reading):
            computed = recompute(calculation, context.references)
            if computed.value is None:
                yield trouble(f"{prefix}calculation", reason=computed.reason)


class CalculationDiffers(QuestionCheck):
    """The result is what its formula gives for its inputs.

    Bad: digits exchanged in the result. Better: compute, then copy.
    """

    code, severity, subject = "S132", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, _, calculation in _calculations(reading):
            computed, result = recompute(calculation, context.references).value, calculation.result
            if computed is None:
                continue
            slack = Decimal(0) if calculation.decimals is not None else max(abs(result), Decimal(1)) * Decimal("1e-6")
            if abs(computed - result) > slack:
                yield trouble(f"{prefix}calculation.result", computed=f"{computed.normalize():f}", result=f"{result:f}")


class KeyIsNotResult(QuestionCheck):
    """The key says the calculation's result: within the tolerance, or as a number of the right option or blank.

    Bad: key option 27341.97 for a result of 27068.55. Better: the same number, in per cent or 万 if need be.
    """

    code, severity, subject = "S133", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        choices = {choice.prefix: choice for choice in reading.choices}
        for prefix, part, calculation in _calculations(reading):
            result = calculation.result
            if isinstance(part, Numeric):
                low, high = part.bounds()
                if not low <= result <= high:
                    yield trouble(f"{prefix}value", key=f"{part.value:f} {part.unit}".strip(), result=f"{result:f}")
                continue
            texts = _keys(choices[prefix], reading) if prefix in choices else _accepted(part)
            if texts and not any(_says(text, result) for text in texts):
                yield trouble(f"{prefix}key", key="、".join(texts), result=f"{result:f}")


def _accepted(part: Part) -> list[str]:
    return [wording for blank in part.blanks for wording in blank.accepted] if isinstance(part, Blanks) else []


def _keys(choice: Choice, reading: Reading) -> list[str]:
    return [reading.candidate[choice.option(place)] for place, right in enumerate(choice.right) if right]


def _says(text: str, result: Decimal) -> bool:
    """Whether a number in a text is the result, rounded to the digits that are written."""
    read = read_number(text)
    found = numbers(text) if read is None else [read]
    return any(_agrees(number, result, scale) for number in found for scale in _SCALES)


def _agrees(number: Decimal, result: Decimal, scale: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    half_a_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    return abs(abs(number) - abs(result) * scale) <= half_a_digit + abs(number) * _DIGITS


class DistractorIsResult(QuestionCheck):
    """No distractor is the result in another writing.

    Bad: 0.5 beside the key 0.50. Better: the number that a usual mistake gives.
    """

    code, severity, subject = "S134", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        choices = {choice.prefix: choice for choice in reading.choices}
        for prefix, _, calculation in _calculations(reading):
            choice = choices.get(prefix)
            kinds = {found.kind for text in _keys(choice, reading) if (found := amount(text))} if choice else set()
            for place, text in enumerate(choice.texts if choice else ()):
                found = amount(text)
                if choice and found and found.kind in kinds and not choice.right[place]:
                    yield from self._equal(choice, place, found.values, calculation.result)

    @staticmethod
    def _equal(choice: Choice, place: int, values: tuple[Decimal, ...], result: Decimal) -> Iterator[Trouble]:
        if len(values) == 1 and values[0] == result:
            letter, text = choice.letter(place), choice.texts[place]
            yield trouble(choice.option(place), letter=letter, text=text, result=f"{result:f}")
