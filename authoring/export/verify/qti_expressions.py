"""The expressions of response processing, evaluated as the QTI 3.0 specification (ASI information model) defines them.

A NULL operand makes the result NULL, except in `and`, `or` and `is-null`. What is not known here raises PackageError: a
processor that guesses would prove nothing.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal, localcontext

from authoring.errors import PackageError
from authoring.export.verify.qti_item import QtiItem
from authoring.export.verify.qti_values import Container, Single, Value, read_value, typed
from authoring.export.verify.qti_xml import Element, children, decimal, name_of
from authoring.texts import say

__all__ = ["Expressions", "unsupported"]

_EXACT = Context(prec=60)
"""More digits than any bound needs, so that no comparison depends on rounding."""


def unsupported(item: QtiItem, element: str) -> PackageError:
    return PackageError(say("export_qti.reader.unsupported", item=item.identifier, element=element))


class Expressions:
    """Evaluates expressions over an item's variables."""

    def __init__(self, item: QtiItem, variables: Mapping[str, Value]) -> None:
        self.item, self.variables = item, variables

    def value(self, element: Element) -> Value:
        """The value of an expression. Raises PackageError for one this processor does not know, or of a wrong type."""
        name = name_of(element)
        try:
            if name in _LEAVES:
                return _LEAVES[name](self, element)
            operands = [self.value(child) for child in children(element)]
            if name in _LOGIC:
                return _LOGIC[name](operands)
            if any(operand is None for operand in operands):
                return None
            with localcontext(_EXACT):
                return _OPERATORS[name](operands, element)
        except (KeyError, TypeError, ValueError, IndexError, ArithmeticError) as problem:
            raise unsupported(self.item, name) from problem

    def _variable(self, element: Element) -> Value:
        return self.variables[element.get("identifier", "")]

    def _correct(self, element: Element) -> Value:
        variable = self.item.responses[element.get("identifier", "")]
        given = variable.correct if variable.cardinality != "single" else next(iter(variable.correct), None)
        return typed(variable.cardinality, variable.base_type, given)

    def _default(self, element: Element) -> Value:
        variable = self.item.outcomes[element.get("identifier", "")]
        given = variable.default if variable.cardinality != "single" else next(iter(variable.default), None)
        return typed(variable.cardinality, variable.base_type, given)

    def _base_value(self, element: Element) -> Value:
        value = read_value(element.get("base-type", ""), element.text or "")
        if value is None:
            raise ValueError(element.text)
        return value

    def _map_response(self, element: Element) -> Value:
        """Each different value counts once; NULL maps to 0."""
        variable = self.item.responses[element.get("identifier", "")]
        mapping, given = variable.mapping, self.variables[variable.identifier]
        if mapping is None:
            raise ValueError(variable.identifier)
        keys = [(read_value(variable.base_type, entry.key), entry) for entry in mapping.entries]
        total = Decimal(0)
        for value in dict.fromkeys(_flat([given] if given is not None else [])):
            found = (entry.value for key, entry in keys if _same_key(key, value, entry.case_sensitive))
            total += next(found, mapping.default)
        if mapping.lower is not None:
            total = max(total, mapping.lower)
        return total if mapping.upper is None else min(total, mapping.upper)


def _same_key(key: Single | None, value: Single, case_sensitive: bool) -> bool:
    if isinstance(key, str) and isinstance(value, str) and not case_sensitive:
        return key.casefold() == value.casefold()
    return key == value


def _flat(values: Sequence[Value]) -> list[Single]:
    """The single values of operands; containers give theirs."""
    return [
        inner
        for value in values
        if value is not None
        for inner in (value.values if isinstance(value, Container) else (value,))
    ]


