"""Keys that a coordinator survives: made, locked, shared out, lost, rotated, revoked, restored; and the record."""

import json
import stat
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest

from authoring.errors import SealError, UsageError
from authoring.export.manifest import Audience
from authoring.export.sealing.audit import AUDIT, Act, append_entry, key_entry, read_audit, sealed_entry
from authoring.export.sealing.key_entry import KeyStatus, Lock, Role
from authoring.export.sealing.key_sheet import key_sheet, share_sheets
from authoring.export.sealing.keyring import KEYRING, Keyring
from authoring.export.sealing.seal_key import SealKey, is_locked, recipient_id
from authoring.export.sealing.shares import join_shares, split_passphrase
from tests.sealing.made import NOW, sealed


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "钥匙", lambda: NOW)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_key_is_its_owners_alone_and_loads_again(ring: Keyring) -> None:
    entry, shares = ring.create("交付系统", Role.DELIVERY)
    path = ring.path_of(entry)
    assert (shares, mode(path), mode(ring.folder)) == ([], 0o600, 0o700)
    key = SealKey.load(path)
    assert (key.recipient, key.key_id) == (entry.recipient, entry.key_id)
    assert key.secret not in (ring.folder / KEYRING).read_text("utf-8") + repr(key)


def test_a_passphrase_in_shares_opens_the_key_with_any_two_of_three(ring: Keyring) -> None:
    entry, shares = ring.create("阅卷组", Role.MARKING, Lock(shares=(2, 3)))
    path = ring.path_of(entry)
    assert is_locked(path)
    assert SealKey.load(path, join_shares(shares[1:])).recipient == entry.recipient
    with pytest.raises(SealError, match="有口令保护"):
        SealKey.load(path)
    with pytest.raises(SealError, match="口令不对"):
        SealKey.load(path, "口令")


def test_any_enough_shares_give_the_passphrase_and_fewer_do_not() -> None:
    passphrase, shares = split_passphrase(3, 5)
    assert len(passphrase) == 32
    for chosen in combinations(shares, 3):
        assert join_shares([f"  {words.upper()}\n" for words in chosen]) == passphrase
    assert join_shares(shares) == passphrase
    with pytest.raises(SealError, match="需要 3 份，现有 2 份"):
        join_shares([*shares[:2], shares[0]])
    with pytest.raises(SealError, match="第 2 份份额抄错"):
        join_shares([shares[0], shares[1].replace(shares[1].split()[7], "碳"), shares[2]])
    with pytest.raises(SealError, match="不属于同一把"):
        join_shares([*shares[:2], split_passphrase(3, 5)[1][2]])
    with pytest.raises(SealError, match="份额不够"):
        join_shares([])


@pytest.mark.parametrize(("needed", "count"), [(1, 3), (4, 3), (2, 17), (0, 0)])
def test_numbers_of_shares_that_make_no_sense(needed: int, count: int) -> None:
    with pytest.raises(UsageError, match="口令份额应为"):
        split_passphrase(needed, count)


def test_a_rotated_key_still_opens_what_is_old(ring: Keyring) -> None:
    old, _ = ring.create("交付系统", Role.DELIVERY)
    new, _ = ring.rotate("交付系统")
    assert [entry.status for entry in ring.entries] == [KeyStatus.RETIRED, KeyStatus.ACTIVE]
    assert ring.active("交付系统").recipient == new.recipient
    assert SealKey.load(ring.path_of(old)).recipient == old.recipient
    assert [one.recipient for one in ring.addressees(["交付系统"], Audience.DELIVERY)] == [new.recipient]


def test_nothing_is_sealed_to_a_revoked_key(ring: Keyring) -> None:
    ring.create("交付系统", Role.DELIVERY)
    gone = ring.revoke("交付系统", "电脑遗失")
    assert (gone.status, gone.reason, gone.ended) == (KeyStatus.REVOKED, "电脑遗失", NOW)
    with pytest.raises(UsageError, match="没有名为“交付系统”的有效钥匙；现有：—"):
        ring.addressees(["交付系统"], Audience.DELIVERY)
    ring.create("交付系统", Role.DELIVERY)
    assert len(ring.entries) == 2


def test_roles_decide_who_may_have_what(ring: Keyring) -> None:
    for name, role in (("交付", Role.DELIVERY), ("阅卷", Role.MARKING), ("考务", Role.COORDINATOR)):
        ring.add(name, role, SealKey.generate().recipient)
    names = ["交付", "阅卷", "考务", "交付"]
    assert [one.name for one in ring.addressees(names, Audience.DELIVERY)] == ["交付", "考务"]
    assert [one.name for one in ring.addressees(names, Audience.MARKING)] == ["阅卷", "考务"]


