"""A form as a QTI 2.x content package. Items, test and processing are those of the 3.0 package."""

from collections.abc import Callable, Iterable, Mapping

from authoring.export.archive import write_archive
from authoring.export.qti2.vocabulary import Version, in_older_words
from authoring.export.qti3.assessment import assessment_xml, test_id
from authoring.export.qti3.items import item_xml
from authoring.export.qti3.losses import losses
from authoring.export.qti3.manifest import Resource, resource_xml
from authoring.export.qti3.metadata import QTI_METADATA, item_metadata
from authoring.export.qti3.pieces import HEAD, blocks, identifier, picture
from authoring.findings import Finding, Report
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import Case, Part, Question, parts

__all__ = ["qti2_package"]

_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"


def qti2_package(
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    media: Callable[[str], bytes],
    *,
    version: Version = Version.V21,
    with_keys: bool = True,
    feedback: bool = False,
) -> tuple[bytes, Report]:
    """The package of one form, and what QTI cannot carry of it; the arguments are those of `qti3_package`."""
    package = _Package(paper, form, version, with_keys, feedback)
    for item in form.items:
        question = questions[item.question]
        for part in parts(question):
            package.add(item, part, question if isinstance(question, Case) else None)
    for address in sorted(package.pictures):
        package.files[address] = media(address)
    test = assessment_xml(paper, form, questions, feedback=with_keys and feedback)
    package.files["assessment.xml"] = in_older_words(test, version).encode()
    package.files["imsmanifest.xml"] = package.manifest().encode()
    return write_archive(package.files), Report.of(package.losses)


class _Package:
    """Files, resources and losses as they gather."""

    def __init__(self, paper: Paper, form: Form, version: Version, with_keys: bool, feedback: bool) -> None:
        self.paper, self.form, self.version = paper, form, version
        self.with_keys, self.feedback = with_keys, feedback
        self.files: dict[str, bytes] = {}
        self.items: list[Resource] = []
        self.losses: list[Finding] = []
        self.pictures: set[str] = set()

    def add(self, item: Item, question: Part, case: Case | None) -> None:
        """The item of a question; a case's text stands in the items of all its children."""
        shown: set[str] = set()

        def address(src: str) -> str:
            shown.add(src)
            return picture(src)

        xml = item_xml(
            question,
            marks=question.marks if case else item.marks,
            rules=self.paper.scoring,
            order=item.child_orders.get(question.id, ()) if case else item.order,
            with_keys=self.with_keys,
            feedback=self.feedback,
            case=case,
            media=address,
        )
        stimulus = blocks(case.stem, address) if case else ""
        path = f"items/{question.id}.xml"
        self.files[path] = in_older_words(xml, self.version, stimulus).encode()
        self.pictures |= shown
        told = item_metadata(question, with_keys=self.with_keys, feedback=self.feedback)
        metadata = told.replace(QTI_METADATA, QTI_METADATA.replace("v3p0", self.version.code))
        needs = tuple(map(identifier, sorted(shown)))
        self.items.append(Resource(question.id, f"imsqti_item_xml{self.version.code}", path, needs, metadata))
        if self.with_keys:
            self.losses += losses(question)

    def manifest(self) -> str:
        name = test_id(self.paper, self.form)
        needs = tuple(resource.identifier for resource in self.items)
        test = Resource(name, f"imsqti_test_xml{self.version.code}", "assessment.xml", needs)
        pictures = [Resource(identifier(address), "webcontent", address) for address in sorted(self.pictures)]
        return _manifest_xml(f"{name}-PACKAGE", [test, *self.items, *pictures], self.version)


def _manifest_xml(name: str, resources: Iterable[Resource], version: Version) -> str:
    return (
        f'{HEAD}<manifest xmlns="{_PACKAGING}" identifier="{name}"><metadata><schema>QTIv{version} Package</schema>'
        f"<schemaversion>1.0.0</schemaversion></metadata><organizations/>"
        f"<resources>{''.join([resource_xml(resource) for resource in resources])}</resources></manifest>\n"
    )
