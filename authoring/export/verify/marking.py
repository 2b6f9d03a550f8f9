"""The key sheets against the candidate views, and the reference marker against what each question says it must give."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from authoring.export.contents import ItemKey
from authoring.export.faults import wrong
from authoring.export.keys import key_sheet
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place
from authoring.papers.paper import Form
from authoring.questions import Case, Part, Question, parts
from authoring.questions.samples import samples
from authoring.questions.scoring import Outcome, ScoringRules, score
from authoring.records import canonical_json
from authoring.rendering.views import CandidatePaper, CaseView, ChoiceView, MatchingView, OrderingView, PartView
from authoring.texts import say

__all__ = ["answerable", "keys", "marking", "short"]

_LONGEST = 80
"""Characters of a response that a message shows."""


def answerable(form: Form, questions: dict[str, Question]) -> Iterator[tuple[str, Part, Decimal]]:
    """Number, question and marks of everything a candidate answers on a form, in order; a case's children each."""
    for item in form.items:
        question = questions[item.question]
        for n, part in enumerate(parts(question), start=1):
            if isinstance(question, Case):
                yield f"{item.number}.{n}", part, part.marks
            else:
                yield str(item.number), part, item.marks


def short(response: Any) -> str:
    """A response as a message shows it."""
    text = canonical_json(response)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def keys(package: Package, name: str) -> Found:
    """Each key sheet, read as people read it: through the letters that the candidate view shows. Then made anew."""
    findings: list[Finding] = []
    count = 0
    known = {part.id: part for question in package.questions.values() for part in parts(question)}
    for form in package.paper.forms:
        sheet, where = package.keys(form.name).keys, Place(file=inside(name, f"marking/keys-{form.name}.json"))
        count += len(sheet)
        findings += (wrong("V191", where, form=form.name, **fact) for fact in _differing(package, form, sheet))
        findings += (finding for key in sheet for finding in _earned(key, form.name, known, package.paper.scoring))
    return Found(count, tuple(findings))


def _differing(package: Package, form: Form, sheet: Sequence[ItemKey]) -> Iterator[dict[str, object]]:
    wanted = list(answerable(form, package.questions))
    made = key_sheet(package.paper, form, package.questions).keys
    shown = _views(package.candidate(form.name))
    if len(sheet) != len(wanted):
        yield {"number": "—", "what": say("export.what.keys"), "expected": len(wanted), "found": len(sheet)}
        return
    for key, anew, (number, question, marks) in zip(sheet, made, wanted, strict=True):
        facts = list(_facts(key, number, question, marks, shown.get(question.id)))
        if not facts and key != anew:
            facts = [("response", short(anew.response), short(key.response))]
            if key.shown != anew.shown:
                facts = [("shown", anew.shown, key.shown)]
        for what, expected, found in facts:
            yield {
                "number": number,
                "what": say(f"export.what.{what}", number=number),
                "expected": expected,
                "found": found,
            }


def _views(view: CandidatePaper) -> dict[str, PartView]:
    items = [item for section in view.sections for item in section.items]
    found: dict[str, PartView] = {}
    for item in items:
        found |= {child.id: child for child in item.children} if isinstance(item, CaseView) else {item.id: item}
    return found


def _facts(
    key: ItemKey, number: str, question: Part, marks: Decimal, view: PartView | None
) -> Iterator[tuple[str, Any, Any]]:
    facts = [
        ("number", number, key.number),
        ("id", question.id, key.question),
        ("type", question.type, key.type),
        ("item_marks", marks, key.marks),
    ]
    yield from (fact for fact in facts if fact[1] != fact[2])
    followed = _followed(key.shown, view)
    if followed is not None and not _same(followed, key.response, question.type):
        yield "shown", short(key.response), key.shown


def _followed(shown: str, view: PartView | None) -> Any:
    """The response of somebody who follows the letters on the key sheet; None where the key shows no letters."""
    match view:
        case ChoiceView() | OrderingView():
            entries = view.options if isinstance(view, ChoiceView) else view.items
            ids = dict(zip(ascii_uppercase, (entry.id for entry in entries), strict=False))
            return [ids.get(letter) for letter in shown if letter in ascii_uppercase]
        case MatchingView():
            premises = {str(n): premise.id for n, premise in enumerate(view.premises, start=1)}
            choices = dict(zip(ascii_uppercase, (choice.id for choice in view.choices), strict=False))
            pairs = re.findall(r"(\d+)—([A-Z])", shown)
            return {premises.get(n): choices.get(letter) for n, letter in pairs}
        case _:
            return None


def _same(followed: Any, response: Any, kind: str) -> bool:
    match kind:
        case "single_choice":
            return bool(followed == [response])
        case "multiple_choice":
            return isinstance(response, list) and set(followed) == set(map(str, response))
        case _:
            return bool(followed == response)


def _earned(key: ItemKey, form: str, known: Mapping[str, Part], rules: ScoringRules) -> Iterator[Finding]:
    """The key earns full marks, unless people mark it."""
    question = known.get(key.question)
    if question is None or (question.type == "short_answer" and key.response is None):
        return
    given = score(question, key.response, key.marks, rules)
    if given.outcome is not Outcome.SCORED or given.marks != key.marks:
        where = Place(question=question.id)
        yield wrong("V192", where, form=form, number=key.number, found=given.marks, expected=key.marks)


def marking(package: Package, name: str) -> Found:
    """Every question answered with its key, each distractor and at the tolerance's edges, by the reference marker."""
    findings: list[Finding] = []
    count = 0
    done: set[tuple[str, Decimal]] = set()
    rules = package.paper.scoring
    for form in package.paper.forms:
        for item in form.items:
            if (item.question, item.marks) in done:
                continue
            done.add((item.question, item.marks))
            question = package.questions[item.question]
            for sample in samples(question, item.marks, rules):
                count += 1
                given = score(question, sample.response, item.marks, rules)
                if given.marks != sample.marks or given.outcome is not sample.outcome:
                    values = {"form": form.name, "number": item.number, "response": short(sample.response)}
                    values |= {"found": given.marks, "outcome": say(f"export.outcome.{given.outcome}")}
                    values |= {"expected": sample.marks, "wanted": say(f"export.outcome.{sample.outcome}")}
                    findings.append(wrong("V193", Place(question=question.id), **values))
    return Found(count, tuple(findings))
