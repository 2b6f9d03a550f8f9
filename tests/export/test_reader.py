"""The reader: what a delivery system gets, and what it is refused."""

import subprocess
import sys
from pathlib import Path

import pytest

from authoring.errors import FormatError, PackageError, UsageError
from authoring.export.manifest import Audience
from authoring.export.reader import open_package
from authoring.rendering.candidate import candidate_paper
from tests.export import examples
from tests.export.forging import changed, forged

DATA = examples.package()
PACKAGE = open_package(DATA)
QUESTIONS = examples.questions()
PAPER = examples.paper(QUESTIONS)


def test_everything_comes_back() -> None:
    assert PACKAGE.paper == PAPER
    assert PACKAGE.questions == QUESTIONS
    assert PACKAGE.session == examples.session(PAPER)
    assert PACKAGE.forms == ("A", "B")
    for form in PAPER.forms:
        assert PACKAGE.form(form.name) == form
        assert PACKAGE.candidate(form.name) == candidate_paper(PAPER, form, QUESTIONS)
        assert PACKAGE.keys(form.name).form == form.name
    assert PACKAGE.manifest.paper_fingerprint == PAPER.fingerprint()
    assert PACKAGE.manifest.bank == examples.BANK.id


def test_pictures() -> None:
    assert PACKAGE.media("media/流程图.svg") == examples.PICTURE
    assert PACKAGE.media("media/solution.svg", for_marking=True) == examples.SECRET_PICTURE
    with pytest.raises(PackageError, match=r"没有 candidate/media/solution\.svg"):
        PACKAGE.media("media/solution.svg")


def test_the_qti_package_for_delivery_differs_from_the_one_for_marking() -> None:
    assert b"qti-response-processing" in PACKAGE.qti("A", with_keys=True)
    assert b"qti-response-processing" not in PACKAGE.qti("A")


def test_the_signature() -> None:
    assert PACKAGE.signed_by(examples.KEY.public_key)
    assert not PACKAGE.signed_by(examples.SigningKey.generate().public_key)
    assert not open_package(changed(DATA, {"manifest.sig": None})).signed_by(examples.KEY.public_key)


def test_what_candidates_may_get() -> None:
    paths = [entry.path for entry in PACKAGE.files_for(Audience.CANDIDATE)]
    assert paths == ["candidate/A.json", "candidate/B.json", "candidate/media/流程图.svg"]


def test_a_package_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "P1.dcexam.zip"
    path.write_bytes(DATA)
    assert open_package(path).manifest == PACKAGE.manifest
    assert [entry.name for entry in tmp_path.iterdir()] == ["P1.dcexam.zip"]  # nothing is unpacked


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"无法读取考试包 .*nowhere"):
        open_package(tmp_path / "nowhere.zip")
    with pytest.raises(PackageError, match=r"无法读取考试包"):
        open_package(tmp_path)


def test_a_changed_file_is_not_given_out() -> None:
    spoilt = open_package(changed(DATA, {"candidate/A.json": b"{}", "candidate/B.json": None}))
    with pytest.raises(PackageError, match=r"candidate/A\.json 被改动过"):
        spoilt.candidate("A")
    with pytest.raises(PackageError, match=r"没有 candidate/B\.json"):
        spoilt.candidate("B")
    assert spoilt.session == PACKAGE.session


def test_a_file_that_is_not_listed_is_not_given_out() -> None:
    with pytest.raises(PackageError, match=r"没有 extra"):
        open_package(changed(DATA, {"candidate/extra.json": b"{}"})).read("extra")


def test_a_file_that_is_not_its_record() -> None:
    blank = PACKAGE.files["candidate/A.json"].replace(b'":', b'": ', 1)
    spoilt = open_package(forged(DATA, {"candidate/A.json": blank, "delivery/paper.json": b'{"format":2}'}))
    with pytest.raises(PackageError, match=r"delivery/paper\.json 不合格式"):
        _ = spoilt.paper
    with pytest.raises(PackageError, match=r"candidate/A\.json 没有按规定的写法保存"):
        spoilt.candidate("A")


def test_an_unknown_form_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"没有“C”卷；现有：A、B"):
        PACKAGE.candidate("C")


def test_packages_without_a_usable_manifest() -> None:
    with pytest.raises(PackageError, match=r"没有 manifest\.json"):
        open_package(changed(DATA, {"manifest.json": None}))
    with pytest.raises(FormatError, match=r"请升级程序"):
        open_package(forged(DATA, {}, {"format": 2}))


def test_a_delivery_system_needs_no_bank_and_no_authoring() -> None:
    """Opening a package loads neither the bank nor what authors work with."""
    rooms = ("bank", "checks", "intake", "workflow", "cli", "widgets", "export.package", "export.qti3")
    code = (
        "import sys, authoring.export.reader;"
        f"print([name for name in sys.modules if name.startswith({tuple(f'authoring.{room}' for room in rooms)!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
