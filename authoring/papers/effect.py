"""What would change if one question of a form gave its place to another."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint
from authoring.papers.comparison import amount, figures
from authoring.papers.likeness import alike_to
from authoring.papers.option_order import shown_order
from authoring.papers.paper import Form, Item, Paper
from authoring.papers.statistics import ItemStatistics, information
from authoring.papers.timing import form_seconds, section_seconds
from authoring.papers.wording import information_sentence, number, sentence
from authoring.questions import Question, parts
from authoring.records import Record
from authoring.texts import say

__all__ = ["Effect", "effect_of", "item_of", "with_form", "with_item"]


class Effect(Record):
    """Before and after; `problems` says what would no longer hold."""

    difficulty: tuple[float, float]
    """Mean of the form, 1 to 5, weighted by marks."""
    seconds: tuple[int, int]
    """Expected answering time of the form."""
    rows: tuple[str, ...] = ()
    """Rows of the blueprint whose amount changes, as sentences."""
    problems: tuple[str, ...] = ()
    """Rows and limits that held before and would not hold after."""


def item_of(question: Question, marks: Decimal, number: int, seed: str, *, shuffle: bool) -> Item:
    """A question as an item of a form, its options in a seeded order."""
    inner = [part for part in parts(question) if part.id != question.id]
    orders = {part.id: shown_order(part, f"{seed}/{part.id}", shuffle=shuffle) for part in inner}
    return Item(
        question=question.id,
        version=question.version,
        question_fingerprint=question.fingerprint(),
        number=number,
        marks=marks,
        seconds=question.seconds,
        order=shown_order(question, f"{seed}/{question.id}", shuffle=shuffle),
        child_orders={name: order for name, order in orders.items() if order},
    )


def with_item(paper: Paper, form: str, item: Item) -> Paper:
    """The paper with another item at the place of its number in a form."""
    return with_form(paper, _with(next(entry for entry in paper.forms if entry.name == form), item))


def with_form(paper: Paper, form: Form) -> Paper:
    """The paper with another form in the place of the one of its name."""
    return paper.model_copy(
        update={"forms": tuple(form if entry.name == form.name else entry for entry in paper.forms)}
    )


def _with(form: Form, item: Item) -> Form:
    sections = tuple(
        section.model_copy(
            update={"items": tuple(item if entry.number == item.number else entry for entry in section.items)}
        )
        for section in form.sections
    )
    return form.model_copy(update={"sections": sections})


def effect_of(
    blueprint: Blueprint,
    before: Paper,
    after: Paper,
    form: str,
    questions: Mapping[str, Question],
    syllabus: Syllabus | None = None,
    *,
    siblings: Iterable[Collection[str]] = (),
    statistics: Mapping[str, ItemStatistics] | None = None,
) -> Effect:
    """What a change of one form does to it and to its likeness with the others.

    `siblings`: variants of one template, of which a form holds one. `statistics`: by question, for information.
    """
    old = next(entry for entry in before.forms if entry.name == form)
    new = next(entry for entry in after.forms if entry.name == form)
    changed, problems = _rows(blueprint, old, new, questions, syllabus)
    informed, uninformed = _information(blueprint, old, new, statistics or {})
    problems += [*uninformed, *_limits(before, old, new), *_enemies((*blueprint.enemies, *siblings), old, new)]
    problems += [*_alike(blueprint, old, new, questions), *_overlap(blueprint, before, new)]
    problems += _repeats(blueprint, old, after, new)
    return Effect(
        difficulty=(figures(old, questions).difficulty, figures(new, questions).difficulty),
        seconds=(form_seconds(old), form_seconds(new)),
        rows=(*changed, *informed),
        problems=tuple(problems),
    )


def _rows(
    blueprint: Blueprint, old: Form, new: Form, questions: Mapping[str, Question], syllabus: Syllabus | None
) -> tuple[list[str], list[str]]:
    changed, problems = [], []
    moved = [questions[name] for name in {name for _, name, _ in _places(old) ^ _places(new)}]
    for row in blueprint.rows:
        if not any(map(row.select.covers, moved)):
            continue
        was, now = amount(row, old, questions), amount(row, new, questions)
        if was == now:
            continue
        values = {"sentence": sentence(row, blueprint, syllabus), "before": number(was), "after": number(now)}
        changed.append(say("paper_desk.composing.effect.row", **values))
        low, high = row.at_least, row.at_most
        if (low is not None and now < low <= was) or (high is not None and now > high >= was):
            problems.append(changed[-1])
    return changed, problems


def _places(form: Form) -> set[tuple[str, str, Decimal]]:
    """Section, question and marks of each item."""
    return {(section.id, item.question, item.marks) for section in form.sections for item in section.items}


def _limits(paper: Paper, old: Form, new: Form) -> Iterator[str]:
    """Marks and times."""
    totals = [sum((item.marks for item in form.items), Decimal(0)) for form in (old, new)]
    if totals[1] != paper.marks:
        values = {"before": number(totals[0]), "after": number(totals[1]), "wanted": number(paper.marks)}
        yield say("paper_desk.composing.effect.marks", **values)
    times = [(form_seconds(old), form_seconds(new), paper.minutes)]
    for was, now in zip(old.sections, new.sections, strict=True):
        if now.minutes is not None:
            times.append((section_seconds(was), section_seconds(now), now.minutes))
    for before, after, limit in times:
        if after > 60 * limit >= before:
            minutes = {"before": round(before / 60), "after": -(-after // 60), "limit": limit}
            yield say("paper_desk.composing.effect.minutes", **minutes)


def _information(
    blueprint: Blueprint, old: Form, new: Form, statistics: Mapping[str, ItemStatistics]
) -> tuple[list[str], list[str]]:
    """As `_rows`."""
    changed, problems = [], []
    for wanted in blueprint.information:
        was, now = (_informs(form, float(wanted.ability), statistics) for form in (old, new))
        if was == now:
            continue
        values = {"sentence": information_sentence(wanted), "before": f"{was:.2f}", "after": f"{now:.2f}"}
        changed.append(say("paper_desk.composing.effect.row", **values))
        low, high = wanted.at_least, wanted.at_most
        if (low is not None and now < low <= was) or (high is not None and now > high >= was):
            problems.append(changed[-1])
    return changed, problems


def _informs(form: Form, ability: float, statistics: Mapping[str, ItemStatistics]) -> float:
    known = [statistics[item.question] for item in form.items if item.question in statistics]
    return float(information(known, ability).sum())


def _enemies(groups: Iterable[Collection[str]], old: Form, new: Form) -> Iterator[str]:
    was, now = _held(old), _held(new)
    for group in groups:
        together = sorted(now.intersection(group))
        if len(together) > max(1, len(was.intersection(group))):
            yield say("paper_desk.composing.effect.enemies", id=together[0], other=together[-1])


def _alike(blueprint: Blueprint, old: Form, new: Form, questions: Mapping[str, Question]) -> Iterator[str]:
    """Questions that came and read like one that is there."""
    if blueprint.alike is None:
        return
    for name in sorted(_held(new) - _held(old)):
        others = [questions[other] for other in sorted(_held(new) - {name})]
        for other in alike_to(questions[name], others, blueprint.alike):
            yield say("paper_desk.composing.effect.alike", id=name, other=other)


def _repeats(blueprint: Blueprint, old: Form, after: Paper, new: Form) -> Iterator[str]:
    """Questions that came and stand in more forms than they may."""
    if blueprint.most_forms is None:
        return
    counts = Counter(name for form in after.forms for name in _held(form))
    for name in sorted(_held(new) - _held(old)):
        if counts[name] > blueprint.most_forms:
            values = {"id": name, "count": counts[name], "most": blueprint.most_forms}
            yield say("paper_desk.composing.effect.repeats", **values)


def _held(form: Form) -> set[str]:
    return {item.question for item in form.items}


def _overlap(blueprint: Blueprint, paper: Paper, new: Form) -> Iterator[str]:
    """Forms that would have more in common than the blueprint admits."""
    fixed = set(blueprint.fixed)
    forms = {form.name: {item.question for item in form.items} - fixed for form in paper.forms}
    now = {item.question for item in new.items} - fixed
    for name, other in forms.items():
        if name != new.name and len(now & other) > max(blueprint.shared, len(forms[new.name] & other)):
            values = {"form": name, "before": len(forms[new.name] & other), "after": len(now & other)}
            yield say("paper_desk.composing.effect.overlap", most=blueprint.shared, **values)
