"""Keys stay in `marking/`: no field, element or sentence of theirs in anything that leaves it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from authoring.content import parse
from authoring.export.container import open_container
from authoring.export.faults import wrong
from authoring.export.manifest import Audience
from authoring.export.paths import inside
from authoring.export.reader import Package
from authoring.export.verify.fragments import plain
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place
from authoring.questions.responses import normalise
from authoring.texts import say

__all__ = ["SECRET_FIELDS", "secrecy"]

SECRET_FIELDS = frozenset(
    {
        "key",
        "keys",
        "rationale",
        "rubric",
        "mistake",
        "model_answer",
        "accepted",
        "tolerance",
        "keywords",
        "calculation",
    }
)
"""Names of fields that only marking may hold."""
SHORTEST = 8
"""Characters of a sentence that is looked for; shorter ones occur by chance."""
_SENTENCE = re.compile(r"[。；！？!?;\n]+")


def secrecy(package: Package, name: str) -> Found:
    """Fields and texts of everything for candidates and delivery, held against all that the questions keep secret."""
    public = normalise("\x00".join(_public(package)))
    secrets = {
        sentence: (question.id, field)
        for question in package.questions.values()
        for field, markup in question.secret_texts().items()
        for sentence in _sentences(markup)
        if sentence not in public
    }
    findings: list[Finding] = []
    for audience in (Audience.CANDIDATE, Audience.DELIVERY):
        for entry in package.files_for(audience):
            data = package.files[entry.path]
            findings += _fields(entry.path, data, name)
            findings += _leaks(entry.path, normalise("\x00".join(_texts(entry.path, data))), secrets, name)
    findings += _codes(package, name)
    return Found(len(secrets), tuple(findings))


def _public(package: Package) -> Iterator[str]:
    """What the paper itself shows to candidates; a secret that says the same is none."""
    paper = package.paper
    yield paper.title
    for form in paper.forms:
        yield from (text for section in form.sections for text in (section.title, section.instructions))
    for question in package.questions.values():
        for markup in question.candidate_texts().values():
            yield from _readings(markup)


def _readings(markup: str) -> tuple[str, str]:
    """A text as plain text and as a page reads it: formulas differ."""
    content = parse(markup)
    return content.text(), plain(content.xhtml())


def _sentences(markup: str) -> Iterator[str]:
    for reading in _readings(markup):
        for sentence in (reading, *_SENTENCE.split(reading)):
            found = normalise(sentence)
            if len(found) >= SHORTEST:
                yield found


def _leaks(path: str, text: str, secrets: dict[str, tuple[str, str]], name: str) -> Iterator[Finding]:
    told = set()
    for sentence, (question, field) in secrets.items():
        if sentence in text and (question, field) not in told:
            told.add((question, field))
            where = Place(file=inside(name, path), question=question, field=field)
            yield wrong("V182", where, path=path, id=question, field=field, quote=sentence[:30])


def _fields(path: str, data: bytes, name: str) -> Iterator[Finding]:
    if path.endswith(".json"):
        for field in sorted(_names(json.loads(data)) & SECRET_FIELDS):
            yield wrong("V181", Place(file=inside(name, path), field=field), path=path, field=field)


def _names(node: Any) -> set[str]:
    if isinstance(node, dict):
        return set(node) | {found for entry in node.values() for found in _names(entry)}
    return {found for entry in node for found in _names(entry)} if isinstance(node, list) else set()


def _texts(path: str, data: bytes) -> Iterator[str]:
    """Every text in a file, markup taken off."""
    if path.endswith(".json"):
        yield from _strings(json.loads(data))
    elif path.endswith(".zip"):
        for inner, content in open_container(data).files.items():
            yield from _texts(inner, content)
    elif path.endswith((".xml", ".svg")):
        yield from _xml(data)


def _strings(node: Any) -> Iterator[str]:
    match node:
        case str():
            yield plain(node) if "<" in node else node
        case dict():
            for entry in node.values():
                yield from _strings(entry)
        case list():
            for entry in node:
                yield from _strings(entry)


def _xml(data: bytes) -> Iterator[str]:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        yield data.decode("utf-8", "replace")
        return
    yield "".join(str(text) for text in root.itertext())
    for element in root.iter():
        yield from map(str, element.attrib.values())


def _codes(package: Package, name: str) -> Iterator[Finding]:
    """The session's fixed password and codes: delivery may hold them, candidates' files may not."""
    session = package.session
    codes = [session.second_camera.app_code, session.second_camera.exam_code]
    known = [("password", session.login.initial_password), *(("code", code.value) for code in codes)]
    for entry in package.files_for(Audience.CANDIDATE):
        for what, value in known:
            if value and value.encode() in package.files[entry.path]:
                where = Place(file=inside(name, entry.path))
                yield wrong("V183", where, path=entry.path, what=say(f"export.what.{what}"))
