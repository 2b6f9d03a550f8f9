"""Print, handouts, settings and other formats: the files that the verbs write, and what is lost, by code."""

from pathlib import Path

import pytest

from authoring import workflow
from authoring.findings import Finding, Place, Report, Severity
from authoring.texts import say
from authoring.widgets.handover_panel.materials import losses
from tests.printing.reading import squeezed, text_of
from tests.widgets.handover_panel.handing_over import PASSPHRASE, SESSION, Talk, panel_in, roster_file


@pytest.fixture
def talk(beside: Path) -> Talk:
    return Talk(panel_in(beside))


def names(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [Path(file["path"]).name for file in told["files"]]


def test_what_is_chosen_is_printed(talk: Talk) -> None:
    told = talk.act("print", products=["key", "sheet"], layout="a4", kinds=["pdf", "docx"], forms=["B"])
    assert names(told) == [f"P1-B-{what}-a4.{kind}" for what in ("sheet", "key") for kind in ("pdf", "docx")]
    for file in told["files"]:
        assert file["size"] == Path(file["path"]).stat().st_size
    assert {"P504", "P505"} >= {row["cells"][1] for row in told["found"]} >= {"P505"}
    steps = [(said["done"], said["total"]) for said in talk.line.said if said["do"] == "progress"]
    assert steps == [(0, 1)]
    for field in ("products", "kinds", "forms"):
        chosen = {"products": ["key"], "kinds": ["pdf"], "forms": ["A"], field: []}
        assert talk.act("print", layout="a4", **chosen)["field"] == field


def test_the_invigilator_s_sheet_names_the_rooms(talk: Talk) -> None:
    talk.bring("roster", "名册.xlsx", roster_file())
    talk.act("assign", seed="1")
    told = talk.act("handouts", handouts=["invigilator", "guide"], kinds=["html"])
    assert names(told) == [f"{SESSION}-guide.html", f"{SESSION}-invigilator.html"]
    page = Path(told["files"][1]["path"]).read_text("utf-8")
    assert "<td>7</td>" in page
    assert say("guide.picture.hand_in") in Path(told["files"][0]["path"]).read_text("utf-8")


def test_settings_keep_their_config_key(talk: Talk) -> None:
    first = talk.act("seb", password=PASSPHRASE, again=PASSPHRASE, address="https://exam.example.org/bye")
    assert names(first) == [f"{SESSION}.seb", f"{SESSION}-seb.txt", f"{SESSION}.salt"]
    again = talk.act("seb", password=PASSPHRASE, again=PASSPHRASE, address="https://exam.example.org/bye")
    assert (again["text"], len(again["files"])) == (first["text"], 2)
    assert talk.act("seb", password=PASSPHRASE, again=PASSPHRASE[1:])["field"] == "again"
    assert talk.act("seb", password="", again="", address="nowhere")["field"] == "address"


def test_other_formats_are_the_workflow_s(talk: Talk) -> None:
    materials = talk.panel.materials
    told = talk.act("convert", format="moodle", forms=["A"])
    files, report = workflow.export_as(materials.bank, "moodle", materials.paper, ["A"])
    assert {Path(file["path"]).name: Path(file["path"]).read_bytes() for file in told["files"]} == files
    assert {row["cells"][1] for row in told["found"]} == {finding.code for finding in report}
    assert talk.act("convert", format="qti30", forms=[], without_keys=True)["field"] == "forms"
    assert names(talk.act("convert", format="qti30", forms=["B"], without_keys=True)) == ["P1-B.qti30.zip"]
    assert names(talk.act("convert", format="json", whole=True)) == [f"{materials.bank.info.id}.json"]
    assert talk.act("convert", format="qti21", whole=True)["field"] == "format"


def test_losses_are_grouped_by_code_worst_first() -> None:
    def found(code: str, severity: Severity, question: str) -> Finding:
        return Finding(code=code, severity=severity, where=Place(question=question), message=f"{question}!")

    report = Report.of(
        [
            found("F314", Severity.INFO, "Q1"),
            found("F314", Severity.INFO, "Q2"),
            found("F302", Severity.INFO, ""),
            found("F301", Severity.WARNING, "Q3"),
            found("F314", Severity.INFO, "Q1"),
        ]
    )
    grouped = [(loss.code, loss.count, loss.questions, loss.message) for loss in losses(report)]
    assert grouped == [("F301", 1, ("Q3",), "Q3!"), ("F302", 1, (), "!"), ("F314", 3, ("Q1", "Q2"), "Q1!")]


def test_nothing_is_written_where_the_paper_is_out_of_date(talk: Talk, beside: Path) -> None:
    materials = talk.panel.materials
    materials.paper = materials.paper.model_copy(
        update={
            "forms": tuple(
                form.model_copy(
                    update={
                        "sections": tuple(
                            part.model_copy(
                                update={
                                    "items": tuple(
                                        item.model_copy(update={"question_fingerprint": "0" * 64})
                                        for item in part.items
                                    )
                                }
                            )
                            for part in form.sections
                        )
                    }
                )
                for form in materials.paper.forms
            )
        }
    )
    told = talk.act("print", products=["key"], layout="a4", kinds=["pdf"], forms=["A"])
    assert (told["tone"], told["files"]) == ("bad", [])
    assert not (beside / "handed" / "print").exists()


def test_with_an_answer_sheet_the_paper_has_no_room_for_answers(talk: Talk) -> None:
    def room_for_an_order(*products: str) -> bool:
        told = talk.act("print", products=products, layout="a4", kinds=["pdf"], forms=["A"])
        return squeezed(say("printing.order")) in text_of(Path(told["files"][0]["path"]).read_bytes())

    assert room_for_an_order("paper")
    assert not room_for_an_order("paper", "sheet")
