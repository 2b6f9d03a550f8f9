"""Options read as amounts, ranges and dates."""

from decimal import Decimal

import pytest

from authoring.checks.amounts import Amount, Interval, amount, interval, numbers

INFINITE = Decimal("Infinity")


@pytest.mark.parametrize(
    ("text", "before", "values", "unit"),
    [
        ("12.50", "", ("12.50",), ""),
        ("−5 ℃", "", ("-5",), "℃"),
        ("约12 000 t", "约", ("12000",), "t"),
        ("12,000.5 kgCO₂/(kW·h)", "", ("12000.5",), "kgCO₂/(kW·h)"),
        ("3.2 10⁴Nm³", "", ("3.2",), "10⁴Nm³"),
        ("2030年", "", ("2030", "0", "0"), ""),
        ("2030年前", "", ("2030", "0", "0"), "前"),
        ("2021年7月16日", "", ("2021", "7", "16"), ""),
        ("2021-07-16", "", ("2021", "7", "16"), ""),
        ("1205.4", "", ("1205.4",), ""),
        ("5%～10%", "", ("5", "10"), "%"),
        ("5～10倍", "", ("5", "10"), "倍"),
        ("2万元以上20万元以下", "", ("2", "20"), "万元以下"),
    ],
)
def test_amount(text: str, before: str, values: tuple[str, ...], unit: str) -> None:
    assert amount(text) == Amount(before, tuple(map(Decimal, values)), unit)


@pytest.mark.parametrize("text", ["", "核查", "第3条和第5条", "GB/T 32150—2025 与 GB/T 2589—2020", "3倍、5倍"])
def test_other_texts_are_no_amount(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5%～10%", Interval(Decimal(5), Decimal(10), "%")),
        ("不少于5年", Interval(Decimal(5), INFINITE, "年")),
        ("10倍以上", Interval(Decimal(10), INFINITE, "倍")),
        ("不超过5%", Interval(-INFINITE, Decimal(5), "%")),
        ("5年以内", Interval(-INFINITE, Decimal(5), "年")),
        ("2万元以上20万元以下", Interval(Decimal(2), Decimal(20), "万元")),
        ("10～5", None),
        ("5%", None),
        ("2021年7月16日", None),
    ],
)
def test_interval(text: str, wanted: Interval | None) -> None:
    assert interval(text) == wanted


def test_numbers_in_a_text() -> None:
    text = "约12 000 t，占12.5%，低于−3 ℃，比2023—2025年少1,234.5"
    assert numbers(text) == [Decimal(number) for number in ("12000", "12.5", "-3", "2023", "2025", "1234.5")]
    assert numbers("GB/T 1.2.3") == []
