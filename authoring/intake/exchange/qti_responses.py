"""Response declarations and response processing of a QTI item: what is right, and how it is marked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from authoring.intake.exchange.fields import number_of
from authoring.intake.exchange.xml import Element, attribute, children, descendants, name, words

__all__ = ["Bounds", "Processing", "Response", "responses_of"]

_ZERO = Decimal(0)
_PLAIN = frozenset((
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "setOutcomeValue",
    "match", "variable", "correct", "isNull", "not", "and", "baseValue", "mapResponse", "sum", "gt", "gte", "lt", "lte",
    "equal", "equalRounded", "stringMatch", "default", "null", "multiple", "ordered",
))  # fmt: skip
_SHARING = frozenset(("product", "divide", "truncate", "integerDivide"))
"""What shares marks among blanks or pairs."""
_BRANCHES = ("responseIf", "responseElseIf")


@dataclass(frozen=True, slots=True)
class Response:
    """One response variable."""

    identifier: str
    cardinality: str
    base_type: str
    correct: tuple[str, ...] = ()
    mapping: dict[str, Decimal] = field(default_factory=dict)
    exact: bool = False
    """Whether the mapping says of every text that case counts."""
    upper: Decimal | None = None
    partial: tuple[str, ...] = ()
    """Settings of the mapping that no field of ours holds."""

    @property
    def is_number(self) -> bool:
        return self.base_type in ("float", "integer")

    @property
    def mapped(self) -> list[str]:
        """Keys of the mapping that earn marks."""
        return [key for key, value in self.mapping.items() if value > 0]


def responses_of(item: Element) -> dict[str, Response]:
    """The item's response variables by identifier."""
    found = (_response(entry) for entry in children(item, "responseDeclaration"))
    return {response.identifier: response for response in found}


