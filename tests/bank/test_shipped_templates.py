"""Every template of the shipped bank: sound, stressed over thousands of seeds, and its variants pass the checks."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.references import Origin
from authoring.bank.template_files import read_template, template_files
from authoring.bank.template_findings import check_templates
from authoring.checks import ALL, Context, QuestionCheck, check_questions
from authoring.findings import Severity
from authoring.questions.samples import Kind, samples
from authoring.questions.scoring import score
from authoring.questions.stress import stress
from authoring.questions.template import Template
from authoring.questions.variants import variant, variants

ROOT = Path(__file__).parents[2] / "banks" / "dual-carbon"
IDS = [Path(file).stem for file in template_files(ROOT)]


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with Bank.open(ROOT) as opened:
        yield opened


def test_nothing_is_wrong_with_the_files_and_what_they_name(bank: Bank) -> None:
    assert [str(finding) for finding in check_templates(ROOT, bank.templates, bank.references)] == []
    assert sorted(bank.templates) == sorted(IDS)


def test_at_least_forty_formulas_have_become_templates(bank: Bank) -> None:
    assert len({template.formula for template in bank.templates.values()}) >= 40


@pytest.mark.parametrize("name", IDS)
def test_five_thousand_seeds_give_sound_questions(bank: Bank, name: str) -> None:
    report = stress(bank.templates[name], bank.references, range(5000))
    assert [str(finding) for finding in report.report()] == []


@pytest.mark.parametrize("name", IDS)
def test_the_program_checks_find_nothing_in_its_variants(bank: Bank, name: str) -> None:
    questions = list(variants(bank.templates[name], bank.references, [1, 2, 3]))
    checks = [check for check in ALL if isinstance(check, QuestionCheck)]
    report = check_questions(questions, Context.of(bank, date(2026, 11, 22)), checks)
    assert [str(finding) for finding in report if finding.severity is not Severity.INFO] == []


def test_variants_are_marked_as_they_say(bank: Bank) -> None:
    for template in bank.templates.values():
        question = variant(template, bank.references, 11)
        for sample in samples(question):
            assert score(question, sample.response).marks == sample.marks, question.id
            assert sample.kind is not Kind.CORRECT or sample.marks == question.marks


def read_in_a_source(bank: Bank, template: Template) -> list[str]:
    """The sources of a variant that nobody has read."""
    keys = variant(template, bank.references, 5).sources
    resolved = [(key, bank.references.resolve(key)) for key in keys]
    return [key for key, found in resolved if found is None or found.origin is Origin.MEMORY]


def test_every_figure_was_read_in_a_source(bank: Bank) -> None:
    assert [(name, unread) for name, t in bank.templates.items() if (unread := read_in_a_source(bank, t))] == []


def test_the_manual_shows_a_template_as_it_is(bank: Bank) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "variants.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(id: .*?)```", manual, re.DOTALL)
    template, findings = read_template(shown.encode(), "variants.md")
    assert findings == []
    assert template is not None
    assert template == bank.templates[template.id]
