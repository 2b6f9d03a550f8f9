"""Item statistics from tables: what is taken, and what is said of what cannot be."""

from io import BytesIO

import numpy as np
import pytest
from openpyxl import Workbook

from authoring.papers.statistics import ItemStatistics, Observed, information
from authoring.papers.statistics_file import read_statistics

KNOWN = ("T-1", "T-2", "T-3")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "参数"
    for row in rows:
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_with_a_title_above_and_all_columns() -> None:
    rows = [
        ("2026 年试测参数",),
        ("试题编号", "a", "b", "c", "通过率", "平均用时（秒）", "作答人数"),
        ("T-1", 1.2, -0.5, 0.2, 0.61, 48.5, 812),
        ("T-2", None, None, None, 0.4, None, None),
    ]
    found, report = read_statistics(workbook(*rows), "参数.xlsx", KNOWN)
    assert list(report) == []
    assert found.models == {"T-1": ItemStatistics(a=1.2, b=-0.5, c=0.2)}
    assert found.observed["T-1"] == Observed(share=0.61, seconds=48.5, takers=812)
    assert found.observed["T-2"] == Observed(share=0.4)


def test_every_cell_that_is_wrong_is_named_at_once_and_nothing_is_taken() -> None:
    rows = [("编号", "a", "b", "p"), ("T-1", 0, 1, "很难"), ("T-2", 1, None, 1.5), ("T-2", 1, 0, 0.5)]
    found, report = read_statistics(workbook(*rows), "参数.xlsx", KNOWN)
    places = [(finding.code, finding.where.row, finding.where.column) for finding in report]
    assert places == [
        ("P243", 2, "B"),
        ("P243", 2, "D"),
        ("P243", 3, "D"),
        ("P245", 3, "A"),
        ("P244", 4, "A"),
    ]
    assert "“很难”不能作为“p”" in next(f.message for f in report if f.where.column == "D")
    assert (found.models, found.observed) == ({}, {})


def test_other_banks_questions_and_unused_columns_are_told() -> None:
    data = "编号,a,b,区分度\nT-1,1,0,0.3\nX-9,1,0,0.2\n".encode()
    found, report = read_statistics(data, "参数.csv", KNOWN)
    assert sorted(report.codes()) == ["P242", "P246"]
    assert list(found.models) == ["T-1"]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", "题目,难度\nT-1,2\n".encode()])
def test_a_file_without_a_heading_is_said(data: bytes) -> None:
    found, report = read_statistics(data, "参数.csv", KNOWN)
    assert not report.passed
    assert not found.models


def test_what_is_no_workbook_is_said() -> None:
    assert not read_statistics(b"nothing", "参数.xlsx", KNOWN)[1].passed


@pytest.mark.parametrize("ability", [-2.0, 0.0, 1.5])
def test_information_is_the_squared_slope_over_the_variance(ability: float) -> None:
    """Lord (1980): I(θ) = P′² / (P·(1 − P)); the slope by central differences."""
    item = ItemStatistics(a=1.3, b=0.4, c=0.2)

    def chance(at: float) -> float:
        return float(item.c + (1 - item.c) / (1 + np.exp(-item.a * (at - item.b))))

    slope = (chance(ability + 1e-5) - chance(ability - 1e-5)) / 2e-5
    expected = slope**2 / (chance(ability) * (1 - chance(ability)))
    assert information([item], ability)[0] == pytest.approx(expected, rel=1e-6)
