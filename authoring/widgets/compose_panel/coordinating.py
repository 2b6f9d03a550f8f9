"""The model of the panel: what is wanted, what was assembled, changes by hand, and the papers that are kept."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.bank.history import Action
from authoring.bank.review import Desk
from authoring.bank.review_rules import Role
from authoring.errors import UsageError
from authoring.findings import Report, Severity
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_files import blueprint_yaml
from authoring.papers.comparison import Comparison, compare
from authoring.papers.composing import Composing
from authoring.papers.engine.watch import Standing
from authoring.papers.paper import Paper
from authoring.papers.paper_check import check_paper
from authoring.papers.paper_notes import paper_notes
from authoring.papers.paper_store import KeptPaper, Papers
from authoring.papers.pool import Seat
from authoring.papers.remedies import Remedy
from authoring.papers.statistics import Statistics
from authoring.papers.statistics_file import read_statistics
from authoring.questions import Question, Status
from authoring.rendering.chart import Chart
from authoring.rendering.paper_charts import (
    difficulty_chart,
    information_chart,
    letters_chart,
    rows_chart,
    time_chart,
    topics_chart,
)
from authoring.rendering.report import assembly_report
from authoring.rendering.tables import key_table
from authoring.storage import write_atomically
from authoring.texts import say
from authoring.widgets.compose_panel.planning import Planning
from authoring.widgets.workplace import keep

__all__ = ["Coordinating"]

PAPER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""Part of file names."""
TERM = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
"""Terms compare as texts, so all must look alike."""
NOTES = frozenset({"P221", "P222", "P223", "P224", "P225", "P228"})
"""What an assembly says of its forms; said anew after each change by hand."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes a CSV file for another encoding."""
Now = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now().astimezone()


