"""Moodle XML, written after its public description: the types that are questions here, and what is told of the rest."""

import base64
from typing import Any

import pytest

from tests.intake_exchange.samples import PNG, codes, one, read, told

Fields = dict[str, Any]


def text(tag: str, content: str, form: str = "html", more: str = "") -> str:
    return f'<{tag} format="{form}"><text><![CDATA[{content}]]></text>{more}</{tag}>'


def answer(content: str, fraction: float, feedback: str = "", more: str = "") -> str:
    told_ = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{content}]]></text>{told_}{more}</answer>'


def question(kind: str, *parts: str, stem: str = "<p>题干</p>", grade: str = "1.0000000", name: str = "题一") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>{text("questiontext", stem)}'
        f"<defaultgrade>{grade}</defaultgrade>{''.join(parts)}</question>"
    )


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}\n</quiz>'


def choice(*answers: str, single: str = "true", **more: str) -> str:
    return quiz(question("multichoice", f"<single>{single}</single>", *answers, **more))


def test_a_single_choice() -> None:
    assert one(choice(answer("甲", 0, "看错了"), answer("<b>乙</b>", 100, "对"), grade="2.0")) == {
        "type": "single_choice",
        "stem": "题干",
        "options": [{"id": "A", "text": "甲", "mistake": "看错了"}, {"id": "B", "text": "**乙**"}],
        "key": "B",
        "marks": 2,
        "rationale": "对",
    }


def test_a_multiple_choice_and_what_wrong_options_cost() -> None:
    intake = read(choice(answer("甲", 50), answer("乙", 50), answer("丙", -100), single="false"))
    assert intake.drafts[0].plain["key"] == ["A", "B"]
    assert codes(intake) == ["I640"]


@pytest.mark.parametrize("shares", [(70, 30), (33.33333, 66.66667)])
def test_uneven_shares_are_told(shares: tuple[float, float]) -> None:
    intake = read(choice(answer("甲", shares[0]), answer("乙", shares[1]), answer("丙", 0), single="false"))
    assert intake.drafts[0].plain["key"] == ["A", "B"]
    assert f"{shares[0]:.0f}%" in told(intake, "I615").message


def test_thirds_are_even() -> None:
    thirds = [answer(letter, 33.33333) for letter in "甲乙丙"]
    assert codes(read(choice(*thirds, answer("丁", 0), single="false"))) == []


def test_a_half_right_option_of_a_single_choice_is_told() -> None:
    intake = read(choice(answer("甲", 100), answer("乙", 50)))
    assert intake.drafts[0].plain["key"] == "A"
    assert "B 50%" in told(intake, "I615").message


def test_two_full_answers_are_no_key() -> None:
    intake = read(choice(answer("甲", 100), answer("乙", 100)))
    assert "key" not in intake.drafts[0].plain
    assert codes(intake) == ["I613"]


def test_right_or_wrong() -> None:
    parts = answer("true", 0, "想错了"), answer("false", 100)
    plain = one(quiz(question("truefalse", *parts)))
    assert (plain["type"], plain["key"], plain["rationale"]) == ("true_false", False, "想错了")


@pytest.mark.parametrize(
    ("stem", "read_as"),
    [
        ("<p>主管部门是____。</p>", "主管部门是 [[1]] 。"),
        ("<p>主管部门是（　　）。</p>", "主管部门是 [[1]] 。"),
        ("<p>哪个部门主管？</p>", "哪个部门主管？\n\n[[1]]"),
        ("<p>甲____乙____</p>", "甲____乙____\n\n[[1]]"),
    ],
)
def test_a_short_answer_is_a_blank(stem: str, read_as: str) -> None:
    parts = answer("生态环境部", 100), answer("环境部", 50), answer("MEE", 100), "<usecase>0</usecase>"
    intake = read(quiz(question("shortanswer", *parts, stem=stem)))
    plain = intake.drafts[0].plain
    assert plain["stem"] == read_as
    assert plain["blanks"] == [{"accepted": ["生态环境部", "MEE"]}]
    assert "环境部" in told(intake, "I633").message


def test_case_counts_where_moodle_says_so() -> None:
    parts = answer("tCO2", 100), "<usecase>1</usecase>"
    assert one(quiz(question("shortanswer", *parts)))["blanks"] == [{"accepted": ["tCO2"], "match": "exact"}]


def test_wildcards_are_told_and_escaped_stars_are_stars() -> None:
    intake = read(quiz(question("shortanswer", answer("*环境部", 100), answer(r"a\*b", 100))))
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["a*b"]}]
    assert "*环境部" in told(intake, "I634").message


