"""Drafts outlive the kernel, and two notebooks never destroy each other's; pictures are kept with them until saved."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.errors import UsageError
from authoring.questions import QuestionType
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.pictures import picture_name
from tests.widgets.editing_acts import act, field_at

TODAY = date(2026, 11, 1)
SINGLE = "DC-D03-001"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'


class _Clock:
    """A minute later each time."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts", _Clock())


def _again(drafts: Drafts, clock: _Clock | None = None) -> Drafts:
    """The same folder after a restart."""
    return Drafts(drafts.folder, clock or _Clock())


def _opened(bank: Bank, rationale: str = "") -> Editing:
    editing = Editing.open(bank, SINGLE, today=TODAY)
    if rationale:
        editing.change("rationale", rationale)
    return editing


def test_a_draft_is_there_after_a_restart(own_bank: Bank, drafts: Drafts) -> None:
    editing = _opened(own_bank, "写到一半")
    editing.change("marks", "1.")
    markup = editing.picture("图.png", PNG)
    kept = drafts.keep(editing)
    assert drafts.find(editing) is None, "its own draft is nothing to restore"
    found = _again(drafts).find(_opened(own_bank))
    assert found is not None
    assert (found.question, found.at, found.title) == (SINGLE, kept.at, kept.title)
    assert found.title in own_bank[SINGLE].stem
    restored = _again(drafts).restore(found)
    assert restored.sheet == editing.sheet
    assert restored.media == editing.media
    assert restored.changed
    assert field_at(restored.form(), "marks").value == "1."
    assert markup.startswith("![](media/picture-")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(QuestionType))
def test_whatever_stands_on_a_form_is_restored(
    bank: Bank, tmp_path: Path, drawn: st.DataObject, kind: QuestionType
) -> None:
    drafts = Drafts(tmp_path / "any", _Clock())
    editing = Editing.new(bank, kind, "D03-01", today=TODAY)
    for _ in range(4):
        act(drawn.draw, editing)
    kept = drafts.keep(editing)
    assert drafts.restore(kept).sheet == editing.sheet
    drafts.forget(kept)


def test_a_new_question_is_found_by_the_next_new_one(own_bank: Bank, drafts: Drafts) -> None:
    editing = Editing.new(own_bank, QuestionType.BLANKS, "D03-01", today=TODAY)
    editing.change("stem", "由 [[1]] 主管。")
    drafts.keep(editing)
    drafts.keep(editing)
    again = _again(drafts)
    other = Editing.new(own_bank, QuestionType.CASE, "D05-01", today=TODAY)
    found = again.find(other)
    assert found is not None
    assert again.find(_opened(own_bank)) is None
    restored = again.restore(found)
    assert (restored.id, restored.sheet["stem"]) == (editing.id, "由 [[1]] 主管。")
    assert restored.changed, "nothing of it is saved yet"
    assert len(again.all(other)) == 1


def test_two_notebooks_keep_both_drafts(own_bank: Bank, drafts: Drafts) -> None:
    clock = _Clock()
    one, other = _again(drafts, clock), _again(drafts, clock)
    mine, theirs = _opened(own_bank, "甲写的"), _opened(own_bank, "乙写的")
    for _ in range(2):
        one.keep(mine)
        other.keep(theirs)
    found = _again(drafts).all(_opened(own_bank))
    assert [_again(drafts).restore(draft).sheet["rationale"] for draft in found] == ["乙写的", "甲写的"]


def test_a_restored_draft_that_another_notebook_goes_on_with_is_left_to_it(own_bank: Bank, drafts: Drafts) -> None:
    mine = _opened(own_bank, "甲写的")
    drafts.keep(mine)
    other = _again(drafts)
    found = other.find(_opened(own_bank))
    assert found is not None
    theirs = other.restore(found)
    mine.change("rationale", "甲又写的")
    drafts.keep(mine)
    theirs.change("rationale", "乙接着写的")
    other.keep(theirs)
    other.forget(found)
    left = {_again(drafts).restore(draft).sheet["rationale"] for draft in _again(drafts).all(_opened(own_bank))}
    assert left == {"甲又写的", "乙接着写的"}


