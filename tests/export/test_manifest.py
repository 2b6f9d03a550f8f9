"""Manifests: what is none, what is newer, what is older."""

import json

import pytest

from authoring.errors import FormatError, PackageError
from authoring.export.manifest import Manifest, json_bytes, package_id, read_manifest
from authoring.export.reader import open_package
from tests.export import examples

MANIFEST = open_package(examples.package()).manifest


def with_format(version: object) -> bytes:
    return json.dumps(MANIFEST.model_dump(mode="json") | {"format": version}).encode()


def test_reading_is_the_inverse_of_writing() -> None:
    assert read_manifest(json_bytes(MANIFEST)) == MANIFEST


def test_it_names_no_moment_of_making() -> None:
    assert not [name for name in Manifest.model_fields if "time" in name or "date" in name or "created" in name]


def test_a_newer_format_asks_for_a_newer_program() -> None:
    with pytest.raises(FormatError, match=r"为 2，本程序只认识到 1：请升级程序"):
        read_manifest(with_format(2))


@pytest.mark.parametrize("version", [None, 0, "1", True, -1, 1.5])
def test_no_format(version: object) -> None:
    with pytest.raises(FormatError, match=r"没有有效的格式版本"):
        read_manifest(with_format(version))


def test_older_formats_are_brought_up_step_by_step() -> None:
    """As it will be once there is a third format: each step knows only its next one."""
    seen = []

    def to_2(plain: dict[str, object]) -> dict[str, object]:
        seen.append(plain["format"])
        return plain

    def to_3(plain: dict[str, object]) -> dict[str, object]:
        seen.append(plain["format"])
        return plain

    with pytest.raises(PackageError, match=r"format"):  # the record of format 1 refuses the result, rightly
        read_manifest(with_format(1), {1: to_2, 2: to_3}, newest=3)
    assert seen == [1, 2]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'"text"', b"[" * 100_000, b"\xff", b'{"format": 1}'])
def test_what_is_no_manifest(data: bytes) -> None:
    with pytest.raises((PackageError, FormatError), match=r"manifest\.json"):
        read_manifest(data)


def test_a_wrong_field_is_named() -> None:
    plain = MANIFEST.model_dump(mode="json")
    plain["files"][0]["sha256"] = "XYZ"
    with pytest.raises(PackageError, match=r"files\.0\.sha256"):
        read_manifest(json.dumps(plain).encode())


def test_equal_content_has_an_equal_id() -> None:
    assert MANIFEST.id == package_id("P1", MANIFEST.files)
    assert MANIFEST.id.startswith("P1-")
    assert package_id("P1", MANIFEST.files[1:]) != MANIFEST.id
