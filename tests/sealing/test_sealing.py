"""Sealed files: whole for those they are for, closed to all others, and nothing left behind where anything is wrong."""

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pyrage
import pytest

from authoring.errors import AuthoringError, PackageError, SealError, StorageError
from authoring.export.archive import write_archive
from authoring.export.manifest import Audience
from authoring.export.reader import open_package
from authoring.export.sealing.envelope import Window, read_envelope, sign_envelope
from authoring.export.sealing.opening import is_sealed, open_sealed
from authoring.export.sealing.parts import open_parts
from authoring.export.sealing.seal_key import SealKey
from authoring.export.sealing.sealing import CONTENTS, ENVELOPE, ENVELOPE_SIGNATURE, seal_package
from authoring.export.sealing.streams import archive_chunks, measured, pieces
from authoring.export.signing import SigningKey
from authoring.export.verify import verify_package
from tests.export import examples
from tests.sealing.made import DELIVERY, HOUR, MARKING, NOW, SIGNING, STRANGER, package, sealed, sealer, to


def refused(path: Path, key: SealKey, match: str, **more: object) -> None:
    """It is refused with these words, and the folder to open into is as empty as before."""
    target = path.parent / "target"
    target.mkdir(exist_ok=True)
    with pytest.raises(AuthoringError, match=match):
        open_sealed(path, key, target, **({"now": NOW} | more))  # type: ignore[arg-type]
    assert list(target.iterdir()) == []


def test_markers_get_the_package_byte_by_byte(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path, Audience.MARKING, MARKING, DELIVERY)
    for number, key in enumerate((MARKING, DELIVERY)):
        opened = open_sealed(path, key, tmp_path / str(number), now=NOW, trusted=[SIGNING.public_key])
        assert opened.is_trusted
        assert opened.path.name == "P1.dcexam.zip"
        assert opened.path.read_bytes() == examples.package()
        assert opened.path.stat().st_mode & 0o777 == 0o600
        assert verify_package(opened.path).ok


