"""Canvas's QTI 1.2, held to what another writer of it makes of the same questions: text2qti."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from authoring.export.formats import by_domain, export, export_form
from authoring.questions import Question
from tests.builders import question
from tests.export import examples

NAMESPACES = {
    "q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2",
    "m": "http://canvas.instructure.com/xsd/cccv1p0",
    "p": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
}


def files(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def exported(*chosen: Question) -> dict[str, bytes]:
    return files(export("canvas", by_domain(chosen), examples.MEDIA.__getitem__)[0])


def assessment(made: dict[str, bytes]) -> etree._Element:
    (path,) = (name for name in made if name.endswith(".xml") and "/" in name and "meta" not in name)
    return etree.fromstring(made[path])


def items(*chosen: Question) -> list[etree._Element]:
    return assessment(exported(*chosen)).findall(".//q:item", NAMESPACES)


def text2qti(text: str) -> list[etree._Element]:
    written = QTI(Quiz(text, config=Config(), source_name="x")).assessment
    return etree.fromstring(written.encode()).findall(".//q:item", NAMESPACES)


FREE = ("ident", "linkrefid", "title", "rshuffle")


def shape(element: etree._Element) -> tuple[object, ...]:
    """Elements and attributes without what a writer may call as it likes; conditions in any order."""
    name = etree.QName(element).localname
    held = tuple(sorted((key, value) for key, value in element.attrib.items() if key not in FREE))
    children = [shape(child) for child in element]
    return name, held, tuple(sorted(children, key=repr) if name == "resprocessing" else children)


OPTIONS = [{"id": letter, "text": letter} for letter in "ABC"]
WRONG = [OPTIONS[0] | {"mistake": "错因"}, *OPTIONS[1:]]
BLANK = {"stem": "填 [[1]] 。", "blanks": [{"accepted": ["甲"], "match": "exact"}]}
SAME = {
    "single_choice": ({"options": WRONG, "key": "B"}, "1. 题\n... 析\na) A\n... 错\n*b) B\nc) C\n"),
    "multiple_choice": ({"options": OPTIONS, "key": ["A", "C"]}, "1. 题\n... 析\n[*] A\n[ ] B\n[*] C\n"),
    "true_false": ({"key": True}, "1. 题\n... 析\n*a) True\nb) False\n"),
    "numeric": ({}, "1. 题\n... 析\n= 12 +- 1\n"),
    "blanks": (BLANK, "1. 题\n... 析\n* 甲\n* 乙\n* 丙\n"),
    "short_answer": ({}, "1. 题\n... 析\n____\n"),
}


@pytest.mark.parametrize("kind", SAME)
def test_items_are_built_as_another_writer_builds_them(kind: str) -> None:
    fields, text = SAME[kind]
    (ours,), (theirs,) = items(question(kind, **fields)), text2qti(text)
    assert shape(ours) == shape(theirs)
    assert ours.findtext(".//q:fieldentry", None, NAMESPACES) == theirs.findtext(".//q:fieldentry", None, NAMESPACES)


def test_the_material_of_a_case_is_a_text() -> None:
    text, *asked = items(question("case"))
    (theirs,) = text2qti("Text title: 材料\nText: 正文\n")
    assert shape(text) == shape(theirs)
    assert len(asked) == len(question("case").children)  # type: ignore[union-attr]


def credited(item: etree._Element) -> list[tuple[str, str]]:
    """What each list of answers earns marks for: the variable and the text of the answer."""
    labels = {
        (found.get("ident"), label.get("ident")): label.findtext(".//q:mattext", None, NAMESPACES)
        for found in item.iterfind(".//q:response_lid", NAMESPACES)
        for label in found.iterfind(".//q:response_label", NAMESPACES)
    }
    equal = item.findall(".//q:respcondition[q:setvar]//q:varequal", NAMESPACES)
    return [(test.get("respident", ""), labels[test.get("respident"), test.text] or "") for test in equal]


def test_several_blanks_and_pairs_share_the_marks() -> None:
    (blanks,) = items(
        question("blanks", stem="[[1]]和[[2]]", blanks=[{"accepted": ["甲"]}, {"accepted": ["乙", "丙"]}])
    )
    assert "[b1]和[b2]" in blanks.findtext(".//q:presentation/q:material/q:mattext", "", NAMESPACES)
    assert credited(blanks) == [("response_b1", "甲"), ("response_b2", "乙")]
    second = blanks.findall(".//q:response_lid[@ident='response_b2']//q:mattext", NAMESPACES)
    assert {"乙", "丙"} <= {mattext.text for mattext in second}
    assert [found.text for found in blanks.iterfind(".//q:setvar", NAMESPACES)] == ["50.00", "50.00"]
    asked = question("matching").data()
    texts = {choice["id"]: choice["text"] for choice in asked["choices"]}
    (matching,) = items(question("matching"))
    assert [text for _, text in credited(matching)] == [texts[asked["key"][p["id"]]] for p in asked["premises"]]


def test_a_number_is_right_within_its_tolerance() -> None:
    (item,) = items(question("numeric", value=570, tolerance={"absolute": 0.5}, accepted_units=[]))
    bounds = [item.findtext(f".//q:{name}", None, NAMESPACES) for name in ("varequal", "vargte", "varlte")]
    assert bounds == ["570", "569.5", "570.5"]


def test_pictures_go_along() -> None:
    made = exported(question("single_choice", stem="看图\n\n![流程](media/流程图.svg)"))
    assert made["media/流程图.svg"] == examples.PICTURE
    address = "%24IMS-CC-FILEBASE%24/media/%E6%B5%81%E7%A8%8B%E5%9B%BE.svg"
    assert address in (assessment(made).findtext(".//q:mattext", "", NAMESPACES))
    manifest = etree.fromstring(made["imsmanifest.xml"])
    hrefs = {found.get("href") for found in manifest.iterfind(".//p:file", NAMESPACES)}
    assert hrefs >= {"media/%E6%B5%81%E7%A8%8B%E5%9B%BE.svg"}
    assert len(hrefs) == len(made) - 1


def test_a_form_is_one_quiz_with_its_sections_and_its_time() -> None:
    chosen = examples.questions()
    paper = examples.paper(chosen)
    form = paper.forms[0]
    made = files(export_form("canvas", paper, form, chosen, examples.MEDIA.__getitem__)[0])
    (path,) = (name for name in made if name.endswith("assessment_meta.xml"))
    meta = etree.fromstring(made[path])
    said = {etree.QName(child).localname: child.text for child in meta}
    assert said["title"] == f"{paper.title}（A 卷）"
    assert (said["time_limit"], said["shuffle_answers"], said["hide_results"]) == ("120", "false", "always")
    titles = [item.get("title") for item in assessment(made).iterfind(".//q:item", NAMESPACES)]
    assert [title for title in titles if title in {section.title for section in form.sections}] == [
        section.title for section in form.sections
    ]
    points = [
        entry.text
        for entry in assessment(made).iterfind(
            ".//q:qtimetadatafield[q:fieldlabel='points_possible']/q:fieldentry", NAMESPACES
        )
    ]
    left = chosen["T-D01-007"]
    assert left.type == "ordering"
    assert sum(map(float, filter(None, points))) == float(said["points_possible"] or 0) == paper.marks - left.marks