def test_a_number_with_tolerance_and_units() -> None:
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>tCO₂</unit_name></unit>"
        "<unit><multiplier>1000</multiplier><unit_name>kgCO₂</unit_name></unit></units>"
    )
    parts = answer("12.5", 100, more="<tolerance>0.05</tolerance>"), answer("*", 0, "再算一遍"), units
    assert one(quiz(question("numerical", *parts))) == {
        "type": "numeric",
        "stem": "题干",
        "value": 12.5,
        "tolerance": {"absolute": 0.05},
        "unit": "tCO₂",
        "accepted_units": [{"unit": "kgCO₂", "factor": 1000}],
        "marks": 1,
        "rationale": "再算一遍",
    }


def test_a_second_number_is_told() -> None:
    intake = read(quiz(question("numerical", answer("12", 100), answer("13", 50))))
    assert intake.drafts[0].plain["value"] == 12
    assert "13 50%" in told(intake, "I650").message


def pair(left: str, right: str) -> str:
    return (
        f'<subquestion format="html"><text><![CDATA[{left}]]></text><answer><text>{right}</text></answer></subquestion>'
    )


def test_matching_with_a_choice_too_many() -> None:
    parts = pair("<p>燃煤</p>", "范围一"), pair("<p>柴油</p>", "范围一"), pair("", "范围三")
    plain = one(quiz(question("matching", *parts)))
    assert plain["premises"] == [{"id": "P1", "text": "燃煤"}, {"id": "P2", "text": "柴油"}]
    assert plain["choices"] == [{"id": "C1", "text": "范围一"}, {"id": "C2", "text": "范围三"}]
    assert plain["key"] == {"P1": "C1", "P2": "C1"}


def test_ordering_by_its_fractions() -> None:
    parts = answer("第二", 2), answer("第一", 1), answer("第三", 3)
    plain: Fields = one(quiz(question("ordering", *parts)))
    texts = {entry["id"]: entry["text"] for entry in plain["items"]}
    assert [texts[name] for name in plain["key"]] == ["第一", "第二", "第三"]
    assert [entry["id"] for entry in plain["items"]] != plain["key"]


def test_an_essay_and_what_it_loses() -> None:
    parts = text("graderinfo", "<p>答出要点</p>"), text("responsetemplate", "按格式写"), "<attachments>2</attachments>"
    intake = read(quiz(question("essay", *parts, grade="10")))
    assert intake.drafts[0].plain == {
        "type": "short_answer",
        "stem": "题干",
        "model_answer": "答出要点",
        "marks": 10,
    }
    assert codes(intake) == ["I638", "I638"]


def test_cloze_with_words() -> None:
    stem = "<p>{1:SHORTANSWER:=生态环境部~%50%环境部#不全}主管，{1:SAC:=tCO2}计。</p>"
    intake = read(quiz(question("cloze", stem=stem)))
    plain = intake.drafts[0].plain
    assert plain["stem"] == "[[1]]主管，[[2]]计。"
    assert plain["blanks"] == [{"accepted": ["生态环境部"]}, {"accepted": ["tCO2"], "match": "exact"}]
    assert (plain["marks"], plain["rationale"]) == (2, "不全")
    assert codes(intake) == ["I633"]


def test_cloze_with_a_list_and_a_number_in_a_text() -> None:
    stem = r"<p>属于{2:MULTICHOICE:范围一~=范围二\}~范围三}，约{1:NUMERICAL:=12.5:0.1}吨。</p>"
    intake = read(quiz(question("cloze", stem=stem)))
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["范围二}"]}, {"accepted": ["12.5"]}]
    assert codes(intake) == ["I631", "I635", "I649"]
    assert intake.drafts[0].plain["marks"] == 3


def test_cloze_with_one_list_is_a_choice() -> None:
    plain = one(quiz(question("multianswer", stem="<p>选 {1:MCV:甲~=乙~丙}</p>")))
    assert (plain["type"], plain["stem"], plain["key"]) == ("single_choice", "选 （　　）", "B")


def test_cloze_with_one_number_at_the_end_is_a_number() -> None:
    plain = one(quiz(question("cloze", stem="<p>算出排放量：{3:NM:=12.5:0.1}</p>")))
    assert (plain["type"], plain["value"], plain["tolerance"]) == ("numeric", 12.5, {"absolute": 0.1})
    assert (plain["stem"], plain["marks"]) == ("算出排放量：", 3)


@pytest.mark.parametrize("kind", ["gapselect", "ddwtos"])
def test_words_for_gaps(kind: str) -> None:
    tag = "selectoption" if kind == "gapselect" else "dragbox"
    words = "".join(f"<{tag}><text>{word}</text><group>1</group></{tag}>" for word in ("碳中和", "碳达峰"))
    intake = read(quiz(question(kind, words, stem="<p>先[[2]]，后[[1]]。</p>")))
    assert intake.drafts[0].plain["stem"] == "先[[1]]，后[[2]]。"
    assert intake.drafts[0].plain["blanks"] == [{"accepted": ["碳达峰"]}, {"accepted": ["碳中和"]}]
    assert codes(intake) == ["I635"]


