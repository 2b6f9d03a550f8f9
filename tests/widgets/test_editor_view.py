"""What the editor's view adds to the model: the toolbar's offers, finding sources, and the acts of the front end."""

import pytest

from authoring.bank import Bank
from authoring.content import parse
from authoring.quantities.units import parse_unit
from authoring.widgets.editor.palette import FORMULAS, SLOT, UNITS, formulas
from authoring.widgets.editor.sources import SourceNames


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_on_offer_is_one_that_the_checks_know(unit: str) -> None:
    parse_unit(unit)


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_on_offer_is_understood_once_it_is_filled_in(name: str) -> None:
    text = FORMULAS[name][1].replace(SLOT, "x")
    assert parse(text if text.startswith(r"\ce") else f"${text}$").problems == ()


def test_each_formula_has_a_sign_and_a_name_of_its_own() -> None:
    signs, names, _ = zip(*formulas(), strict=True)
    assert len(set(signs)) == len(set(names)) == len(FORMULAS)


def test_sources_are_found_by_key_or_name_and_those_that_begin_so_come_first(bank: Bank) -> None:
    names = SourceNames(bank.references)
    assert names.find("F01")[0] == ("F01", bank.references.formulas["F01"].name)
    assert names.find("term:碳达峰")[0][0] == "term:碳达峰"
    found = [key for key, _ in names.find("低位发热量")]
    assert "term:低位发热量" in found
    assert names.find("没有这样的依据") == []
    assert len(names.find("", limit=5)) == 5


def test_the_rows_of_a_table_are_offered_behind_its_colon(bank: Bank) -> None:
    names = SourceNames(bank.references)
    table = next(table for table in bank.references.tables.values() if table.rows)
    rows = [f"{table.key}:{row}" for row in table.rows]
    assert [key for key, _ in names.find(f"{table.key}:", limit=10_000)] == rows
    assert names.find(rows[0])[0][0] == rows[0]


def test_a_key_that_means_nothing_has_no_name(bank: Bank) -> None:
    assert SourceNames(bank.references).name("no.such.key") == ""
