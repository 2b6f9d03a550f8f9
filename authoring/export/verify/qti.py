"""The QTI content packages, read by a reader that knows nothing of the exporter: structure, secrecy, marking."""

from collections.abc import Iterator, Mapping
from typing import Any

from authoring.errors import PackageError
from authoring.export.faults import wrong
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.verify.marking import answerable, short
from authoring.export.verify.qti_item import QtiItem
from authoring.export.verify.qti_processing import score_item
from authoring.export.verify.qti_reader import QtiPackage, read_qti_package
from authoring.export.verify.qti_responses import to_qti_response
from authoring.export.verify.result import Found
from authoring.export.verify.views import arrangements
from authoring.findings import Finding, Place
from authoring.papers.paper import Form, Paper
from authoring.questions import Part
from authoring.questions.samples import samples
from authoring.questions.scoring import score
from authoring.texts import say

__all__ = ["qti", "qti_marking"]


def qti(package: Package, name: str) -> Found:
    """Both packages of each form: readable, the form's items in its order, and no key in the one for delivery."""
    findings: list[Finding] = []
    count = 0
    for form in package.paper.forms:
        for with_keys in (False, True):
            where = Place(file=inside(name, f"{'marking' if with_keys else 'delivery'}/qti3-{form.name}.zip"))
            try:
                read = read_qti_package(package.qti(form.name, with_keys=with_keys))
            except PackageError as problem:
                findings.append(wrong("V201", where, form=form.name, reason=problem))
                continue
            count += len(read.items)
            findings += (_within(found, where) for found in read.report)
            for what, expected, found in _facts(package, form, read):
                if expected != found:
                    findings.append(wrong("V202", where, form=form.name, what=what, expected=expected, found=found))
            if not with_keys:
                told = (item for item in read.items.values() if item.tells_key)
                findings += (wrong("V203", _at(where, item), form=form.name, id=item.identifier) for item in told)
    return Found(count, tuple(findings))


def _within(finding: Finding, where: Place) -> Finding:
    file = f"{where.file}/{finding.where.file}" if finding.where.file else where.file
    return finding.model_copy(update={"where": finding.where.model_copy(update={"file": file})})


def _at(where: Place, item: QtiItem) -> Place:
    return Place(file=f"{where.file}/{item.path}", question=item.identifier)


def _facts(package: Package, form: Form, read: QtiPackage) -> Iterator[tuple[str, Any, Any]]:
    """What is compared, what the paper says, what the content package says."""
    wanted = list(answerable(form, package.questions))
    test = read.test
    if test is not None:
        yield _word("items"), [part.id for _, part, _ in wanted], [ref.identifier for ref in test.items]
        yield from _limits(package.paper, test.seconds, test.maximum, test.pass_marks)
    shown = arrangements(package.candidate(form.name))
    for number, part, marks in wanted:
        item = read.items.get(part.id)
        if item is not None:
            maximum = item.outcomes["SCORE"].maximum if "SCORE" in item.outcomes else None
            yield _word("item_marks", number), marks, maximum
            if part.type in {"single_choice", "multiple_choice", "matching", "ordering"}:
                yield _word("arrangement", number), shown.get(part.id), _arrangement(item)


def _limits(paper: Paper, seconds: Any, maximum: Any, passing: Any) -> Iterator[tuple[str, Any, Any]]:
    yield _word("seconds"), paper.minutes * 60, seconds
    yield _word("marks"), paper.marks, maximum
    yield _word("pass_marks"), paper.pass_marks, passing


def _arrangement(item: QtiItem) -> tuple[str, ...]:
    names = [choice.identifier for interaction in item.interactions for choice in interaction.choices]
    targets = [choice.identifier for interaction in item.interactions for choice in interaction.targets]
    return (*names, "|", *targets) if targets else tuple(names)


def _word(what: str, number: object = "") -> str:
    return say(f"export.what.{what}", number=number)


def qti_marking(package: Package, name: str) -> Found:
    """Every sample response of every item, scored by the item's own response processing and by the reference marker."""
    findings: list[Finding] = []
    count = 0
    for form in package.paper.forms:
        where = Place(file=inside(name, f"marking/qti3-{form.name}.zip"))
        try:
            items = read_qti_package(package.qti(form.name, with_keys=True)).items
        except PackageError:  # said by `qti`
            continue
        for number, part, marks in answerable(form, package.questions):
            if part.id in items:
                tried, differing = _compare(items, part, marks, package.paper)
                count += tried
                findings += (
                    wrong("V204", _at(where, items[part.id]), form=form.name, number=number, **v) for v in differing
                )
    return Found(count, tuple(findings))


def _compare(items: Mapping[str, QtiItem], part: Part, marks: Any, paper: Paper) -> tuple[int, list[dict[str, object]]]:
    item = items[part.id]
    differing: list[dict[str, object]] = []
    tried = samples(part, marks, paper.scoring)
    for sample in tried:
        expected = score(part, sample.response, marks, paper.scoring).marks
        found: object
        try:
            found = score_item(item, to_qti_response(item, sample.response))
        except PackageError as problem:
            found = problem
        if found != expected:
            differing.append({"response": short(sample.response), "found": found, "expected": expected})
    return len(tried), differing
