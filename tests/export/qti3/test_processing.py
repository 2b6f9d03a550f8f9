"""The independent processor, held against the QTI 3.0 specification with hand-written items."""

from decimal import Decimal

import pytest

from authoring.errors import PackageError
from authoring.export.verify.qti_processing import process, score_item
from authoring.export.verify.qti_values import Container, Response, read_value, typed
from tests.export.qti3.reading import item_of

MULTIPLE = (
    '<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">'
    "<qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>"
    '<qti-mapping default-value="-3" lower-bound="-1" upper-bound="2">'
    '<qti-map-entry map-key="A" mapped-value="1"/><qti-map-entry map-key="B" mapped-value="-0.5"/>'
    '<qti-map-entry map-key="C" mapped-value="1.5"/></qti-mapping></qti-response-declaration>'
)
ORDERED = '<qti-response-declaration identifier="RESPONSE" cardinality="ordered" base-type="identifier"/>'
FLOAT = '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="float"/>'
TEXT = (
    '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string">'
    '<qti-mapping><qti-map-entry map-key="York" mapped-value="1"/>'
    '<qti-map-entry map-key="york town" mapped-value="0.5" case-sensitive="true"/></qti-mapping>'
    "</qti-response-declaration>"
)
GIVEN = '<qti-variable identifier="RESPONSE"/>'
MAPPED = '<qti-map-response identifier="RESPONSE"/>'
A, B, C = (f'<qti-base-value base-type="identifier">{name}</qti-base-value>' for name in "ABC")


def num(value: object) -> str:
    return f'<qti-base-value base-type="float">{value}</qti-base-value>'


def set_score(expression: str) -> str:
    return f'<qti-set-outcome-value identifier="SCORE">{expression}</qti-set-outcome-value>'


def when(test: str) -> str:
    """1 when the test is true, 2 when it is not."""
    return (
        f"<qti-response-condition><qti-response-if>{test}{set_score(num(1))}</qti-response-if>"
        f"<qti-response-else>{set_score(num(2))}</qti-response-else></qti-response-condition>"
    )


def value(expression: str, declarations: str = FLOAT, given: Response = None) -> object:
    return process(item_of(declarations, set_score(expression)), {"RESPONSE": given})["SCORE"]


def holds(test: str, declarations: str = FLOAT, given: Response = None) -> bool:
    return score_item(item_of(declarations, when(test)), {"RESPONSE": given}) == 1


@pytest.mark.parametrize(
    ("given", "mapped"),
    [
        (["A"], "1"),
        (["A", "C"], "2"),  # 2.5, bounded above
        (["B"], "-0.5"),
        (["A", "A", "B"], "0.5"),  # a value given twice counts once
        (["D"], "-1"),  # the default, bounded below
        (None, "0"),
    ],
)
def test_map_response(given: Response, mapped: str) -> None:
    assert value(MAPPED, MULTIPLE, given) == Decimal(mapped)


@pytest.mark.parametrize(
    ("given", "mapped"), [("york", "1"), ("YORK", "1"), ("york town", "0.5"), ("York Town", "0"), ("york ", "0")]
)
def test_a_map_of_texts_minds_case_only_when_told(given: str, mapped: str) -> None:
    assert value(MAPPED, TEXT, given) == Decimal(mapped)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        (f"<qti-sum>{num(1)}{num(2.5)}{num(-4)}</qti-sum>", "-0.5"),
        (f"<qti-product>{num(3)}{num(0.5)}</qti-product>", "1.5"),
        (f"<qti-subtract>{num(3)}{num(5)}</qti-subtract>", "-2"),
        (f"<qti-divide>{num(3)}{num(8)}</qti-divide>", "0.375"),
        (f"<qti-truncate>{num(-6.9)}</qti-truncate>", "-6"),
        (f"<qti-truncate>{num(6.9)}</qti-truncate>", "6"),
        (f"<qti-round>{num(6.5)}</qti-round>", "7"),
        (f"<qti-round>{num(-6.5)}</qti-round>", "-6"),
        (f"<qti-min>{num(2)}{num(-1)}{num(5)}</qti-min>", "-1"),
        (f"<qti-max>{num(2)}{num(-1)}{num(5)}</qti-max>", "5"),
        (
            f"<qti-truncate><qti-divide><qti-product>{num(2)}{num(3)}</qti-product>{num(3)}</qti-divide></qti-truncate>",
            "2",
        ),
    ],
)
def test_arithmetic(expression: str, result: str) -> None:
    assert value(expression) == Decimal(result)


