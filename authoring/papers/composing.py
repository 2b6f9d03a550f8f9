"""A paper changed by hand: swap, lock, ban, move, undo; the rest is completed around what is locked."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from authoring.bank import Bank
from authoring.content import parse
from authoring.errors import UsageError
from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint, SectionPlan
from authoring.papers.effect import Effect, effect_of, item_of, with_item
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say

__all__ = ["Composing", "Substitute"]

STEM = 60
"""Characters of a stem that tell a question from another."""


class Substitute(Record):
    """A question that could take a place without breaking a row."""

    question: str
    stem: str
    """Beginning of its stem as plain text."""
    used: int
    """In how many papers it was before."""
    effect: Effect


class _State(NamedTuple):
    paper: Paper
    locked: frozenset[tuple[str, str]]
    """Form and question."""
    banned: frozenset[str]


class Composing:
    """A coordinator at work on one paper. Every change is one step that `undo` takes back."""

    def __init__(self, bank: Bank, blueprint: Blueprint, paper: Paper, used: Mapping[str, int] | None = None) -> None:
        """`used` says how often each question was in papers before; the rarer ones are offered first."""
        self._bank = bank
        self.blueprint = blueprint
        self._used = used or {}
        self._states = [_State(paper, frozenset(), frozenset())]
        self._at = 0
        self._questions: dict[str, Question] = {}
        self._rooms: dict[str, list[str]] = {}

    @property
    def paper(self) -> Paper:
        return self._state.paper

    @property
    def locked(self) -> frozenset[tuple[str, str]]:
        return self._state.locked

    @property
    def banned(self) -> frozenset[str]:
        return self._state.banned

    @property
    def _state(self) -> _State:
        return self._states[self._at]

    def questions(self, *more: str) -> dict[str, Question]:
        """Every question of the paper by id, and those named besides. Raises UsageError for one that is gone."""
        for name in (*self.paper.question_ids, *more):
            if name not in self._questions:
                self._questions[name] = self._bank[name]
        return self._questions

    def item(self, form: str, number: int) -> Item:
        """Raises UsageError where there is none."""
        found = next((item for item in self._form(form).items if item.number == number), None)
        if found is None:
            raise UsageError(say("paper_desk.composing.no_item", form=form, number=number))
        return found

    def _form(self, name: str) -> Form:
        found = next((form for form in self.paper.forms if form.name == name), None)
        if found is None:
            raise UsageError(say("paper_desk.composing.no_item", form=name, number="—"))
        return found

    def _section(self, form: str, number: int) -> FormSection:
        self.item(form, number)
        sections = self._form(form).sections
        return next(section for section in sections if any(item.number == number for item in section.items))

    def effect(self, form: str, number: int, question: str) -> Effect:
        """What would change if the question took the place. Raises UsageError where it cannot stand there."""
        changed = self._swapped(form, number, question)
        questions = self.questions(question)
        return effect_of(self.blueprint, self.paper, changed, form, questions, self._bank.syllabus)

    def substitutes(self, form: str, number: int, limit: int = 10) -> list[Substitute]:
        """Questions that keep every row, the likest first: knowledge point, difficulty, time, then the rarely used."""
        old = self.questions()[self.item(form, number).question]
        plan = self._plan(form, number)
        held = {item.question for item in self._form(form).items}
        names = [name for name in self._room(plan) if name not in held and name not in self.banned]
        near = sorted(names, key=lambda name: self._distance(old, self.questions(name)[name]))
        found: list[Substitute] = []
        for name in near:
            effect = self.effect(form, number, name)
            if not effect.problems:
                stem = " ".join(parse(self.questions(name)[name].stem).text().split())[:STEM]
                found.append(Substitute(question=name, stem=stem, used=self._used.get(name, 0), effect=effect))
            if len(found) == limit:
                break
        return found

    def _distance(self, old: Question, new: Question) -> tuple[float, ...]:
        same_point = old.knowledge_points[0] == new.knowledge_points[0]
        point = 0 if same_point else 1 if old.domain == new.domain else 2
        unlike = abs(old.difficulty - new.difficulty) + (old.cognitive != new.cognitive)
        return point, unlike, self._used.get(new.id, 0), abs(old.seconds - new.seconds)

    def _room(self, plan: SectionPlan) -> list[str]:
        """Ids of the bank's questions that can stand in a section."""
        if plan.id not in self._rooms:
            wanted = (
                self._bank.search(type=kind, status=status, level=level)
                for kind in plan.types
                for status in self.blueprint.statuses
                for level in self.blueprint.levels
            )
            names = sorted(set(chain.from_iterable(wanted)) - set(self.blueprint.banned))
            self._rooms[plan.id] = [n for n in names if self.blueprint.worth(self.questions(n)[n], plan) is not None]
        return self._rooms[plan.id]

    def _plan(self, form: str, number: int) -> SectionPlan:
        section = self._section(form, number)
        plan = self.blueprint.section(section.id)
        if plan is None:
            raise UsageError(say("paper_desk.composing.no_item", form=form, number=number))
        return plan

    def _swapped(self, form: str, number: int, question: str) -> Paper:
        plan, new = self._plan(form, number), self.questions(question)[question]
        present = next((item for item in self._form(form).items if item.question == question), None)
        if present is not None:
            raise UsageError(say("paper_desk.composing.already_there", id=question, form=form, number=present.number))
        if question not in self._room(plan):
            raise UsageError(say("paper_desk.composing.other_section", id=question, title=plan.title))
        marks = self.blueprint.worth(new, plan)
        assert marks is not None  # noqa: S101  # else it would not be among the room
        seed, shuffle = f"{self.paper.seed}/{form}", self.blueprint.shuffle_options
        return with_item(self.paper, form, item_of(new, marks, number, seed, shuffle=shuffle))

    def swap(self, form: str, number: int, question: str) -> Effect:
        """Puts a question at a place; what it changed. Raises UsageError where it cannot stand there or is locked."""
        old = self.item(form, number)
        if (form, old.question) in self.locked:
            raise UsageError(say("paper_desk.composing.locked", form=form, number=number, id=old.question))
        effect = self.effect(form, number, question)
        self._take(self._state._replace(paper=self._swapped(form, number, question)))
        return effect

    def move(self, form: str, number: int, to: int) -> None:
        """Moves a question to another number of its section; those between move up or down by one."""
        section = self._section(form, number)
        numbers = [item.number for item in section.items]
        if to not in numbers:
            values = {"first": numbers[0], "last": numbers[-1]}
            raise UsageError(say("paper_desk.composing.move_within", **values))
        items = list(section.items)
        items.insert(to - numbers[0], items.pop(number - numbers[0]))
        renumbered = tuple(item.model_copy(update={"number": n}) for n, item in zip(numbers, items, strict=True))
        paper = self.paper
        for item in renumbered:
            paper = with_item(paper, form, item)
        self._take(self._state._replace(paper=paper))

    def lock(self, form: str, number: int, *, locked: bool = True) -> None:
        """A locked question keeps its form when the rest is completed anew."""
        name = (form, self.item(form, number).question)
        self._take(self._state._replace(locked=self.locked | {name} if locked else self.locked - {name}))

    def ban(self, question: str, *, banned: bool = True) -> None:
        """A banned question is offered no more, and `complete` replaces it."""
        self._take(self._state._replace(banned=self.banned | {question} if banned else self.banned - {question}))

    def complete(self, *, seed: int) -> list[Assembly]:
        """Assembles the forms that hold a banned question anew, one after another, around what is locked in each.

        What is not banned stays where that is possible. What came of each of these forms; where one cannot be completed
        its assembly says why, and the paper stays as it was.
        """
        forms, assemblies = [], []
        for form in self.paper.forms:
            held = {item.question for item in form.items}
            if not held & self.banned:
                forms.append(form)
                continue
            others = {name for other in self.paper.forms if other.name != form.name for name in _ids(other)}
            made = self._completed(form.name, held - self.banned, others - held, seed)
            assemblies.append(made)
            if made.paper is None:
                return assemblies
            forms.append(_in_place(form, made.paper.forms[0]))
        if assemblies:
            self._take(self._state._replace(paper=self.paper.model_copy(update={"forms": tuple(forms)})))
        return assemblies

    def _completed(self, form: str, kept: set[str], others: set[str], seed: int) -> Assembly:
        locked = {question for name, question in self.locked if name == form} - self.banned
        # First as little new as possible, then without what the other forms hold, at last with it.
        tries = ((kept, others), (locked, others), (locked, set[str]()))
        made = [self._alone(fixed, apart, seed) for fixed, apart in tries[:1]]
        while made[-1].paper is None and len(made) < len(tries):
            made.append(self._alone(*tries[len(made)], seed))
        return made[-1]

    def _alone(self, fixed: set[str], apart: set[str], seed: int) -> Assembly:
        """One form with the fixed questions and none of those it must stay apart from."""
        banned = (set(self.blueprint.banned) | self.banned | apart) - fixed
        named = {"fixed": tuple(sorted(fixed)), "banned": tuple(sorted(banned))}
        plan = self.blueprint.model_copy(update={"forms": 1, **named})
        return assemble(plan, self._bank, seed=seed, paper_id=self.paper.id, syllabus=self._bank.syllabus)

    def undo(self) -> None:
        if self._at == 0:
            raise UsageError(say("paper_desk.composing.nothing_to_undo"))
        self._at -= 1

    def redo(self) -> None:
        if self._at + 1 == len(self._states):
            raise UsageError(say("paper_desk.composing.nothing_to_redo"))
        self._at += 1

    def _take(self, state: _State) -> None:
        self._states[self._at + 1 :] = [state]
        self._at += 1


def _in_place(old: Form, new: Form) -> Form:
    """The new questions at the places that became free; what stays keeps its number."""
    fresh = {item.question: item for item in new.items}
    kept = set(_ids(old)) & set(fresh)
    sections = []
    for section, made in zip(old.sections, new.sections, strict=True):
        coming = iter([item for item in made.items if item.question not in kept])
        places = [(item, item if item.question in kept else next(coming)) for item in section.items]
        items = tuple(item.model_copy(update={"number": was.number}) for was, item in places)
        sections.append(section.model_copy(update={"items": items}))
    return old.model_copy(update={"sections": tuple(sections)})


def _ids(form: Form) -> Iterator[str]:
    return (item.question for item in form.items)
