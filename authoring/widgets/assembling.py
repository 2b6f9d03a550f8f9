"""The model of the assembly panel: a blueprint, a seed, and what came of them."""

from collections.abc import Callable

from authoring import workflow
from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.papers.assembly import Assembly
from authoring.papers.blueprint import Blueprint
from authoring.questions import Question
from authoring.rendering.chart import Chart
from authoring.rendering.paper_charts import difficulty_chart, letters_chart, rows_chart, time_chart
from authoring.rendering.report import assembly_report
from authoring.texts import say

__all__ = ["Assembling"]


class Assembling:
    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.blueprint: Blueprint | None = None
        self.assembly: Assembly | None = None
        self.questions: dict[str, Question] = {}
        """The paper's questions by id."""

    @property
    def blueprints(self) -> list[tuple[str, str]]:
        """Title and name of the bank's blueprints."""
        names = [path.stem for path in self.bank.blueprints()]
        plans = [(workflow.read_blueprint(self.bank, name)[0], name) for name in names]
        return [(plan.title if plan else name, name) for plan, name in plans]

    def run(self, name: str, seed: int, progress: Callable[[str], None] | None = None) -> Report:
        """Assembles; what was found in the blueprint and in the paper."""
        self.blueprint = self.assembly = None
        plan, report = workflow.read_blueprint(self.bank, name)
        if plan is None:
            return report
        self.blueprint = plan
        self.assembly = workflow.assemble(self.bank, plan, seed=seed, progress=progress)
        paper = self.assembly.paper
        self.questions = workflow.paper_questions(self.bank, paper)[0] if paper else {}
        return report + self.assembly.report

    def charts(self) -> list[Chart]:
        """The forms against the blueprint and beside each other; none without a paper."""
        if self.blueprint is None or self.assembly is None or self.assembly.paper is None:
            return []
        paper, questions = self.assembly.paper, self.questions
        return [
            rows_chart(self.blueprint, paper, questions, self.bank.syllabus),
            time_chart(paper),
            difficulty_chart(paper, questions),
            letters_chart(paper, questions),
        ]

    def report(self) -> str:
        """The kept report as HTML. Raises UsageError before anything was assembled."""
        if self.blueprint is None or self.assembly is None:
            raise UsageError(say("widgets.assembling.nothing"))
        return assembly_report(self.blueprint, self.assembly, self.questions, self.bank.syllabus)
