"""QTI 2.1 validates against the official schemas; 2.1 and 2.2 come back through the intake as 3.0 does."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from authoring.bank import Bank
from authoring.export.qti2 import Version, in_older_words, qti2_package
from authoring.export.qti3 import item_xml, qti3_package
from authoring.export.qti3.pieces import blocks, picture
from authoring.intake.draft import Intake
from authoring.intake.files import read_data
from authoring.questions import Case, parts
from authoring.questions.scoring import ScoringRules
from tests.builders import KINDS, question
from tests.export import examples
from tests.export.qti2.schema21 import problems
from tests.export.qti3.generated import RULES
from tests.export.qti3.schemas import FOLDER

BANK = Path(__file__).parents[3] / "banks" / "dual-carbon"
QUESTIONS = examples.questions()
PAPER = examples.paper(QUESTIONS)


def package(version: Version, **options: Any) -> bytes:
    media = examples.MEDIA.__getitem__
    return qti2_package(PAPER, PAPER.forms[0], QUESTIONS, media, version=version, **options)[0]


def files(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


with_schemas = pytest.mark.parametrize(
    "schemas", [FOLDER], ids=["official schemas" if FOLDER else "schemas not here: schema part left out"]
)


@with_schemas
@pytest.mark.parametrize("with_keys", [True, False])
def test_a_package_is_valid(with_keys: bool, schemas: Path | None) -> None:
    documents = files(package(Version.V21, with_keys=with_keys, feedback=True))
    written = {path: xml for path, xml in documents.items() if path.endswith(".xml")}
    assert {"imsmanifest.xml", "assessment.xml"} <= set(written)
    assert [(path, problem) for path, xml in written.items() for problem in problems(xml, schemas)] == []


@with_schemas
@pytest.mark.parametrize("rules", RULES)
def test_items_of_every_type_under_every_rule(rules: ScoringRules, schemas: Path | None) -> None:
    for kind in KINDS:
        asked = question(kind)
        case = asked if isinstance(asked, Case) else None
        stimulus = blocks(case.stem, picture) if case else ""
        for part in parts(asked):
            xml = item_xml(part, marks=Decimal("1.5"), rules=rules, feedback=True, case=case)
            assert problems(in_older_words(xml, Version.V21, stimulus), schemas) == [], kind


@with_schemas
def test_every_question_of_the_shipped_bank(schemas: Path | None) -> None:
    with Bank.open(BANK) as bank:
        for asked in bank:
            case = asked if isinstance(asked, Case) else None
            stimulus = blocks(case.stem, picture) if case else ""
            for part in parts(asked):
                xml = item_xml(part, marks=part.marks, rules=ScoringRules(), feedback=True, case=case)
                assert problems(in_older_words(xml, Version.V21, stimulus), schemas) == [], part.id


def read(data: bytes) -> Intake:
    return read_data(data, "x.zip")


@pytest.mark.parametrize("version", Version)
def test_the_older_versions_say_the_same(version: Version) -> None:
    """The intake reads from 2.x what it reads from 3.0; a case's text then stands in each of its items."""
    newer = read(qti3_package(PAPER, PAPER.forms[0], QUESTIONS, examples.MEDIA.__getitem__, feedback=True)[0])
    older = read(package(version, feedback=True))
    alone = {draft.plain["id"]: draft.plain for draft in newer.drafts if draft.plain["type"] != "case"}
    again = {draft.plain["id"]: draft.plain for draft in older.drafts if "id" in draft.plain}
    assert {name: again[name] for name in alone} == alone
    case = QUESTIONS["T-D01-009"]
    assert isinstance(case, Case)
    told = [draft.plain for draft in older.drafts if draft.plain["stem"].startswith(case.stem)]
    assert [plain["type"] for plain in told] == [child.type for child in case.children]


@pytest.mark.parametrize("version", Version)
def test_nothing_of_3_0_is_left(version: Version) -> None:
    for path, data in files(package(version)).items():
        if path.endswith(".xml"):
            text = data.decode()
            assert not re.search(r"<qti-|v3p0|data-|aria-| [a-z]+-[a-z]+=", text), path
            etree.fromstring(data)


def test_without_keys_nothing_tells_the_key() -> None:
    for path, data in files(package(Version.V21, with_keys=False, feedback=True)).items():
        assert not re.search(
            rb"correctResponse|mapping|responseProcessing>|modalFeedback|rubricBlock view=.scorer", data
        ), path


def test_attribute_values_are_left_alone() -> None:
    told = '<qti-map-entry map-key="a-b= x-y" mapped-value="1"/>'
    assert in_older_words(told, Version.V21) == '<mapEntry mapKey="a-b= x-y" mappedValue="1"/>'


def test_same_form_same_bytes() -> None:
    assert package(Version.V22) == package(Version.V22)
