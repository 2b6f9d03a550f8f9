"""Checks of equipment, client, environment and device checks."""

import re
from collections.abc import Iterable, Iterator

from authoring.findings import Finding
from authoring.sessions.choices import CheckKind, Device
from authoring.sessions.computer import Client, Environment, Equipment
from authoring.sessions.faults import doubtful, note, wrong
from authoring.sessions.rules import ExamSession
from authoring.sessions.wording import label

__all__ = ["computer_faults", "repeated"]

HOME_EDITION = re.compile(r"家庭|\bhome\b", re.IGNORECASE)
APPLE = re.compile(r"苹果|\bmac|\bos\s*x\b", re.IGNORECASE)
_CHECKED = {Device.CAMERA: CheckKind.CAMERA, Device.MICROPHONE: CheckKind.MICROPHONE, Device.SPEAKER: CheckKind.SPEAKER}


def repeated(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Place and name of each one that occurred before; upper and lower case count as equal."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name.strip().casefold() in seen:
            yield place, name
        seen.add(name.strip().casefold())


def computer_faults(session: ExamSession) -> Iterator[Finding]:
    yield from _devices(session)
    yield from _systems(session.equipment, session.client)
    yield from _network(session.equipment)
    yield from _environment(session.environment)
    yield from _client(session.client)
    yield from _checks(session)


def _devices(session: ExamSession) -> Iterator[Finding]:
    machines = {"computer": session.equipment.computer_devices}
    if session.second_camera.required:
        machines["monitor"] = session.equipment.monitor_devices
    needed = {"computer": _needed(session), "monitor": [Device.CAMERA]}
    for machine, devices in machines.items():
        field = f"equipment.{machine}_devices"
        if not devices:
            yield wrong("R141", field, machine=label("machine", machine))
            continue
        for device in needed[machine]:
            if device not in devices:
                name, lacking = label("machine", machine), label("device", device)
                yield wrong("R142", field, machine=name, device=lacking, list=field, value=device)


def _needed(session: ExamSession) -> list[Device]:
    """Devices that a check or the identity check uses."""
    made = {check.kind for check in session.device_checks.checks}
    photo = {Device.CAMERA} if session.identity.required else set()
    return [device for device, check in _CHECKED.items() if check in made or device in photo]


def _systems(equipment: Equipment, client: Client) -> Iterator[Finding]:
    if not equipment.allowed_systems:
        yield wrong("R143", "equipment.allowed_systems")
    families = tuple(family.casefold() for family in client.systems)
    refused = {system.strip().casefold() for system in equipment.refused_systems}
    for place, system in enumerate(equipment.allowed_systems):
        field = f"equipment.allowed_systems.{place}"
        if not system.strip().casefold().startswith(families) or APPLE.search(system):
            yield wrong("R144", field, value=system, systems="、".join(client.systems))
        if HOME_EDITION.search(system):
            yield wrong("R145", field, value=system)
        if system.strip().casefold() in refused:
            yield wrong("R146", field, value=system)


def _network(equipment: Equipment) -> Iterator[Finding]:
    speeds = {"bandwidth_mbps": equipment.bandwidth_mbps, "download_mb_per_s": equipment.download_mb_per_s}
    for name, speed in speeds.items():
        if speed <= 0:
            yield wrong("R147", f"equipment.{name}", value=speed)
    bandwidth, download = speeds.values()
    if download * 8 > bandwidth > 0:
        yield doubtful(
            "R148", "equipment.download_mb_per_s", download=download, needed=download * 8, bandwidth=bandwidth
        )


def _environment(environment: Environment) -> Iterator[Finding]:
    if environment.displays != 1:
        yield wrong("R149", "environment.displays", value=environment.displays)
    programs = environment.programs_to_close
    if not programs:
        yield doubtful("R151", "environment.programs_to_close")
    for place, name in repeated(program.name for program in programs):
        yield doubtful("R150", f"environment.programs_to_close.{place}.name", value=name)
    owners = [(place, file) for place, program in enumerate(programs) for file in program.executables]
    for index, file in repeated(file for _, file in owners):
        yield doubtful("R150", f"environment.programs_to_close.{owners[index][0]}.executables", value=file)


def _client(client: Client) -> Iterator[Finding]:
    if client.sha256 is None:
        yield note("R155", "client.sha256")
    for field in ("version", "file"):
        if not getattr(client, field):
            yield note("R156", f"client.{field}", missing=label("client", field), field=field)


def _checks(session: ExamSession) -> Iterator[Finding]:
    checks, made = session.device_checks.checks, {check.kind for check in session.device_checks.checks}
    if not checks:
        yield wrong("R171", "device_checks.checks")
    for place, kind in repeated(check.kind for check in checks):
        yield wrong("R172", f"device_checks.checks.{place}.kind", value=kind)
    for device, check in _CHECKED.items():
        if checks and device in session.equipment.computer_devices and check not in made:
            yield doubtful("R173", "device_checks.checks", device=label("device", device), value=check)
    if not session.device_checks.ticks:
        yield wrong("R174", "device_checks.ticks")
