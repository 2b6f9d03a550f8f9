"""Candidate views: item by item what the paper says, safe to show, with their pictures, the same when made anew."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from authoring.export.faults import wrong
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.verify.fragments import entries, fragment_faults, pictures
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Blanks, Case, Matching, MultipleChoice, Numeric, Ordering, Question, SingleChoice
from authoring.rendering.candidate import candidate_paper
from authoring.rendering.views import (
    BlanksView,
    CandidatePaper,
    CaseView,
    ChoiceView,
    ItemView,
    MatchingView,
    NumericView,
    OrderingView,
    SectionView,
)
from authoring.texts import say

__all__ = ["arrangements", "rendering", "views"]

Fact = tuple[str, Any, Any]
"""What is compared, what the paper says, what the view says."""


def views(package: Package, name: str) -> Found:
    """Each view against paper and questions, from the records alone: nothing of the renderer is used."""
    findings: list[Finding] = []
    count = 0
    for form in package.paper.forms:
        view, where = package.candidate(form.name), Place(file=inside(name, f"candidate/{form.name}.json"))
        count += sum(len(section.items) for section in view.sections)
        for what, expected, found in _paper(package.paper, form, view, package.questions):
            if expected != found:
                findings.append(wrong("V171", where, form=form.name, what=what, expected=expected, found=found))
        for number, html in entries(view):
            for reason in fragment_faults(html):
                findings.append(wrong("V172", where, form=form.name, number=number, reason=reason))
    return Found(count, (*findings, *_pictures(package, name)))


def _pictures(package: Package, name: str) -> Iterator[Finding]:
    shown = {
        (form, number, address)
        for form in package.forms
        for number, html in entries(package.candidate(form))
        for address in pictures(html)
    }
    for form, number, address in sorted(shown):
        if f"candidate/{address}" not in package.files:
            yield wrong(
                "V173", Place(file=inside(name, f"candidate/{form}.json")), form=form, number=number, address=address
            )
    secret = {address for question in package.questions.values() for address in question.media}
    used = {f"candidate/{address}" for _, _, address in shown} | {f"marking/{address}" for address in secret}
    for entry in package.manifest.files:
        if "/media/" in entry.path and entry.path not in used:
            yield wrong("V174", Place(file=inside(name, entry.path)), path=entry.path)


def _paper(paper: Paper, form: Form, view: CandidatePaper, questions: dict[str, Question]) -> Iterator[Fact]:
    yield _word("title"), paper.title, view.title
    yield _word("level"), say(f"label.level.{paper.level}"), view.level
    yield _word("seconds"), paper.minutes * 60, view.seconds
    yield _word("marks"), paper.marks, view.marks
    yield _word("pass_marks"), paper.pass_marks, view.pass_marks
    yield _word("sections"), len(form.sections), len(view.sections)
    for section, shown in zip(form.sections, view.sections, strict=False):
        yield from _section(section, shown, questions)
    total = sum((item.marks for section in view.sections for item in section.items), Decimal(0))
    yield _word("total"), paper.marks, total


def _section(section: FormSection, shown: SectionView, questions: dict[str, Question]) -> Iterator[Fact]:
    yield _word("section_id"), section.id, shown.id
    yield _word("section_title"), section.title, shown.title
    yield _word("instructions"), section.instructions, shown.instructions
    yield _word("section_seconds"), section.minutes and section.minutes * 60, shown.seconds
    yield _word("items"), len(section.items), len(shown.items)
    for item, seen in zip(section.items, shown.items, strict=False):
        yield from _item(item, seen, questions[item.question])


def _item(item: Item, seen: ItemView, question: Question) -> Iterator[Fact]:
    yield from _question(question, str(item.number), item.marks, item.order, seen)
    if isinstance(question, Case) and isinstance(seen, CaseView):
        yield _word("children", item.number), len(question.children), len(seen.children)
        for n, (child, shown) in enumerate(zip(question.children, seen.children, strict=False), start=1):
            order = item.child_orders.get(child.id, ())
            yield from _question(child, f"{item.number}.{n}", child.marks, order, shown)


def _question(
    question: Question, number: str, marks: Decimal, order: tuple[str, ...], seen: ItemView
) -> Iterator[Fact]:
    yield _word("number", number), number, seen.number
    yield _word("id", number), question.id, seen.id
    yield _word("type", number), question.type, seen.type
    yield _word("item_marks", number), marks, seen.marks
    yield _word("arrangement", number), _arrangement(question, order), _seen(seen)


def _arrangement(question: Question, order: tuple[str, ...]) -> tuple[Any, ...]:
    match question:
        case SingleChoice() | MultipleChoice():
            return order or question.option_ids
        case Matching():
            choices = order or tuple(choice.id for choice in question.choices)
            return (*(premise.id for premise in question.premises), "|", *choices)
        case Ordering():
            return order or tuple(item.id for item in question.items)
        case Numeric():
            return question.units
        case Blanks():
            return (len(question.blanks),)
        case _:
            return ()


def _seen(view: ItemView) -> tuple[Any, ...]:
    match view:
        case ChoiceView():
            return tuple(option.id for option in view.options)
        case MatchingView():
            return (*(premise.id for premise in view.premises), "|", *(choice.id for choice in view.choices))
        case OrderingView():
            return tuple(item.id for item in view.items)
        case NumericView():
            return view.units
        case BlanksView():
            return (len(view.blanks),)
        case _:
            return ()


def arrangements(view: CandidatePaper) -> dict[str, tuple[Any, ...]]:
    """Ids of options, choices or items as shown, by question; premises and choices of a matching are parted by `|`."""
    items = [item for section in view.sections for item in section.items]
    flat = [part for item in items for part in (item.children if isinstance(item, CaseView) else (item,))]
    return {part.id: _seen(part) for part in flat}


def _word(what: str, number: object = "") -> str:
    return say(f"export.what.{what}", number=number)


def rendering(package: Package, name: str) -> Found:
    """Each view against a view made anew from the package's questions."""
    findings = []
    for form in package.paper.forms:
        made = candidate_paper(package.paper, form, package.questions).model_dump(mode="json")
        stored = package.candidate(form.name).model_dump(mode="json")
        if made != stored:
            where = Place(file=inside(name, f"candidate/{form.name}.json"), field=_first(made, stored))
            generator = package.manifest.generator
            findings.append(wrong("V175", where, form=form.name, what=where.field, generator=generator))
    return Found(len(package.paper.forms), tuple(findings))


def _first(made: Any, stored: Any, path: str = "") -> str:
    """Path of the first difference."""
    if isinstance(made, dict) and isinstance(stored, dict) and made.keys() == stored.keys():
        pairs: list[tuple[object, Any, Any]] = [(name, made[name], stored[name]) for name in made]
    elif isinstance(made, list) and isinstance(stored, list) and len(made) == len(stored):
        pairs = [(n, left, right) for n, (left, right) in enumerate(zip(made, stored, strict=True))]
    else:
        return path.removeprefix(".")
    name, left, right = next(pair for pair in pairs if pair[1] != pair[2])
    return _first(left, right, f"{path}.{name}")
