"""What a reviewer looks for in a whole paper: one question gives another away, a key that runs, too much to read."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from math import comb

from authoring.checks.similarity import similar_pairs
from authoring.content import parse
from authoring.findings import Finding, Place, Report, Severity
from authoring.papers.comparison import key_letters
from authoring.papers.layout import LONGEST_RUN
from authoring.papers.paper import Form, Item, Paper
from authoring.papers.wording import number
from authoring.questions import Blanks, Numeric, Question, SingleChoice, Status, parts
from authoring.questions.responses import normalise
from authoring.texts import say

__all__ = ["READING_SPEED", "binomial_range", "check_paper"]

READING_SPEED = 300
"""Chinese characters a minute that adults read with understanding in examinations: the slow end of what studies of
silent reading report (about 260 to 350), so that the warning comes early."""
MOST_READING = 0.5
"""Share of the time from which reading leaves too little for answering."""
ALIKE = 0.7
"""Cosine of character bigrams from which two questions of a form are called alike, as in the check of a bank."""
SHORTEST_CUE = 4
"""Characters of a key from which it is looked for in other questions: shorter ones stand everywhere."""
MATTER = 6
"""Chinese characters in a row that two questions about one matter share."""
_CHINESE = re.compile("[\u3400-\u9fff]+")
CHANCE = 0.001
"""A count of letters so far out that chance gives it once in a thousand papers."""


def check_paper(paper: Paper, questions: Mapping[str, Question], statuses: tuple[Status, ...] = ()) -> Report:
    """Findings P401–P409 of all forms. `questions` has every question of the paper; `statuses` are those that the
    blueprint admits (none: any)."""
    findings: list[Finding] = []
    for form in paper.forms:
        findings += _form(paper, form, questions, statuses)
    total = sum(section.minutes or 0 for section in paper.forms[0].sections) if paper.forms else 0
    if total > paper.minutes:
        findings.append(_found("P408", Severity.ERROR, Place(field="minutes"), total=total, minutes=paper.minutes))
    return Report.of(findings)


def _form(
    paper: Paper, form: Form, questions: Mapping[str, Question], statuses: tuple[Status, ...]
) -> Iterator[Finding]:
    yield from _cues(form, questions)
    yield from _pictures(form, questions)
    yield from _alike(form, questions)
    yield from _runs(form, questions)
    yield from _balance(form, questions)
    yield from _reading(paper, form, questions)
    total = sum((item.marks for item in form.items), Decimal(0))
    if total != paper.marks:
        values = {"form": form.name, "total": number(total), "marks": number(paper.marks)}
        yield _found("P407", Severity.ERROR, Place(field="marks"), **values)
    for item in form.items:
        status = questions[item.question].status
        if statuses and status not in statuses:
            values = {"form": form.name, "id": item.question, "status": say(f"label.status.{status}")}
            yield _found("P409", Severity.ERROR, _at(item), number=item.number, **values)


def _cues(form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P401: a question speaks of what another asks, and says its key."""
    seen = {item.number: normalise(_text(questions[item.question])) for item in form.items}
    for item in form.items:
        for asked, key, wrong in _keys(questions[item.question]):
            for giver in form.items:
                if giver.number == item.number or key not in seen[giver.number]:
                    continue
                text = seen[giver.number]
                if not any(option in text for option in wrong) and _same_matter(asked, text.replace(key, "\n")):
                    numbers = {"number": giver.number, "other": item.number}
                    yield _found("P401", Severity.WARNING, _at(giver), form=form.name, quote=key, **numbers)


