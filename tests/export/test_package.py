"""Building: same input, same bytes; what does not belong together is refused, all of it at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from authoring.errors import StorageError
from authoring.export.manifest import Audience
from authoring.export.package import build_package
from authoring.export.reader import open_package
from authoring.findings import Report
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import Question, QuestionType, question_from
from authoring.sessions import ExamSession
from tests import builders
from tests.export import examples
from tests.sessions import examples as sessions

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
DATA = examples.package()
PACKAGE = open_package(DATA)


@dataclass
class Given:
    """What goes into a package; tests spoil one part of it."""

    questions: dict[str, Question] = field(default_factory=examples.questions)
    paper: Paper = field(default_factory=lambda: examples.paper(examples.questions()))
    session: ExamSession = field(default_factory=lambda: examples.session(examples.paper(examples.questions())))
    media: Callable[[str], bytes] = examples.MEDIA.__getitem__

    def build(self) -> tuple[bytes, Report]:
        return build_package(self.paper, self.questions, self.session, self.media, examples.BANK, examples.KEY)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert Given().build()[0] == DATA == Given(questions=dict(reversed(examples.questions().items()))).build()[0]


def test_the_same_bytes_in_another_process() -> None:
    """Whatever the hashes that order Python's sets."""
    code = (
        "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Key;"
        "from tests.export import examples as e; from authoring.records import sha256_hex;"
        "print(sha256_hex(e.package(e.SigningKey(Key.from_private_bytes(bytes(32))))))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(made[0].strip()) == 64


def test_another_key_changes_only_the_manifest_and_its_signature() -> None:
    other = open_package(examples.package(key=examples.SigningKey.generate()))
    differing = {path for path in PACKAGE.files if PACKAGE.files[path] != other.files[path]}
    assert differing == {"manifest.json", "manifest.sig"}
    assert other.manifest.id == PACKAGE.manifest.id


def test_the_layout() -> None:
    assert list(PACKAGE.files) == [
        "candidate/A.json",
        "candidate/B.json",
        "candidate/media/流程图.svg",
        "delivery/paper.json",
        "delivery/qti3-A.zip",
        "delivery/qti3-B.zip",
        "delivery/session.json",
        "manifest.json",
        "manifest.sig",
        "marking/keys-A.json",
        "marking/keys-B.json",
        "marking/media/solution.svg",
        "marking/qti3-A.zip",
        "marking/qti3-B.zip",
        "marking/questions.json",
    ]
    assert all(entry.path.startswith(f"{entry.audience}/") for entry in PACKAGE.manifest.files)


def test_questions_that_the_paper_does_not_use_stay_out() -> None:
    more = examples.questions() | {"T-D01-099": builders.question("true_false", 99)}
    assert Given(questions=more).build()[0] == DATA


def test_every_file_fits_its_published_schema() -> None:
    """Held against the schemas in `docs` by an implementation of JSON Schema that is not ours."""
    kinds = {"manifest": "manifest", "paper": "paper", "session": "session", "questions": "questions"}
    checked = 0
    for path, content in PACKAGE.files.items():
        if path.endswith(".json"):
            stem = Path(path).stem
            default = "keys" if stem.startswith("keys-") else "candidate-paper"
            schema = json.loads((SCHEMAS / f"{kinds.get(stem, default)}.schema.json").read_text("utf-8"))
            Draft202012Validator.check_schema(schema)
            problems = [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(content))]
            assert not problems, path
            checked += 1
    assert checked == 8


MARKED = {
    "rationale": "绝密解析内容标记。",
    "mistake": "绝密误区内容标记。",
    "model_answer": "绝密参考答案标记。",
    "rubric": "绝密评分要点标记。",
    "keywords": "绝密关键词标记",
}


