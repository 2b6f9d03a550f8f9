"""https for phones: a real TLS connection is made with the certificate, and a stranger's is refused."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from authoring.rehearsal.certificate import LASTS, certificate, own_address

NOW = datetime.now(UTC)


def shake_hands(server: Path, folder: Path, name: str, trusted: Path) -> bytes:
    """The certificate (DER) that a client which trusts `trusted` sees under a name."""
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inside.load_cert_chain(server, folder / "https.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            plain, _ = listening.accept()
            with plain:
                try:
                    inside.wrap_socket(plain, server_side=True).close()
                except (ssl.SSLError, ConnectionError):
                    return

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            outside = ssl.create_default_context(cafile=str(trusted))
            plain = socket.create_connection(listening.getsockname())
            with plain, outside.wrap_socket(plain, server_hostname=name) as safe:
                seen = safe.getpeercert(binary_form=True)
                assert seen is not None
                return seen
        finally:
            serving.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "192.0.2.7"])
def test_it_is_good_for_the_machine_s_names(tmp_path: Path, name: str) -> None:
    made = certificate(tmp_path, ["192.0.2.7"], NOW)
    seen = shake_hands(made.certificate, tmp_path, name, made.certificate)
    assert made.fingerprint.replace(":", "").lower() == sha256(seen).hexdigest()


def test_other_names_and_strangers_are_refused(tmp_path: Path) -> None:
    made = certificate(tmp_path, ["192.0.2.7"], NOW)
    (tmp_path / "other").mkdir()
    stranger = certificate(tmp_path / "other", ["192.0.2.7"], NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match=r"192\.0\.2\.8"):
        shake_hands(made.certificate, tmp_path, "192.0.2.8", made.certificate)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(made.certificate, tmp_path, "localhost", stranger.certificate)


def test_it_is_kept_until_it_is_over_or_the_machine_has_moved(tmp_path: Path) -> None:
    first = certificate(tmp_path, ["192.0.2.7"], NOW)
    assert (tmp_path / "https.key").stat().st_mode & 0o777 == 0o600
    assert certificate(tmp_path, ["192.0.2.7"], NOW + timedelta(days=300)) == first
    assert certificate(tmp_path, ["192.0.2.8"], NOW) != first
    again = certificate(tmp_path, ["192.0.2.8"], NOW)
    assert certificate(tmp_path, ["192.0.2.8"], NOW + LASTS) != again


def test_a_broken_one_is_made_anew(tmp_path: Path) -> None:
    made = certificate(tmp_path, ["192.0.2.7"], NOW)
    made.certificate.write_text("-----BEGIN CERTIFICATE-----")
    assert certificate(tmp_path, ["192.0.2.7"], NOW) != made


def test_the_machine_has_an_address() -> None:
    socket.inet_aton(own_address())
