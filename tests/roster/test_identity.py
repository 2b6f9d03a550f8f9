"""Id numbers: the standard's own examples, documents from elsewhere, and everything that one wrong character does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.findings import Place
from authoring.roster.identity import id_faults
from authoring.roster.privacy import masked, masked_value
from tests.roster.people import EXAM_DAY, id_number


def codes(number: str, on: date = EXAM_DAY) -> list[str]:
    return [finding.code for finding in id_faults(number, Place, on)]


def test_the_examples_of_the_standard() -> None:
    """GB 11643-1999, 4.1: 11010519491231002X and 440524188001010014."""
    assert codes("11010519491231002X", date(2000, 1, 1)) == []
    assert codes("440524188001010014", date(1950, 1, 1)) == []


@pytest.mark.parametrize("area", ["422400", "512924", "413024", "810000", "820000", "830000", "911156", "710000"])
def test_dissolved_counties_and_documents_of_people_from_elsewhere(area: str) -> None:
    assert codes(id_number(area=area)) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "R221"),
        ("1.10105199003070E+17", "R222"),
        ("110105900307002", "R223"),
        ("11010519900307002", "R229"),
        ("E12345678", "R229"),
        (id_number("19900230"), "R225"),
        (id_number("20991231"), "R225"),
        (id_number("20150101"), "R228"),
        (id_number(area="009999"), "R226"),
    ],
)
def test_what_is_wrong(number: str, code: str) -> None:
    assert codes(number) == [code]


@given(st.integers(0, 16), st.integers(0, 9))
def test_every_single_wrong_digit_is_found(place: int, digit: int) -> None:
    """ISO 7064 MOD 11-2 finds all single substitutions."""
    right = id_number()
    wrong = right[:place] + str(digit) + right[place + 1 :]
    assert (codes(wrong) == ["R224"]) is (wrong != right)


@given(st.integers(0, 15))
def test_every_swap_of_neighbours_is_found(place: int) -> None:
    right = id_number()
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert codes(wrong) == ([] if wrong == right else ["R224"])


def test_masking() -> None:
    assert masked("证件 11010519491231002X，手机 13800138000。") == "证件 110105********002X，手机 138****8000。"
    assert masked("订单 1101051949123100201 与 138001380001") == "订单 1101051949123100201 与 138001380001"


@given(st.text("0123456789X", min_size=1, max_size=40))
def test_at_least_half_of_a_wrong_number_is_hidden(value: str) -> None:
    shown = masked_value(value)
    assert len(shown) == len(value)
    assert shown.count("*") >= min(len(value) / 2, 8) or len(value) == 11
