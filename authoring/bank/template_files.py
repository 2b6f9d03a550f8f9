"""Templates as files, `variants/<domain>/<id>.yaml` beside the questions: reading with findings, writing."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from authoring.bank.yaml_text import Lines, decode, parse_yaml, to_yaml, validation_findings
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions.template import Template
from authoring.storage import TEMPORARY
from authoring.texts import say

__all__ = ["FOLDER", "read_template", "read_templates", "template_files", "template_yaml"]

FOLDER = "variants"


def read_templates(root: Path, taken: Iterable[str] = ()) -> tuple[dict[str, Template], Report]:
    """Every template of a bank by id, in the order of the ids. `taken`: ids that its questions have."""
    found: dict[str, Template] = {}
    findings: list[Finding] = []
    owners = dict.fromkeys(taken, "questions")
    for file in template_files(root):
        template, problems = read_template((root / file).read_bytes(), file)
        findings += problems
        if template is None:
            continue
        if template.id != Path(file).stem:
            findings.append(_finding("B107", file, template.id, "id_file", id=template.id, name=Path(file).name))
        if template.id in owners:
            other = owners[template.id]
            findings.append(_finding("B108", file, template.id, "duplicate_id", id=template.id, other=other))
            continue
        owners[template.id] = file
        found[template.id] = template
    return dict(sorted(found.items())), Report.of(findings)


def template_files(root: Path) -> Iterator[str]:
    """Relative to the bank, in a stable order."""
    for path in sorted((root / FOLDER).rglob("*.yaml")):
        if not path.name.startswith((".", TEMPORARY)):
            yield path.relative_to(root).as_posix()


def read_template(data: bytes, file: str) -> tuple[Template | None, list[Finding]]:
    """The template in a file's bytes, or None and everything that is wrong with it."""
    text, found = decode(data, file)
    if text is None:
        return None, found
    plain, found = parse_yaml(text, file)
    if found:
        return None, found
    if not isinstance(plain, dict):
        kind = say(f"bank.kind.{'empty' if plain is None else 'list' if isinstance(plain, list) else 'text'}")
        return None, [_finding("B105", file, None, "not_mapping", kind=kind)]
    try:
        return Template.model_validate(plain), []
    except ValidationError as error:
        name = str(plain["id"]) if "id" in plain else None
        return None, validation_findings(error, file=file, lines=Lines(text), model=Template, question=name)


def template_yaml(template: Template) -> str:
    """The template as its file's text; `read_template` gives an equal template back."""
    return to_yaml(template.data())


def _finding(code: str, file: str, question: str | None, text: str, **values: object) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        where=Place(file=file, question=question),
        message=say(f"bank.{text}.message", **values),
        hint=say(f"bank.{text}.hint", **values),
    )
