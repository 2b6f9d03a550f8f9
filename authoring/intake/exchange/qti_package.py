"""A QTI content package (2.1, 2.2, 3.0) or a single item → drafts; items on one stimulus become a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from authoring.findings import Place, Report
from authoring.intake.draft import Draft, Intake
from authoring.intake.exchange.archive import Archive, RefusedError, resolved
from authoring.intake.exchange.fields import Plain
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import VOICE, Losses
from authoring.intake.exchange.pictures import Pictures
from authoring.intake.exchange.qti_item import OWN_ID, Item, read_item
from authoring.intake.exchange.qti_metadata import described
from authoring.intake.exchange.qti_test import ItemRef, read_test
from authoring.intake.exchange.xml import Element, attribute, children, descendants, name
from authoring.questions import QuestionType

__all__ = ["is_package", "read_item_file", "read_package"]

_MANIFEST = "imsmanifest.xml"
_OLD = "questestinterop"


def is_package(names: Iterable[str]) -> bool:
    """Whether a zip archive with these files is a content package."""
    return any(_is_manifest(member) for member in names)


def _is_manifest(member: str) -> bool:
    return member.rpartition("/")[2].lower() == _MANIFEST


def read_item_file(root: Element, source: str) -> Intake:
    """The question of a single item; its pictures are not there."""
    losses = Losses(source)
    pictures = Pictures(losses, lambda _: None)
    with losses.at(Place(file=source, line=root.sourceline)):
        item = read_item(root, Html(losses, pictures), losses)
    draft = Draft(
        where=Place(file=source, line=root.sourceline),
        plain=item.plain,
        media=pictures.shown_in(item.plain),
        number=item.identifier,
    )
    drafts = (draft,) if item.plain else ()
    return Intake(source=source, drafts=drafts, report=losses.report(drafts))


def read_package(data: bytes, source: str) -> Intake:
    """Every question of a package, in the order of its tests, then of its manifest."""
    try:
        return _Package(Archive(data, source)).intake()
    except RefusedError as error:
        return Intake(source=source, report=Report.of([error.finding]))


@dataclass(slots=True)
class _Resource:
    href: str
    kind: str
    metadata: Element | None
    used: bool = False


@dataclass(slots=True)
class _Read:
    """An item that was read, and where it stands in its test."""

    item: Item
    where: Place
    section: str


class _Package:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.losses = Losses(archive.source)
        manifests = sorted(filter(_is_manifest, archive.names), key=lambda member: (member.count("/"), member))
        if not manifests:
            raise RefusedError(VOICE.wrong("I607", Place(file=archive.source), quote=archive.source))
        self.resources = list(self._resources(manifests[0]))
        self.roots: dict[str, Element] = {}
        self.stimuli: dict[str, str] = {}
        """Markup of a stimulus by the item's file and its name there."""
        self.pictures: Pictures = Pictures(self.losses, archive.read)
        self.base = ""
        """The file that is read now: addresses are meant from there."""

    def _resources(self, manifest: str) -> Iterator[_Resource]:
        root = self.archive.xml(manifest)
        for entry in descendants(root, "resource"):
            href = attribute(entry, "href")
            path = resolved(manifest, href) if href else None
            if href and path is None:
                self._outside(href, manifest)
                continue
            metadata = next(iter(children(entry, "metadata")), None)
            yield _Resource(path or "", attribute(entry, "type").lower(), metadata)

    def _outside(self, href: str, base: str) -> None:
        with self.losses.at(Place(file=self.archive.place(base))):
            self.losses.wrong("I604", href)

    def intake(self) -> Intake:
        for member in self.archive.outside:
            self.losses.wrong("I604", member)
        for resource in self.resources:
            self._load(resource)
        self.pictures = Pictures(self.losses, self._find)
        read = [one for ref in self._order() if (one := self._item(ref)) is not None]
        drafts = tuple(self._drafts(read))
        self._rest()
        if not drafts and not self.losses.failed:
            self.losses.wrong("I607", self.archive.source)
        return Intake(source=self.archive.source, drafts=drafts, report=self.losses.report(drafts))

    def _load(self, resource: _Resource) -> None:
        """The XML of tests, items and stimuli; of anything else only whether it is told."""
        if not resource.href.lower().endswith(".xml") and not resource.kind.startswith("imsqti"):
            return
        with self.losses.at(Place(file=self.archive.place(resource.href))):
            if resource.href not in self.archive.names:
                self.losses.wrong("I605", resource.href)
                resource.used = True
                return
        try:
            root = self.archive.xml(resource.href)
        except RefusedError as error:
            self.losses.findings.append(error.finding)
            resource.used = True
            return
        if name(root) == _OLD or resource.kind.startswith("imsqti_xmlv1p"):
            self.losses.wrong("I608", resource.href)
            resource.used = True
        elif name(root) in ("assessmentItem", "assessmentTest", "assessmentStimulus"):
            self.roots[resource.href] = root
            resource.used = True

    def _order(self) -> list[ItemRef]:
        """Items as the tests name them, each once, then those that no test names."""
        found: dict[str, ItemRef] = {}
        for path, root in list(self.roots.items()):
            if name(root) == "assessmentTest":
                with self.losses.at(Place(file=self.archive.place(path), line=root.sourceline)):
                    for ref in read_test(root, self.losses):
                        self._ref(path, ref, found)
        for path, root in self.roots.items():
            if name(root) == "assessmentItem":
                found.setdefault(path, ItemRef(path, ""))
        return list(found.values())

    def _ref(self, base: str, ref: ItemRef, found: dict[str, ItemRef]) -> None:
        path = resolved(base, ref.href)
        if path is None:
            self._outside(ref.href, base)
        elif path in self.roots:
            found.setdefault(path, ItemRef(path, ref.section))
        elif path in self.archive.names:
            self._load(_Resource(path, "imsqti_item", None))
            found.setdefault(path, ItemRef(path, ref.section))
        else:
            self.losses.wrong("I605", ref.href)

    def _item(self, ref: ItemRef) -> _Read | None:
        root = self.roots.get(ref.href)
        if root is None or name(root) != "assessmentItem":
            return None
        metadata = next((one.metadata for one in self.resources if one.href == ref.href), None)
        where = Place(file=self.archive.place(ref.href), line=root.sourceline)
        self.base = ref.href
        with self.losses.at(where):
            said = described(metadata, self.losses)
            item = read_item(root, Html(self.losses, self.pictures), self.losses, said)
            for entry in children(root, "assessmentStimulusRef"):
                self._stimulus(ref.href, entry)
        return _Read(item, where, ref.section) if item.plain else None

    def _stimulus(self, base: str, entry: Element) -> None:
        path = resolved(base, attribute(entry, "href"))
        identifier = attribute(entry, "identifier")
        root = self.roots.get(path or "")
        body = None if root is None else next(iter(children(root, "stimulusBody")), None)
        if path is None or body is None:
            self.losses.wrong("I605", attribute(entry, "href"))
            return
        if identifier not in self.stimuli:
            self.base = path
            html = Html(self.losses, self.pictures)
            self.stimuli[identifier] = html.markup(html.blocks(body))
            self.base = base

    def _find(self, src: str) -> bytes | None:
        path = resolved(self.base, src)
        if path is None:
            self._outside(src, self.base)
            return None
        for resource in self.resources:
            resource.used = resource.used or resource.href == path
        return self.archive.read(path)

    def _drafts(self, read: list[_Read]) -> Iterator[Draft]:
        """Neighbouring items on the same stimuli are one case."""
        for stimuli, group in groupby(read, key=lambda one: tuple(s for s in one.item.stimuli if s in self.stimuli)):
            items = list(group)
            if stimuli and not any(one.item.plain.get("type") == QuestionType.CASE.value for one in items):
                yield self._case("\n\n".join(self.stimuli[one] for one in stimuli), items)
            else:
                yield from (self._draft(one, one.item.plain, one.item.identifier) for one in items)

    def _draft(self, one: _Read, plain: Plain, number: str) -> Draft:
        media = self.pictures.shown_in(plain)
        return Draft(where=one.where, plain=plain, media=media, section=one.section, number=number)

    def _case(self, stem: str, items: list[_Read]) -> Draft:
        first = items[0]
        points = [point for one in items for point in _points(one.item.plain)]
        shared: Plain = {"knowledge_points": list(dict.fromkeys(points))} if points else {}
        shared |= {"level": first.item.plain["level"]} if "level" in first.item.plain else {}
        inner = [{k: v for k, v in one.item.plain.items() if shared.get(k) != v and k != "id"} for one in items]
        numbers = [one.item.identifier for one in items]
        parts = {number.rpartition(".")[0] for number in numbers}
        own = {"id": parts.pop()} if len(parts) == 1 and all(_own_part(number) for number in numbers) else {}
        plain: Plain = own | {"type": QuestionType.CASE.value, "stem": stem, "children": inner} | shared
        return self._draft(first, plain, "、".join(numbers))

    def _rest(self) -> None:
        """Files that no question shows."""
        for resource in self.resources:
            if resource.href and not resource.used:
                self.losses.tally("I609", resource.href)


def _points(plain: Plain) -> list[str]:
    points = plain.get("knowledge_points")
    return [str(point) for point in points] if isinstance(points, list) else []


def _own_part(identifier: str) -> bool:
    return "." in identifier and OWN_ID.fullmatch(identifier) is not None
