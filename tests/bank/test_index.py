"""The index after any changes, noted one by one or looked for, is the index that is made anew."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.columns import BLOCK
from authoring.bank.index import Index
from authoring.bank.question_file import question_yaml
from authoring.bank.stems import BLOCK_BITS, NUMBER_BITS
from authoring.errors import ConflictError
from authoring.questions import Question
from tests.builders import question

MakeBank = Callable[..., Path]

NAMES = ("T-D01-001", "T-D01-002", "other")
STEMS = ("配额清缴的期限。", "监测计划的备案。", "碳")
CHANGE = st.tuples(
    st.sampled_from(NAMES), st.sampled_from([None, "broken", 1, 2]), st.sampled_from(STEMS), st.booleans()
)
"""File, what it becomes (gone, no question, the question of this number), its stem, and whether it is noted at once."""


def _write(root: Path, name: str, what: Any, stem: str) -> str:
    file = f"questions/D01/{name}.yaml"
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    if what is None:
        (root / file).unlink(missing_ok=True)
    else:
        text = "id: [" if what == "broken" else question_yaml(question("true_false", what, stem=stem))
        (root / file).write_text(text, "utf-8")
    return file


def _held(index: Index) -> dict[str, object]:
    """What an index says, its own numbers left out."""
    names = dict(index.db.execute("SELECT number, id FROM questions"))
    grams = [
        (block >> (NUMBER_BITS - BLOCK_BITS), names[((block & 127) << BLOCK_BITS) + int(offset)])
        for block, members in index.db.execute("SELECT block, members FROM stems WHERE members <> x''")
        for offset in np.frombuffer(members, np.uint16)
    ]
    coded = dict(index.db.execute("SELECT code, name FROM names"))
    values = {
        block * BLOCK + place: [coded[code] for code in codes]
        for block, cells in index.db.execute("SELECT block, cells FROM columns")
        for place, codes in enumerate(np.frombuffer(cells, np.uint32).reshape(BLOCK, -1).tolist())
        if any(codes)
    }
    return {
        "columns": {names[number]: found for number, found in values.items()},
        "questions": index.db.execute("SELECT id, file, stem, fingerprint, json FROM questions ORDER BY id").fetchall(),
        "files": index.db.execute("SELECT file, id, findings FROM files ORDER BY file").fetchall(),
        "words": sorted((names[row], text) for row, text in index.db.execute("SELECT rowid, text FROM words")),
        "grams": sorted(grams),
        "spread": index.db.execute("SELECT gram, count FROM spread WHERE count <> 0 ORDER BY gram").fetchall(),
        "report": list(index.report()),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGE, max_size=8))
def test_an_index_that_followed_is_one_made_anew(changes: list[tuple[str, Any, str, bool]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        index = Index(root)
        for step, (name, what, stem, noted) in enumerate(changes):
            file = _write(root, name, what, f"{stem}{'。' * step}")  # of another size, so that a change shows
            if noted:
                index.note(file)
        index.refresh()
        followed = _held(index)
        index.close()
        shutil.rmtree(root / ".bank-index")
        anew = Index(root)
        anew.refresh()
        assert followed == _held(anew)
        anew.close()


def test_saving_reads_the_saved_file_alone(bank_folder: MakeBank) -> None:
    root = bank_folder(question("true_false", 1), question("true_false", 2))
    with Bank.open(root) as bank:
        other = root / "questions" / "D01" / "T-D01-002.yaml"
        other.write_text("id: [", "utf-8")
        asked = bank["T-D01-001"]
        bank.save(asked.model_copy(update={"version": 2}), asked.fingerprint())
        assert (bank["T-D01-001"].version, bank.ids, bank.report.codes()["B102"]) == (2, ["T-D01-001", "T-D01-002"], 0)
        bank.refresh()
        assert (bank.ids, bank.report.codes()["B102"]) == (["T-D01-001"], 1)


def test_after_a_conflict_the_bank_has_what_the_other_saved(bank_folder: MakeBank) -> None:
    root = bank_folder(question("true_false", 1))
    with Bank.open(root) as bank:
        mine = bank["T-D01-001"]
        theirs = mine.model_copy(update={"stem": "另一个人先改了。"})
        (root / "questions" / "D01" / "T-D01-001.yaml").write_text(question_yaml(theirs), "utf-8")
        with pytest.raises(ConflictError):
            bank.save(mine.model_copy(update={"version": 2}), mine.fingerprint())
        assert bank["T-D01-001"] == theirs


def test_new_ids_go_on_from_the_highest_of_the_domain(bank_folder: MakeBank) -> None:
    def named(name: str) -> Question:
        return question("true_false").model_copy(update={"id": name})

    names = ("T-D01-009", "T-D01-1000", "T-D01-old", "T-D010-5000", "T-D02-007")
    with Bank.open(bank_folder(*map(named, names))) as bank:
        assert [bank.new_id(domain) for domain in ("D01", "D02", "D03")] == ["T-D01-1001", "T-D02-008", "T-D03-001"]
