"""A paper changed by hand: swap, lock, ban, move, undo; the rest is completed around what is locked."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.content import parse
from authoring.errors import UsageError
from authoring.papers.arranging import Arrangement, arranged
from authoring.papers.assembly import Assembly, assemble
from authoring.papers.blueprint import Blueprint, SectionPlan
from authoring.papers.effect import Effect, effect_of, item_of, with_form, with_item
from authoring.papers.engine.problem import Ints
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.papers.pool import Pool
from authoring.papers.statistics import ItemStatistics
from authoring.papers.stock import Stock, among
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say

__all__ = ["Composing", "Substitute"]

STEM = 60
"""Characters of a stem that tell a question from another."""


class Substitute(Record):
    """A question that could take a place, and what would come of it."""

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

    def __init__(
        self,
        bank: Bank,
        blueprint: Blueprint,
        paper: Paper,
        used: Mapping[str, int] | None = None,
        statistics: Mapping[str, ItemStatistics] | None = None,
    ) -> None:
        """`used` says how often each question was in papers before; the rarer ones are offered first. `statistics`, by
        question, count where the blueprint asks for information."""
        self._bank = bank
        self.blueprint = blueprint
        self._used = used or {}
        self.statistics = statistics or {}
        self._states = [_State(paper, frozenset(), frozenset())]
        self._at = 0
        self._questions: dict[str, Question] = {}

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
        return self._effect(self.paper, self._swapped(form, number, question), form, question)

    def _effect(self, before: Paper, after: Paper, form: str, *more: str) -> Effect:
        questions = self.questions(*before.question_ids, *more)
        return effect_of(
            self.blueprint,
            before,
            after,
            form,
            questions,
            self._bank.syllabus,
            siblings=self._siblings,
            statistics=self.statistics,
        )

    def substitutes(self, form: str, number: int, limit: int = 10) -> list[Substitute]:
        """Questions that keep every row, the likest first: knowledge point, difficulty, time, then the rarely used."""
        keeping = (each for each in self._candidates(form, number) if not each.effect.problems)
        return list(islice(keeping, limit))

    def breaking(self, form: str, number: int, limit: int = 10) -> list[Substitute]:
        """Questions that would break something, in the same order."""
        return list(islice((each for each in self._candidates(form, number) if each.effect.problems), limit))

    def _candidates(self, form: str, number: int) -> Iterator[Substitute]:
        old = self.questions()[self.item(form, number).question]
        held = {item.question for item in self._form(form).items}
        for name in self._nearest(self._plan(form, number), old):
            if name not in held and name not in self.banned:
                effect = self.effect(form, number, name)
                stem = " ".join(parse(self.questions(name)[name].stem).text().split())[:STEM]
                yield Substitute(question=name, stem=stem, used=self._used.get(name, 0), effect=effect)

    def _nearest(self, plan: SectionPlan, old: Question) -> Iterator[str]:
        """Ids of what can stand in a section, the likest to a question first; none of them is read for that."""
        stock, room = self._pool.stock, self._room(plan)
        points = np.array([code == old.knowledge_points[0] for code in stock.codes], bool)
        domains = np.array([code.split("-")[0] == old.domain for code in stock.codes], bool)
        point = 2 - domains.astype(int) - points
        unlike = np.abs(stock.difficulty[room] - old.difficulty) + ~among(stock.cognitive[room], (old.cognitive,))
        used = np.array([self._used.get(stock.ids[place], 0) for place in room], np.int64)
        order = np.lexsort((np.abs(stock.seconds[room] - old.seconds), used, unlike, point[stock.points[room]]))
        return (stock.ids[place] for place in room[order])

    @cached_property
    def _pool(self) -> Pool:
        return Pool.of(self.blueprint, Stock.of(self._bank), Exposures(self._bank.root).terms())

    @cached_property
    def _siblings(self) -> list[list[str]]:
        stock = self._pool.stock
        return [[stock.ids[place] for place in places] for _, places in stock.siblings]

    def _room(self, plan: SectionPlan) -> Ints:
        """Places in the stock of the questions that can stand in a section, ascending."""
        found: Ints = self._pool.questions[self._pool.within(plan.id)]
        return found

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
        if self._pool.stock.place.get(question) not in self._room(plan):
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

    def arrange(self, form: str, how: Arrangement, *, seed: int) -> None:
        """Puts each section of a form in order; what is locked keeps its number."""
        locked = {question for name, question in self.locked if name == form}
        made = arranged(self._form(form), self.questions(), how, seed=seed, pinned=locked)
        self._take(self._state._replace(paper=with_form(self.paper, made)))

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
        paper, assemblies = self.paper, []
        for form in self.paper.forms:
            if not set(_ids(form)) & self.banned:
                continue
            # First as little new as possible, then only what is locked stays.
            kept = set(_ids(form)) - self.banned
            assemblies.append(self._anew(paper, form, (kept, self._locked(form)), seed))
            if assemblies[-1].paper is None:
                return assemblies
            paper = with_form(paper, _in_place(form, assemblies[-1].paper.forms[0]))
        if assemblies:
            self._take(self._state._replace(paper=paper))
        return assemblies

    def renew(self, form: str, *, seed: int) -> Assembly:
        """Chooses everything anew in a form that is not locked there; what came of it.

        Where there is no such form the assembly says why, and the paper stays as it was.
        """
        old = self._form(form)
        made = self._anew(self.paper, old, (self._locked(old),), seed)
        if made.paper is not None:
            self._take(self._state._replace(paper=with_form(self.paper, _in_place(old, made.paper.forms[0]))))
        return made

    def lost(self, since: Paper) -> list[str]:
        """What held in an earlier state of the paper and holds no longer, a sentence each."""
        return [problem for form in self.paper.forms for problem in self._effect(since, self.paper, form.name).problems]

    def _locked(self, form: Form) -> set[str]:
        """What stays in a form: what is locked, what every form must hold, and what all forms have in common."""
        locked = {question for name, question in self.locked if name == form.name}
        common = set.intersection(*(set(_ids(each)) for each in self.paper.forms))
        if self.blueprint.anchors and len(self.paper.forms) > 1:
            locked |= common
        return (locked | set(self.blueprint.fixed)) - self.banned

    def _anew(self, paper: Paper, form: Form, kept: Sequence[set[str]], seed: int) -> Assembly:
        """A form around what is kept, and without what the others hold where that is possible."""
        held = set(_ids(form))
        others = {name for other in paper.forms if other.name != form.name for name in _ids(other)} - held
        tries = [*((fixed, others) for fixed in kept), (kept[-1], set[str]())]
        made = self._alone(*tries[0], seed)
        for fixed, apart in tries[1:]:
            if made.paper is None:
                made = self._alone(fixed, apart, seed)
        return made

    def _alone(self, fixed: set[str], apart: set[str], seed: int) -> Assembly:
        """One form with the fixed questions and none of those it must stay apart from."""
        banned = (set(self.blueprint.banned) | self.banned | apart) - fixed
        named = {"fixed": tuple(sorted(fixed)), "banned": tuple(sorted(banned))}
        plan = self.blueprint.model_copy(update={"forms": 1, "anchors": 0, **named})
        return assemble(
            plan,
            self._bank,
            seed=seed,
            paper_id=self.paper.id,
            syllabus=self._bank.syllabus,
            statistics=self.statistics,
        )

    @property
    def steps(self) -> int:
        """How many changes led here."""
        return self._at

    @property
    def undoable(self) -> bool:
        return self._at > 0

    @property
    def redoable(self) -> bool:
        return self._at + 1 < len(self._states)

    def undo(self) -> None:
        if not self.undoable:
            raise UsageError(say("paper_desk.composing.nothing_to_undo"))
        self._at -= 1

    def redo(self) -> None:
        if not self.redoable:
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