@pytest.mark.parametrize("kind", ["calculated", "ddimageortext", "stack", "something"])
def test_other_types_keep_their_stem_and_are_told(kind: str) -> None:
    intake = read(quiz(question(kind, stem="<p>求 {a} 的值</p>")))
    assert intake.drafts[0].plain == {"stem": "求 {a} 的值"}
    assert codes(intake) == ["I636"]


def test_a_description_is_told() -> None:
    assert codes(read(quiz(question("description", stem="阅读材料")))) == ["I637"]


def test_categories_and_tags_are_sections_points_and_tags() -> None:
    category = '<question type="category"><category><text>$course$/top/碳核算/D03-02 电力</text></category></question>'
    tags = "<tags><tag><text>难点</text></tag><tag><text>D01-04</text></tag></tags>"
    (draft,) = read(quiz(category, question("truefalse", answer("true", 100), tags))).drafts
    assert draft.section == "碳核算 / D03-02 电力"
    assert draft.plain["knowledge_points"] == ["D03-02", "D01-04"]
    assert draft.plain["tags"] == ["电力", "难点"]
    assert draft.number == "题一"


def test_an_own_id_stays_an_id_and_another_does_not() -> None:
    parts = answer("true", 100)
    assert one(quiz(question("truefalse", parts, "<idnumber>DC-D03-027</idnumber>")))["id"] == "DC-D03-027"
    assert "id" not in one(quiz(question("truefalse", parts, "<idnumber>Q-17</idnumber>")))


def test_what_every_question_has_is_told_once() -> None:
    common = "<penalty>0.3333333</penalty>", text("correctfeedback", "回答正确。")
    parts = answer("true", 100), *common
    intake = read(quiz(question("truefalse", *parts), question("truefalse", *parts)))
    assert codes(intake) == ["I616", "I639"]
    assert "2 题" in told(intake, "I616").message


def test_hints_are_told() -> None:
    hint = text("hint", "想想折算系数")
    assert "想想折算系数" in told(read(quiz(question("truefalse", answer("true", 100), hint))), "I638").message


def test_pictures_come_along() -> None:
    file = f'<file name="图 一.png" path="/" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    stem = '<p>看图：<img src="@@PLUGINFILE@@/%E5%9B%BE%20%E4%B8%80.png" alt="流程"></p>'
    asked = f'<question type="truefalse">{text("questiontext", stem, more=file)}{answer("true", 100)}</question>'
    (draft,) = read(quiz(asked)).drafts
    ((name, data),) = draft.media.items()
    assert data == PNG
    assert draft.plain["stem"] == f"看图：![流程](media/{name})"


@pytest.mark.parametrize(
    "src", ["@@PLUGINFILE@@/b.png", "https://example.org/a.png", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "a.png"]
)
def test_pictures_that_cannot_come_along_are_told(src: str) -> None:
    stem = f'<p>看图：<img src="{src}" alt="流程"></p>'
    intake = read(quiz(question("truefalse", answer("true", 100), stem=stem)))
    assert intake.drafts[0].plain["stem"] == "看图：流程"
    assert codes(intake) == ["I623"]


@pytest.mark.parametrize(
    ("form", "written", "read_as"),
    [
        ("plain_text", "a <b> & *c*\n第二行", "a \\<b> & \\*c\\*\n第二行"),
        ("moodle_auto_format", "第一行\n第二行 <b>粗</b>", "第一行\n第二行 **粗**"),
        ("moodle_auto_format", "x < 5 且 a<b", "x < 5 且 a<b"),
        ("markdown", "**粗** 和 $x^2$", "**粗** 和 $x^2$"),
        ("html", r"\(\frac{44}{12}\) 与 $5", r"$\frac{44}{12}$ 与 \$5"),
        ("html", r"<p>$$E=mc^2$$</p>", "$$E=mc^2$$"),
    ],
)
def test_formats_of_texts(form: str, written: str, read_as: str) -> None:
    asked = f'<question type="truefalse">{text("questiontext", written, form)}{answer("true", 100)}</question>'
    assert one(quiz(asked))["stem"] == read_as


def test_the_one_picture_of_old_files() -> None:
    old = f"<image>a.png</image><image_base64>{base64.b64encode(PNG).decode()}</image_base64>"
    (draft,) = read(quiz(question("truefalse", answer("true", 100), old))).drafts
    ((name, data),) = draft.media.items()
    assert data == PNG
    assert draft.plain["stem"] == f"题干\n\n![图 1](media/{name})"
    assert codes(read(quiz(question("truefalse", answer("true", 100), "<image>a.png</image>")))) == ["I623"]


def test_the_description_of_a_category_is_told() -> None:
    category = (
        f"<question type='category'><category><text>甲</text></category>{text('info', '这一类的说明')}</question>"
    )
    intake = read(quiz(category, question("truefalse", answer("true", 100))))
    assert "这一类的说明" in told(intake, "I637").message
