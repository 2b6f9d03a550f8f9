"""The independent verification: a good package passes, and whatever somebody changes is found and placed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import PackageError, SignatureError
from authoring.export.archive import write_archive
from authoring.export.container import open_container
from authoring.export.package import build_package
from authoring.export.reader import open_package
from authoring.export.signing import SigningKey
from authoring.export.verify import verify_package
from authoring.findings import Severity
from authoring.questions.scoring import Incomplete, PartMarks, ScoringRules
from authoring.texts import tree
from tests.export import examples
from tests.export.forging import changed, edited, errors, verified

DATA = examples.package(rationale="全国碳市场的履约主体是重点排放单位。")
PACKAGE = open_package(DATA)


# A good package


def test_a_good_package_passes_every_check() -> None:
    found = verified(DATA)
    assert found.ok
    assert not found.report.findings
    assert len(found.checks) == len([name for name, text in tree("export", "check").items() if isinstance(text, dict)])
    assert all(check.passed and check.count > 0 for check in found.checks)
    assert found.manifest == PACKAGE.manifest


def test_an_unknown_signer_is_a_warning() -> None:
    for trusted in ([], [SigningKey.generate().public_text]):
        found = verify_package(DATA, trusted=trusted)
        assert found.ok
        (finding,) = found.report
        assert (finding.code, finding.severity) == ("V124", Severity.WARNING)
        assert examples.KEY.key_id in finding.message


def test_a_trusted_key_that_is_none() -> None:
    with pytest.raises(SignatureError, match=r"不是 Ed25519 公钥"):
        verify_package(DATA, trusted=["hello"])


@pytest.mark.parametrize("incomplete", list(Incomplete))
@pytest.mark.parametrize("parts", list(PartMarks))
def test_every_scoring_rule(incomplete: Incomplete, parts: PartMarks) -> None:
    questions = examples.questions()
    paper = examples.paper(questions, ScoringRules(multiple_choice=incomplete, parts=parts))
    session = examples.session(paper)
    data, _ = build_package(paper, questions, session, examples.MEDIA.__getitem__, examples.BANK, examples.KEY)
    assert verified(data).ok


def test_a_file_and_progress(tmp_path: Path) -> None:
    path = tmp_path / "P1.dcexam.zip"
    path.write_bytes(changed(DATA, {"candidate/A.json": b"{}"}))
    told: list[tuple[int, int, str]] = []
    found = verify_package(path, progress=lambda *step: told.append(step))
    assert {str(finding.where) for finding in found.report if finding.code == "V133"} == {
        "P1.dcexam.zip/candidate/A.json"
    }
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[0] == (0, 13, "容器安全")
    with pytest.raises(PackageError):
        verify_package(tmp_path / "nowhere.zip")


# Any changed byte


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(place: int, difference: int) -> None:
    spoilt = bytearray(DATA)
    spoilt[place] ^= difference
    assert not verified(bytes(spoilt)).ok


def test_every_changed_bit_of_a_small_container_is_found() -> None:
    data = write_archive({"manifest.json": b"{}", "manifest.sig": b"", "题.json": b"[]"})
    for place in range(len(data)):
        for bit in range(8):
            spoilt = bytearray(data)
            spoilt[place] ^= 1 << bit
            assert open_container(bytes(spoilt)).findings, (place, bit)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(DATA) - 1))
def test_a_truncated_package_is_found(length: int) -> None:
    found = verified(DATA[:length])
    assert not found.ok
    assert {finding.code for finding in found.report} <= {"V101", "V102"}


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(DATA)), st.binary(min_size=1, max_size=30))
def test_inserted_bytes_are_found(place: int, more: bytes) -> None:
    assert not verified(DATA[:place] + more + DATA[place:]).ok


def test_every_changed_character_of_the_signature_is_found() -> None:
    signature = PACKAGE.files["manifest.sig"]
    for place in range(len(signature)):
        other = b"A" if signature[place : place + 1] != b"A" else b"B"
        spoilt = changed(DATA, {"manifest.sig": signature[:place] + other + signature[place + 1 :]})
        assert "V122" in errors(spoilt)


# Changes without a new signature


@pytest.mark.parametrize(
    ("files", "code", "place"),
    [
        ({"manifest.sig": None}, "V121", "manifest.sig"),
        ({"manifest.sig": PACKAGE.files["manifest.sig"] + b"\n"}, "V122", "manifest.sig"),
        ({"manifest.json": PACKAGE.files["manifest.json"].replace(b"P1", b"P2")}, "V122", "manifest.sig"),
        ({"candidate/A.json": None}, "V131", "candidate/A.json"),
        ({"candidate/C.json": b"{}"}, "V132", "candidate/C.json"),
        ({"candidate/A.json": b"{}"}, "V133", "candidate/A.json"),
        ({"candidate/A.json": PACKAGE.files["candidate/B.json"]}, "V134", "candidate/A.json"),
        ({"manifest.json": None}, "V115", "manifest.json"),
        ({"manifest.json": b"{"}, "V115", "manifest.json"),
    ],
)
def test_changes_without_a_new_signature(files: dict[str, bytes | None], code: str, place: str) -> None:
    found = verified(changed(DATA, files))
    assert not found.ok
    assert place in {finding.where.file for finding in found.report if finding.code == code}


def test_what_could_not_be_checked_is_said() -> None:
    found = verified(DATA[:-1])
    assert [check.passed for check in found.checks] == [False] * 13
    assert found.checks[1].detail == "前面的检查没有通过，无法进行"
    assert found.manifest is None


# Whatever a signer writes, verification answers


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict) and node:
        return [leaf for name, entry in node.items() for leaf in leaves(entry, (*path, name))]
    if isinstance(node, list) and node:
        return [leaf for n, entry in enumerate(node) for leaf in leaves(entry, (*path, n))]
    return [path]


LEAVES = [
    (file, path)
    for file, content in PACKAGE.files.items()
    if file.endswith(".json") and file != "manifest.json"
    for path in leaves(json.loads(content))
]
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-2, 2000), st.text(max_size=8), st.just([]), st.just({}))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LEAVES), VALUES)
def test_one_changed_value_signed_anew(leaf: tuple[str, tuple[Any, ...]], value: Any) -> None:
    """Verification never breaks, and outside the session, whose rules nothing repeats, it always finds the change."""
    file, path = leaf
    plain = json.loads(PACKAGE.files[file])
    node = plain
    for step in path[:-1]:
        node = node[step]
    same = node[path[-1]] == value and type(node[path[-1]]) is type(value)
    node[path[-1]] = value
    found = verified(edited(DATA, file, lambda _: plain))
    assert found.ok == same or file == "delivery/session.json"