def _response(declared: Element) -> Response:
    correct = [words(value).strip() for entry in children(declared, "correctResponse") for value in children(entry)]
    mapping = next(iter(children(declared, "mapping")), None)
    rows = [] if mapping is None else descendants(mapping, "mapEntry")
    upper = None if mapping is None else number_of(attribute(mapping, "upperBound"))
    sensitive = [attribute(row, "caseSensitive") == "true" for row in rows]
    areas = [name(entry) for entry in children(declared, "areaMapping")]
    return Response(
        identifier=attribute(declared, "identifier"),
        cardinality=attribute(declared, "cardinality", "single"),
        base_type=attribute(declared, "baseType"),
        correct=tuple(filter(None, correct)),
        mapping={attribute(row, "mapKey"): number_of(attribute(row, "mappedValue")) or _ZERO for row in rows},
        exact=bool(rows) and all(sensitive),
        upper=upper,
        partial=tuple(areas),
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of right numbers; `unit` is the choice of unit it stands under, empty where there is none."""

    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    open: bool = False
    """Whether an end itself is wrong."""


class Processing:
    """The response processing of an item."""

    def __init__(self, item: Element) -> None:
        self.item = item
        self.root = next(iter(children(item, "responseProcessing")), None)
        template = "" if self.root is None else attribute(self.root, "template")
        self.template = _template(template.rstrip("/").rpartition("/")[2].removesuffix(".xml"))
        """`match_correct`, `map_response` …, empty where the item has rules of its own."""

    @property
    def mapped(self) -> bool:
        """Whether the mapping gives the marks."""
        return self.template.startswith("map_response") or bool(self._all("mapResponse", "mapResponsePoint"))

    def _all(self, *names: str) -> list[Element]:
        return [] if self.root is None else descendants(self.root, *names)

    def unknown(self, *, shared: bool) -> list[str]:
        """Rules that are not understood, by name. `shared`: parts earn shares of the marks here."""
        if self.root is None:
            return []
        known = _PLAIN | _SHARING if shared else _PLAIN
        rules = [name(entry) for entry in self.root.iter() if name(entry) not in known | {"p", ""}]
        foreign = self.template and self.template not in ("match_correct", "map_response", "map_response_point")
        return list(dict.fromkeys([*([self.template] if foreign else []), *rules]))

    @property
    def marks(self) -> Decimal | None:
        """What a full answer earns."""
        for outcome in children(self.item, "outcomeDeclaration"):
            if attribute(outcome, "identifier") == "SCORE" and (most := number_of(attribute(outcome, "normalMaximum"))):
                return most
        for outcome in children(self.item, "outcomeDeclaration"):
            if attribute(outcome, "identifier") in ("MAXSCORE", "MAX_SCORE") and (most := number_of(words(outcome))):
                return most
        if self.template == "match_correct":
            return Decimal(1)
        set_to = [number_of(words(entry)) or _ZERO for entry in self._set_scores()]
        return max(set_to, default=_ZERO) or None

    def _set_scores(self) -> Iterator[Element]:
        """Values that SCORE is set to."""
        for entry in self._all("setOutcomeValue"):
            inner = children(entry)
            if attribute(entry, "identifier") == "SCORE" and len(inner) == 1 and name(inner[0]) == "baseValue":
                yield entry

    def compared(self, identifier: str) -> list[str]:
        """Values that a response is compared with, in the branch that earns most."""
        best: tuple[Decimal, list[str]] = (_ZERO, [])
        for branch, earned in self._branches():
            found = [value for rule in self._own(branch, "match", "stringMatch") for value in _values(rule, identifier)]
            if found and earned > best[0]:
                best = (earned, found)
        return best[1]

    def _branches(self) -> Iterator[tuple[Element, Decimal]]:
        """Branches of conditions and what they earn."""
        for branch in self._all(*_BRANCHES):
            earned = [number_of(words(entry)) or _ZERO for entry in children(branch, "setOutcomeValue")]
            yield branch, max(earned, default=_ZERO)

    def _own(self, branch: Element, *names: str) -> list[Element]:
        """Rules in the test of a branch: its first child."""
        test = children(branch)[:1]
        return [entry for first in test for entry in first.iter() if name(entry) in names]

    def bounds(self, response: Response) -> list[Bounds]:
        """The ranges that earn marks, best first as they stand."""
        found = []
        for branch, earned in self._branches():
            if earned > 0 and (bounds := self._range(branch, response)) is not None:
                found.append((earned, bounds))
        most = max((earned for earned, _ in found), default=_ZERO)
        return [bounds for earned, bounds in found if earned == most]

    def _range(self, branch: Element, response: Response) -> Bounds | None:
        low: Decimal | None = None
        high: Decimal | None = None
        opened = False
        for rule in self._own(branch, "gte", "gt", "lte", "lt", "equal", "equalRounded"):
            inner = children(rule)
            if not any(attribute(entry, "identifier") == response.identifier for entry in inner):
                continue
            if name(rule) in ("equal", "equalRounded"):
                low, high = _near(rule, _compared_number(rule, response))
                continue
            value = next((number_of(words(entry)) for entry in inner if name(entry) == "baseValue"), None)
            turned = name(inner[0]) == "baseValue"
            opened = opened or name(rule) in ("gt", "lt")
            if name(rule).startswith("gt") is not turned:
                low = value
            else:
                high = value
        if low is None and high is None:
            return None
        unit = next((value for rule in self._own(branch, "match") for value in _values(rule, "")), "")
        return Bounds(low, high, unit, opened)


def _template(name: str) -> str:
    """The standard template that a named one is a variety of, such as Common Cartridge's `CC2_match`."""
    standard = (known for known in ("map_response_point", "map_response", "match_correct") if known in name)
    return next(standard, "match_correct" if name.endswith("_match") else name)


def _values(rule: Element, identifier: str) -> list[str]:
    """What `match` compares the variable with; an empty identifier is any variable."""
    variables = [entry for entry in rule.iter() if name(entry) == "variable"]
    ours = [entry for entry in variables if not identifier or attribute(entry, "identifier") == identifier]
    return [words(value).strip() for value in descendants(rule, "baseValue")] if ours else []


def _compared_number(rule: Element, response: Response) -> Decimal | None:
    given = next((number_of(words(entry)) for entry in children(rule, "baseValue")), None)
    return given if given is not None else number_of(response.correct[0]) if response.correct else None


def _near(rule: Element, value: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """From where to where `equal` and `equalRounded` count a number as right."""
    if value is None:
        return None, None
    if name(rule) == "equalRounded":
        figures = number_of(attribute(rule, "figures")) or _ZERO
        mode = attribute(rule, "roundingMode", "significantFigures")
        exponent = -int(figures) if mode == "decimalPlaces" else value.adjusted() - int(figures) + 1
        reach = Decimal(5).scaleb(exponent - 1)
        return value - reach, value + reach
    reaches = [number_of(part) or _ZERO for part in attribute(rule, "tolerance").split()] or [_ZERO]
    below, above = reaches[0], reaches[-1]
    if attribute(rule, "toleranceMode", "exact") == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    return value - below, value + above
