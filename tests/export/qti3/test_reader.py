"""The reader trusts nothing: what is unsafe is refused, what is broken is found."""

import io
import warnings
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import PackageError
from authoring.export.qti3 import qti3_package
from authoring.export.verify.qti_reader import read_qti_package
from authoring.export.verify.qti_responses import to_qti_response
from tests.builders import KINDS
from tests.export import examples
from tests.export.qti3.reading import item_of, marks

QUESTIONS = examples.questions()
PAPER = examples.paper(QUESTIONS)
DATA, _ = qti3_package(PAPER, PAPER.forms[0], QUESTIONS, examples.MEDIA.__getitem__)
FILES = dict(read_qti_package(DATA).files)
ITEM = "items/T-D01-001.xml"

Change = Callable[[dict[str, bytes]], Any]


def zipped(files: dict[str, bytes], **entry: Any) -> bytes:
    whole = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile warns of doubled names, which are wanted here
        for path, data in files.items():
            archive.writestr(path, data)
        for path, data in entry.get("more", ()):
            archive.writestr(ZipInfo(path), data)
    return whole.getvalue()


def test_a_package_zipped_by_somebody_else_reads_the_same() -> None:
    read = read_qti_package(zipped(FILES))
    assert dict(read.files) == FILES
    assert not read.report


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "zip"),
        (b"not a zip at all", "zip"),
        (DATA[:-30], "zip"),
        (DATA[: len(DATA) // 2], "zip"),
        (zipped({"readme.txt": b""}), "imsmanifest"),
        (zipped(FILES, more=[("../evil.xml", b"<a/>")]), "../evil.xml"),
        (zipped(FILES, more=[("/etc/passwd", b"")]), "/etc/passwd"),
        (zipped(FILES, more=[("C:evil.xml", b"")]), "C:evil.xml"),
        (zipped(FILES, more=[(ITEM, b"<a/>")]), ITEM),
        (zipped(FILES, more=[(ITEM.upper(), b"<a/>")]), "T-D01-001"),
        (zipped(FILES | {"bomb.bin": b"\0" * 30_000_000}), "bomb.bin"),
        (zipped({f"{n}": b"" for n in range(5001)}), "5001"),
        (zipped(FILES | {ITEM: b"<qti-assessment-item>"}), ITEM),
        (zipped(FILES | {ITEM: b" " * 5_000_000 + FILES[ITEM]}), ITEM),
        (zipped(FILES | {"imsmanifest.xml": b'<!DOCTYPE m SYSTEM "file:///etc/passwd"><m/>'}), "imsmanifest.xml"),
        (zipped(FILES | {ITEM: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), ITEM),
    ],
    ids=range(16),
)
def test_what_is_unsafe_or_unreadable_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(PackageError, match=words.replace("/", r"\/")):
        read_qti_package(data)


def test_entities_do_not_expand() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]><a b="&e9;">&e9;</a>'
    with pytest.raises(PackageError, match="T-D01-001"):
        read_qti_package(zipped(FILES | {ITEM: bomb.encode()}))
    with pytest.raises(PackageError, match="T-D01-001"):
        read_qti_package(zipped(FILES | {ITEM: bomb.encode("utf-16")}))


def replaced(path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in FILES[path]
    return FILES | {path: FILES[path].replace(old.encode(), new.encode())}


def without(path: str) -> dict[str, bytes]:
    return {name: data for name, data in FILES.items() if name != path}


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        (without(ITEM), "Q201", ITEM),
        (without("media/流程图.svg"), "Q202", "../media/"),
        (replaced(ITEM, "../media/", "https://example.invalid/"), "Q202", "https:"),
        (without("stimuli/T-D01-009.xml"), "Q202", "stimuli"),
        (replaced("assessment.xml", 'href="items/T-D01-001.xml"', 'href="items/none.xml"'), "Q202", "none.xml"),
        (replaced("imsmanifest.xml", 'identifierref="T-D01-002"', 'identifierref="GONE"'), "Q202", "GONE"),
        (replaced(ITEM, 'identifier="T-D01-001"', 'identifier="T-D01-999"'), "Q203", "T-D01-999"),
        (replaced("assessment.xml", 'href="items/T-D01-001.xml"', 'href="items/T-D01-002.xml"'), "Q203", "T-D01-001"),
        (
            replaced(
                ITEM, '<qti-response-declaration identifier="RESPONSE"', '<qti-response-declaration identifier="R"'
            ),
            "Q204",
            "RESPONSE",
        ),
        (replaced("imsmanifest.xml", "imsqti_test_xmlv3p0", "webcontent"), "Q205", ""),
        (FILES | {ITEM: b"<html/>"}, "Q206", "html"),
        (
            replaced(
                "assessment.xml", '<qti-assessment-item-ref identifier="T-D01-001" href="items/T-D01-001.xml"/>', ""
            ),
            "Q207",
            "T-D01-001",
        ),
        (FILES | {"notes.txt": b""}, "Q208", "notes.txt"),
    ],
    ids=range(13),
)
def test_what_is_broken_is_found(files: dict[str, bytes], code: str, words: str) -> None:
    report = read_qti_package(zipped(files)).report
    assert words in " ".join(finding.message for finding in report if finding.code == code)
    assert code in report.codes()


@given(st.binary(max_size=400) | st.integers(0, len(DATA) - 1).map(lambda n: DATA[:n]))
def test_garbage_is_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(PackageError):
        read_qti_package(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
ITEMS = read_qti_package(DATA).items


@given(response=JSON)
def test_no_response_breaks_the_processor(response: object) -> None:
    for item in ITEMS.values():
        maximum = item.outcomes["SCORE"].maximum
        assert maximum is not None
        assert 0 <= marks(item, response) <= maximum


def test_an_item_without_interactions_takes_no_response() -> None:
    assert to_qti_response(item_of("", ""), "A") == {}


def test_every_kind_is_in_the_package() -> None:
    assert len(KINDS) == len(QUESTIONS)
