"""The package for TAO: the layout of TAO's own packages, and what its importer asks of addresses."""

from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import pytest
from lxml import etree

from authoring.export.formats import export_form
from authoring.export.formats.qti import QtiChoices
from authoring.export.qti2 import TAO, Version, qti2_package
from authoring.intake.files import read_data
from authoring.questions import parts
from tests.export import examples
from tests.export.qti2.schema21 import problems
from tests.export.qti3.schemas import FOLDER

QUESTIONS = examples.questions()
PAPER = examples.paper(QUESTIONS)
FORM = PAPER.forms[0]
ITEMS = [part.id for item in FORM.items for part in parts(QUESTIONS[item.question])]


def package() -> bytes:
    return export_form("tao", PAPER, FORM, QUESTIONS, examples.MEDIA.__getitem__)[0]


def files(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tags(xml: bytes, name: str) -> list[etree._Element]:
    return list(etree.fromstring(xml).iter("{*}" + name))


def test_a_folder_for_each_item_and_one_for_the_test() -> None:
    made = files(package())
    (test,) = (path for path in made if path.startswith("tests/"))
    assert {path for path in made if path.endswith("/qti.xml")} == {f"items/{name}/qti.xml" for name in ITEMS}
    refs = [ref.get("href", "") for ref in tags(made[test], "assessmentItemRef")]
    assert [normpath(join(dirname(test), ref)) for ref in refs] == [f"items/{name}/qti.xml" for name in ITEMS]
    assert tags(made[test], "timeLimits")[0].get("maxTime") == str(PAPER.minutes * 60)
    assert len(tags(made[test], "assessmentSection")) >= len(FORM.sections)


def test_an_item_lists_the_pictures_it_shows_under_names_that_need_no_quoting() -> None:
    """TAO takes the address of a listed file as a path, without decoding it."""
    made = files(package())
    resources = tags(made["imsmanifest.xml"], "resource")
    listed = [[entry.get("href", "") for entry in resource.iter("{*}file")] for resource in resources]
    assert sorted(path for paths in listed for path in paths) == sorted(set(made) - {"imsmanifest.xml"})
    assert all(path.isascii() and "%" not in path for paths in listed for path in paths)
    shown = 0
    for path, xml in made.items():
        if path.endswith("/qti.xml"):
            for img in tags(xml, "img"):
                assert made[normpath(join(dirname(path), img.get("src", "")))] == examples.PICTURE
                shown += 1
    assert shown


def test_items_say_what_those_of_the_plain_package_say() -> None:
    """But for the addresses of pictures."""
    plain = files(qti2_package(PAPER, FORM, QUESTIONS, examples.MEDIA.__getitem__, version=Version.V22)[0])
    made = files(package())
    for name in ITEMS:
        ours, theirs = made[f"items/{name}/qti.xml"].decode(), plain[f"items/{name}.xml"].decode()
        for address in examples.MEDIA:
            ours = ours.replace(TAO.shown(address), "…")
            theirs = theirs.replace("../media/%E6%B5%81%E7%A8%8B%E5%9B%BE.svg", "…")
        assert ours == theirs


def test_the_intake_reads_it() -> None:
    plain = qti2_package(PAPER, FORM, QUESTIONS, examples.MEDIA.__getitem__, version=Version.V22)[0]
    ours, theirs = (read_data(data, "x.zip") for data in (package(), plain))
    assert [draft.plain.get("key") for draft in ours.drafts] == [draft.plain.get("key") for draft in theirs.drafts]
    assert ours.drafts


@pytest.mark.parametrize(
    "schemas", [FOLDER], ids=["official schemas" if FOLDER else "schemas not here: schema part left out"]
)
@pytest.mark.parametrize("choices", [QtiChoices(), QtiChoices(feedback=True), QtiChoices(with_keys=False)])
def test_the_layout_is_valid(choices: QtiChoices, schemas: Path | None) -> None:
    """Held to the schemas of 2.1, which are at hand: 2.2 differs in names alone for what is written here."""
    media = examples.MEDIA.__getitem__
    data, _ = qti2_package(PAPER, FORM, QUESTIONS, media, version=Version.V21, layout=TAO, **choices._asdict())
    written = {path: xml for path, xml in files(data).items() if path.endswith(".xml")}
    assert [(path, problem) for path, xml in written.items() for problem in problems(xml, schemas)] == []
