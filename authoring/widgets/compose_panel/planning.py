"""The model of what is wanted: a blueprint of the bank or of a file, for how many forms, beside the bank."""

import re
from collections.abc import Collection
from decimal import Decimal
from functools import cached_property

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.exposure import Exposures
from authoring.errors import UsageError
from authoring.findings import Report
from authoring.papers.blueprint import Blueprint
from authoring.papers.blueprint_check import check_blueprint
from authoring.papers.blueprint_files import blueprint_xlsx, read_blueprint
from authoring.papers.coverage import Coverage, coverage
from authoring.papers.pool import Pool
from authoring.papers.stock import Stock
from authoring.texts import say

__all__ = ["MOST_FORMS", "MOST_REST", "Planning"]

MOST_FORMS = 26
MOST_REST = 50
_BETWEEN = re.compile(r"[\s,，、;；]+")
SUFFIXES = (".xlsx", ".yaml", ".yml")


class Planning:
    """One blueprint at a time. `wanted` is what will be assembled; `name` says where it came from."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.wanted: Blueprint | None = None
        self.report = Report()
        """What is wrong with the blueprint."""
        self.name = ""
        """Of one of the bank's blueprints, of a file, or empty."""

    @property
    def blueprints(self) -> list[tuple[str, str]]:
        """Name and title of each of the bank's blueprints."""
        names = [path.stem for path in self.bank.blueprints()]
        plans = [(name, workflow.read_blueprint(self.bank, name)[0]) for name in names]
        return [
            (name, say("compose_panel.titled", title=plan.title, name=name) if plan else name) for name, plan in plans
        ]

    def choose(self, name: str) -> None:
        """One of the bank's blueprints. Raises UsageError for an unknown one."""
        plan, report = workflow.read_blueprint(self.bank, name)
        self._take(name, plan, report)

    def read(self, name: str, data: bytes) -> None:
        """A file from outside, `.xlsx` or `.yaml`; what is wrong with it is in `report`.

        Raises UsageError for another suffix.
        """
        if not name.lower().endswith(SUFFIXES):
            raise UsageError(say("compose_panel.suffix", name=name))
        plan, report = read_blueprint(data, name, self.bank.syllabus)
        self._take(name, plan, report)

    def change(self, plan: Blueprint, name: str) -> None:
        """A blueprint that is not the bank's as it stands there, such as a milder one."""
        self._take(name, plan, check_blueprint(plan, self.bank.syllabus))

    def _take(self, name: str, plan: Blueprint | None, report: Report) -> None:
        self.name, self.wanted, self.report = name, plan, report
        self._forget()

    def _forget(self) -> None:
        self.__dict__.pop("coverage", None)

    @property
    def plan(self) -> Blueprint:
        """The wanted blueprint. Raises UsageError where there is none that could be assembled."""
        if self.wanted is None:
            raise UsageError(say("compose_panel.no_blueprint"))
        return self.wanted

    def forms(self, count: int) -> None:
        """Raises UsageError for a number of forms that cannot be named by letters."""
        if not 1 <= count <= MOST_FORMS:
            raise UsageError(say("compose_panel.forms_range", most=MOST_FORMS))
        self._set(forms=count)

    def overlap(self, percent: Decimal) -> None:
        """Share of its questions that a form may have in common with another, in per cent."""
        if not 0 <= percent <= 100:
            raise UsageError(say("compose_panel.overlap_range"))
        self._set(overlap=percent / 100)

    def rest(self, terms: int) -> None:
        """Questions that were used in the last so many terms are left out."""
        if not 0 <= terms <= MOST_REST:
            raise UsageError(say("compose_panel.rest_range", most=MOST_REST))
        self._set(rest=terms)

    def fixed(self, text: str) -> None:
        """Ids of the questions that every form must hold. Raises UsageError for one that the bank has not."""
        self._set(fixed=self._ids(text))

    def banned(self, text: str) -> None:
        """Ids of questions that no form may hold. Raises as `fixed`."""
        self._set(banned=self._ids(text))

    def _ids(self, text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name for name in _BETWEEN.split(text) if name))
        unknown = [name for name in names if name not in self.bank]
        if unknown:
            raise UsageError(say("compose_panel.unknown_ids", ids="、".join(unknown)))
        return names

    def _set(self, **changed: int | Decimal | Collection[str]) -> None:
        self.wanted = self.plan.model_copy(update=changed)
        self._forget()

    def refresh(self) -> None:
        """Reads what others have changed in the bank."""
        self.bank.refresh()
        self.__dict__.pop("_stock", None)
        self._forget()

    @cached_property
    def _stock(self) -> Stock:
        return Stock.of(self.bank)

    @cached_property
    def coverage(self) -> Coverage | None:
        """None without a blueprint, or while it contradicts itself."""
        if self.wanted is None or not self.report.passed:
            return None
        pool = Pool.of(self.wanted, self._stock, Exposures(self.bank.root).terms())
        return coverage(self.wanted, pool, self.bank.syllabus)

    def workbook(self) -> tuple[str, bytes]:
        """The wanted blueprint as an Excel file, with its name."""
        return f"{self.plan.id}.xlsx", blueprint_xlsx(self.plan, self.bank.syllabus)
