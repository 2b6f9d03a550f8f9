"""What a format carries comes back through the intake; the expected fields are the question's own, minus the losses."""

import json
from base64 import b64decode
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from authoring.content import parse
from authoring.export.formats import FORMATS, Group, by_domain, by_section, export
from authoring.intake.files import read_data
from authoring.questions import Question, question_from
from tests.builders import KINDS, question
from tests.export import examples

ID = {kind: f"T-D01-{n:03}" for n, kind in enumerate(KINDS, start=1)}


def written(name: str, *chosen: Question) -> bytes:
    return export(name, by_domain(chosen), examples.MEDIA.__getitem__)[0]


def read(name: str, *chosen: Question) -> list[dict[str, Any]]:
    intake = read_data(written(name, *chosen), f"x{FORMATS[name].suffix}")
    return [draft.plain for draft in intake.drafts]


MOODLE = {
    "single_choice": ("type", "id", "stem", "options", "key", "marks", "rationale", "knowledge_points"),
    "multiple_choice": ("type", "id", "stem", "options", "key", "marks", "rationale", "knowledge_points"),
    "true_false": ("type", "id", "stem", "key", "marks", "rationale", "knowledge_points"),
    "blanks": ("type", "id", "stem", "blanks", "marks", "rationale"),
    "numeric": ("type", "id", "stem", "value", "unit", "tolerance", "accepted_units", "marks", "rationale"),
    "short_answer": ("type", "id", "stem", "marks", "rationale"),
}


@pytest.mark.parametrize("kind", MOODLE)
def test_moodle(kind: str) -> None:
    asked = question(kind)
    (plain,) = read("moodle", asked)
    data = asked.data()
    for field in MOODLE[kind]:
        if field == "blanks":  # the usual ways of typing come along
            assert [entry["accepted"][0] for entry in plain[field]] == [e["accepted"][0] for e in data[field]]
        else:
            assert plain[field] == data[field], field


def _pairs(plain: dict[str, Any]) -> set[tuple[str, str]]:
    left = {entry["id"]: entry["text"] for entry in plain["premises"]}
    right = {entry["id"]: entry["text"] for entry in plain["choices"]}
    return {(left[premise], right[choice]) for premise, choice in plain["key"].items()}


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_matching_keeps_pairs_and_unused_choices(name: str) -> None:
    data = question("matching").data()
    extra = [*data["choices"], {"id": "C4", "text": "都不是"}]
    asked = question("matching", choices=extra)
    (plain,) = read(name, asked)
    assert _pairs(plain) == _pairs(data)
    assert {entry["text"] for entry in plain["choices"]} == {entry["text"] for entry in extra}


def test_moodle_keeps_the_right_order() -> None:
    data = question("ordering").data()
    (plain,) = read("moodle", question("ordering"))

    def in_order(of: dict[str, Any]) -> list[str]:
        texts = {entry["id"]: entry["text"] for entry in of["items"]}
        return [texts[name] for name in of["key"]]

    assert in_order(plain) == in_order(data)


def test_moodle_carries_pictures_formulas_and_the_marking_guide() -> None:
    asked = question("single_choice", stem="看图：$\\frac{44}{12}$\n\n![流程](media/流程图.svg)")
    intake = read_data(written("moodle", asked), "x.xml")
    (draft,) = intake.drafts
    assert list(draft.media.values()) == [examples.PICTURE]
    assert "frac{44}{12}" in draft.plain["stem"]
    (essay,) = read("moodle", question("short_answer"))
    assert all(words in essay["model_answer"] for words in ("要点一；要点二。", "4 分", "6 分"))


GIFT = {
    "single_choice": ("type", "id", "stem", "options", "key", "rationale", "knowledge_points"),
    "multiple_choice": ("type", "id", "stem", "options", "key", "rationale", "knowledge_points"),
    "true_false": ("type", "id", "stem", "key", "rationale", "knowledge_points"),
    "numeric": ("type", "id", "stem", "value", "tolerance", "rationale"),
}


