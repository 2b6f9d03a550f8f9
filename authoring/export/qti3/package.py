"""A form as a QTI 3.0 content package: a zip whose bytes depend on nothing but form, questions and pictures."""

from collections.abc import Callable, Mapping

from authoring.export.archive import write_archive
from authoring.export.qti3.assessment import assessment_xml, test_id
from authoring.export.qti3.items import item_xml, stimulus_id, stimulus_xml
from authoring.export.qti3.losses import losses
from authoring.export.qti3.manifest import Resource, manifest_xml
from authoring.export.qti3.metadata import item_metadata
from authoring.export.qti3.pieces import identifier, picture
from authoring.findings import Finding, Report
from authoring.papers.paper import Form, Item, Paper
from authoring.questions import Case, Part, Question

__all__ = ["qti3_package"]


def qti3_package(
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    media: Callable[[str], bytes],
    *,
    with_keys: bool = True,
    feedback: bool = False,
) -> tuple[bytes, Report]:
    """The package of one form, and what QTI cannot carry of it.

    `media` gives the bytes of a picture by its `media/<file name>`. Without keys the package is safe in a candidate's
    hands, and scores nothing. `feedback` shows each question's rationale after the attempt.
    """
    package = _Package(paper, form, with_keys, feedback)
    for item in form.items:
        package.add(item, questions[item.question])
    for address in sorted(package.pictures):
        package.files[address] = media(address)
    package.files["assessment.xml"] = assessment_xml(paper, form, questions, feedback=with_keys and feedback).encode()
    package.files["imsmanifest.xml"] = package.manifest().encode()
    return write_archive(package.files), Report.of(package.losses)


class _Package:
    """Files, resources and losses as they gather."""

    def __init__(self, paper: Paper, form: Form, with_keys: bool, feedback: bool) -> None:
        self.paper, self.form, self.with_keys, self.feedback = paper, form, with_keys, feedback
        self.files: dict[str, bytes] = {}
        self.resources: list[Resource] = []
        self.losses: list[Finding] = []
        self.pictures: set[str] = set()

    def add(self, item: Item, question: Question) -> None:
        """The items of a question; a case's stimulus and the items of its children."""
        if not isinstance(question, Case):
            self._add_item(item, question, None)
            return
        shown: set[str] = set()
        xml = stimulus_xml(question, self._addresses(shown))
        path = f"stimuli/{question.id}.xml"
        self._add(Resource(stimulus_id(question), "imsqti_stimulus_xmlv3p0", path), xml, shown)
        for child in question.children:
            self._add_item(item, child, question)

    def _add_item(self, item: Item, question: Part, case: Case | None) -> None:
        shown: set[str] = set()
        xml = item_xml(
            question,
            marks=question.marks if case else item.marks,
            rules=self.paper.scoring,
            order=item.child_orders.get(question.id, ()) if case else item.order,
            with_keys=self.with_keys,
            feedback=self.feedback,
            case=case,
            media=self._addresses(shown),
        )
        metadata = item_metadata(question, with_keys=self.with_keys, feedback=self.feedback)
        needs = (stimulus_id(case),) if case else ()
        path = f"items/{question.id}.xml"
        self._add(Resource(question.id, "imsqti_item_xmlv3p0", path, needs, metadata), xml, shown)
        if self.with_keys:
            self.losses += losses(question)

    def _add(self, resource: Resource, xml: str, shown: set[str]) -> None:
        """A file that shows these pictures."""
        self.files[resource.path] = xml.encode()
        self.pictures |= shown
        self.resources.append(resource._replace(needs=(*resource.needs, *map(identifier, sorted(shown)))))

    def _addresses(self, shown: set[str]) -> Callable[[str], str]:
        def address(src: str) -> str:
            shown.add(src)
            return picture(src)

        return address

    def manifest(self) -> str:
        items = tuple(resource.identifier for resource in self.resources if resource.kind == "imsqti_item_xmlv3p0")
        name = test_id(self.paper, self.form)
        test = Resource(name, "imsqti_test_xmlv3p0", "assessment.xml", items)
        pictures = [Resource(identifier(address), "webcontent", address) for address in sorted(self.pictures)]
        return manifest_xml(f"{name}-PACKAGE", [test, *self.resources, *pictures])
