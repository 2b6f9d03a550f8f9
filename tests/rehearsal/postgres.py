"""A PostgreSQL server of the tests' own, from the system's packages, gone with them. It refuses to run as root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

__all__ = ["Cluster", "cluster"]

_FOLDERS = Path("/usr/lib/postgresql")
"""Where Debian keeps what is not for users."""


def _program(name: str) -> str:
    found = shutil.which(name) or next((str(path) for path in sorted(_FOLDERS.glob(f"*/bin/{name}"))[::-1]), None)
    if found is None:
        raise FileNotFoundError(f"{name}: run scripts/setup-postgres")
    return found


class Cluster:
    """A running server; `new()` is the address of an empty database. `stop` and `start` for tests of its absence."""

    def __init__(self, port: int, start: Callable[[], None], stop: Callable[[], None]) -> None:
        self._port, self._numbers = port, count(1)
        self.start, self.stop = start, stop

    def new(self) -> str:
        name = f"rehearsal_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://tests@127.0.0.1:{self._port}/{database}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Starts a server in a folder of its own and stops it afterwards."""
    user = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-postgres-"))
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"
    data = str(folder / "data")

    def run(*command: str) -> None:
        done = subprocess.run(command, user=user, cwd=folder, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def start() -> None:
        run(_program("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")

    def stop() -> None:
        run(_program("pg_ctl"), "-D", data, "-m", "immediate", "stop")

    try:
        run(_program("initdb"), "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        start()
        try:
            yield Cluster(port, start, stop)
        finally:
            stop()
    finally:
        shutil.rmtree(folder)
