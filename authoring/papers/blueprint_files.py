"""Blueprint files: YAML, which git and people can compare, and Excel, which an exam board can own."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from authoring.bank.syllabus import Syllabus
from authoring.bank.yaml_text import Lines, decode, parse_yaml, to_yaml
from authoring.errors import StorageError, UsageError
from authoring.findings import Finding, Place, Report, Severity
from authoring.papers import wording
from authoring.papers.blueprint import BLUEPRINT_FORMAT, Blueprint
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.blueprint_workbook import blueprint_xlsx, read_workbook
from authoring.papers.faults import wrong
from authoring.papers.wording import sentence
from authoring.texts import say
from authoring.validation import Fault, faults

__all__ = ["blueprint_xlsx", "blueprint_yaml", "load_blueprint", "read_blueprint"]

Locate = Callable[[str], Place]
"""From a field such as `rows.3.at_least` to where it stands in the file."""


def load_blueprint(
    path: str | Path, syllabus: Syllabus | None = None, settings: Mapping[str, Any] | None = None
) -> tuple[Blueprint | None, Report]:
    """The blueprint of a `.yaml` or `.xlsx` file, and everything that is wrong with it.

    An Excel file may be our own workbook, a two-way table or a 要素细目表; `settings` are plain data that such a table
    does not say, such as `{"minutes": 90}`. None when the file cannot be read as a blueprint. One that contradicts
    itself is returned with errors in the report.
    Raises StorageError when the file cannot be opened, UsageError for another suffix.
    """
    path = Path(path)
    if path.suffix.lower() not in (".yaml", ".yml", ".xlsx"):
        raise UsageError(say("papers.unknown_suffix", path=path, suffix=path.suffix))
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise StorageError(say("papers.unreadable", path=path, reason=problem.strerror or problem)) from problem
    return read_blueprint(data, path.name, syllabus, settings)


def read_blueprint(
    data: bytes, file: str, syllabus: Syllabus | None = None, settings: Mapping[str, Any] | None = None
) -> tuple[Blueprint | None, Report]:
    """As `load_blueprint`, from the bytes of `file`."""
    if file.lower().endswith(".xlsx"):
        plain, locate, findings = _read_xlsx(data, file, syllabus, settings)
    else:
        plain, locate, findings = _read_yaml(data, file)
    if plain is None:
        return None, Report.of(findings)
    version = plain.get("format", BLUEPRINT_FORMAT)
    if version != BLUEPRINT_FORMAT or isinstance(version, bool):
        newer = wrong("P138", "format", value=version, known=BLUEPRINT_FORMAT)
        return None, Report.of([*findings, _placed(newer, locate)])
    try:
        blueprint = Blueprint.model_validate(plain)
    except ValidationError as error:
        findings += [_structure(fault, locate) for fault in faults(error, Blueprint, see=say("papers.see"))]
        return None, Report.of(findings)
    checked = Report.of(_placed(finding, locate) for finding in check_blueprint(blueprint, syllabus))
    return (blueprint if Report.of(findings).passed else None), Report.of(findings) + checked


def blueprint_yaml(blueprint: Blueprint, syllabus: Syllabus | None = None) -> str:
    """A blueprint's YAML file, in which each row says itself in a comment. Reading it gives the blueprint back."""
    data = {"format": BLUEPRINT_FORMAT} | blueprint.data()
    sections, rows = data.pop("sections"), data.pop("rows", [])
    named = {field: data.pop(field) for field in ("fixed", "banned", "enemies") if field in data}
    asked = [f"# {line}\n" for line in wording.settings(blueprint)]
    text = [to_yaml(data), *asked, _heading("sections"), to_yaml({"sections": sections})]
    if rows:
        text += [_heading("rows"), "rows:\n"]
        for row, plain in zip(blueprint.rows, rows, strict=True):
            said = " ".join(sentence(row, blueprint, syllabus).split())
            text += [f"  # {said}\n", to_yaml({"rows": [plain]}).split("\n", 1)[1]]
    if named:
        text += [_heading("named"), to_yaml(named)]
    return "".join(text)


def _heading(name: str) -> str:
    return f"\n# {say(f'papers.heading.{name}')}\n"


def _read_yaml(data: bytes, file: str) -> tuple[dict[str, Any] | None, Locate, list[Finding]]:
    text, findings = decode(data, file)
    lines = Lines(text or "")

    def locate(field: str) -> Place:
        return Place(file=file, line=lines.at(field) if field else None, field=field or None)

    if text is None:
        return None, locate, findings
    plain, findings = parse_yaml(text, file)
    if not findings and not (isinstance(plain, dict) and all(isinstance(key, str) for key in plain)):
        return None, locate, [_placed(wrong("P137", ""), locate)]
    return (None if findings else plain), locate, findings


def _read_xlsx(
    data: bytes, file: str, syllabus: Syllabus | None, settings: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, Locate, list[Finding]]:
    plain, places, findings = read_workbook(data, file, syllabus, settings)

    def locate(field: str) -> Place:
        steps = field.split(".") if field else []
        while steps and ".".join(steps) not in places:
            steps.pop()
        return places.get(".".join(steps), Place(file=file, field=field or None))

    return plain, locate, findings


def _placed(finding: Finding, locate: Locate) -> Finding:
    return finding.model_copy(update={"where": locate(finding.where.field or "")})


def _structure(fault: Fault, locate: Locate) -> Finding:
    where = locate(fault.field)
    return Finding(code="P100", severity=Severity.ERROR, where=where, message=fault.message, hint=fault.hint)
