"""A form as a QTI 2.x content package. Items, test and processing are those of the 3.0 package."""

from collections.abc import Callable, Iterable, Mapping

from authoring.export.archive import write_archive
from authoring.export.qti2.layout import ONE_FOLDER, Layout
from authoring.export.qti2.vocabulary import Version, in_older_words
from authoring.export.qti3.assessment import assessment_xml, test_id
from authoring.export.qti3.items import item_xml
from authoring.export.qti3.losses import losses
from authoring.export.qti3.manifest import Resource, resource_xml
from authoring.export.qti3.metadata import QTI_METADATA, item_metadata
from authoring.export.qti3.pieces import HEAD, blocks, identifier
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
    layout: Layout = ONE_FOLDER,
    with_keys: bool = True,
    feedback: bool = False,
) -> tuple[bytes, Report]:
    """The package of one form, and what QTI cannot carry of it; the other arguments are those of `qti3_package`."""
    package = _Package(paper, form, version, layout, with_keys, feedback)
    for item in form.items:
        question = questions[item.question]
        for part in parts(question):
            package.add(item, part, question if isinstance(question, Case) else None)
    for path, address in sorted(package.pictures.items()):
        package.files[path] = media(address)
    seen = layout.from_test.format
    test = assessment_xml(paper, form, questions, feedback=with_keys and feedback, address=seen)
    package.files[package.test] = in_older_words(test, version).encode()
    package.files["imsmanifest.xml"] = package.manifest().encode()
    return write_archive(package.files), Report.of(package.losses)


class _Package:
    """Files, resources and losses as they gather."""

    def __init__(
        self, paper: Paper, form: Form, version: Version, layout: Layout, with_keys: bool, feedback: bool
    ) -> None:
        self.paper, self.form, self.version, self.layout = paper, form, version, layout
        self.name = test_id(paper, form)
        self.test = layout.test.format(self.name)
        self.with_keys, self.feedback = with_keys, feedback
        self.files: dict[str, bytes] = {}
        self.items: list[Resource] = []
        self.losses: list[Finding] = []
        self.pictures: dict[str, str] = {}
        """Addresses in the bank by their paths in the package."""

    def add(self, item: Item, question: Part, case: Case | None) -> None:
        """The item of a question; a case's text stands in the items of all its children."""
        shown: set[str] = set()

        def address(src: str) -> str:
            shown.add(src)
            return self.layout.shown(src)

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
        path = self.layout.item.format(question.id)
        self.files[path] = in_older_words(xml, self.version, stimulus).encode()
        kept = {self.layout.kept(question.id, src): src for src in sorted(shown)}
        self.pictures |= kept
        told = item_metadata(question, with_keys=self.with_keys, feedback=self.feedback)
        metadata = told.replace(QTI_METADATA, QTI_METADATA.replace("v3p0", self.version.code))
        own = self.layout.own_pictures
        needs, beside = ((), tuple(kept)) if own else (tuple(map(identifier, kept)), ())
        kind = f"imsqti_item_xml{self.version.code}"
        self.items.append(Resource(question.id, kind, path, needs, metadata, beside))
        if self.with_keys:
            self.losses += losses(question)

    def manifest(self) -> str:
        needs = tuple(resource.identifier for resource in self.items)
        test = Resource(self.name, f"imsqti_test_xml{self.version.code}", self.test, needs)
        shared = () if self.layout.own_pictures else sorted(self.pictures)
        pictures = [Resource(identifier(path), "webcontent", path) for path in shared]
        return _manifest_xml(f"{self.name}-PACKAGE", [test, *self.items, *pictures], self.version)


def _manifest_xml(name: str, resources: Iterable[Resource], version: Version) -> str:
    return (
        f'{HEAD}<manifest xmlns="{_PACKAGING}" identifier="{name}"><metadata><schema>QTIv{version} Package</schema>'
        f"<schemaversion>1.0.0</schemaversion></metadata><organizations/>"
        f"<resources>{''.join([resource_xml(resource) for resource in resources])}</resources></manifest>\n"
    )
