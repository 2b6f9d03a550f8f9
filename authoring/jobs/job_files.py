"""Jobs files: YAML with jobs and grids, or a table (Excel, CSV) with a job in each row. All that is wrong, at once."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import Field, ValidationError

from authoring.bank import Bank
from authoring.bank.syllabus import Syllabus
from authoring.errors import AuthoringError, StorageError
from authoring.findings import Finding, Report, Severity, Voice
from authoring.jobs.job import Forms, Job, Name, Seed
from authoring.jobs.job_sources import Source, read_source
from authoring.papers.blueprint_files import load_blueprint
from authoring.papers.wording import listing
from authoring.records import Record
from authoring.texts import say
from authoring.validation import Fault, faults

__all__ = ["Grid", "Line", "read_jobs"]

_VOICE = Voice("jobs")
Text = Annotated[str, Field(min_length=1, max_length=400)]
Prefix = Annotated[str, Field(pattern=r'^([^\s.\\/:*?"<>|][^\\/:*?"<>|\x00-\x1f]*)?$', max_length=40)]
R = TypeVar("R", bound=Record)


class Line(Record):
    """One job as its author writes it. Paths count from the jobs file's folder."""

    bank: Text
    blueprint: Text
    """Its name in the bank, or a path."""
    seed: Seed = 1
    paper: Name | None = None
    """Default: the blueprint's id and the seed."""
    forms: Forms | None = None
    """Default: as the blueprint says."""
    folder: Name | None = None
    """Default: the paper's id."""


class Grid(Record):
    """Every blueprint with every seed."""

    bank: Text
    blueprints: Annotated[tuple[Text, ...], Field(min_length=1)]
    seeds: Annotated[tuple[Seed, ...], Field(min_length=1)]
    prefix: Prefix = ""
    """Before the id of each paper, such as `2026-12-`."""
    forms: Forms | None = None


class _JobsFile(Record):
    format: Literal[1] = 1
    bank: Text | None = None
    """Of the jobs and grids that name none."""
    jobs: tuple[dict[str, Any], ...] = ()
    grids: tuple[dict[str, Any], ...] = ()


class _Wanted(NamedTuple):
    line: Line
    prefix: str
    field: str
    """Where it stands, such as `jobs.3`."""


class _Bank(NamedTuple):
    files: tuple[Path, ...]
    """Its blueprints."""
    syllabus: Syllabus


class _Plan(NamedTuple):
    path: Path
    id: str