class Coordinating:
    """A coordinator at work on a bank's papers."""

    def __init__(self, bank: Bank, who: str, statistics: Statistics | None = None, now: Now = _now) -> None:
        self.bank = bank
        self.who = who
        self.statistics = statistics or Statistics()
        """What is known of questions from sittings."""
        self.now = now
        self.planning = Planning(bank)
        self.papers = Papers(bank, who, now)
        self.assembly: Assembly | None = None
        """What came of the last run; None for a paper that was opened."""
        self.composing: Composing | None = None
        self.kept: KeptPaper | None = None
        """The paper as it was opened or saved last."""
        self.name = ""
        """Id under which the paper will be kept."""

    # Assembling

    def assemble(
        self,
        plan: Blueprint,
        seed: int,
        *,
        progress: Callable[[str], None] | None = None,
        standing: Callable[[Standing], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Assembly:
        """What comes of a blueprint; `take` makes it the panel's. Changes nothing, so it may run beside other work.

        Raises AssemblyError when the solver fails.
        """
        known = self.statistics.models
        return workflow.assemble(
            self.bank, plan, seed=seed, statistics=known, progress=progress, standing=standing, stop=stop
        )

    def take(self, plan: Blueprint, made: Assembly) -> None:
        """What was there before is gone."""
        self.assembly, self.kept, self.composing = made, None, None
        if made.paper is not None:
            self._take(plan, made.paper)

    def _take(self, plan: Blueprint, paper: Paper) -> None:
        used = {question: len(terms) for question, terms in Exposures(self.bank.root).terms().items()}
        self.composing = Composing(self.bank, plan, paper, used, self.statistics.models)
        self.name = paper.id

    def relax(self, place: int) -> bool:
        """Takes one of the ways out: its blueprint, or the reviewed questions that it puts to use.

        False where questions must be reviewed first. Raises UsageError where this person may not put them to use.
        """
        remedies = self.assembly.remedies if self.assembly else ()
        remedy = remedies[place] if place < len(remedies) else None
        if remedy is None or not self.able(remedy):
            return False
        if remedy.blueprint is not None:
            self.planning.change(remedy.blueprint, say("compose_panel.relaxed"))
        else:
            self._release(remedy)
        return True

    def able(self, remedy: Remedy) -> bool:
        """Whether a coordinator can take this way out."""
        reviewed = [self.bank[name].status is Status.APPROVED for name in remedy.questions]
        return remedy.blueprint is not None or (bool(reviewed) and all(reviewed))

    def _release(self, remedy: Remedy) -> None:
        desk = Desk(self.bank, self.who, Role.COORDINATOR, self.now)
        refused = desk.decide_all(remedy.questions, Action.ACTIVATE).refused
        self.planning.refresh()
        if refused:
            raise UsageError(say("compose_panel.not_released", reasons="；".join(refused.values())))

    def read_statistics(self, name: str, data: bytes) -> Report:
        """Takes what a table says of the bank's questions; with an error what was known stays."""
        found, report = read_statistics(data, name, frozenset(self.bank.to_frame().index))
        if report.passed:
            self.statistics = found
            if self.composing is not None:
                self.composing.statistics = found.models
        return report

    # The paper

    @property
    def work(self) -> Composing:
        """Raises UsageError while there is no paper."""
        if self.composing is None:
            raise UsageError(say("compose_panel.no_paper"))
        return self.composing

    @property
    def paper(self) -> Paper:
        """As it is now, under the id it will be kept by. Raises UsageError while there is none."""
        return self.work.paper.model_copy(update={"id": self.name})

    @property
    def questions(self) -> dict[str, Question]:
        return self.work.questions()

    @property
    def comparison(self) -> Comparison:
        return compare(self.paper, self.questions)

    @property
    def by_hand(self) -> bool:
        """Whether the paper is no longer what the assembly made."""
        made = self.assembly.paper if self.assembly else None
        return made is not None and self.composing is not None and self.composing.paper != made

    @property
    def findings(self) -> Report:
        """About the assembly, the forms, and the paper as a whole."""
        said = self.assembly.report if self.assembly else Report()
        if self.composing is None:
            return said
        paper, questions, plan = self.paper, self.questions, self.composing.blueprint
        plans = {section.id: section for section in plan.sections}
        seats = [
            [
                Seat(questions[i.question], plans[section.id], i.marks)
                for section in form.sections
                for i in section.items
            ]
            for form in paper.forms
        ]
        kept = Report.of(finding for finding in said if finding.code not in NOTES)
        notes = Report.of(paper_notes(plan, paper, seats))
        edited = workflow.paper_questions(self.bank, paper)[1]
        return kept + edited + notes + check_paper(paper, questions, plan.statuses)

    @property
    def waiting(self) -> int:
        """Banned questions that the paper still holds."""
        return len(self.work.banned & set(self.work.paper.question_ids))

    def charts(self) -> list[Chart]:
        """The forms against the blueprint and beside each other; the tallest first."""
        paper, questions, plan = self.paper, self.questions, self.work.blueprint
        syllabus = self.bank.syllabus
        charts = [
            rows_chart(plan, paper, questions, syllabus),
            topics_chart(paper, questions, syllabus),
            difficulty_chart(paper, questions),
            time_chart(paper),
            letters_chart(paper, questions),
        ]
        if any(name in self.statistics.models for name in paper.question_ids):
            charts.append(information_chart(paper, self.statistics.models, plan.information))
        return charts

    # Keeping

    @property
    def changed(self) -> bool:
        """Whether there is something that is not kept yet."""
        return self.composing is not None and (self.kept is None or self.kept.paper != self.paper)

    def open(self, name: str) -> None:
        """A kept paper, with the blueprint it was made from.

        Raises UsageError where the blueprint or a question is gone, StorageError for a file that cannot be read.
        """
        kept = self.papers.open(name)
        plan = workflow.blueprint_for(self.bank, kept.paper)
        gone = [question for question in kept.paper.question_ids if question not in self.bank]
        if gone:
            raise UsageError(say("compose_panel.gone", id=name, questions="、".join(gone)))
        self.planning.change(plan, say("compose_panel.of_paper", id=name))
        self.assembly, self.kept = None, kept
        self._take(plan, kept.paper)

    def keep(self, name: str) -> KeptPaper:
        """Saves the paper in the bank, and its blueprint where the bank has it not.

        Raises UsageError for an impossible id or an approved paper, ConflictError when somebody saved first.
        """
        if not PAPER_ID.fullmatch(name):
            raise UsageError(say("compose_panel.bad_id", id=name))
        self.work  # noqa: B018  # raises where there is nothing to keep
        self.name = name
        paper = self.paper
        expected = self.kept if self.kept is not None and self.kept.paper.id == name else None
        self.kept = self.papers.save(paper, expected)
        self._keep_blueprint(paper)
        return self.kept

    def _keep_blueprint(self, paper: Paper) -> None:
        try:
            workflow.blueprint_for(self.bank, paper)
        except UsageError:
            taken = {path.stem for path in self.bank.blueprints()}
            names = (paper.id, *(f"{paper.id}-{n}" for n in range(2, len(taken) + 3)))
            name = next(each for each in names if each not in taken)
            text = blueprint_yaml(self.work.blueprint, self.bank.syllabus)
            write_atomically(self.bank.root / "blueprints" / f"{name}.yaml", text.encode())

    def approve(self, name: str, term: str) -> KeptPaper:
        """Freezes the paper for a term such as `2026-12`; what is not kept yet is kept first.

        Raises UsageError for a term of another form or a paper with errors, and as `keep` does.
        """
        if not TERM.fullmatch(term):
            raise UsageError(say("compose_panel.bad_term", term=term))
        errors = self.findings.at(Severity.ERROR)
        if len(errors):
            raise UsageError(say("compose_panel.errors", count=len(errors)))
        if waiting := self.waiting:
            raise UsageError(say("compose_panel.waiting", count=waiting))
        if self.changed or self.name != name or self.kept is None:
            self.keep(name)
        assert self.kept is not None  # noqa: S101  # kept just now, or before
        self.kept = self.papers.approve(self.kept, term)
        self.planning.refresh()
        return self.kept

    def hand_on(self) -> list[Path]:
        """Writes the paper, its report, and the key and the pages of each form into `build/`; where they stand.

        Raises StorageError.
        """
        paper, questions = self.paper, self.questions
        files = [keep(f"{paper.id}.paper.json", paper.model_dump_json(indent=1))]
        assembly = Assembly(paper=paper, report=self.findings)
        report = assembly_report(self.work.blueprint, assembly, questions, self.bank.syllabus)
        files.append(keep(f"{paper.id}.report.html", report))
        for form in paper.forms:
            key = key_table(form, questions).to_csv(index=False, lineterminator="\r\n")
            files.append(keep(f"{paper.id}-{form.name}-key.csv", BYTE_ORDER_MARK + key))
            pages = workflow.preview(self.bank, paper, questions, form)
            files.append(keep(f"{paper.id}-{form.name}-candidate.html", pages.candidate))
            files.append(keep(f"{paper.id}-{form.name}-review.html", pages.review))
        return files
