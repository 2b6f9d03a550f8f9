"""Candidate and review pages as text: self-contained, safe, free of secrets, the same every time."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from authoring.errors import StorageError, UsageError
from authoring.rendering.pages import (
    CANDIDATE_SCRIPTS,
    CANDIDATE_STYLES,
    CandidateLine,
    candidate_page,
    embed_json,
    review_page,
    sample_line,
)
from authoring.rendering.templates import template_text
from authoring.texts import tree
from tests.rendering.sample_paper import MEDIA, PAPER, REVIEW, SECRET

JSON = st.recursive(
    st.text() | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
TEMPLATES = Path(__file__).parents[2] / "templates"
ROOM = Path(candidate_page.__code__.co_filename).parent


def page(**changes: object) -> str:
    return candidate_page(PAPER.model_copy(update=changes), line=sample_line(), media=MEDIA)


@given(JSON)
def test_embedded_json_is_the_same_value_and_cannot_leave_its_element(value: object) -> None:
    text = embed_json(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_a_title_that_looks_like_markup_stays_text() -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    found = html.fromstring(page(title=title))
    assert found.findtext(".//h1") == title
    assert json.loads(found.get_element_by_id("exam-data").text)["paper"]["title"] == title
    assert len(found.findall(".//script")) == 1 + len(CANDIDATE_SCRIPTS)


def test_a_standalone_page_names_no_address() -> None:
    found = html.fromstring(page())
    addresses = [value for _, name, value, _ in found.iterlinks() if name != "href" or not value.startswith("#")]
    assert all(address.startswith("data:image/") for address in addresses)
    assert "media/" not in found.get_element_by_id("exam-data").text
    policy = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy.partition("script-src")[2]


def test_a_served_page_holds_no_script_and_no_style_of_its_own() -> None:
    found = html.fromstring(candidate_page(PAPER, line=sample_line(), media={}, standalone=False))
    scripts = found.findall(".//script")
    assert [script.get("src") for script in scripts if script.get("type") is None] == list(CANDIDATE_SCRIPTS)
    assert [sheet.get("href") for sheet in found.findall(".//link")] == list(CANDIDATE_STYLES)
    assert not found.findall(".//style")
    assert not found.xpath("//*[@style] | //@*[starts-with(name(), 'on')]")
    assert "media/process.svg" in found.get_element_by_id("exam-data").text


def test_same_input_same_bytes() -> None:
    assert page() == page()
    assert review_page(page(), REVIEW, media=MEDIA) == review_page(page(), REVIEW, media=MEDIA)


def test_no_secret_reaches_the_candidates_bytes() -> None:
    candidate = page()
    assert SECRET not in candidate
    review = html.fromstring(review_page(candidate, REVIEW, media=MEDIA))
    frame = review.get_element_by_id("candidate")
    assert frame.get("srcdoc") == candidate
    assert len(review.xpath(f"//article[contains(., '{SECRET}')]")) == len(REVIEW.notes)


def test_the_candidate_line_is_shown_as_given() -> None:
    line = CandidateLine(name="李*<b>", admission="139****0001", photo="data:image/png;base64,AAAA")
    found = html.fromstring(candidate_page(PAPER, line=line, media=MEDIA))
    assert [entry.text for entry in found.xpath("//*[@class='person']//dd")] == ["李*<b>", "139****0001"]
    assert found.xpath("//*[@class='person']//img/@src") == ["data:image/png;base64,AAAA"]


def test_missing_and_unknown_pictures_are_named() -> None:
    with pytest.raises(UsageError, match=r"process\.svg"):
        candidate_page(PAPER, line=sample_line(), media={})
    note = REVIEW.notes[0].model_copy(update={"rationale": '<p><img src="media/a.webp" alt=""/></p>'})
    with pytest.raises(UsageError, match=r"a\.webp"):
        review_page("", REVIEW.model_copy(update={"notes": (note,)}), media={"a.webp": b""})


def test_a_missing_template_is_a_damaged_installation() -> None:
    with pytest.raises(StorageError, match=r"candidate/none\.js"):
        template_text("candidate/none.js")


@pytest.mark.parametrize("room", ["candidate", "review"])
def test_the_words_of_a_page_stand_in_its_texts_and_each_is_used(room: str) -> None:
    sources = {path.name: path.read_text("utf-8") for path in sorted((TEMPLATES / room).iterdir())}
    code = {name: re.sub(r"(?m)^\s*//.*$|/\*.*?\*/|// .*$", "", text) for name, text in sources.items()}
    assert not {name for name, text in code.items() if re.search("[\u3000-\u9fff\uff00-\uffef]", text)}
    together = "\n".join([*code.values(), *(path.read_text("utf-8") for path in sorted(ROOM.glob("*.py")))])
    words = [word for table in tree(room).values() if isinstance(table, dict) for word in table]
    assert not {word for word in words if not re.search(rf"\b{re.sub(r'_[0-9]+$', '_', word)}", together)}