def read_jobs(path: str | Path) -> tuple[tuple[Job, ...], Report]:
    """The jobs of a `.yaml`, `.xlsx` or `.csv` file, none where anything is wrong, and what is wrong.

    Banks and blueprints are looked at too. Raises StorageError when the file cannot be opened, UsageError for another
    suffix.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise StorageError(say("jobs.unreadable", path=path, reason=problem.strerror or problem)) from problem
    source = read_source(data, path)
    reading = _Reading(source, path.absolute().parent)
    jobs = tuple(reading.jobs()) if source.plain is not None else ()
    report = Report.of(dict.fromkeys((*source.findings, *reading.findings)))
    return (jobs if report.passed else ()), report


class _Errors(NamedTuple):
    found: int
    first: str


class _Reading:
    """One jobs file; each bank and each blueprint is read once."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source, self.folder = source, folder
        self.findings: list[Finding] = []
        self._banks: dict[Path, _Bank | str] = {}
        self._plans: dict[tuple[Path, Path], _Plan | _Errors] = {}

    def jobs(self) -> Iterator[Job]:
        papers: dict[str, str] = {}
        folders: dict[str, str] = {}
        wanted = list(self._wanted())
        if not (wanted or self.findings or self.source.findings):
            self._wrong("J101", "", path=self.source.file)
        for line, prefix, field in wanted:
            bank = Path(self.folder, line.bank).resolve()
            plan = self._plan(bank, line, field)
            if plan is None:
                continue
            paper = line.paper or f"{prefix}{plan.id}-{line.seed}"
            folder = line.folder or paper
            # file systems that take A and a for the same are in use
            if (first := papers.setdefault(paper.casefold(), field)) is not field:
                self._wrong("J105", f"{field}.paper", paper=paper, other=self.source.locate(first))
            elif (first := folders.setdefault(folder.casefold(), field)) is not field:
                self._wrong("J106", f"{field}.folder", folder=folder, other=self.source.locate(first))
            else:
                named = {"paper": paper, "folder": folder}
                yield Job(bank=bank, blueprint=plan.path, seed=line.seed, forms=line.forms, **named)

    def _wanted(self) -> Iterator[_Wanted]:
        file = self._record(_JobsFile, self.source.plain, "")
        if file is None:
            return
        shared = {"bank": file.bank} if file.bank else {}
        for n, plain in enumerate(file.jobs):
            line = self._record(Line, shared | plain, f"jobs.{n}")
            if line:
                yield _Wanted(line, "", f"jobs.{n}")
        for n, plain in enumerate(file.grids):
            grid = self._record(Grid, shared | plain, f"grids.{n}")
            if grid:
                for blueprint, seed in product(grid.blueprints, grid.seeds):
                    line = Line(bank=grid.bank, blueprint=blueprint, seed=seed, forms=grid.forms)
                    yield _Wanted(line, grid.prefix, f"grids.{n}")

    def _record(self, model: type[R], plain: Any, field: str) -> R | None:
        try:
            return model.model_validate(plain)
        except ValidationError as error:
            self.findings += [self._fault(fault, field) for fault in faults(error, model, see=say("jobs.see"))]
            return None

    def _fault(self, fault: Fault, field: str) -> Finding:
        path = ".".join(step for step in (field, *fault.path) if step)
        where = self.source.locate(path)
        if fault.kind == "missing":
            return _VOICE.wrong("J107", where, name=self.source.label(fault.path[-1]))
        return Finding(code="J100", severity=Severity.ERROR, where=where, message=fault.message, hint=fault.hint)

    def _plan(self, bank: Path, line: Line, field: str) -> _Plan | None:
        """The blueprint of a line; what stands in its way is said of every line."""
        known = self._bank(bank)
        if isinstance(known, str):
            self._wrong("J102", f"{field}.bank", bank=line.bank, reason=known)
            return None
        named = next((file for file in known.files if line.blueprint in (file.stem, file.name)), None)
        path = (named or Path(self.folder, line.blueprint)).resolve()
        if not path.is_file():
            names = listing(file.stem for file in known.files) or "—"
            self._wrong("J103", f"{field}.blueprint", name=line.blueprint, known=names)
            return None
        plan = self._blueprint(path, bank, known.syllabus)
        if isinstance(plan, _Plan):
            return plan
        self._wrong("J104", f"{field}.blueprint", name=line.blueprint, count=plan.found, first=plan.first)
        return None

    def _bank(self, path: Path) -> _Bank | str:
        """What is needed of a bank, or why it cannot be opened."""
        if path not in self._banks:
            try:
                with Bank.open(path) as bank:
                    self._banks[path] = _Bank(tuple(bank.blueprints()), bank.syllabus)
            except AuthoringError as problem:
                self._banks[path] = str(problem)
        return self._banks[path]

    def _blueprint(self, path: Path, bank: Path, syllabus: Syllabus) -> _Plan | _Errors:
        if (path, bank) not in self._plans:
            try:
                plan, report = load_blueprint(path, syllabus)
            except AuthoringError as problem:
                self._plans[path, bank] = _Errors(1, str(problem))
            else:
                errors = [finding.message for finding in report.at(Severity.ERROR)]
                self._plans[path, bank] = (
                    _Plan(path, plan.id) if plan and not errors else _Errors(len(errors), errors[0])
                )
        return self._plans[path, bank]

    def _wrong(self, code: str, field: str, **values: object) -> None:
        self.findings.append(_VOICE.wrong(code, self.source.locate(field), **values))