def test_names_and_recipients_that_cannot_be(ring: Keyring) -> None:
    entry = ring.add("外方", Role.DELIVERY, SealKey.generate().recipient)
    for name in ("", "../x", "a/b", "名" * 41, ".x", "a\nb"):
        with pytest.raises(UsageError, match="不能用"):
            ring.create(name, Role.DELIVERY)
    with pytest.raises(UsageError, match="已有名为"):
        ring.create("外方", Role.DELIVERY)
    with pytest.raises(SealError, match="应以 age1 开头"):
        ring.add("乙方", Role.DELIVERY, "age1wrong")
    with pytest.raises(UsageError, match="私钥不在这里"):
        ring.rotate("外方")
    with pytest.raises(UsageError, match="私钥不在这里"):
        ring.path_of(entry)


def test_a_key_comes_back_from_what_stands_on_its_sheet(ring: Keyring, tmp_path: Path) -> None:
    entry, _ = ring.create("考务", Role.COORDINATOR)
    key = SealKey.load(ring.path_of(entry))
    typed = " ".join(key.secret.lower()[at : at + 4] for at in range(0, 74, 4))
    elsewhere = Keyring(tmp_path / "new", lambda: NOW)
    restored, _ = elsewhere.restore(SealKey.of_text(typed), "考务", Role.COORDINATOR)
    assert restored.recipient == entry.recipient
    wrong = key.secret[:30] + ("A" if key.secret[30] != "A" else "C") + key.secret[31:]
    with pytest.raises(SealError, match="抄错"):
        SealKey.of_text(wrong)


def test_sheets_hold_what_they_must(ring: Keyring) -> None:
    entry = ring.add("阅卷组", Role.MARKING, SealKey.generate().recipient).model_copy(update={"shares": (2, 3)})
    _, shares = split_passphrase(2, 3)
    page = share_sheets(entry, shares)
    assert page.count("<svg") == page.count("<section>") == 3
    assert all(f"</small>{word}</li>" in page for words in shares for word in words.split())
    assert entry.key_id in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    key = SealKey.generate()
    assert f"<li>AGE-SECRET-KEY-1</li>\n<li>{key.secret[16:20]}</li>" in key_sheet(entry, key.secret)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"AGE-SECRET-KEY-1ABC\n", b"\xff\xfe\x00", b"age-encryption.org/v1\nbroken"]
)
def test_files_that_are_no_key(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.key"
    path.write_bytes(data)
    with pytest.raises(SealError, match=r"x\.key|抄错"):
        SealKey.load(path, "口令")


def test_a_broken_keyring_is_told(ring: Keyring) -> None:
    ring.folder.mkdir()
    (ring.folder / KEYRING).write_text("{", "utf-8")
    with pytest.raises(SealError, match="钥匙目录"):
        _ = ring.entries


def test_the_key_id_is_the_start_of_a_sha256() -> None:
    # printf %s age1zvk… | sha256sum; the recipient is that of the age specification
    recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    assert recipient_id(recipient) == "6a804773982840fa"


def test_the_record_is_only_appended_and_shows_what_was_changed(ring: Keyring, tmp_path: Path) -> None:
    entry, _ = ring.create("交付系统", Role.DELIVERY)
    _, envelope = sealed(tmp_path)
    append_entry(ring.folder, [key_entry(Act.CREATE, entry, "考务", NOW)])
    append_entry(ring.folder, [sealed_entry(envelope, "P1.delivery.age"), key_entry(Act.REVOKE, entry, "考务", NOW)])
    record = read_audit(ring.folder)
    assert [one.act for one in record] == [Act.CREATE, Act.SEAL, Act.REVOKE]
    assert record[1].source == envelope.source
    assert record[1].contents_sha256 == envelope.sha256
    path = ring.folder / AUDIT
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for changed, line in (
        ([lines[0].replace("考务", "别人"), *lines[1:]], 2),
        ([lines[0], lines[2]], 2),
        ([*lines[:2], "{}\n"], 3),
    ):
        path.write_text("".join(changed), "utf-8")
        with pytest.raises(SealError, match=f"第 {line} 行"):
            append_entry(ring.folder, [])
    assert datetime.fromisoformat(json.loads(lines[1])["at"]) == NOW
