"""The history: append-only, whole after a crash, in the order of time, and nothing is lost with many writers."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from authoring.bank.history import Action, Event, History
from tests.builders import question

START = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def event(number: int, who: str = "甲", action: Action = Action.COMMENT) -> Event:
    asked = question("single_choice")
    return Event(
        at=START + timedelta(minutes=number),
        who=who,
        role="reviewer",
        action=action,
        question=asked.id,
        version=1,
        content=asked.content_fingerprint(),
        text=f"第 {number} 条\n“意见”",
    )


def test_events_come_back_in_the_order_of_time(tmp_path: Path) -> None:
    history = History(tmp_path)
    for number in (3, 1, 2):
        history.append(event(number))
    assert history.of("T-D01-001") == ([event(1), event(2), event(3)], history.of("T-D01-009")[1])
    assert list(history.questions()) == ["T-D01-001"]
    assert (tmp_path / "history" / "D01" / "T-D01-001.jsonl").read_text("utf-8").count("\n") == 3


def test_a_line_that_git_merged_twice_counts_once(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(event(1))
    path = tmp_path / "history" / "D01" / "T-D01-001.jsonl"
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    assert history.of("T-D01-001")[0] == [event(1)]


def test_half_a_line_of_a_killed_process_spoils_nothing_else(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.append(event(1))
    path = tmp_path / "history" / "D01" / "T-D01-001.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-12-01T09')
    history.append(event(2))
    events, report = history.of("T-D01-001")
    assert events == [event(1), event(2)]
    assert [(finding.code, finding.where.line) for finding in report] == [("B130", 2)]


def test_an_edit_keeps_the_question_as_it_was(tmp_path: Path) -> None:
    asked = question("case")
    kept = event(1, action=Action.EDIT).model_copy(update={"snapshot": asked.data(), "question": asked.id})
    history = History(tmp_path)
    history.append(kept)
    assert history.of(asked.id)[0][0].state == asked


def _write(folder: str, who: str) -> None:
    for number in range(25):
        History(Path(folder)).append(event(number, who))


def test_eight_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(str(tmp_path), f"第{n}人")) for n in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    events, report = History(tmp_path).of("T-D01-001")
    assert (len(events), len(report)) == (200, 0)
