"""Similar questions while a stem is typed: what the definition gives, in whatever way the bank has come about."""

import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.stems import LEAST, alike, keep_stems
from authoring.bank.tables import open_tables
from tests.builders import question

MakeBank = Callable[..., Path]
Stems = dict[int, str]

SIGNS = "碳排放配额清缴核查A1"
TEXT = st.text(alphabet=SIGNS, max_size=10)
STEMS = st.dictionaries(st.integers(1, 40_000), TEXT, max_size=8)


def cosines(stems: Stems, text: str) -> dict[int, float]:
    """TF-IDF cosines by the definition, the text being one more of the stems."""
    every = [text.casefold(), *(stem.casefold() for stem in stems.values())]
    grams = [Counter(each[n : n + 2] for n in range(len(each) - 1)) for each in every]
    spread = Counter(gram for each in grams for gram in each)
    vectors = [{g: (1 + math.log(n)) * math.log(1 + len(every) / spread[g]) for g, n in each.items()} for each in grams]
    norms = [math.sqrt(sum(value**2 for value in vector.values())) for vector in vectors]
    products = [sum(value * vectors[0].get(gram, 0) for gram, value in vector.items()) for vector in vectors]
    return {number: products[n] / norms[n] / norms[0] for n, number in enumerate(stems, start=1) if products[n]}


@contextmanager
def _tables() -> Iterator[sqlite3.Connection]:
    with TemporaryDirectory() as folder, closing(open_tables(Path(folder) / "index.sqlite")) as db:
        yield db


def _index(*steps: tuple[Stems, Stems]) -> dict[str, object]:
    """What the index holds after these steps, each of stems gone and stems come."""
    with _tables() as db:
        for gone, come in steps:
            keep_stems(db, gone, come)
        members = dict(db.execute("SELECT block, members FROM stems WHERE members <> x''"))
        spread = dict(db.execute("SELECT gram, count FROM spread WHERE count <> 0"))
    return {"members": members, "spread": spread}


@settings(max_examples=60, deadline=None)
@given(first=STEMS, second=STEMS)
def test_however_it_came_about_an_index_is_the_same(first: Stems, second: Stems) -> None:
    at_once = _index(({}, second))
    assert _index(({}, first), (first, second)) == at_once
    assert _index(({}, first), (first, {}), ({}, second)) == at_once
    assert _index(*(({}, {number: stem}) for number, stem in second.items())) == at_once


@settings(max_examples=80, deadline=None)
@given(stems=STEMS, text=TEXT)
def test_shares_are_those_of_the_definition(stems: Stems, text: str) -> None:
    with _tables() as db:
        rows = ((number, str(number), stem) for number, stem in stems.items())
        db.executemany("INSERT INTO questions (number, id, stem) VALUES (?, ?, ?)", rows)
        keep_stems(db, {}, stems)
        found = {each.number: each.cosine for each in alike(db, text, 20)}
    expected = cosines(stems, text)
    assert found == pytest.approx({number: share for number, share in expected.items() if number in found})
    assert {number for number, share in expected.items() if share > LEAST + 1e-9} <= set(found)
    assert sorted(found.values(), reverse=True) == list(found.values())


def test_the_most_alike_comes_first(bank_folder: MakeBank) -> None:
    stems = [
        "2023 年全国电网平均 CO₂ 排放因子是多少？",
        "2022 年全国电网平均排放因子约为多少？",
        "省级电网的排放因子由谁公布？",
        "下列属于温室气体的是（　　）。",
    ]
    with Bank.open(bank_folder(*(question("true_false", n, stem=stem) for n, stem in enumerate(stems, 1)))) as bank:
        found = bank.similar("2023年，全国电网平均CO2排放因子是")
        assert [each.id for each in found] == ["T-D01-001", "T-D01-002"]
        assert (found[0].stem, found[0].status) == (stems[0], "active")
        assert 1 > found[0].share > 0.8 > found[1].share > LEAST
        assert bank.similar(stems[0])[0].share == pytest.approx(1)
        assert [each.id for each in bank.similar(stems[0], excluding="T-D01-001")] == ["T-D01-002"]
        assert bank.similar(stems[0], limit=1) == bank.similar(stems[0])[:1]


@pytest.mark.parametrize("text", ["", "碳", "？？", "\ud800x", "𠀀𠀁"])
def test_texts_that_are_like_nothing(bank_folder: MakeBank, text: str) -> None:
    with Bank.open(bank_folder(question("true_false"))) as bank:
        assert bank.similar(text) == []


def test_signs_beyond_the_basic_plane_are_found(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder(question("true_false", stem="𠀀𠀁𠀂"))) as bank:
        assert [each.id for each in bank.similar("𠀀𠀁𠀂")] == ["T-D01-001"]


def test_an_edited_stem_is_found_by_its_new_words(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder(question("true_false", stem="配额清缴的期限。"))) as bank:
        asked = bank["T-D01-001"]
        bank.save(asked.model_copy(update={"stem": "监测计划的备案。"}), asked.fingerprint())
        assert bank.similar("配额清缴的期限") == []
        assert [each.id for each in bank.similar("监测计划的备案")] == ["T-D01-001"]
