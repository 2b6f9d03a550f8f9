"""QTI's response processing, run by an independent processor, earns what the reference marker gives."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.export.qti3 import item_xml
from authoring.export.qti3.wordings import wordings
from authoring.questions import Blank, Blanks, Match, Part, parts
from authoring.questions.samples import samples
from authoring.questions.scoring import ScoringRules, matches, score
from tests.builders import FIELDS, question
from tests.export.qti3.generated import FAMILIES, LETTERS, MARKS, RULES, SCORING, TEXT, questions
from tests.export.qti3.reading import marks, read

BANK = Path(__file__).parents[3] / "banks" / "dual-carbon"


def agrees(asked: Part, worth: Decimal, rules: ScoringRules) -> int:
    """Compares every sample response; the number compared."""
    item = read(item_xml(asked, marks=worth, rules=rules))
    tried = samples(asked, worth, rules)
    for sample in tried:
        assert marks(item, sample.response) == score(asked, sample.response, worth, rules).marks == sample.marks, sample
    return len(tried)


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("kind", FIELDS)
def test_every_type_under_every_rule(kind: str, rules: ScoringRules) -> None:
    asked = question(kind)
    (part,) = parts(asked)
    for worth in (Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2), Decimal(7)):
        assert agrees(part, worth, rules)


def test_a_number_that_is_its_own_sign_error_less_one() -> None:
    asked = question("numeric", value=-0.5, tolerance={"absolute": 0}, accepted_units=[])
    (part,) = parts(asked)
    assert agrees(part, Decimal(2), ScoringRules())


@pytest.mark.parametrize("kind", FAMILIES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_generated_questions(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    (part,) = parts(asked)
    agrees(part, data.draw(MARKS), data.draw(SCORING))


@settings(deadline=None)
@given(asked=questions("multiple_choice"), worth=MARKS, rules=SCORING, data=st.data())
def test_any_choice_of_options(asked: Part, worth: Decimal, rules: ScoringRules, data: st.DataObject) -> None:
    known = [option.id for option in asked.options]  # type: ignore[union-attr]
    chosen = data.draw(st.lists(st.sampled_from(known)))
    item = read(item_xml(asked, marks=worth, rules=rules))
    assert marks(item, chosen) == score(asked, chosen, worth, rules).marks


@settings(deadline=None)
@given(asked=questions("matching"), worth=MARKS, rules=SCORING, data=st.data())
def test_any_matching(asked: Part, worth: Decimal, rules: ScoringRules, data: st.DataObject) -> None:
    premises = [premise.id for premise in asked.premises]  # type: ignore[union-attr]
    offered = st.sampled_from([choice.id for choice in asked.choices])  # type: ignore[union-attr]
    given_pairs = data.draw(st.dictionaries(st.sampled_from(premises), offered | st.just("") | st.none()))
    item = read(item_xml(asked, marks=worth, rules=rules))
    assert marks(item, given_pairs) == score(asked, given_pairs, worth, rules).marks


@settings(deadline=None)
@given(asked=questions("numeric"), typed=st.decimals(allow_nan=False, allow_infinity=False, places=3), data=st.data())
def test_any_number(asked: Part, typed: Decimal, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(asked.units))  # type: ignore[union-attr]
    item = read(item_xml(asked, marks=Decimal(5), rules=ScoringRules()))
    response = {"value": f"{typed:f}"[:40], "unit": unit}
    assert marks(item, response) == score(asked, response, Decimal(5)).marks


@given(accepted=st.lists(TEXT, min_size=1, max_size=3), match=st.sampled_from(Match))
def test_every_listed_wording_is_right(accepted: Sequence[str], match: Match) -> None:
    blank = Blank(accepted=tuple(accepted), match=match)
    assert all(matches(blank, wording) for wording in wordings(blank))


@settings(deadline=None)
@given(asked=questions("blanks"), data=st.data())
def test_a_blank_is_never_marked_right_that_the_marker_calls_wrong(asked: Blanks, data: st.DataObject) -> None:
    typed = [data.draw(TEXT | st.sampled_from(blank.accepted) | st.text(LETTERS)) for blank in asked.blanks]
    item = read(item_xml(asked, marks=Decimal(6), rules=ScoringRules()))
    assert marks(item, typed) <= score(asked, typed, Decimal(6)).marks


@pytest.mark.parametrize(
    ("typed", "qti"),
    [
        ("tCO2", 2),
        ("TCO2", 2),
        ("ｔＣＯ２", 2),
        ("tCO₂", 2),
        (" tCO2", 2),
        ("t CO2", 0),  # a blank inside is normalised by the marker; QTI compares character by character
        ("tＣO2", 0),  # widths mixed within one answer
    ],
)
def test_what_normalising_qti_carries_and_what_it_loses(typed: str, qti: int) -> None:
    asked = question("blanks", stem="[[1]]", blanks=[{"accepted": ["tCO2"]}])
    (part,) = parts(asked)
    assert score(asked, [typed]).marks == 2
    assert marks(read(item_xml(part, marks=Decimal(2), rules=ScoringRules())), [typed]) == qti


@pytest.mark.parametrize("typed", ["27,068.55", "２７０６８．５５"])
def test_numbers_that_only_the_marker_reads(typed: str) -> None:
    asked = question("numeric")
    (part,) = parts(asked)
    item = read(item_xml(part, marks=Decimal(2), rules=ScoringRules()))
    assert score(asked, {"value": typed, "unit": "tCO₂"}).marks == 2
    assert marks(item, {"value": typed, "unit": "tCO₂"}) == 0


@pytest.mark.parametrize("rules", [RULES[0], RULES[-1]])
def test_every_question_of_the_shipped_bank(rules: ScoringRules) -> None:
    with Bank.open(BANK) as bank:
        compared = sum(agrees(part, part.marks, rules) for asked in bank for part in parts(asked))
    assert compared > 1000