@pytest.mark.parametrize(
    "expression",
    [
        f"<qti-divide>{num(3)}{num(0)}</qti-divide>",
        f"<qti-sum>{num(1)}{GIVEN}</qti-sum>",
        f"<qti-gte>{GIVEN}{num(1)}</qti-gte>",
        f"<qti-match>{GIVEN}{num(1)}</qti-match>",
        f"<qti-not><qti-gte>{GIVEN}{num(1)}</qti-gte></qti-not>",
        "<qti-null/>",
        "<qti-multiple/>",
    ],
)
def test_null_spreads(expression: str) -> None:
    assert value(expression) is None
    assert not holds(expression)


TRUE, FALSE = (f'<qti-base-value base-type="boolean">{word}</qti-base-value>' for word in ("true", "false"))
UNKNOWN = f"<qti-gte>{GIVEN}{num(1)}</qti-gte>"


@pytest.mark.parametrize(
    ("test", "result"),
    [
        (f"<qti-and>{TRUE}{TRUE}</qti-and>", True),
        (f"<qti-and>{TRUE}{UNKNOWN}</qti-and>", None),
        (f"<qti-and>{FALSE}{UNKNOWN}</qti-and>", False),
        (f"<qti-or>{FALSE}{UNKNOWN}</qti-or>", None),
        (f"<qti-or>{TRUE}{UNKNOWN}</qti-or>", True),
        (f"<qti-not>{FALSE}</qti-not>", True),
        (f"<qti-is-null>{GIVEN}</qti-is-null>", True),
        (f"<qti-is-null>{num(0)}</qti-is-null>", False),
    ],
)
def test_three_valued_logic(test: str, result: bool | None) -> None:
    assert value(test) is result


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gt", [False, False, True]),
        ("gte", [False, True, True]),
        ("lt", [True, False, False]),
        ("lte", [True, True, False]),
    ],
)
def test_comparisons(name: str, expected: list[bool]) -> None:
    test = f"<qti-{name}>{GIVEN}{num('2.50')}</qti-{name}>"
    assert [holds(test, given=given) for given in ("2.49", "2.5", "2.51")] == expected


@pytest.mark.parametrize(
    ("given", "matches"),
    [(["A", "C"], True), (["C", "A"], True), (["A"], False), (["A", "C", "B"], False), (None, False)],
)
def test_match_of_multiple_values_minds_no_order(given: Response, matches: bool) -> None:
    assert holds(f'<qti-match>{GIVEN}<qti-correct identifier="RESPONSE"/></qti-match>', MULTIPLE, given) is matches


@pytest.mark.parametrize(("given", "matches"), [(["A", "B"], True), (["B", "A"], False), (["A", "B", "C"], False)])
def test_match_of_ordered_values(given: Response, matches: bool) -> None:
    assert holds(f"<qti-match>{GIVEN}<qti-ordered>{A}{B}</qti-ordered></qti-match>", ORDERED, given) is matches


@pytest.mark.parametrize(
    ("test", "result"),
    [
        (f"<qti-member>{A}<qti-multiple>{A}{B}</qti-multiple></qti-member>", True),
        (f"<qti-member>{C}<qti-multiple>{A}{B}</qti-multiple></qti-member>", False),
        (
            f"<qti-contains><qti-multiple>{A}{B}{C}</qti-multiple><qti-multiple>{C}{A}</qti-multiple></qti-contains>",
            True,
        ),
        (f"<qti-contains><qti-multiple>{A}{B}</qti-multiple><qti-multiple>{A}{A}</qti-multiple></qti-contains>", False),
        (f"<qti-contains><qti-ordered>{A}{B}{C}</qti-ordered><qti-ordered>{B}{C}</qti-ordered></qti-contains>", True),
        (f"<qti-contains><qti-ordered>{A}{B}{C}</qti-ordered><qti-ordered>{A}{C}</qti-ordered></qti-contains>", False),
        (f'<qti-match><qti-index n="2"><qti-ordered>{A}{B}</qti-ordered></qti-index>{B}</qti-match>', True),
        (f'<qti-is-null><qti-index n="3"><qti-ordered>{A}{B}</qti-ordered></qti-index></qti-is-null>', True),
    ],
)
def test_containers(test: str, result: bool) -> None:
    assert holds(test) is result


