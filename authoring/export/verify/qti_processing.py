"""Scores responses by the response processing found in an item, independently of who wrote it."""

from collections.abc import Mapping
from decimal import Decimal

from authoring.export.verify.qti_expressions import Expressions, unsupported
from authoring.export.verify.qti_item import QtiItem
from authoring.export.verify.qti_values import Response, Value, typed
from authoring.export.verify.qti_xml import Element, children, name_of

__all__ = ["process", "score_item"]


def score_item(item: QtiItem, responses: Mapping[str, Response]) -> Decimal:
    """SCORE after response processing; an item that people mark keeps its default.

    Raises PackageError for processing that this processor does not know or that leaves SCORE without a number.
    """
    score = process(item, responses).get("SCORE")
    if not isinstance(score, Decimal):
        raise unsupported(item, "SCORE")
    return score


def process(item: QtiItem, responses: Mapping[str, Response]) -> dict[str, Value]:
    """Every outcome variable after response processing. Variables without a response are NULL."""
    given: dict[str, Value] = {
        name: typed(variable.cardinality, variable.base_type, responses.get(name))
        for name, variable in item.responses.items()
    }
    run = _Run(item, given | {name: _default(item, name) for name in item.outcomes})
    if item.processing is not None:
        run.rules(item.processing)
    return {name: run.variables[name] for name in item.outcomes}


def _default(item: QtiItem, name: str) -> Value:
    """The declared default; numbers without one begin at 0."""
    variable = item.outcomes[name]
    if not variable.default:
        return Decimal(0) if variable.cardinality == "single" and variable.base_type in ("float", "integer") else None
    return typed(
        variable.cardinality,
        variable.base_type,
        variable.default[0] if variable.cardinality == "single" else variable.default,
    )


class _Run:
    """One run over the rules; `variables` changes as they set outcomes."""

    def __init__(self, item: QtiItem, variables: dict[str, Value]) -> None:
        self.item, self.variables = item, variables
        self.expressions = Expressions(item, variables)

    def rules(self, parent: Element) -> bool:
        """Carries out the rules in an element; False when one of them ends the processing."""
        return all(self._rule(rule) for rule in children(parent))

    def _rule(self, rule: Element) -> bool:
        match name_of(rule):
            case "qti-response-condition":
                return self._condition(rule)
            case "qti-set-outcome-value":
                self._set(rule)
                return True
            case "qti-response-processing-fragment":
                return self.rules(rule)
            case "qti-exit-response":
                return False
            case name:
                raise unsupported(self.item, name)

    def _set(self, rule: Element) -> None:
        name, expressions = rule.get("identifier", ""), children(rule)
        if name not in self.item.outcomes or len(expressions) != 1:
            raise unsupported(self.item, name_of(rule))
        self.variables[name] = self.expressions.value(expressions[0])

    def _condition(self, condition: Element) -> bool:
        """The first branch whose test is true; NULL is not true."""
        for branch in children(condition):
            if name_of(branch) == "qti-response-else":
                return self.rules(branch)
            test, *rules = children(branch)
            if self.expressions.value(test) is True:
                return all(self._rule(rule) for rule in rules)
        return True