def _keys(question: Question) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What is asked, the key and the wrong options as they would stand in another text; short keys are common words."""
    for part in parts(question):
        asked = normalise(parse(part.stem).text())
        found: list[tuple[str, str, tuple[str, ...]]] = []
        if isinstance(part, Blanks):
            found = [(asked, normalise(blank.accepted[0]), ()) for blank in part.blanks]
        elif isinstance(part, Numeric):
            found = [(asked, normalise(f"{part.value:f} {part.unit}"), ())]
        elif isinstance(part, SingleChoice):
            texts = {option.id: normalise(parse(option.text).text()) for option in part.options}
            key = texts.pop(part.key)
            found = [(asked, key, tuple(texts.values()))]
        yield from (entry for entry in found if len(entry[1]) >= SHORTEST_CUE)


def _same_matter(asked: str, text: str) -> bool:
    """Whether two texts have a run of Chinese characters in common that is longer than most words."""
    runs = (run for run in _CHINESE.findall(asked) if len(run) >= MATTER)
    return any(run[start : start + MATTER] in text for run in runs for start in range(len(run) - MATTER + 1))


def _text(question: Question) -> str:
    return "\n".join(parse(text).text() for text in question.candidate_texts().values())


def _pictures(form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P402: one picture in two questions."""
    first: dict[str, int] = {}
    for item in form.items:
        for address in questions[item.question].media:
            other = first.setdefault(address, item.number)
            if other != item.number:
                values = {"form": form.name, "number": item.number, "other": other, "image": address}
                yield _found("P402", Severity.WARNING, _at(item), **values)


def _alike(form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P403: two questions that are worded alike."""
    items = list(form.items)
    for pair in similar_pairs([_text(questions[item.question]) for item in items], ALIKE):
        one, other = items[pair.first], items[pair.second]
        values = {"form": form.name, "number": other.number, "other": one.number, "percent": round(100 * pair.cosine)}
        yield _found("P403", Severity.WARNING, _at(other), **values)


def _runs(form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P404: the same key letter too often in a row."""
    for letter, run in groupby(key_letters(form, questions), key=lambda entry: entry[1]):
        numbers = [place for place, _ in run]
        if len(numbers) > LONGEST_RUN:
            values = {"form": form.name, "first": numbers[0], "last": numbers[-1], "letter": letter}
            yield _found("P404", Severity.WARNING, Place(field=f"forms.{form.name}"), **values)


def _balance(form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P405: a key letter far more or less frequent than chance would have it."""
    options = [len(entry.options) for item in form.items if isinstance(entry := questions[item.question], SingleChoice)]
    if not options or len(set(options)) > 1:
        return
    letters = [letter for _, letter in key_letters(form, questions)]
    low, high = binomial_range(len(letters), 1 / options[0])
    for place in range(options[0]):
        letter = chr(ord("A") + place)
        if not low <= letters.count(letter) <= high:
            values = {"letter": letter, "count": letters.count(letter), "total": len(letters), "low": low, "high": high}
            yield _found("P405", Severity.WARNING, Place(field=f"forms.{form.name}"), form=form.name, **values)


def binomial_range(trials: int, chance: float) -> tuple[int, int]:
    """The counts that are not rarer than `CHANCE` at their side: binomial distribution, both tails."""
    weights = [comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(trials + 1)]
    below = [sum(weights[: k + 1]) for k in range(trials + 1)]
    above = [sum(weights[k:]) for k in range(trials + 1)]
    inside = [k for k in range(trials + 1) if below[k] > CHANCE and above[k] > CHANCE]
    return inside[0], inside[-1]


def _reading(paper: Paper, form: Form, questions: Mapping[str, Question]) -> Iterator[Finding]:
    """P406: so much to read that the time does not last."""
    characters = sum(len("".join(_text(questions[item.question]).split())) for item in form.items)
    minutes = characters / READING_SPEED
    if minutes > MOST_READING * paper.minutes:
        values = {
            "characters": characters,
            "speed": READING_SPEED,
            "reading": round(minutes),
            "minutes": paper.minutes,
            "share": round(100 * minutes / paper.minutes),
        }
        yield _found("P406", Severity.WARNING, Place(field=f"forms.{form.name}"), form=form.name, **values)


def _at(item: Item) -> Place:
    return Place(question=item.question)


def _found(code: str, severity: Severity, where: Place, **values: object) -> Finding:
    message, hint = (say(f"paper_desk.check.{code}.{part}", **values) for part in ("message", "hint"))
    return Finding(code=code, severity=severity, where=where, message=message, hint=hint)
