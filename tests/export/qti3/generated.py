"""Questions of every type that nobody would think of, and the ways a paper can score them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from authoring.questions import Question, question_from
from authoring.questions.scoring import Incomplete, PartMarks, ScoringRules
from tests.builders import COMMON

RULES = [
    ScoringRules(multiple_choice=incomplete, option_marks=each, parts=parts)
    for incomplete in Incomplete
    for each in ((Decimal("0.5"), Decimal(1)) if incomplete is Incomplete.PER_OPTION else (Decimal("0.5"),))
    for parts in PartMarks
]
MARKS = st.integers(1, 24).map(lambda halves: Decimal(halves) / 2)
SCORING = st.builds(
    ScoringRules,
    multiple_choice=st.sampled_from(Incomplete),
    option_marks=st.integers(0, 6).map(lambda halves: Decimal(halves) / 2),
    parts=st.sampled_from(PartMarks),
)

LETTERS = "碳排放单位Ａtco2EF ₂³（）()％%&<>\"'，,.·/-"
TEXT = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip() != "")
"""Chinese, both widths, raised and lowered digits, blanks, and everything that XML must escape."""
IDS = st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,3}", fullmatch=True), min_size=2, max_size=8, unique=True)
NUMBER = st.integers(-(10**9), 10**9).flatmap(lambda n: st.integers(0, 6).map(lambda d: float(Decimal(n).scaleb(-d))))


@st.composite
def choices(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    ids = draw(IDS)
    options = [{"id": name, "text": draw(TEXT), "pinned": draw(st.booleans())} for name in ids]
    if kind == "single_choice":
        return {"options": options, "key": draw(st.sampled_from(ids))}
    return {"options": options, "key": draw(st.lists(st.sampled_from(ids), min_size=2, unique=True))}


@st.composite
def blanks(draw: st.DrawFn) -> dict[str, Any]:
    blank = st.fixed_dictionaries(
        {
            "accepted": st.lists(TEXT, min_size=1, max_size=3),
            "match": st.sampled_from(["normalised", "exact"]),
        }
    )
    found = draw(st.lists(blank, min_size=1, max_size=6))
    return {"stem": "，".join(f"[[{n}]]" for n in range(1, len(found) + 1)), "blanks": found}


@st.composite
def numeric(draw: st.DrawFn) -> dict[str, Any]:
    units = draw(st.lists(st.sampled_from(["tCO₂", "kg", "%", "万元", ""]), min_size=1, max_size=3, unique=True))
    units.sort(key=bool)  # only the key's own unit can be none
    factor = st.sampled_from([0.001, 0.01, 0.3, 1, 7, 1000])
    kind, reach = draw(st.sampled_from([("absolute", 0), ("absolute", 0.05), ("relative", 0.005), ("relative", 0)]))
    return {
        "value": draw(NUMBER),
        "unit": units[0],
        "tolerance": {kind: reach},
        "accepted_units": [{"unit": unit, "factor": draw(factor)} for unit in units[1:]],
    }


@st.composite
def matching(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(IDS.filter(lambda names: len(names) >= 4))
    premises, offered = ids[: len(ids) // 2], ids[len(ids) // 2 :]
    return {
        "premises": [{"id": name, "text": draw(TEXT)} for name in premises],
        "choices": [{"id": name, "text": draw(TEXT)} for name in offered],
        "key": {name: draw(st.sampled_from(offered)) for name in premises},
    }


@st.composite
def ordering(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(IDS)
    return {"items": [{"id": name, "text": draw(TEXT)} for name in ids], "key": draw(st.permutations(ids))}


FAMILIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "single_choice": choices("single_choice"),
    "multiple_choice": choices("multiple_choice"),
    "true_false": st.fixed_dictionaries({"key": st.booleans()}),
    "blanks": blanks(),
    "numeric": numeric(),
    "matching": matching(),
    "ordering": ordering(),
}


def questions(kind: str) -> st.SearchStrategy[Question]:
    """Questions of one type."""
    common = {"id": "T-D01-001", "type": kind} | COMMON
    return FAMILIES[kind].map(lambda fields: question_from(common | fields))
