"""Packages as somebody with a signing key of their own could make them: changed, signed again, and verified."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from authoring.export.archive import write_archive
from authoring.export.manifest import MANIFEST, SIGNATURE, Audience, FileEntry, package_id
from authoring.export.reader import open_package
from authoring.export.signing import SigningKey
from authoring.export.verify import Verification, verify_package
from authoring.findings import Severity
from authoring.records import canonical_json, sha256_hex
from tests.export.examples import KEY

Change = Callable[[Any], Any]


def changed(data: bytes, files: Mapping[str, bytes | None]) -> bytes:
    """The container with files replaced, added, or removed (None), and nothing else brought into line."""
    found = dict(open_package(data).files) | files
    return write_archive({path: content for path, content in found.items() if content is not None})


def forged(
    data: bytes, files: Mapping[str, bytes | None], manifest: Mapping[str, Any] | None = None, key: SigningKey = KEY
) -> bytes:
    """The same with sums, package id and signature made anew; `manifest` replaces fields of the manifest."""
    found = {path: content for path, content in (dict(open_package(data).files) | files).items() if content is not None}
    entries = tuple(
        FileEntry(path=path, sha256=sha256_hex(content), size=len(content), audience=Audience(path.split("/")[0]))
        for path, content in sorted(found.items())
        if path not in {MANIFEST, SIGNATURE}
    )
    plain = json.loads(found[MANIFEST])
    plain["files"] = [entry.model_dump(mode="json") for entry in entries]
    plain["id"] = package_id(plain["paper"], entries)
    plain["signer"] = {"algorithm": "Ed25519", "public_key": key.public_key, "key_id": key.key_id}
    found[MANIFEST] = canonical_json(plain | dict(manifest or {})).encode()
    found[SIGNATURE] = key.sign(found[MANIFEST]).encode()
    return write_archive(found)


def edited(data: bytes, path: str, change: Change, **manifest: Any) -> bytes:
    """The forged package with a JSON file passed through `change`, which edits in place or returns something new."""
    plain = json.loads(open_package(data).files[path])
    result = change(plain)
    return forged(data, {path: canonical_json(plain if result is None else result).encode()}, manifest)


def verified(data: bytes) -> Verification:
    """By somebody who trusts the examples' key."""
    return verify_package(data, trusted=[KEY.public_text])


def errors(data: bytes) -> set[str]:
    """Codes of the errors; there must be some, each with a remedy."""
    found = verified(data)
    assert not found.ok
    assert all(finding.hint for finding in found.report)
    return {finding.code for finding in found.report if finding.severity is Severity.ERROR}
