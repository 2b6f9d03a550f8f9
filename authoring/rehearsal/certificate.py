"""https for phones on the same network: browsers open the camera of a page of another machine over https only.

The certificate is made on the spot and signed by itself; phones warn once, and people compare its fingerprint.
"""

import ipaddress
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from authoring.storage import write_atomically

__all__ = ["Certificate", "certificate", "own_address"]

LASTS = timedelta(days=397)
"""Apple's devices refuse certificates for longer than 398 days."""
LEFT = timedelta(days=2)
"""A kept certificate that is good for less is made anew."""
_NOWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737): no packet is sent, the system only says by which way it would go."""


class Certificate(NamedTuple):
    certificate: Path
    """PEM."""
    key: Path
    """PEM, for its owner only."""
    fingerprint: str
    """SHA-256 in pairs, as browsers show it."""


def own_address() -> str:
    """This machine's address in its network; `127.0.0.1` without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOWHERE)
        except OSError:
            return "127.0.0.1"
        return str(way.getsockname()[0])


def certificate(folder: Path, addresses: Sequence[str], now: datetime) -> Certificate:
    """The certificate kept in a folder, or a new one where it is over or lacks an address. Raises StorageError."""
    files = folder / "https.crt", folder / "https.key"
    kept = _kept(files[0], addresses, now) if files[1].exists() else None
    if kept is None:
        key = ec.generate_private_key(ec.SECP256R1())
        kept = _signed(key, addresses, now)
        write_atomically(files[1], _pem_of(key), mode=0o600)
        write_atomically(files[0], kept.public_bytes(serialization.Encoding.PEM))
    return Certificate(*files, kept.fingerprint(hashes.SHA256()).hex(":").upper())


def _kept(path: Path, addresses: Sequence[str], now: datetime) -> x509.Certificate | None:
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return None
    known = {str(address) for address in named.get_values_for_type(x509.IPAddress)}
    return found if set(addresses) <= known and now + LEFT < found.not_valid_after_utc else None


def _signed(key: ec.EllipticCurvePrivateKey, addresses: Sequence[str], now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rehearsal")])
    wanted = dict.fromkeys([*addresses, "127.0.0.1"])
    alternatives = [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(each)) for each in wanted)]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
