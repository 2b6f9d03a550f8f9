"""A signing key, keys to open with, and a package, for the tests of sealing."""

from datetime import datetime, timedelta
from pathlib import Path

from authoring.export.manifest import Audience
from authoring.export.sealing.envelope import NO_LIMIT, Envelope, Window
from authoring.export.sealing.parts import open_parts
from authoring.export.sealing.seal_key import SealKey
from authoring.export.sealing.sealing import Addressee, Sealer, seal_package
from authoring.export.signing import SigningKey
from authoring.sessions import BEIJING
from tests.export import examples

NOW = datetime(2026, 12, 18, 12, tzinfo=BEIJING)
SIGNING = SigningKey.generate()
DELIVERY, MARKING, STRANGER = SealKey.generate(), SealKey.generate(), SealKey.generate()
HOUR = timedelta(hours=1)


def sealer(key: SigningKey = SIGNING) -> Sealer:
    return Sealer("考务", NOW, key)


def to(*keys: SealKey) -> list[Addressee]:
    return [Addressee(f"钥匙{number}", key.recipient) for number, key in enumerate(keys)]


def package(folder: Path) -> Path:
    path = folder / "P1.dcexam.zip"
    path.write_bytes(examples.package())
    return path


def sealed(
    folder: Path, audience: Audience = Audience.DELIVERY, *keys: SealKey, window: Window = NO_LIMIT
) -> tuple[Path, Envelope]:
    path = folder / f"P1.{audience}.age"
    envelope = seal_package(open_parts(package(folder)), audience, to(*keys or (DELIVERY,)), sealer(), path, window)
    return path, envelope
