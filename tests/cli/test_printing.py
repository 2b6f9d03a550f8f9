"""`authoring print`: a paper's forms on paper."""

import json
from io import BytesIO
from pathlib import Path

import docx
from pypdf import PdfReader

from tests.cli.conftest import Call

BANK = str(Path(__file__).parents[2] / "banks" / "dual-carbon")


def assembled(call: Call) -> str:
    call("assemble", BANK, "junior", "--seed", "5", "--id", "P5", "--out", "p5.json")
    return "p5.json"


def test_one_form_as_pdf_and_word(call: Call) -> None:
    paper = assembled(call)
    code, out, _ = call("print", BANK, paper, "--form", "A", "--what", "paper，sheet", "--as", "pdf,docx", "--json")
    said = json.loads(out)
    assert (code, said["passed"]) == (0, True)
    names = [f"P5-A-{what}-a4.{kind}" for what in ("paper", "sheet") for kind in ("pdf", "docx")]
    assert [Path(path).name for path in said["written"]] == names
    assert len(PdfReader(BytesIO(Path("print", names[0]).read_bytes())).pages) > 3
    assert "答题卡" in docx.Document(str(Path("print", names[3]))).paragraphs[0].text


def test_every_form_by_default_and_what_is_printed_otherwise(call: Call) -> None:
    code, out, _ = call(
        "print", BANK, assembled(call), "--what", "key", "--as", "docx", "--layout", "large", "--out", "p"
    )
    assert code == 0
    assert "P505" in out
    assert sorted(path.name for path in Path("p").iterdir()) == ["P5-A-key-large.docx", "P5-B-key-large.docx"]


def test_unknown_words_name_the_known_ones(call: Call) -> None:
    paper = assembled(call)
    for arguments, known in ((("--what", "booklet"), "appended"), (("--as", "odt"), "docx"), (("--form", "Z"), "A")):
        code, _, said = call("print", BANK, paper, *arguments)
        assert code == 3
        assert known in said
    assert not Path("print").exists()
