"""Declarations and response processing: the paper's scoring rules in QTI's words.

Three forms that real players score alike (measured with two of them) are used throughout: every variable is asked for
NULL before it is mapped, a tolerance is written as bounds instead of `qti-equal`, and a mapping names wrong choices one
by one.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from authoring.export.qti3.pieces import attribute, escape, number
from authoring.questions.scoring import PartMarks

__all__ = [
    "RIGHT",
    "all_or_nothing",
    "count_right",
    "declaration",
    "for_right",
    "mapping",
    "outcome",
    "points_for",
    "set_outcome",
    "shared",
    "within",
]

RIGHT = "RIGHT"
"""Outcome that counts right blanks."""
_RESPONSE = '<qti-variable identifier="RESPONSE"/>'


def declaration(name: str, cardinality: str, base_type: str, correct: Iterable[str] = (), mapped: str = "") -> str:
    """A response variable; without `correct` and `mapped` it tells nothing about the key."""
    values = "".join([f"<qti-value>{escape(value)}</qti-value>" for value in correct])
    key = f"<qti-correct-response>{values}</qti-correct-response>" if values else ""
    head = f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base_type}"'
    return f"{head}>{key}{mapped}</qti-response-declaration>" if key or mapped else f"{head}/>"


def mapping(entries: Iterable[tuple[str, str]], bounds: str = "", *, any_case: bool = False) -> str:
    """`entries`: key and value. Case counts unless `any_case`."""
    case = f' case-sensitive="{"false" if any_case else "true"}"'
    rows = [f'<qti-map-entry map-key="{attribute(key)}" mapped-value="{value}"{case}/>' for key, value in entries]
    return f'<qti-mapping default-value="0"{bounds}>{"".join(rows)}</qti-mapping>'


@lru_cache(maxsize=1024)
def outcome(name: str, maximum: Decimal | None = None, default: Decimal = Decimal(0), marked_by: str = "") -> str:
    """A float outcome variable."""
    limits = "" if maximum is None else f' normal-maximum="{number(maximum)}" normal-minimum="0"'
    scored = f' external-scored="{marked_by}"' if marked_by else ""
    return (
        f'<qti-outcome-declaration identifier="{name}" cardinality="single" base-type="float"{limits}{scored}>'
        f"<qti-default-value><qti-value>{number(default)}</qti-value></qti-default-value></qti-outcome-declaration>"
    )


@lru_cache(maxsize=1024)
def set_outcome(marks: Decimal) -> str:
    return f'<qti-set-outcome-value identifier="SCORE">{_float(marks)}</qti-set-outcome-value>'


def _float(value: Decimal) -> str:
    return f'<qti-base-value base-type="float">{number(value)}</qti-base-value>'


def _condition(*branches: tuple[str, str]) -> str:
    """The first branch whose test is true sets the score; none: 0."""
    written = [
        f"<qti-response-{'else-' if place else ''}if>{test}{action}</qti-response-{'else-' if place else ''}if>"
        for place, (test, action) in enumerate(branches)
    ]
    nothing = f"<qti-response-else>{set_outcome(Decimal(0))}</qti-response-else>"
    return f"<qti-response-condition>{''.join(written)}{nothing}</qti-response-condition>"


def _given(name: str) -> str:
    return f'<qti-not><qti-is-null><qti-variable identifier="{name}"/></qti-is-null></qti-not>'


_MATCH = f'<qti-match>{_RESPONSE}<qti-correct identifier="RESPONSE"/></qti-match>'
_MAPPED = '<qti-map-response identifier="RESPONSE"/>'


@lru_cache(maxsize=1024)
def all_or_nothing(marks: Decimal) -> str:
    """Full marks for the key, nothing for anything else."""
    return _condition((_MATCH, set_outcome(marks)))


@lru_cache(maxsize=1024)
def points_for(marks: Decimal, incomplete: Decimal | None) -> str:
    """Full marks for the key; `incomplete` marks where the mapping's sum is positive, None: that sum."""
    sum_ = f'<qti-set-outcome-value identifier="SCORE">{_MAPPED}</qti-set-outcome-value>'
    action = sum_ if incomplete is None else set_outcome(incomplete)
    return _condition(
        (f"<qti-is-null>{_RESPONSE}</qti-is-null>", set_outcome(Decimal(0))),
        (_MATCH, set_outcome(marks)),
        (f"<qti-gt>{_MAPPED}{_float(Decimal(0))}</qti-gt>", action),
    )


def count_right(names: Sequence[str]) -> str:
    """Sets RIGHT to the number of named responses whose mapping says so."""
    reset = f'<qti-set-outcome-value identifier="{RIGHT}">{_float(Decimal(0))}</qti-set-outcome-value>'
    counted = [
        f"<qti-response-condition><qti-response-if>{_given(name)}"
        f'<qti-set-outcome-value identifier="{RIGHT}"><qti-sum><qti-variable identifier="{RIGHT}"/>'
        f'<qti-map-response identifier="{name}"/></qti-sum></qti-set-outcome-value>'
        "</qti-response-if></qti-response-condition>"
        for name in names
    ]
    return reset + "".join(counted)


@lru_cache(maxsize=1024)
def shared(marks: Decimal, parts: int) -> str:
    """Marks for matching: each right pair of so many earns its share."""
    return _condition((_given("RESPONSE"), _share(_MAPPED, marks, parts)))


@lru_cache(maxsize=1024)
def for_right(marks: Decimal, parts: int, rules: PartMarks) -> str:
    """Marks for blanks, of which RIGHT are right."""
    right = f'<qti-variable identifier="{RIGHT}"/>'
    if rules is PartMarks.ALL_OR_NOTHING:
        return _condition((f"<qti-gte>{right}{_float(Decimal(parts))}</qti-gte>", set_outcome(marks)))
    return _share(right, marks, parts)


def _share(right: str, marks: Decimal, parts: int) -> str:
    """Rounded down to half marks: truncate(right × 2·marks / parts) × 0.5."""
    half_marks = (
        f"<qti-divide><qti-product>{right}{_float(marks * 2)}</qti-product>{_float(Decimal(parts))}</qti-divide>"
    )
    share = f"<qti-product><qti-truncate>{half_marks}</qti-truncate>{_float(Decimal('0.5'))}</qti-product>"
    return f'<qti-set-outcome-value identifier="SCORE">{share}</qti-set-outcome-value>'


def within(marks: Decimal, bounds: Sequence[tuple[str, Decimal, Decimal]]) -> str:
    """Full marks for a number between the bounds; each bound names the unit it is for ("" where there is one unit)."""
    return _condition(*((_between(unit, low, high), set_outcome(marks)) for unit, low, high in bounds))


def _between(unit: str, low: Decimal, high: Decimal) -> str:
    chosen = (
        f'{_given("UNIT")}<qti-match><qti-variable identifier="UNIT"/>'
        f'<qti-base-value base-type="identifier">{unit}</qti-base-value></qti-match>'
        if unit
        else ""
    )
    edges = f"<qti-gte>{_RESPONSE}{_float(low)}</qti-gte><qti-lte>{_RESPONSE}{_float(high)}</qti-lte>"
    return f"<qti-and>{_given('RESPONSE')}{chosen}{edges}</qti-and>"