@pytest.mark.parametrize("kind", GIFT)
def test_gift(kind: str) -> None:
    asked = question(kind)
    (plain,) = read("gift", asked)
    assert {field: plain[field] for field in GIFT[kind]} == {field: asked.data()[field] for field in GIFT[kind]}


SIGNS = "若 a=b~c，则 {d} 为 #1：e:f * g<h & i?"


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_signs_of_the_format_are_text(name: str) -> None:
    options = [{"id": letter, "text": f"{letter} {SIGNS}"} for letter in "AB"]
    (plain,) = read(name, question("single_choice", stem=SIGNS, options=options, key="A", rationale=SIGNS))
    assert parse(plain["stem"]).text() == SIGNS
    assert [parse(option["text"]).text() for option in plain["options"]] == [f"A {SIGNS}", f"B {SIGNS}"]
    assert parse(plain["rationale"]).text() == SIGNS


@pytest.mark.parametrize("name", ["moodle", "gift"])
def test_signs_in_a_blank(name: str) -> None:
    accepted = ["a=b~{c}#1/d", 'e"f\\g*']
    asked = question("blanks", stem="填 [[1]] 。", blanks=[{"accepted": accepted}])
    (plain,) = read(name, asked)
    assert set(accepted) <= set(plain["blanks"][0]["accepted"])


def test_national_codes_come_back() -> None:
    tags = ["鉴定点 A-B-A-001", "题型代码 B", "一致性 5"]
    (plain,) = read("national", question("single_choice", tags=tags))
    assert plain["tags"] == tags
    assert (plain["key"], plain["difficulty"]) == ("B", 2)
    assert [option["text"] for option in plain["options"]] == ["选项A", "选项B", "选项C", "选项D"]
    kinds = ("multiple_choice", "true_false")
    assert [read("national", question(kind))[0]["key"] for kind in kinds] == [["A", "C", "D"], True]


def test_aiken_is_written_as_moodle_reads_it() -> None:
    assert written("aiken", question("single_choice")).decode() == (
        "下列哪一项正确？\nA. 选项A\nB. 选项B\nC. 选项C\nD. 选项D\nANSWER: B\n"
    )
    assert written("aiken", question("true_false")).decode().endswith("\nANSWER: A\n")


def test_json_and_csv_hold_everything() -> None:
    chosen = tuple(examples.questions().values())
    data = json.loads(written("json", *chosen))
    assert tuple(question_from(plain) for plain in data["questions"]) == chosen
    assert {address: b64decode(text) for address, text in data["media"].items()} == examples.MEDIA
    with ZipFile(BytesIO(written("csv", *chosen))) as archive:
        assert archive.read("media/流程图.svg") == examples.PICTURE
        lines = archive.read("questions.csv").decode("utf-8-sig")
        assert lines.count("T-D01-") >= len(chosen)


def test_the_workbook_comes_back_whole() -> None:
    chosen = examples.questions()
    with ZipFile(BytesIO(written("excel", *chosen.values()))) as archive:
        intake = read_data(archive.read("questions.xlsx"), "questions.xlsx")
    assert {draft.exported for draft in intake.drafts} == {asked.content_fingerprint() for asked in chosen.values()}


def test_a_form_is_written_as_it_asks() -> None:
    chosen = examples.questions()
    form = examples.paper(chosen).forms[1]
    groups = by_section(form, chosen)
    assert [len(group.questions) for group in groups] == [len(section.items) for section in form.sections]
    intake = read_data(export("moodle", groups, examples.MEDIA.__getitem__)[0], "x.xml")
    single = next(draft for draft in intake.drafts if draft.plain.get("id") == ID["single_choice"])
    assert [option["text"] for option in single.plain["options"]] == ["选项D", "选项C", "选项B", "选项A"]
    assert single.section == form.sections[1].title


def test_a_group_of_nothing_is_written() -> None:
    assert all(export(name, [Group("空", [])], examples.MEDIA.__getitem__)[0] for name in FORMATS if name != "aiken")
