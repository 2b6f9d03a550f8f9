"""Every question of every shipped bank: it loads, it is marked as it says, and it reads back as it was written."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.bank import Bank
from authoring.bank.question_file import question_yaml, read_question
from authoring.bank.references import Origin
from authoring.content import parse
from authoring.questions import Question, parts
from authoring.questions.samples import Kind, samples
from authoring.questions.scoring import Incomplete, Outcome, PartMarks, ScoringRules, score

BANKS = sorted(path.parent for path in (Path(__file__).parents[2] / "banks").glob("*/bank.yaml"))
RULES = [ScoringRules(multiple_choice=incomplete, parts=part) for incomplete in Incomplete for part in PartMarks]


@pytest.fixture(scope="module", params=BANKS, ids=lambda path: path.name)
def bank(request: pytest.FixtureRequest) -> Iterator[Bank]:
    with Bank.open(request.param) as opened:
        yield opened


@pytest.fixture(scope="module")
def questions(bank: Bank) -> list[Question]:
    return list(bank)


def test_nothing_is_wrong_with_its_files(bank: Bank) -> None:
    assert [str(finding) for finding in bank.report] == []


def test_every_question_earns_what_its_samples_say(questions: list[Question]) -> None:
    wrong = [
        (question.id, sample, given)
        for question in questions
        for rules in RULES
        for sample in samples(question, rules=rules)
        if ((given := score(question, sample.response, rules=rules)).marks, given.outcome)
        != (sample.marks, sample.outcome)
    ]
    assert wrong == []


def test_the_key_earns_full_marks_and_a_wrong_answer_does_not(questions: list[Question]) -> None:
    for question in questions:
        for sample in samples(question):
            given = score(question, sample.response)
            if sample.kind is Kind.CORRECT and given.outcome is not Outcome.NEEDS_MARKER:
                assert given.marks == given.maximum, question.id
            elif sample.kind is not Kind.CORRECT:
                assert given.marks < given.maximum, question.id


def test_every_file_is_written_as_it_reads(questions: list[Question]) -> None:
    for question in questions:
        assert read_question(question_yaml(question).encode(), "x.yaml") == (question, [])


def test_every_text_is_readable_markup(questions: list[Question]) -> None:
    texts = (
        (question.id, path, text)
        for question in questions
        for path, text in (question.candidate_texts() | question.secret_texts()).items()
    )
    assert [(name, path, parse(text).problems) for name, path, text in texts if parse(text).problems] == []


def test_nothing_rests_on_memory(bank: Bank, questions: list[Question]) -> None:
    everything = [entry for question in questions for entry in (question, *parts(question))]
    resolved = {key: bank.references.resolve(key) for entry in everything for key in entry.sources}
    assert [key for key, found in resolved.items() if found is None or found.origin is Origin.MEMORY] == []
    assert [entry.id for entry in everything if not entry.sources or not entry.rationale] == []


def test_the_dual_carbon_bank_covers_its_syllabus() -> None:
    with Bank.open(BANKS[[path.name for path in BANKS].index("dual-carbon")]) as bank:
        frame = bank.to_frame()
        assert len(frame) >= 160
        assert set(frame["domain"]) == {domain.code for domain in bank.syllabus.domains}
        assert set(frame["level"]) == {"junior", "intermediate", "senior"}
        assert frame["type"].nunique() == 9
        single = [question.key for question in bank if question.type == "single_choice"]
        assert min(Counter(single).values()) > len(single) / 8