def _number(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return value


def _numbers(values: Sequence[Value]) -> list[Decimal]:
    return [_number(value) for value in _flat(values)]


def _pair(values: Sequence[Value]) -> tuple[Decimal, Decimal]:
    first, second = values
    return _number(first), _number(second)


def _single(value: Value) -> Single:
    if value is None or isinstance(value, Container):
        raise TypeError(value)
    return value


def _container(value: Value) -> Container:
    if not isinstance(value, Container):
        raise TypeError(value)
    return value


def _truth(value: Value) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(value)
    return value


def _and(operands: Sequence[Value]) -> Value:
    truths = [_truth(operand) for operand in operands]
    return False if False in truths else None if None in truths else True


def _or(operands: Sequence[Value]) -> Value:
    truths = [_truth(operand) for operand in operands]
    return True if True in truths else None if None in truths else False


def _is_null(operands: Sequence[Value]) -> Value:
    (operand,) = operands
    return operand is None or operand == ""


def _gather(ordered: bool) -> Callable[[Sequence[Value]], Value]:
    """`multiple` and `ordered`: NULL operands are left out."""

    def gather(operands: Sequence[Value]) -> Value:
        values = tuple(_flat(operands))
        return Container(values, ordered) if values else None

    return gather


def _match(operands: Sequence[Value], _: Element) -> Value:
    first, second = operands
    if isinstance(first, Container) and isinstance(second, Container) and not first.ordered:
        return not second.ordered and sorted(map(repr, first.values)) == sorted(map(repr, second.values))
    return type(first) is type(second) and first == second


def _string_match(operands: Sequence[Value], element: Element) -> Value:
    first, second = (_single(operand) for operand in operands)
    if not isinstance(first, str) or not isinstance(second, str):
        raise TypeError(first, second)
    if element.get("case-sensitive") == "false":
        first, second = first.casefold(), second.casefold()
    return second in first if element.get("substring") == "true" else first == second


def _equal(operands: Sequence[Value], element: Element) -> Value:
    first, second = _pair(operands)
    mode = element.get("tolerance-mode", "exact")
    if mode == "exact":
        return first == second
    written = element.get("tolerance", "").split()
    reach = [_number(decimal(text)) for text in written]
    below, above = reach[0], reach[-1]
    if mode == "relative":
        below, above = abs(first) * below / 100, abs(first) * above / 100
    low, high = first - below, first + above
    lower = low <= second if element.get("include-lower-bound", "true") == "true" else low < second
    upper = second <= high if element.get("include-upper-bound", "true") == "true" else second < high
    return lower and upper


def _contains(operands: Sequence[Value], _: Element) -> Value:
    whole, part = (_container(operand) for operand in operands)
    if whole.ordered:
        size = len(part.values)
        return any(whole.values[at : at + size] == part.values for at in range(len(whole.values) - size + 1))
    return all(whole.values.count(value) >= part.values.count(value) for value in part.values)


def _index(operands: Sequence[Value], element: Element) -> Value:
    values, place = _container(operands[0]).values, int(element.get("n", "0"))
    return values[place - 1] if 1 <= place <= len(values) else None


def _divide(operands: Sequence[Value], _: Element) -> Value:
    first, second = _pair(operands)
    return first / second if second else None


def _round(operands: Sequence[Value], _: Element) -> Value:
    """Halves go up: 6.5 to 7, −6.5 to −6."""
    (value,) = operands
    return (_number(value) + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


def _truncate(operands: Sequence[Value], _: Element) -> Value:
    (value,) = operands
    return _number(value).to_integral_value(ROUND_DOWN)


_LEAVES: dict[str, Callable[[Expressions, Element], Value]] = {
    "qti-variable": Expressions._variable,
    "qti-correct": Expressions._correct,
    "qti-default": Expressions._default,
    "qti-base-value": Expressions._base_value,
    "qti-map-response": Expressions._map_response,
    "qti-null": lambda _, __: None,
}
_LOGIC: dict[str, Callable[[Sequence[Value]], Value]] = {
    "qti-and": _and,
    "qti-or": _or,
    "qti-is-null": _is_null,
    "qti-multiple": _gather(ordered=False),
    "qti-ordered": _gather(ordered=True),
}
_OPERATORS: dict[str, Callable[[Sequence[Value], Element], Value]] = {
    "qti-not": lambda operands, _: not _truth(operands[0]),
    "qti-match": _match,
    "qti-string-match": _string_match,
    "qti-equal": _equal,
    "qti-gt": lambda operands, _: (pair := _pair(operands))[0] > pair[1],
    "qti-gte": lambda operands, _: (pair := _pair(operands))[0] >= pair[1],
    "qti-lt": lambda operands, _: (pair := _pair(operands))[0] < pair[1],
    "qti-lte": lambda operands, _: (pair := _pair(operands))[0] <= pair[1],
    "qti-sum": lambda operands, _: sum(_numbers(operands), Decimal(0)),
    "qti-product": lambda operands, _: math.prod(_numbers(operands), start=Decimal(1)),
    "qti-subtract": lambda operands, _: (pair := _pair(operands))[0] - pair[1],
    "qti-divide": _divide,
    "qti-round": _round,
    "qti-truncate": _truncate,
    "qti-integer-to-float": lambda operands, _: _number(operands[0]),
    "qti-min": lambda operands, _: min(_numbers(operands)),
    "qti-max": lambda operands, _: max(_numbers(operands)),
    "qti-member": lambda operands, _: _single(operands[0]) in _container(operands[1]).values,
    "qti-contains": _contains,
    "qti-index": _index,
    "qti-container-size": lambda operands, _: Decimal(len(_container(operands[0]).values)),
}
