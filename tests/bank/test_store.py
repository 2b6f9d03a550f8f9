"""Saving: atomic under kill, guarded against overwriting somebody else's newer version."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.question_file import read_question
from authoring.bank.store import save_question
from authoring.errors import ConflictError, StorageError
from authoring.questions import Question, question_from
from authoring.storage import write_atomically, write_new_secret
from tests.builders import data, question

MakeBank = Callable[..., Path]


def edited(asked: Question, stem: str) -> Question:
    return question_from(asked.data() | {"stem": stem, "version": asked.version + 1})


def test_saving_and_reading_back(bank_folder: MakeBank) -> None:
    with Bank.open(bank_folder()) as bank:
        made = question("numeric")
        bank.save(made)
        assert bank[made.id] == made
        assert bank.file_of(made.id) == "questions/D01/T-D01-001.yaml"
        assert bank.new_id("D01") == "T-D01-002"
        changed = edited(made, "改后的题干")
        bank.save(changed, expected=made.fingerprint())
        assert bank[made.id] == changed


def test_somebody_elses_newer_version_is_not_overwritten(bank_folder: MakeBank) -> None:
    first = question("single_choice")
    with Bank.open(bank_folder(first)) as mine, Bank.open(bank_folder()) as theirs:
        newer = edited(first, "别人先改了")
        theirs.save(newer, expected=first.fingerprint())
        with pytest.raises(ConflictError) as caught:
            mine.save(edited(first, "我也改了"), expected=first.fingerprint())
        assert newer.fingerprint()[:8] in str(caught.value)
        assert first.fingerprint()[:8] in str(caught.value)
        mine.refresh()
        assert mine[first.id] == newer
        with pytest.raises(ConflictError):
            mine.save(first)  # as if it were new


def test_a_file_that_cannot_be_written_leaves_the_old_one(bank_folder: MakeBank) -> None:
    first = question("single_choice")
    root = bank_folder(first)
    target = root / "questions" / "D01" / "T-D01-001.yaml"
    blocked = root / "questions" / "D01" / "x" / "T-D01-002.yaml"
    blocked.parent.write_text("a file where a folder should be", "utf-8")
    with pytest.raises(StorageError, match="无法写入"):
        save_question(blocked, question("single_choice", 2), None)
    assert read_question(target.read_bytes(), target.name)[0] == first


def _save_for_ever(path: str) -> None:
    current = read_question(Path(path).read_bytes(), "x")[0]
    assert current is not None
    while True:
        changed = edited(current, f"第 {current.version} 版" + "很长的题干" * 2000)
        save_question(Path(path), changed, current.fingerprint())
        current = changed


def test_a_killed_process_leaves_the_old_or_the_new_file(bank_folder: MakeBank) -> None:
    path = bank_folder(question("single_choice")) / "questions" / "D01" / "T-D01-001.yaml"
    context = multiprocessing.get_context("fork")
    for _ in range(10):
        before = path.read_bytes()
        writer = context.Process(target=_save_for_ever, args=(str(path),), daemon=True)
        writer.start()
        while path.read_bytes() == before:
            pass
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        whole, findings = read_question(path.read_bytes(), path.name)
        assert whole is not None, findings
        for left in path.parent.glob(".tmp-*"):
            os.utime(left, (0, 0))
        Bank.open(path.parents[2]).close()
        assert not list(path.parent.glob(".tmp-*"))


def _add_ten(path: str) -> None:
    for _ in range(10):
        while True:
            current = read_question(Path(path).read_bytes(), "x")[0]
            assert current is not None
            try:
                save_question(Path(path), edited(current, current.stem + "。"), current.fingerprint())
                break
            except ConflictError:
                continue


def test_writers_at_once_lose_nothing(bank_folder: MakeBank) -> None:
    path = bank_folder(question_from(data("single_choice", stem="题"))) / "questions" / "D01" / "T-D01-001.yaml"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_add_ten, args=(str(path),)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    final = read_question(path.read_bytes(), path.name)[0]
    assert final is not None
    assert (final.stem, final.version) == ("题" + "。" * 40, 41)


def test_a_secret_is_its_owner_s_alone_and_replaces_nothing(tmp_path: Path) -> None:
    secret, shared = tmp_path / "secret", tmp_path / "shared"
    write_new_secret(secret, b"one")
    write_atomically(shared, b"old")
    write_atomically(shared, b"new", mode=0o600)
    assert [path.stat().st_mode & 0o777 for path in (secret, shared)] == [0o600, 0o600]
    with pytest.raises(FileExistsError):
        write_new_secret(secret, b"two")
    assert (secret.read_bytes(), shared.read_bytes()) == (b"one", b"new")
