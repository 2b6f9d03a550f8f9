"""Keys and signatures: RFC 8032's own test vectors, key files that are kept safe."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from authoring.errors import SignatureError
from authoring.export.signing import SigningKey, key_id, read_public_key, verify_signature

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


def b64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_the_rfc_vectors(secret: str, public: str, message: str, signature: str) -> None:
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)))
    assert key.public_key == b64(public)
    assert key.sign(bytes.fromhex(message)) == b64(signature)
    assert verify_signature(b64(public), bytes.fromhex(message), b64(signature))
    assert not verify_signature(b64(public), b"other", b64(signature))


def test_every_changed_character_of_a_signature_is_found() -> None:
    """Base64 leaves four bits over at the end of 64 bytes; they must be zero."""
    key = SigningKey.generate()
    signature = key.sign(b"manifest")
    for place, character in enumerate(signature):
        changed = signature[:place] + ("B" if character == "A" else "A") + signature[place + 1 :]
        assert not verify_signature(key.public_key, b"manifest", changed)


@pytest.mark.parametrize("text", ["", "?", "AAAA", "中文", "A" * 88])
def test_a_malformed_signature_or_key_is_not_valid(text: str) -> None:
    key = SigningKey.generate()
    assert not verify_signature(key.public_key, b"x", text)
    assert not verify_signature(text, b"x", key.sign(b"x"))


def test_a_saved_key_is_the_owners_alone_and_loads_again(tmp_path: Path) -> None:
    key, path = SigningKey.generate(), tmp_path / "key.pem"
    key.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SigningKey.load(path).sign(b"x") == key.sign(b"x")


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(b"precious")
    with pytest.raises(SignatureError, match=r"已存在"):
        SigningKey.generate().save(path)
    assert path.read_bytes() == b"precious"


def test_a_key_with_a_passphrase(tmp_path: Path) -> None:
    key, path = SigningKey.generate(), tmp_path / "key.pem"
    key.save(path, "口令 123")
    assert SigningKey.load(path, "口令 123").key_id == key.key_id
    with pytest.raises(SignatureError, match=r"需要提供密码"):
        SigningKey.load(path)
    with pytest.raises(SignatureError, match=r"密码不对"):
        SigningKey.load(path, "wrong")


def test_a_passphrase_for_an_open_key(tmp_path: Path) -> None:
    SigningKey.generate().save(tmp_path / "key.pem")
    with pytest.raises(SignatureError, match=r"不需要密码"):
        SigningKey.load(tmp_path / "key.pem", "x")


def test_files_that_are_no_key(tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    encodings = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    other.write_bytes(generate_private_key(SECP256R1()).private_bytes(*encodings))
    (tmp_path / "text.pem").write_text("hello")
    with pytest.raises(SignatureError, match=r"无法读取.*missing\.pem"):
        SigningKey.load(tmp_path / "missing.pem")
    with pytest.raises(SignatureError, match=r"text\.pem 不是私钥文件"):
        SigningKey.load(tmp_path / "text.pem")
    with pytest.raises(SignatureError, match=r"不是 Ed25519"):
        SigningKey.load(other)
    with pytest.raises(SignatureError, match=r"无法写入"):
        SigningKey.generate().save(tmp_path / "nowhere" / "key.pem")


def test_public_keys_as_pem_and_base64() -> None:
    key = SigningKey.generate()
    assert read_public_key(key.public_text) == key.public_key
    assert read_public_key(f"{key.public_key}\n") == key.public_key
    for text in ("", "hello", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"):
        with pytest.raises(SignatureError, match=r"不是 Ed25519 公钥"):
            read_public_key(text)


def test_the_key_id_is_the_start_of_the_sha256_of_the_raw_key() -> None:
    # sha256sum of the 32 bytes of the first RFC vector's public key
    assert key_id(b64(VECTORS[0][1])) == "21fe31dfa154a261"
    assert "PRIVATE" not in repr(SigningKey.generate())