def test_delivery_gets_no_byte_of_what_is_for_markers(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    opened = open_sealed(path, DELIVERY, tmp_path / "out", now=NOW)
    assert not opened.is_trusted
    whole, part = open_package(examples.package()), open_package(opened.path)
    assert dict(part.files) == {name: data for name, data in whole.files.items() if not name.startswith("marking/")}
    assert part.signed_by(part.manifest.signer.public_key)
    assert part.candidate("A") == whole.candidate("A")
    rationale = next(question for question in whole.questions.values() if question.rationale).rationale
    assert rationale.encode() not in opened.path.read_bytes()


def test_the_envelope_says_what_it_is(tmp_path: Path) -> None:
    _, envelope = sealed(tmp_path)
    manifest = open_package(examples.package()).manifest
    assert (envelope.source.id, envelope.source.bank) == (manifest.id, manifest.bank)
    assert envelope.source.bank_fingerprint == manifest.bank_fingerprint
    assert [one.key_id for one in envelope.recipients] == [DELIVERY.key_id]
    assert (envelope.sealed_by, envelope.sealed_at) == ("考务", NOW)


def test_any_age_program_opens_it(tmp_path: Path) -> None:
    path, envelope = sealed(tmp_path)
    plain = pyrage.decrypt(path.read_bytes(), [pyrage.x25519.Identity.from_str(DELIVERY.secret)])
    with ZipFile(io.BytesIO(plain)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [CONTENTS, ENVELOPE, ENVELOPE_SIGNATURE]
        assert json.loads(archive.read(ENVELOPE))["sha256"] == envelope.sha256


def test_wrong_key_and_files_that_are_none(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    refused(path, STRANGER, r"打不开 P1\.delivery\.age：文件不是封给它的")
    (tmp_path / "no.age").write_bytes(b"PK\x03\x04")
    refused(tmp_path / "no.age", DELIVERY, "不是密封文件")
    assert not is_sealed(tmp_path / "no.age")
    with pytest.raises(StorageError, match="无法读取"):
        is_sealed(tmp_path / "gone.age")


def test_every_changed_byte_and_every_cut_is_found(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    whole = path.read_bytes()
    chance = random.Random(3)
    for place in {0, 30, 100, 250, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(25))}:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(path, DELIVERY, "改动|不是密封文件")
    for size in (0, 25, 150, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        refused(path, DELIVERY, "改动|不是密封文件")
    path.write_bytes(whole + b"x")
    refused(path, DELIVERY, "改动")


@pytest.mark.parametrize(
    ("window", "message"),
    [(Window(not_before=NOW + HOUR), "2026-12-18 13:00 起可以打开"), (Window(until=NOW - HOUR), "已过有效期")],
)
def test_outside_its_time(tmp_path: Path, window: Window, message: str) -> None:
    path, _ = sealed(tmp_path, Audience.DELIVERY, DELIVERY, window=window)
    refused(path, DELIVERY, message)
    inside = NOW + 2 * HOUR if window.not_before else NOW - 2 * HOUR
    assert open_sealed(path, DELIVERY, tmp_path / "out", now=inside).path.exists()


def test_a_signer_who_is_not_trusted(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    refused(path, DELIVERY, "不在信任名单", trusted=[SigningKey.generate().public_key])


Entries = dict[str, bytes]


def _again(path: Path, change: Callable[[Entries], Entries]) -> None:
    """Somebody who may open the file changes what is inside and encrypts it again."""
    plain = pyrage.decrypt(path.read_bytes(), [DELIVERY.identity])
    with ZipFile(io.BytesIO(plain)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    recipients = [DELIVERY.identity.to_public(), STRANGER.identity.to_public()]
    path.write_bytes(pyrage.encrypt(write_archive(change(entries)), recipients))


def _other_signer(entries: Entries) -> Entries:
    envelope = read_envelope(entries[ENVELOPE], entries[ENVELOPE_SIGNATURE])
    data, signature = sign_envelope(envelope, SigningKey.generate())
    return entries | {ENVELOPE: data, ENVELOPE_SIGNATURE: signature}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda entries: entries | {CONTENTS: entries[CONTENTS] + b"x"}, "内容与签名的封装信息不符"),
        (lambda entries: entries | {ENVELOPE: entries[ENVELOPE].replace("考务".encode(), b"me")}, "签名无效"),
        (lambda entries: entries | {ENVELOPE_SIGNATURE: b"AAAA"}, "签名无效"),
        (_other_signer, "签名无效"),
        (lambda entries: entries | {ENVELOPE: b"{}"}, "没有封装信息"),
        (lambda entries: entries | {ENVELOPE: entries[ENVELOPE].replace(b'"format":1', b'"format":9')}, "升级程序"),
        (lambda entries: entries | {"../evil": b""}, "没有封装信息"),
        (lambda entries: {CONTENTS: entries[CONTENTS]}, "没有封装信息"),
    ],
)
def test_what_somebody_else_sealed_again(tmp_path: Path, change: Callable[[Entries], Entries], message: str) -> None:
    path, _ = sealed(tmp_path)
    _again(path, change)
    refused(path, DELIVERY, message)


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "con.zip", "C:x", "a\\b", "", "x."])
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    _, envelope = sealed(tmp_path)
    data, signature = sign_envelope(envelope.model_copy(update={"name": name}), SIGNING)
    with pytest.raises(SealError, match="没有封装信息"):
        read_envelope(data, signature)


def test_what_was_passed_on_is_told(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    _again(path, lambda entries: entries)
    refused(path, STRANGER, "原本是封给别人的")


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    out = tmp_path / "out"
    opened = open_sealed(path, DELIVERY, out, now=NOW)
    with pytest.raises(StorageError, match="已存在"):
        open_sealed(path, DELIVERY, out, now=NOW)
    assert list(out.iterdir()) == [opened.path]
    before = path.read_bytes()
    parts = open_parts(package(tmp_path))
    package(tmp_path).unlink()
    with pytest.raises(AuthoringError):
        seal_package(parts, Audience.DELIVERY, to(DELIVERY), sealer(), path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".tmp-*"))


def test_a_part_without_keys_is_not_for_markers(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path)
    part = open_parts(open_sealed(path, DELIVERY, tmp_path / "out", now=NOW).path)
    with pytest.raises(SealError, match="不含答案"):
        seal_package(part, Audience.MARKING, to(MARKING), sealer(), tmp_path / "x.age")
    seal_package(part, Audience.DELIVERY, to(STRANGER), sealer(), tmp_path / "x.age")
    assert open_sealed(tmp_path / "x.age", STRANGER, tmp_path / "again", now=NOW).path.exists()


def test_nobody_to_seal_to(tmp_path: Path) -> None:
    with pytest.raises(SealError, match="没有收件人"):
        seal_package(open_parts(package(tmp_path)), Audience.DELIVERY, [], sealer(), tmp_path / "x.age")


def test_a_package_that_was_changed_is_not_sealed(tmp_path: Path) -> None:
    whole = dict(open_package(examples.package()).files)
    path = tmp_path / "P1.zip"
    changes: list[tuple[Entries, str]] = [
        (whole | {"candidate/A.json": whole["candidate/A.json"] + b" "}, "与签名的清单不符"),
        (whole | {"candidate/extra.json": b"{}"}, "与签名的清单不符"),
        ({name: data for name, data in whole.items() if name != "delivery/paper.json"}, "与签名的清单不符"),
        (whole | {"manifest.sig": b"AAAA"}, "签名无效"),
        ({name: data for name, data in whole.items() if name != "manifest.json"}, "不是考试包"),
    ]
    for files, message in changes:
        path.write_bytes(write_archive(files))
        with pytest.raises((PackageError, SealError), match=message):
            open_parts(path)
    path.write_bytes(examples.package()[:-100])
    with pytest.raises(PackageError, match="不是考试包"):
        open_parts(path)


def test_the_container_in_pieces_is_the_container() -> None:
    files = {"b/二.txt": b"x" * 100_000, "a.json": b"{}", "c": b""}
    members = [measured(name, pieces(data)) for name, data in files.items()]
    assert b"".join(archive_chunks(members)) == write_archive(files)
