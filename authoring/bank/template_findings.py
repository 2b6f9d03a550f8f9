"""What is wrong with a bank's templates, with the file and line of each finding."""

from collections.abc import Mapping
from pathlib import Path

from authoring.bank.references import References
from authoring.bank.template_files import template_files
from authoring.bank.yaml_text import Lines
from authoring.findings import Finding, Report
from authoring.questions.template import Template
from authoring.questions.template_check import check_template

__all__ = ["check_templates"]


def check_templates(root: Path, templates: Mapping[str, Template], references: References) -> Report:
    """What `check_template` finds in each of them, with file and line."""
    files = {Path(file).stem: file for file in template_files(root)}
    return Report.of(
        _placed(finding, root, files.get(template.id))
        for template in templates.values()
        for finding in check_template(template, references)
    )


def _placed(finding: Finding, root: Path, file: str | None) -> Finding:
    if file is None:
        return finding
    line = Lines((root / file).read_text("utf-8-sig")).at(finding.where.field or "")
    return finding.model_copy(update={"where": finding.where.model_copy(update={"file": file, "line": line})})
