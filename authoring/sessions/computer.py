"""Steps 0, 4, 5, 7 and 8: devices, client, environment and device checks of the examination computer (考试机)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from authoring.records import Exact, Record
from authoring.sessions.choices import CheckKind, Device, TickKind
from authoring.sessions.wording import wording, wordings

__all__ = ["Client", "DeviceCheck", "DeviceChecks", "Environment", "Equipment", "Program", "Tick"]


def _records(kind: type[Record], table: str, name: str) -> Any:
    return Field(default_factory=lambda: tuple(kind.model_validate(row) for row in wordings(table, name)))


class Equipment(Record):
    """Step 0, 设备要求."""

    computer: str = wording("equipment.computer")
    """The kind of machine that serves as 考试机."""
    computer_devices: tuple[Device, ...] = tuple(Device)
    """What the computer must have."""
    monitor: str = wording("equipment.monitor")
    """The kind of machine that serves as 监考机."""
    monitor_devices: tuple[Device, ...] = tuple(Device)
    """What the phone or pad must have."""
    allowed_systems: tuple[str, ...] = wordings("equipment", "allowed_systems")
    """Operating systems of the computer, each with its edition."""
    refused_systems: tuple[str, ...] = wordings("equipment", "refused_systems")
    """Operating systems that candidates might bring and that do not work."""
    bandwidth_mbps: Exact = Decimal(20)
    """Bandwidth advised, in Mbit/s."""
    download_mb_per_s: Exact = Decimal(2)
    """Real download speed that must be reached, in MB/s (1 MB/s = 8 Mbit/s)."""
    notes: tuple[str, ...] = wordings("equipment", "notes")
    """What else candidates are told about their machines."""


class Client(Record):
    """Step 4, 下载考试客户端."""

    name: str = wording("client.name")
    """Name of the client."""
    version: str = ""
    """Version that the exam needs."""
    file: str = ""
    """Name of the package file; its address is the platform's own matter."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256 of the package file, 64 lower-case hexadecimal digits."""
    systems: tuple[str, ...] = wordings("client", "systems")
    """Families of operating systems the client runs on; an allowed system begins with one of them."""
    download: tuple[str, ...] = wordings("client", "download")
    """What to click on the platform, in order."""
    unpack_to: str = wording("client.unpack_to")
    """Where the package is unpacked."""
    launcher: str = wording("client.launcher")
    """What the unpacked client is called on the desktop."""


class Program(Record):
    """A program to close before the exam."""

    name: Annotated[str, Field(min_length=1)]
    """As candidates know it."""
    executables: tuple[str, ...] = ()
    """File names of its processes, for a client that looks for them; empty when it stands for a kind of programs."""


class Environment(Record):
    """Step 5, 安装考试客户端: the client checks hardware and software before it lets the candidate in."""

    programs_to_close: tuple[Program, ...] = _records(Program, "environment", "programs_to_close")
    """What is closed before the client starts."""
    displays: int = 1
    """Number of displays allowed; projectors and further displays are removed."""
    notes: tuple[str, ...] = wordings("environment", "notes")
    """What candidates do while the client checks."""


class DeviceCheck(Record):
    """One check of step 7."""

    kind: CheckKind
    """What is checked."""
    name: str
    """Label of the check."""
    task: str
    """What the candidate does in it."""
    advice: tuple[str, ...] = ()
    """What to try when it fails, in order."""


class Tick(Record):
    """One line of the result dialog of steps 8 and 10."""

    kind: TickKind
    """What the tick stands for."""
    name: str
    """Its label."""


class DeviceChecks(Record):
    """Steps 7 and 8, 设备检测 and 完成检测."""

    checks: tuple[DeviceCheck, ...] = _records(DeviceCheck, "device_checks", "checks")
    """In the order in which they are made."""
    ticks: tuple[Tick, ...] = _records(Tick, "device_checks", "ticks")
    """All must be green, on the computer and on the phone."""
    view: str = wording("device_checks.view")
    """What the computer's camera must show."""
    notes: tuple[str, ...] = wordings("device_checks", "notes")
    """How the result dialog is left."""
