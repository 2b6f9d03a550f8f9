"""Files made to do harm: refused or read as mere text, always with a finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.intake.files import read_data
from tests.intake_exchange.samples import PNG, SINGLE, choice, codes, item, manifest, package, read, told

GOOD = item(choice("甲", "乙", prompt="？"), SINGLE)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("declaration", [ENTITY, LAUGHS, '<!DOCTYPE quiz SYSTEM "http://example.org/q.dtd">'])
@pytest.mark.parametrize("root", [GOOD, "<quiz>&x;&l8;</quiz>"])
def test_document_types_and_entities_are_refused(declaration: str, root: str) -> None:
    for data in (
        (declaration + root).encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + declaration + root).encode("utf-16"),
    ):
        intake = read(data)
        assert intake.drafts == ()
        assert codes(intake) == ["I602"]


def test_they_are_refused_inside_of_a_package_too() -> None:
    files = {"imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")), "a.xml": ENTITY + GOOD}
    assert codes(read(package(files), "a.zip")) == ["I602"]
    assert codes(read(package({"imsmanifest.xml": ENTITY + manifest()}), "a.zip")) == ["I602"]


def test_a_zip_bomb_is_refused() -> None:
    files = {"imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")), "a.xml": b" " * 21_000_000}
    intake = read(package(files), "a.zip")
    assert (intake.drafts, codes(intake)) == ((), ["I603"])
    picture = package({"imsmanifest.xml": manifest(), "a.png": b"\0" * 60_000_000})
    assert codes(read(picture, "a.zip")) == ["I603"]


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "..\\..\\x.xml", "file:///etc/passwd", "C:/x.xml"])
def test_paths_that_lead_out_are_never_followed(path: str) -> None:
    body = f'<p>看<img src="{path}" alt="图"/></p>' + choice("甲", "乙")
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml"), ("imsqti_item_xmlv2p1", path)),
        "a.xml": item(body, SINGLE),
        path: PNG,
    }
    intake = read(package(files), "a.zip")
    assert "I604" in codes(intake)
    assert [draft.media for draft in intake.drafts] == [{}]
    assert intake.drafts[0].plain["stem"] == "看图"


def test_encrypted_packages_are_refused() -> None:
    data = bytearray(package({"imsmanifest.xml": manifest()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    assert codes(read(bytes(data), "a.zip")) == ["I601"]


def test_a_picture_that_is_a_script_is_refused() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    files = {
        "imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")),
        "a.xml": item('<p>看<img src="a.svg" alt="图"/></p>' + choice("甲", "乙"), SINGLE),
        "a.svg": svg,
    }
    intake = read(package(files), "a.zip")
    assert intake.drafts[0].media == {}
    assert "脚本" in told(intake, "I623").message


def test_scripts_in_texts_are_no_part_of_a_question() -> None:
    evil = '<p onmouseover="x()">题<script>alert(1)</script><a href="javascript:x()">链</a></p>'
    quiz = (
        f'<quiz><question type="truefalse"><questiontext format="html"><text><![CDATA[{evil}]]></text></questiontext>'
    )
    intake = read(quiz + '<answer fraction="100"><text>true</text></answer></question></quiz>')
    assert intake.drafts[0].plain["stem"] == "题链"
    assert codes(intake) == ["I626", "I626", "I626"]


def test_html_in_answers_is_text() -> None:
    quiz = (
        '<quiz><question type="shortanswer"><questiontext format="html"><text>题</text></questiontext>'
        '<answer fraction="100"><text>&lt;script&gt;x&lt;/script&gt;</text></answer></question></quiz>'
    )
    assert read(quiz).drafts[0].plain["blanks"] == [{"accepted": ["<script>x</script>"]}]


def test_a_very_deep_document_is_refused_or_read() -> None:
    body = "<div>" * 5000 + "甲" + "</div>" * 5000
    assert codes(read(item(body + choice("甲", "乙"), SINGLE))) == ["I601"]


@given(st.binary(max_size=300))
def test_no_bytes_are_too_broken(noise: bytes) -> None:
    for name in ("a.xml", "a.zip", "a.gift"):
        intake = read_data(b"PK\x03\x04" + noise if name == "a.zip" else noise, name)
        assert intake.drafts or intake.report or not noise.strip()


_PACKAGE = package({"imsmanifest.xml": manifest(("imsqti_item_xmlv2p1", "a.xml")), "a.xml": GOOD})


@given(st.integers(0, len(_PACKAGE) - 1), st.integers(1, 255))
def test_a_damaged_package_is_told(place: int, change: int) -> None:
    data = bytearray(_PACKAGE)
    data[place] ^= change
    intake = read_data(bytes(data), "a.zip")
    assert intake.drafts or intake.report


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(["<", ">", "&", '"', "", "甲", "\x00"]))
def test_a_damaged_item_is_told(place: int, sign: str) -> None:
    intake = read((GOOD[:place] + sign + GOOD[place + 1 :]).encode())
    assert intake.drafts or intake.report
