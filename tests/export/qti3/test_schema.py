"""Everything written validates against the official QTI 3.0 schemas."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.export.qti3 import item_xml, qti3_package
from authoring.export.qti3.items import stimulus_xml
from authoring.export.verify.qti_reader import read_qti_package
from authoring.questions import Case, parts
from authoring.questions.scoring import ScoringRules
from tests.builders import KINDS, question
from tests.export import examples
from tests.export.qti3.generated import FAMILIES, RULES, questions
from tests.export.qti3.schemas import FOLDER, problems

BANK = Path(__file__).parents[3] / "banks" / "dual-carbon"

pytestmark = pytest.mark.parametrize(
    "schemas", [FOLDER], ids=["official schemas" if FOLDER else "schemas not here: schema part left out"]
)


def test_continuous_integration_has_the_schemas(schemas: Path | None) -> None:
    assert schemas is not None or os.environ.get("CI") != "true", "QTI_SCHEMAS must name the folder of the schemas"


@pytest.mark.parametrize("rules", RULES)
@pytest.mark.parametrize("kind", KINDS)
def test_items_of_every_type(kind: str, rules: ScoringRules, schemas: Path | None) -> None:
    asked = question(kind)
    case = asked if isinstance(asked, Case) else None
    for part in parts(asked):
        for keys in (True, False):
            xml = item_xml(part, marks=Decimal("1.5"), rules=rules, with_keys=keys, feedback=True, case=case)
            assert problems(xml, schemas) == []


@pytest.mark.parametrize("kind", FAMILIES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(data=st.data())
def test_generated_items(kind: str, schemas: Path | None, data: st.DataObject) -> None:
    (part,) = parts(data.draw(questions(kind)))
    assert problems(item_xml(part, marks=Decimal(3), rules=RULES[-1], feedback=True), schemas) == []


@pytest.mark.parametrize("with_keys", [True, False])
def test_packages(with_keys: bool, schemas: Path | None) -> None:
    chosen = examples.questions()
    made = examples.paper(chosen)
    for form in made.forms:
        data, _ = qti3_package(made, form, chosen, examples.MEDIA.__getitem__, with_keys=with_keys, feedback=True)
        documents = {path: xml for path, xml in read_qti_package(data).files.items() if path.endswith(".xml")}
        assert {"imsmanifest.xml", "assessment.xml"} <= set(documents)
        assert [(path, problem) for path, xml in documents.items() for problem in problems(xml, schemas)] == []


def test_every_question_of_the_shipped_bank(schemas: Path | None) -> None:
    with Bank.open(BANK) as bank:
        for asked in bank:
            case = asked if isinstance(asked, Case) else None
            if case:
                assert problems(stimulus_xml(case), schemas) == [], asked.id
            for part in parts(asked):
                xml = item_xml(part, marks=part.marks, rules=ScoringRules(), feedback=True, case=case)
                assert problems(xml, schemas) == [], part.id


def test_the_schema_part_can_fail(schemas: Path | None) -> None:
    xml = item_xml(question("true_false"), marks=Decimal(1), rules=ScoringRules())  # type: ignore[arg-type]
    broken = xml.replace("<qti-item-body>", "<qti-item-body>Bare text")
    assert bool(problems(broken, schemas)) is (schemas is not None)
