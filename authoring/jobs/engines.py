"""Where jobs run: here one after another, in processes of this computer, on Dask, or on any other joblib backend."""

import importlib
import logging
import warnings
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from joblib import Parallel, cpu_count, delayed, parallel_config
from joblib.parallel import BACKENDS

from authoring.errors import UsageError
from authoring.jobs.job import Job, JobResult
from authoring.jobs.running import broken_off, run_job
from authoring.texts import say

__all__ = ["ENGINES", "run_jobs"]

ENGINES: Mapping[str, str] = {"local": "sequential", "processes": "loky", "dask": "dask"}
"""Our names for joblib's backends."""
AHEAD = {"processes": "n_jobs"}
"""How many jobs are handed over at once where it is not all of them; loky's manager stumbles over the rest when it is
stopped."""
PATIENCE_SECONDS = 5
"""With a scheduler that does not answer."""


def run_jobs(
    jobs: Sequence[Job],
    out: Path,
    *,
    engine: str = "local",
    workers: int | None = None,
    scheduler: str | None = None,
    again: bool = False,
) -> Generator[JobResult]:
    """The result of each job as soon as it is there. `engine` is one of ENGINES or registered with joblib.

    A worker that dies breaks off what other workers were doing: the jobs that have no result then run one at a time
    until the one that kills its worker is found. Raises UsageError for an unknown engine or an unreachable scheduler.
    """
    left = {job.folder: job for job in jobs}
    alone = False
    ahead = AHEAD.get(engine, "all")
    with _backend(engine, workers, scheduler):
        while left:
            batch = list(islice(left.values(), 1)) if alone else list(left.values())
            tasks = (delayed(run_job)(job, out.absolute(), again=again) for job in batch)
            try:
                with closing(_results(tasks, ahead)) as results:
                    for result in results:
                        del left[result.job.folder]
                        yield result
            except Exception as problem:  # run_job raises nothing: it is the engine, and each has its own
                if alone:
                    del left[batch[0].folder]
                    yield broken_off(batch[0], f"{type(problem).__name__}: {problem}")
                alone = not alone


def _results(tasks: Iterable[Any], ahead: str) -> Generator[JobResult]:
    running = Parallel(return_as="generator_unordered", pre_dispatch=ahead, batch_size=1)(tasks)
    try:
        for result in running:  # noqa: UP028  # `yield from` would close it outside of what follows
            yield result
    finally:
        # who stops early knows that the rest is lost; joblib warns of it in English
        with warnings.catch_warnings(action="ignore"), suppress(Exception):
            running.close()


@contextmanager
def _backend(engine: str, workers: int | None, scheduler: str | None) -> Iterator[None]:
    name = ENGINES.get(engine, engine)
    if name == "dask":
        with _client(workers, scheduler) as client, parallel_config("dask", client=client):
            yield
    elif name in BACKENDS:
        with parallel_config(name, n_jobs=workers or -1):
            yield
    else:
        known = "、".join(dict.fromkeys([*ENGINES, *BACKENDS]))
        raise UsageError(say("jobs.unknown_engine", name=engine, known=known))


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    """A client of the scheduler at an address, or of a cluster of processes on this computer."""
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as problem:
        raise UsageError(say("jobs.no_dask")) from problem
    if scheduler is None:
        settings = {"n_workers": workers or cpu_count(), "threads_per_worker": 1}
        quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
        with distributed.LocalCluster(**settings, **quiet) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=PATIENCE_SECONDS)
    except (OSError, ValueError) as problem:
        raise UsageError(say("jobs.no_scheduler", address=scheduler, reason=problem)) from problem
    with client:
        yield client
