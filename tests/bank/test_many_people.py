"""Eight processes write, comment and review the same bank while processes are killed: what was confirmed is there."""

import json
import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.history import Action, Event, History
from authoring.bank.history_check import check_history
from authoring.bank.review import Desk, Role
from authoring.bank.review_rules import BY, TO
from authoring.errors import ConflictError, UsageError
from authoring.questions import Question, Status, question_from
from tests.builders import question

MakeBank = Callable[..., Path]
PEOPLE, KILLED, STEPS = 8, 5, 14
NAMES = [f"T-D01-{number:03d}" for number in range(1, 5)]
FORK = multiprocessing.get_context("fork")


def _act(desk: Callable[[Role], Desk], asked: Question, token: str, chance: random.Random) -> None:
    """One thing that a person might do now; the token shows it in the file, the history or both."""
    what = chance.choice(["edit", "edit", "comment", *TO])
    if what == "comment":
        desk(Role.REVIEWER).comment(asked, token, "stem")
    elif what == "edit":
        desk(Role.AUTHOR).save(asked, question_from(asked.data() | {"tags": [*asked.tags, token]}))
    else:
        desk(chance.choice(BY[Action(what)])).decide(asked, Action(what), token)


def _work(root: str, who: str, seed: int, steps: int) -> None:
    """Writes a line to the person's log when an action has been confirmed."""
    chance = random.Random(seed)
    log = os.open(Path(root) / f"{who}.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with Bank.open(root) as bank:
        for step in range(steps):
            name, token = chance.choice(NAMES), f"{who}-{seed}-{step}"
            bank.refresh()
            try:
                _act(lambda role: Desk(bank, who, role), bank[name], token, chance)
            except (ConflictError, UsageError):
                continue
            os.write(log, json.dumps([name, token]).encode() + b"\n")


def _started(root: Path, person: int, seed: int, steps: int) -> BaseProcess:
    made = FORK.Process(target=_work, args=(str(root), f"p{person}", seed, steps), daemon=True)
    made.start()
    return made


def _killed_in_the_middle(root: Path, person: int, process: BaseProcess, confirmed: int) -> None:
    """Kills a process that works on without end, once it has confirmed so many actions."""
    log = root / f"p{person}.log"
    while not log.exists() or log.read_bytes().count(b"\n") < confirmed:
        assert process.is_alive()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def _token(event: Event) -> str:
    return event.text or (event.snapshot or {"tags": [""]})["tags"][-1]


def _left(event: Event) -> tuple[int, Status]:
    """Version and status that an event leads to."""
    return event.version, TO.get(event.action, Status.DRAFT)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_confirmed_is_in_history_and_files(bank_folder: MakeBank, seed: int) -> None:
    root = bank_folder(*(question("single_choice", number, status="draft") for number in range(1, 5)))
    chance = random.Random(seed)
    steady = [_started(root, person, seed * 100 + person, STEPS) for person in range(KILLED, PEOPLE)]
    doomed = [_started(root, person, seed * 100 + person, 100_000) for person in range(KILLED)]
    for person, process in enumerate(doomed):
        _killed_in_the_middle(root, person, process, chance.randint(1, 6))
    for process in steady:
        process.join()
        assert process.exitcode == 0
    confirmed = [json.loads(line) for log in root.glob("*.log") for line in log.read_text().splitlines()]
    assert {token.split("-")[0] for _, token in confirmed} == {f"p{person}" for person in range(PEOPLE)}
    with Bank.open(root) as bank:
        assert [found.message for found in bank.report if str(found.where.file).startswith("questions")] == []
        assert {finding.code for finding in check_history(bank)} <= {"B130", "B132"}
        for name in NAMES:
            _agrees(bank[name], History(root).of(name)[0], {token for where, token in confirmed if where == name})


def _agrees(asked: Question, events: list[Event], confirmed: set[str]) -> None:
    told = {_token(event) for event in events}
    assert confirmed <= told
    edits = {_token(event) for event in events if event.action is Action.EDIT}
    assert edits & confirmed <= set(asked.tags), "an edit builds on the one before, so the file has them all"
    steps = [event for event in events if event.action is not Action.COMMENT]
    sure = [place for place, event in enumerate(steps) if _token(event) in confirmed]
    assert (asked.version, asked.status) in {_left(event) for event in steps[sure[-1] if sure else 0 :]}
