"""environment.yml says the same as pyproject.toml, name by name and version by version."""

import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def wanted() -> dict[str, SpecifierSet]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    requirements = map(Requirement, project["dependencies"])
    return {canonicalize_name(entry.name): entry.specifier for entry in requirements} | {
        "python": SpecifierSet(project["requires-python"])
    }


def offered() -> dict[str, SpecifierSet]:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    plain = [entry for entry in entries if isinstance(entry, str) and entry != "pip"]
    by_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    requirements = map(Requirement, [*plain, *(entry for entry in by_pip if not entry.startswith("--"))])
    return {canonicalize_name(entry.name): entry.specifier for entry in requirements}


def test_conda_and_pip_users_get_the_same() -> None:
    assert offered() == wanted()


def test_the_project_itself_is_installed_for_conda_users() -> None:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    assert "--editable ." in next(entry["pip"] for entry in entries if isinstance(entry, dict))


def test_pinned_versions_satisfy_what_is_wanted_and_record_no_registry() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in text
    pins = [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    wrong = {
        name: pinned.get(name) for name, spec in wanted().items() if name != "python" and pinned.get(name) not in spec
    }
    assert wrong == {}