def marked(kind: str, number: int) -> Question:
    data = builders.data(kind, number)
    for part in (data, *data.get("children", ())):
        part["rationale"] = MARKED["rationale"]
        if "options" in part:
            part["options"] = [option | {"mistake": MARKED["mistake"]} for option in part["options"]]
        if "rubric" in part:
            part["model_answer"] = MARKED["model_answer"]
            part["rubric"] = [{"text": MARKED["rubric"], "marks": 10, "keywords": [MARKED["keywords"]]}]
            part["marks"] = 10
    return question_from(data)


def test_secrets_stand_in_marking_alone() -> None:
    """A marker in every secret field, looked for in every byte of every file; QTI packages are stored as they are."""
    made = (marked(kind, number) for number, kind in enumerate(builders.KINDS, start=1))
    questions = {question.id: question for question in made}
    paper = examples.paper(questions)
    data, report = Given(questions=questions, paper=paper, session=examples.session(paper)).build()
    assert report.passed
    package = open_package(data)
    for secret in MARKED.values():
        holders = {path for path, content in package.files.items() if secret.encode() in content}
        assert "marking/questions.json" in holders
        assert {path.split("/")[0] for path in holders} == {"marking"}


def test_a_key_sheet_has_the_letters_of_its_form() -> None:
    def shown(form: str) -> dict[str, str]:
        return {key.question: key.shown for key in PACKAGE.keys(form).keys}

    # Form B shows every list the other way round: of A B C D the key B is then C; of A–E the keys A C D are E C B.
    assert shown("A")["T-D01-001"] == "B"
    assert shown("B")["T-D01-001"] == "C"
    assert shown("A")["T-D01-002"] == "ACD"
    assert shown("B")["T-D01-002"] == "BCE"
    assert [key.type for key in PACKAGE.keys("A").keys][-1] is QuestionType.SHORT_ANSWER


# What is refused


def with_form(paper: Paper, change: Callable[[Form], Form]) -> Paper:
    first, *rest = paper.forms
    return paper.model_copy(update={"forms": (change(first), *rest)})


def with_item(paper: Paper, place: int, **update: Any) -> Paper:
    def change(item: Item) -> Item:
        return item.model_copy(update=update) if item.number == place else item

    def sections(form: Form) -> Form:
        made = tuple(s.model_copy(update={"items": tuple(map(change, s.items))}) for s in form.sections)
        return form.model_copy(update={"sections": made})

    return with_form(paper, sections)


def refused(given: Given) -> dict[str, list[str]]:
    """Messages by code; nothing is built."""
    data, report = given.build()
    assert data == b""
    assert not report.passed
    found: dict[str, list[str]] = {}
    for finding in report:
        assert finding.hint
        found.setdefault(finding.code, []).append(finding.message)
    return found


def test_a_question_that_is_missing() -> None:
    given = Given()
    del given.questions["T-D01-003"]
    found = refused(given)
    assert set(found) == {"V158"}
    assert len(found["V158"]) == 2  # in both forms
    assert "A 卷第 3 题" in found["V158"][0]


def test_a_question_that_was_edited_since() -> None:
    given = Given()
    given.questions["T-D01-003"] = builders.question("true_false", 3, stem="甲烷是温室气体。")
    assert set(refused(given)) == {"V159"}


def test_pictures_that_are_missing_are_all_named() -> None:
    def nothing(address: str) -> bytes:
        raise StorageError(address)

    found = refused(Given(media=nothing))
    assert set(found) == {"V167"}
    assert [("流程图" in message, "solution" in message) for message in found["V167"]] == [(True, False), (False, True)]


def test_pictures_whose_names_a_reader_would_refuse() -> None:
    """What is built can be opened: here a name that Windows reserves, and two that differ in case only."""
    stem = "看图。\n\n![生产流程图](media/aux.svg)\n\n![能源流向图](media/a.svg)\n\n![碳流向图](media/A.svg)"
    questions = {"T-D01-001": builders.question("single_choice", stem=stem)}
    paper = examples.paper(questions, pass_marks=1)
    session = examples.session(paper)
    given = Given(questions=questions, paper=paper, session=session, media=lambda _: examples.PICTURE)
    assert set(refused(given)) == {"V103", "V104"}


