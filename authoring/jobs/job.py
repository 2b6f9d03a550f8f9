"""A job: one blueprint, one bank, one seed; and what came of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from authoring.findings import Report
from authoring.records import Record, Truth, Whole

__all__ = ["JOB_FORMAT", "Done", "Forms", "Job", "JobResult", "JobState", "Name", "Seed"]

JOB_FORMAT = 1

Name = Annotated[str, Field(pattern=r'^[^\s.\\/:*?"<>|][^\\/:*?"<>|\x00-\x1f]*$', max_length=80)]
"""Name of a file or folder on any system."""
Seed = Annotated[Whole, Field(ge=0)]
Forms = Annotated[Whole, Field(ge=1, le=26)]


class JobState(StrEnum):
    MADE = "made"
    REFUSED = "refused"
    """The bank cannot carry the blueprint; the report says why."""
    FAILED = "failed"
    """The program or its surroundings failed; the next run tries again."""
    OPEN = "open"
    """Not finished when the run was stopped."""


class Job(Record):
    """All that decides a paper. Paths are absolute: a worker on another computer sees the same folders."""

    bank: Path
    blueprint: Path
    seed: Seed
    paper: Name
    """Id of the paper."""
    forms: Forms | None = None
    """Instead of the blueprint's own number."""
    folder: Name
    """Below the output folder; no other job has it."""


class Done(Record):
    """`job.json`, written last: what a finished job's folder holds, and what it was made from."""

    format: Literal[1] = 1
    inputs: str
    """SHA-256 over everything that the result depends on, the program's version included."""
    state: JobState
    forms: int = 0
    gap: float | None = None
    """(objective − bound) / objective."""
    report: Report = Report()
    files: dict[Name, str] = Field(default_factory=dict)
    """SHA-256 of each file beside it."""


class JobResult(Record):
    """What one run did about a job."""

    job: Job
    state: JobState
    kept: Truth = False
    """Nothing has changed since an earlier run, whose files stay."""
    forms: int = 0
    gap: float | None = None
    seconds: float = 0.0
    """CPU time of this run."""
    report: Report = Report()
    files: tuple[str, ...] = ()
    """Names in the job's folder."""
