"""The model of the rehearsal panel: the rehearsal server as a process of its own, which a notebook starts and stops."""

import atexit
import json
import subprocess
import sys
from pathlib import Path

from pydantic import Field

from authoring.errors import UsageError
from authoring.records import Record
from authoring.texts import say
from authoring.widgets.workplace import FOLDER

__all__ = ["Rehearsing", "Told"]

DATA = FOLDER / "rehearsal"
LAST_LINES = 3
"""Of what the server said before it gave up."""


class Account(Record):
    """With which an invented candidate signs in."""

    phone: str
    id_number: str
    password: str


class StaffAccount(Record):
    name: str
    password: str


class Told(Record):
    """What `authoring rehearse --json` says."""

    address: str
    """The candidate's."""
    console: str
    """The staff's."""
    phone: str
    """The phone's page."""
    start: str
    end: str
    account: Account
    staff: StaffAccount
    certificate: str = Field("", alias="fingerprint")
    """Its fingerprint; empty without https."""


class Rehearsing:
    """Rehearses a package with invented candidates. A package's store is its own, and goes on where it stopped."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self._server: subprocess.Popen[str] | None = None
        atexit.register(self.stop)

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def start(self, *, candidates: int = 30, starts_in: int = 10, phones: bool = False) -> Told:
        """Starts the server, instead of the one that runs; returns when it can be reached.

        The exam begins in `starts_in` minutes. Raises UsageError, with what the server said, where it does not start.
        """
        self.stop()
        folder = DATA / self.package.name.partition(".")[0]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        words = ["--data", str(folder), "--port", "0", "--new-password", "--json"]
        words += [
            "--demo-candidates",
            str(candidates),
            "--starts-in",
            str(starts_in),
            *(["--phones"] if phones else []),
        ]
        log = folder / "server.log"
        with log.open("w") as kept:
            self._server = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-m", "authoring", "rehearse", str(self.package), *words],
                stdout=subprocess.PIPE,
                stderr=kept,
                text=True,
            )
        line = self._server.stdout.readline() if self._server.stdout else ""
        if not line:
            self.stop()
            last = log.read_text("utf-8", "replace").strip().splitlines()[-LAST_LINES:]
            raise UsageError(say("widgets.rehearsing.failed", reason="\n".join(last)))
        return Told.model_validate(json.loads(line))

    def stop(self) -> None:
        """Ends the server; its data stay."""
        if self._server is not None:
            self._server.terminate()
            self._server.communicate()
            self._server = None