PAPER = Given().paper


@pytest.mark.parametrize(
    ("paper", "code", "words"),
    [
        (PAPER.model_copy(update={"id": "../P1"}), "V151", "../P1"),
        (PAPER.model_copy(update={"forms": (PAPER.forms[0], PAPER.forms[0])}), "V152", "A、A"),
        (PAPER.model_copy(update={"forms": ()}), "V152", "—"),
        (with_form(PAPER, lambda form: form.model_copy(update={"name": "../A"})), "V152", "../A"),
        (PAPER.model_copy(update={"pass_marks": Decimal(900)}), "V153", "900"),
        (with_item(PAPER, 3, number=4), "V155", "1、2、4、4"),
        (PAPER.model_copy(update={"marks": Decimal(99)}), "V156", "99"),
        (with_item(PAPER, 3, question="T-D01-001"), "V157", "2 次"),
        (with_item(PAPER, 3, version=2), "V159", "第 3 题"),
        (with_item(PAPER, 8, marks=Decimal(3)), "V160", "10 分"),
        (with_item(PAPER, 9, marks=Decimal(3)), "V160", "第 9 题"),
        (with_item(PAPER, 1, order=("A", "B", "C")), "V161", "A、B、C"),
        (with_item(PAPER, 3, order=("A", "B")), "V161", "A、B"),
        (with_item(PAPER, 9, child_orders={"T-D01-009.9": ("A",)}), "V161", "第 9 题"),
        (with_item(PAPER, 9, order=("A",)), "V161", "第 9 题"),
        (PAPER.model_copy(update={"minutes": 90}), "V165", "90"),
    ],
)
def test_papers_that_do_not_hold_together(paper: Paper, code: str, words: str) -> None:
    found = refused(Given(paper=paper))
    assert code in found
    assert words in found[code][0]


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"exam.papers": [{"paper": "P2", "forms": ["A"]}]}, "V163", "P2"),
        ({"exam.papers.0.forms": ["A", "C"]}, "V164", "“C”"),
        ({"timing.duration_minutes": 100}, "V165", "100"),
        ({"marks.total": 1000}, "V166", "marks.total"),
        ({"marks.passing": 1}, "V166", "marks.passing"),
        ({"timing.end": "2026-12-19T10:00:00+08:00"}, "R102", "60"),
    ],
)
def test_sessions_for_another_paper(changes: dict[str, Any], code: str, words: str) -> None:
    given = Given()
    given.session = sessions.changed(given.session, changes)
    found = refused(given)
    assert words in found[code][0]


def test_a_session_without_papers_is_a_warning() -> None:
    given = Given()
    given.session = sessions.changed(given.session, {"exam.papers": []})
    data, report = given.build()
    assert data
    assert report.passed
    assert "V162" in report.codes()


def test_everything_that_is_wrong_is_said_at_once() -> None:
    given = Given(paper=PAPER.model_copy(update={"minutes": 90, "marks": Decimal(99)}))
    del given.questions["T-D01-003"]
    assert {"V156", "V158", "V165", "V166"} <= set(refused(given))


def test_what_qti_cannot_carry_is_reported_once_each() -> None:
    """Both forms and both QTI packages say the same."""
    _, report = Given().build()
    assert report.passed
    assert len(set(report)) == len(report)
    assert {finding.where.question for finding in report if finding.code == "Q101"} == {"T-D01-004"}


def test_delivery_gets_no_key() -> None:
    for audience in (Audience.CANDIDATE, Audience.DELIVERY):
        for entry in PACKAGE.files_for(audience):
            assert b"correct-response" not in PACKAGE.files[entry.path]
            assert b"response-processing" not in PACKAGE.files[entry.path]
            assert b'"key"' not in PACKAGE.files[entry.path]
