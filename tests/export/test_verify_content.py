"""The independent verification against somebody who signs anew: what no longer agrees is found and placed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from authoring.export.archive import write_archive
from authoring.export.container import open_container
from authoring.export.manifest import json_bytes
from authoring.export.package import build_package
from authoring.export.reader import Package, open_package
from authoring.export.verify.secrecy import secrecy
from authoring.papers.paper import Paper
from tests.export import examples
from tests.export.forging import edited, errors, forged, verified
from tests.sessions import examples as sessions

DATA = examples.package(rationale="全国碳市场的履约主体是重点排放单位。")
PACKAGE = open_package(DATA)


def refingered(data: bytes, change: Callable[[Any], Any]) -> bytes:
    """A changed paper whose fingerprint stands in the manifest."""
    plain = json.loads(open_package(data).files["delivery/paper.json"])
    change(plain)
    paper = Paper.model_validate(plain)
    named = {"paper_fingerprint": paper.fingerprint()}
    return forged(data, {"delivery/paper.json": json_bytes(paper)}, named)


def first_item(plain: Any) -> Any:
    return plain["sections"][0]["items"][0]


def set_at(path: str, value: Any) -> Callable[[Any], None]:
    def change(plain: Any) -> None:
        *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in parents:
            plain = plain[step]
        plain[last] = value

    return change


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ({"format": 2}, "V116"),
        ({"format": "1"}, "V116"),
        ({"forms": []}, "V115"),
        ({"id": "P1-000000000000"}, "V136"),
        ({"forms": ["A"]}, "V143"),
        ({"forms": ["B", "A"]}, "V144"),
        ({"paper": "P2"}, "V144"),
        ({"title": "别的考试"}, "V144"),
        ({"session": "other"}, "V144"),
        ({"paper_fingerprint": "0" * 64}, "V144"),
        ({"files": []}, "V132"),
    ],
)
def test_manifests_that_contradict_their_files(manifest: dict[str, Any], code: str) -> None:
    assert code in errors(forged(DATA, {}, manifest))


def test_a_manifest_out_of_order_or_with_a_wrong_audience() -> None:
    plain = json.loads(PACKAGE.files["manifest.json"])
    assert "V137" in errors(forged(DATA, {}, {"files": plain["files"][::-1]}))
    assert "V137" in errors(forged(DATA, {}, {"files": [plain["files"][0], *plain["files"]]}))
    keys = next(entry for entry in plain["files"] if entry["path"] == "marking/keys-A.json")
    keys["audience"] = "candidate"
    assert "V135" in errors(forged(DATA, {}, {"files": plain["files"]}))


def test_a_signer_with_a_key_id_that_is_not_the_keys() -> None:
    signer = PACKAGE.manifest.signer.model_dump() | {"key_id": "0" * 16}
    assert errors(forged(DATA, {}, {"signer": signer})) == {"V123"}


def test_files_that_are_not_their_records() -> None:
    assert "V141" in errors(edited(DATA, "candidate/A.json", set_at("marks", "many")))
    assert "V141" in errors(edited(DATA, "candidate/A.json", set_at("key", "A")))
    assert "V141" in errors(forged(DATA, {"delivery/session.json": b"[" * 5000}))
    blank = PACKAGE.files["delivery/paper.json"].replace(b":", b": ", 1)
    assert errors(forged(DATA, {"delivery/paper.json": blank})) == {"V142"}
    assert "V142" in errors(edited(DATA, "delivery/paper.json", set_at("minutes", "120")))
    assert "V143" in errors(forged(DATA, {"candidate/notes.txt": b"hello"}))
    assert "V143" in errors(forged(DATA, {"marking/qti3-A.zip": None}))


def test_a_place_names_file_and_field() -> None:
    found = verified(edited(DATA, "candidate/A.json", set_at("sections.0.items.0.marks", "x")))
    (finding,) = [finding for finding in found.report if finding.code == "V141"]
    assert finding.where.file == "candidate/A.json"
    assert finding.where.field is not None
    assert finding.where.field.startswith("sections.0.items.0.")
    assert finding.where.field.endswith("marks")


def test_a_paper_that_contradicts_its_questions_or_session() -> None:
    assert "V159" in errors(refingered(DATA, set_at("forms.0.sections.0.items.0.question_fingerprint", "0" * 64)))
    assert "V155" in errors(refingered(DATA, set_at("forms.0.sections.0.items.0.number", 7)))
    assert "V156" in errors(refingered(DATA, set_at("marks", 33)))
    assert "V165" in errors(refingered(DATA, set_at("minutes", 119)))
    assert "V159" in errors(edited(DATA, "marking/questions.json", set_at("questions.2.key", False)))
    assert "V158" in errors(edited(DATA, "marking/questions.json", lambda plain: plain["questions"].pop(2) and plain))


def test_pictures_missing_or_left_over() -> None:
    assert "V173" in errors(forged(DATA, {"candidate/media/流程图.svg": None}))
    assert "V174" in errors(forged(DATA, {"candidate/media/more.svg": b"<svg/>"}))
    shown = {"candidate/media/solution.svg": examples.SECRET_PICTURE, "marking/media/solution.svg": None}
    assert "V174" in errors(forged(DATA, shown))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "别的考试"),
        ("level", "高级"),
        ("seconds", 60),
        ("marks", 1),
        ("pass_marks", 1),
        ("sections", []),
        ("sections.0.title", "别的大题"),
        ("sections.0.instructions", "随便答"),
        ("sections.0.seconds", 60),
        ("sections.0.items.0.id", "T-D01-009"),
        ("sections.0.items.0.number", "2"),
        ("sections.0.items.0.marks", 1),
        ("sections.0.items.0.options.0.id", "B"),
        ("sections.1.items.0.units", ["t"]),
        ("sections.1.items.1.choices.0.id", "C3"),
        ("sections.1.items.4.children.0.number", "8.1"),
        ("sections.1.items.4.children", []),
    ],
)
def test_views_that_contradict_the_paper(path: str, value: Any) -> None:
    found = verified(edited(DATA, "candidate/A.json", set_at(path, value)))
    said = [finding for finding in found.report if finding.code == "V171"]
    assert said
    assert "A 卷" in said[0].message
    assert "V175" in {finding.code for finding in found.report}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<img src="https://example.org/x.png" alt="x"/>',
        '<img src="media/../../x.png" alt="x"/>',
        '<img src="data:image/svg+xml,x" alt="x"/>',
        '<p style="display:none">x</p>',
        "<iframe></iframe>",
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "<!-- x -->",
        "<p>x",
        '<!DOCTYPE x [<!ENTITY e "x">]><p>&e;</p>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi href="javascript:alert(1)">x</mi></math>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><maction>x</maction></math>',
    ],
)
def test_views_that_no_page_should_show(html: str) -> None:
    found = errors(edited(DATA, "candidate/A.json", set_at("sections.0.items.1.stem", html)))
    assert {"V172", "V175"} <= found


def test_a_view_with_another_text_names_the_first_difference() -> None:
    found = verified(edited(DATA, "candidate/B.json", set_at("sections.0.items.1.stem", "<p>别的题干</p>")))
    (finding,) = found.report
    assert (finding.code, finding.where.field) == ("V175", "sections.0.items.1.stem")


# Secrets


LEAK = "<p>提示：全国<strong>碳市场</strong>的履约主体是重点 排放单位！</p>"


def test_a_rationale_in_a_stem() -> None:
    """Broken up by markup, blanks and other punctuation, it is still the same sentence."""
    found = verified(edited(DATA, "candidate/A.json", set_at("sections.0.items.2.stem", LEAK)))
    said = [finding for finding in found.report if finding.code == "V182"]
    assert {finding.where.field for finding in said} == {"rationale"}
    assert {finding.where.file for finding in said} == {"candidate/A.json"}


def test_a_rationale_in_a_picture() -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><desc>全国碳市场的履约主体是重点排放单位</desc></svg>'
    assert "V182" in errors(forged(DATA, {"candidate/media/流程图.svg": picture.encode()}))


def test_a_rationale_in_the_qti_package_for_delivery() -> None:
    assert "V182" in errors(
        inner(
            DATA,
            "delivery/qti3-A.zip",
            "items/T-D01-003.xml",
            b"T-D01-003",
            "全国碳市场的履约主体是重点排放单位".encode(),
        )
    )


def test_what_the_paper_says_itself_is_no_secret() -> None:
    questions = examples.questions(rationale="下列哪一项正确？看图，下列哪一项正确？")
    paper = examples.paper(questions)
    given = (paper, questions, examples.session(paper), examples.MEDIA.__getitem__, examples.BANK, examples.KEY)
    assert verified(build_package(*given)[0]).ok


def test_a_field_that_only_markers_may_have() -> None:
    """No record of today lets one pass, so this is asked of the check itself."""
    files = dict(PACKAGE.files) | {"candidate/A.json": b'{"items": [{"rationale": "x"}]}'}
    found = secrecy(Package(files, PACKAGE.manifest), "P1.zip")
    assert [(finding.code, finding.where.field) for finding in found.findings] == [("V181", "rationale")]


def test_the_sessions_codes_stay_with_delivery() -> None:
    questions = examples.questions(stem="登录密码是 Secret@2026，由 [[1]] 与 [[2]] 保管。")
    questions = {name: question for name, question in questions.items() if question.type == "blanks"}
    paper = examples.paper(questions, pass_marks=1)
    session = sessions.changed(examples.session(paper), {"login.initial_password": "Secret@2026"})
    data, _ = build_package(paper, questions, session, examples.MEDIA.__getitem__, examples.BANK, examples.KEY)
    assert errors(data) == {"V183"}


# Keys and marking


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (set_at("keys.0.shown", "A"), "V191"),
        (set_at("keys.0.number", "2"), "V191"),
        (set_at("keys.0.question", "T-D01-002"), "V191"),
        (set_at("keys.0.type", "true_false"), "V191"),
        (set_at("keys.0.marks", 1), "V191"),
        (set_at("keys.1.shown", "AC"), "V191"),
        (set_at("keys.5.shown", "1—A，2—B，3—Z，9—C"), "V191"),
        (set_at("keys.6.shown", "A → B → C"), "V191"),
        (set_at("keys.4.shown", "27068.5 tCO₂"), "V191"),
        (set_at("keys.3.response", ["国务院生态环境主管部门", "tCO2"]), "V191"),
        (set_at("keys.0.response", "A"), "V192"),
        (set_at("keys.0.response", {"?": ["?"]}), "V192"),
        (set_at("keys.1.response", ["A"]), "V192"),
        (set_at("keys.2.response", None), "V192"),
        (set_at("keys.4.response", {"value": "1", "unit": "tCO₂"}), "V192"),
        (lambda plain: plain["keys"].pop() and plain, "V191"),
    ],
)
def test_key_sheets_that_are_wrong(change: Callable[[Any], Any], code: str) -> None:
    found = verified(edited(DATA, "marking/keys-A.json", change))
    assert code in {finding.code for finding in found.report}
    assert {finding.code for finding in found.report} <= {"V191", "V192"}


def inner(data: bytes, path: str, file: str, old: bytes, new: bytes) -> bytes:
    """The forged package with something replaced in a file of a QTI package."""
    files = open_container(open_package(data).files[path]).files
    assert old in files[file]
    return forged(data, {path: write_archive(files | {file: files[file].replace(old, new)})})


def test_qti_packages_that_mark_differently() -> None:
    item = "items/T-D01-001.xml"
    correct = (b"<qti-correct-response><qti-value>B<", b"<qti-correct-response><qti-value>C<")
    found = verified(inner(DATA, "marking/qti3-A.zip", item, *correct))
    said = [finding for finding in found.report if finding.code == "V204"]
    assert {finding.where.file for finding in said} == {f"marking/qti3-A.zip/{item}"}
    assert {finding.where.question for finding in said} == {"T-D01-001"}
    assert len(said) == 2  # the key earns nothing, one distractor everything


def test_a_wider_tolerance_in_qti_is_found_at_the_edge() -> None:
    files = open_container(PACKAGE.files["marking/qti3-A.zip"]).files
    assert b"27069.05" in files["items/T-D01-005.xml"]  # 27068.55 + 0.5
    assert "V204" in errors(inner(DATA, "marking/qti3-A.zip", "items/T-D01-005.xml", b"27069.05", b"27069.06"))


def test_qti_processing_that_nobody_knows() -> None:
    found = inner(DATA, "marking/qti3-A.zip", "items/T-D01-001.xml", b"qti-set-outcome-value", b"qti-custom-rule")
    assert "V204" in errors(found)


def test_qti_packages_of_another_form_or_with_keys() -> None:
    assert "V202" in errors(forged(DATA, {"delivery/qti3-A.zip": PACKAGE.files["delivery/qti3-B.zip"]}))
    assert "V203" in errors(forged(DATA, {"delivery/qti3-A.zip": PACKAGE.files["marking/qti3-A.zip"]}))


def test_qti_packages_that_cannot_be_read() -> None:
    assert errors(forged(DATA, {"delivery/qti3-A.zip": b"nonsense"})) == {"V201"}
    assert errors(forged(DATA, {"marking/qti3-A.zip": b"nonsense"})) == {"V201"}


def test_a_picture_missing_in_the_qti_package_is_placed_in_it() -> None:
    files = open_container(PACKAGE.files["delivery/qti3-A.zip"]).files
    del files["media/流程图.svg"]
    found = verified(forged(DATA, {"delivery/qti3-A.zip": write_archive(files)}))
    assert not found.ok
    assert all(str(finding.where).startswith("delivery/qti3-A.zip/") for finding in found.report)
