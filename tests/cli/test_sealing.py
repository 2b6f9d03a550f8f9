"""`authoring keys`, `seal`, `open`, `verify` and `roster`, as a coordinator and a receiver type them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authoring.export.sealing.seal_key import SealKey
from authoring.sessions.store import session_yaml
from tests.cli.conftest import Call
from tests.export import examples
from tests.roster.people import HEADER, person, session, workbook

Json = Callable[..., tuple[int, Any]]


@pytest.fixture
def typed(call: Call, tmp_path: Path) -> Json:
    """In a folder with a signing key, a package, a session, and keys for delivery and marking."""

    def invoke(*arguments: str) -> tuple[int, Any]:
        code, out, err = call(*arguments, "--json")
        return code, json.loads(out) if out else err

    (tmp_path / "P1.dcexam.zip").write_bytes(examples.package())
    (tmp_path / "E1.yaml").write_text(session_yaml(session()), "utf-8")
    invoke("new", "key", "sign.pem")
    for name, role in (("交付系统", "delivery"), ("阅卷组", "marking")):
        assert invoke("keys", "new", name, "--role", role, "--no-passphrase")[0] == 0
    return invoke


def key(folder: Path, name: str) -> str:
    return str(next((folder / "keyring").glob(f"{name}-*.key")))


def test_from_the_coordinator_to_the_receivers(typed: Json, call: Call, tmp_path: Path) -> None:
    code, said = typed("seal", "P1.dcexam.zip", "--to", "交付系统", "--to", "阅卷组", "--key", "sign.pem")
    assert (code, said["written"]) == (0, ["sealed/P1.delivery.age", "sealed/P1.marking.age"])
    delivery, marking = key(tmp_path, "交付系统"), key(tmp_path, "阅卷组")
    code, said = typed("verify", "sealed/P1.marking.age", "--key", marking, "--trusted", "sign.pub")
    assert (code, said["passed"], said["trusted"], said["written"]) == (0, True, True, None)
    assert typed("open", "sealed/P1.marking.age", "--key", marking, "--out", "got")[1]["written"] == "got/P1.dcexam.zip"
    assert Path("got/P1.dcexam.zip").read_bytes() == examples.package()
    code, said = typed("open", "sealed/P1.marking.age", "--key", delivery, "--out", "out")
    assert code == 3
    assert "打不开" in said
    assert not list(Path("out").iterdir())
    assert "用 --key 给出钥匙" in typed("verify", "sealed/P1.marking.age")[1]
    _, out, _ = call("keys", "files")
    assert "P1.marking.age" in out
    assert "可由 阅卷组（有效） 打开" in out
    _, out, _ = call("verify", "sealed/P1.delivery.age", "--key", delivery)
    assert "没有核对签名者" in out
    assert "密封文件完好" in out


def test_release_at_a_time(typed: Json, tmp_path: Path) -> None:
    sealing = ("seal", "P1.dcexam.zip", "--to", "交付系统", "--key", "sign.pem")
    assert typed(*sealing, "--not-before", "2099-12-19 08:30")[0] == 0
    code, said = typed("open", "sealed/P1.delivery.age", "--key", key(tmp_path, "交付系统"))
    assert code == 3
    assert "2099-12-19 08:30 起可以打开" in said
    code, said = typed(*sealing, "--not-before", "2099-12-19", "--until", "2099-12-18")
    assert "必须晚于" in said


def test_keys_live_and_end(typed: Json, call: Call, tmp_path: Path) -> None:
    assert typed("keys", "rotate", "阅卷组", "--no-passphrase")[0] == 0
    assert typed("keys", "revoke", "阅卷组", "--reason", "人员离岗")[0] == 0
    code, out, _ = call("keys", "list")
    assert code == 0
    assert [word in out for word in ("已更换", "已吊销", "人员离岗", "共 3 把钥匙")] == [True] * 4
    code, said = typed("seal", "P1.dcexam.zip", "--to", "阅卷组", "--key", "sign.pem")
    assert code == 3
    assert "没有名为“阅卷组”的有效钥匙；现有：交付系统" in said
    assert typed("keys", "new", "丙", "--role", "marking")[1].count("--passphrase-file") == 1
    assert "3/5" in typed("keys", "new", "丙", "--role", "marking", "--shares", "多")[1]


def test_a_backup_brings_a_key_back(typed: Json, tmp_path: Path) -> None:
    (tmp_path / "pw.txt").write_text("备份口令 7\n", "utf-8")
    code, said = typed("keys", "backup", "交付系统", "--new-passphrase-file", "pw.txt", "--out", "safe")
    assert code == 0
    file, sheet = said["written"]
    assert Path(file).read_bytes().startswith(b"age-encryption.org/")
    assert "<svg" in Path(sheet).read_text("utf-8")
    restored = ("keys", "--keyring", "new", "restore", file, "交付系统", "--role", "delivery", "--no-passphrase")
    code, again = typed(*restored, "--old-passphrase-file", "pw.txt")
    assert (code, again["key_id"]) == (0, said["key_id"])
    secret = SealKey.load(Path(key(tmp_path, "交付系统"))).secret
    (tmp_path / "typed.txt").write_text(f"{secret[:16]} {secret[16:40].lower()}\n{secret[40:]}\n", "utf-8")
    typed_in = (
        "keys",
        "--keyring",
        "third",
        "restore",
        "typed.txt",
        "交付系统",
        "--role",
        "delivery",
        "--no-passphrase",
    )
    assert typed(*typed_in)[1]["key_id"] == said["key_id"]


def test_a_roster_from_excel_to_the_delivery_system(typed: Json, call: Call, tmp_path: Path) -> None:
    rows = [person(number) for number in range(40)]
    (tmp_path / "r.xlsx").write_bytes(workbook(rows, HEADER))
    assert typed("roster", "check", "r.xlsx", "--session", "E1.yaml")[1]["candidates"] == 40
    code, said = typed("roster", "assign", "r.xlsx", "E1.yaml", "--to", "交付系统", "--key", "sign.pem")
    assert (code, said["forms"], said["written"]) == (0, {"P1 A": 20, "P1 B": 20}, ["sealed/E1.roster.age"])
    delivery = key(tmp_path, "交付系统")
    for kind, files in (
        ("oneroster", ["E1.oneroster.zip"]),
        ("tao", ["assignments.csv", "line-items.csv", "users.csv"]),
        ("list", ["E1.xlsx"]),
    ):
        code, out, _ = call(
            "roster", "export", "sealed/E1.roster.age", "E1.yaml", "--as", kind, "--key", delivery, "--out", kind
        )
        assert code == 0
        assert [path.name for path in sorted(Path(kind).iterdir())] == files
        assert rows[0][1] not in out
    code, _, err = call("open", "sealed/E1.roster.age", "--key", key(tmp_path, "阅卷组"))
    assert code == 3
    assert "打不开" in err


def test_a_roster_with_errors_is_not_sealed(typed: Json, tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(workbook([person(0), person(1, phone=person(0)[1])], HEADER))
    code, said = typed("roster", "assign", "r.xlsx", "E1.yaml", "--to", "交付系统", "--key", "sign.pem")
    assert (code, [one["code"] for one in said["findings"]], said["written"]) == (1, ["R241"], [])
    assert not Path("sealed").exists()