@pytest.mark.parametrize(
    ("attributes", "given", "equal"),
    [
        ('tolerance-mode="exact"', "10", True),
        ('tolerance-mode="exact"', "10.1", False),
        ('tolerance-mode="absolute" tolerance="0.5"', "10.5", True),
        ('tolerance-mode="absolute" tolerance="0.5 1"', "11", True),
        ('tolerance-mode="absolute" tolerance="0.5" include-upper-bound="false"', "10.5", False),
        ('tolerance-mode="relative" tolerance="5"', "9.5", True),
        ('tolerance-mode="relative" tolerance="5"', "9.4", False),
    ],
)
def test_equal(attributes: str, given: str, equal: bool) -> None:
    assert holds(f"<qti-equal {attributes}>{num(10)}{GIVEN}</qti-equal>", given=given) is equal


@pytest.mark.parametrize(
    ("attributes", "matches"), [('case-sensitive="true"', False), ('case-sensitive="false"', True)]
)
def test_string_match(attributes: str, matches: bool) -> None:
    word = '<qti-base-value base-type="string">york</qti-base-value>'
    assert holds(f"<qti-string-match {attributes}>{GIVEN}{word}</qti-string-match>", TEXT, "York") is matches


def test_else_if_and_exit() -> None:
    rules = (
        f"<qti-response-condition><qti-response-if>{FALSE}{set_score(num(1))}</qti-response-if>"
        f"<qti-response-else-if>{TRUE}{set_score(num(2))}<qti-exit-response/></qti-response-else-if>"
        f"<qti-response-else>{set_score(num(3))}</qti-response-else></qti-response-condition>{set_score(num(4))}"
    )
    assert score_item(item_of(FLOAT, rules), {}) == 2


@pytest.mark.parametrize(
    "processing",
    [
        set_score("<qti-random/>"),
        set_score(f"<qti-sum>{A}</qti-sum>"),
        set_score('<qti-variable identifier="NOBODY"/>'),
        set_score(MAPPED),
        set_score("<qti-null/>"),
        '<qti-set-outcome-value identifier="OTHER"><qti-null/></qti-set-outcome-value>',
        "<qti-lookup-outcome-value/>",
        set_score('<qti-base-value base-type="float">many</qti-base-value>'),
    ],
)
def test_what_cannot_be_scored_is_said(processing: str) -> None:
    with pytest.raises(PackageError, match="I1"):
        score_item(item_of(FLOAT, processing), {})


@pytest.mark.parametrize(
    ("base_type", "text", "expected"),
    [
        ("float", " 2.5e3 ", Decimal(2500)),
        ("float", "约570", None),
        ("float", "1,000", None),
        ("float", "１２", None),
        ("float", "inf", None),
        ("float", "9" * 300, None),
        ("integer", "-7", Decimal(-7)),
        ("boolean", "true", True),
        ("directedPair", "P1 C2", ("P1", "C2")),
        ("directedPair", "P1", None),
        ("pair", "B A", ("A", "B")),
        ("string", "", None),
        ("string", " x", " x"),
    ],
)
def test_written_values(base_type: str, text: str, expected: object) -> None:
    assert read_value(base_type, text) == expected


def test_a_container_is_read_as_a_whole() -> None:
    assert typed("multiple", "directedPair", ["P1 C1"]) == Container((("P1", "C1"),))
    assert typed("multiple", "directedPair", ["P1 C1", "?"]) is None
    assert typed("ordered", "identifier", []) is None
    assert typed("single", "identifier", ["A"]) is None