def test_a_saved_question_leaves_no_draft(own_bank: Bank, drafts: Drafts) -> None:
    editing = _opened(own_bank, "写完了。")
    drafts.keep(editing)
    editing.save(Desk(own_bank, "甲", Role.AUTHOR))
    drafts.forget(editing)
    assert list(drafts.folder.glob("*")) == []
    drafts.forget(editing)


def test_a_draft_of_an_older_version_becomes_a_conflict(own_bank: Bank, drafts: Drafts) -> None:
    drafts.keep(_opened(own_bank, "甲写的"))
    theirs = _opened(own_bank)
    theirs.change("difficulty", "5")
    theirs.save(Desk(own_bank, "乙", Role.AUTHOR))
    found = _again(drafts).find(_opened(own_bank))
    assert found is not None
    restored = _again(drafts).restore(found)
    assert restored.conflict is not None
    restored.resolve({})
    saved = restored.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert (saved.rationale, saved.difficulty) == ("甲写的", 5)


def test_what_is_no_draft_is_left_alone(own_bank: Bank, drafts: Drafts) -> None:
    kept = drafts.keep(_opened(own_bank, "甲写的"))
    other = json.loads(kept.file.read_text("utf-8"))
    for name, text in (
        ("broken", '{"format": 1'),
        ("list", "[]"),
        ("later", json.dumps(other | {"format": 2})),
        ("elsewhere", json.dumps(other | {"bank": "another"})),
    ):
        (drafts.folder / f"{name}.json").write_text(text, "utf-8")
    assert [draft.file for draft in _again(drafts).all(_opened(own_bank))] == [kept.file]
    assert len(list(drafts.folder.glob("*.json"))) == 5


# Pictures


def test_a_picture_is_named_by_what_it_holds() -> None:
    name = picture_name("..\\流程 Flow chart.JPG", SVG)
    assert name == picture_name("/etc/flow chart.svg", SVG)
    assert name.startswith("flow-chart-")
    assert name.endswith(".svg")
    assert picture_name("图一.svg", PNG).startswith("picture-")
    assert picture_name("a.png", PNG) != picture_name("a.png", PNG + b"!")
    assert picture_name("a", b"\xff\xd8\xff\xe0").endswith(".jpg")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "PNG、JPEG 或 SVG"),
        (b"", "PNG、JPEG 或 SVG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), "超过上限 2048 KB"),
        (SVG.replace(b"<circle", b"<script/><circle"), "脚本或外部链接"),
        (SVG.replace(b"<circle", b'<image href="https://x/y.png"/><circle'), "脚本或外部链接"),
    ],
)
def test_what_is_no_safe_picture_is_refused(bank: Bank, data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Editing.new(bank, QuestionType.TRUE_FALSE, "D03-01", today=TODAY).picture("图.png", data)


def test_a_picture_is_shown_at_once_and_written_with_the_question(own_bank: Bank) -> None:
    editing = _opened(own_bank)
    unused = editing.picture("unused.svg", SVG.replace(b"4", b"5"))
    markup = editing.picture("flow.svg", SVG).replace("![]", "![核算边界示意，含锅炉与装载机]")
    editing.change("stem", f"{editing.sheet['stem']}\n\n{markup}")
    assert "data:image/svg+xml;base64," in editing.preview()
    assert not {"S111", "S112", "S113"} & set(editing.report.codes())
    media = own_bank.root / "media"
    assert not media.exists()
    saved = editing.save(Desk(own_bank, "甲", Role.AUTHOR))
    assert [f"media/{path.name}" for path in media.iterdir()] == list(saved.media)
    assert unused not in saved.stem
    assert own_bank.media(saved.media[0]) == SVG


def test_a_picture_that_was_missing_is_there_once_it_is_brought(own_bank: Bank) -> None:
    editing = _opened(own_bank)
    name = picture_name("flow.svg", SVG)
    editing.change("rationale", f"见 ![核算边界示意，含锅炉与装载机](media/{name})。")
    assert "S111" in editing.report.codes()
    editing.picture("flow.svg", SVG)
    assert "S111" not in editing.report.codes()
