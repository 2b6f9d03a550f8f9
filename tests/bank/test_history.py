"""The history: append-only, whole after a crash, in the order of time, and nothing is lost with many writers."""

import multiprocessing
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from authoring.bank.history import Action, Event, History
from authoring.bank.starter import starter_bank
from authoring.findings import Report
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


def test_no_character_of_a_comment_breaks_a_line(tmp_path: Path) -> None:
    told = event(1).model_copy(update={"text": "一\u2028二\u2029三\x85四\x0b五\r\n六"})
    history = History(tmp_path)
    history.append(told)
    assert history.of("T-D01-001") == ([told], Report())
    path = tmp_path / "history" / "D01" / "T-D01-001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\xff\xfe\n")
    events, report = history.of("T-D01-001")
    assert events == [told]
    assert [(finding.code, finding.where.line) for finding in report] == [("B130", 2)]


def test_an_event_whose_text_makes_no_question_is_reported(tmp_path: Path) -> None:
    kept = question("single_choice").data() | {"key": "Z"}
    history = History(tmp_path)
    history.append(event(1, action=Action.EDIT).model_copy(update={"snapshot": kept}))
    assert [finding.code for finding in history.of("T-D01-001")[1]] == ["B130"]


def _git(folder: Path, *words: str) -> None:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=os.environ | own)


def test_git_puts_together_what_two_branches_added(tmp_path: Path) -> None:
    history = History(tmp_path)
    for file, text in starter_bank("t", "试题库").items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    history.append(event(1))
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "one")
    _git(tmp_path, "checkout", "-qb", "theirs")
    for number in (2, 5):
        history.append(event(number, "乙"))
    _git(tmp_path, "commit", "-qam", "theirs")
    _git(tmp_path, "checkout", "-q", "main")
    for number in (3, 4):
        history.append(event(number, "丙"))
    _git(tmp_path, "commit", "-qam", "mine")
    _git(tmp_path, "merge", "-q", "-m", "both", "theirs")
    events, report = history.of("T-D01-001")
    assert (len(report), [(entry.who, entry.text[2]) for entry in events]) == (
        0,
        [("甲", "1"), ("乙", "2"), ("丙", "3"), ("丙", "4"), ("乙", "5")],
    )


def test_the_shipped_bank_and_a_new_one_merge_their_histories() -> None:
    shipped = Path(__file__).parents[2] / "banks" / "dual-carbon" / ".gitattributes"
    assert shipped.read_text("utf-8") == starter_bank("t", "试题库")[".gitattributes"]


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
