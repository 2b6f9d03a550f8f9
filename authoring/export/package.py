"""Building an exam package: paper, questions, session and pictures in, one signed sequence of bytes out.

Nothing is read from or written to disk here, no clock is asked, nothing is random: same input, same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from authoring import __version__
from authoring.errors import StorageError
from authoring.export.agreement import agreement_faults
from authoring.export.archive import write_archive
from authoring.export.container import open_container
from authoring.export.contents import QuestionSet
from authoring.export.faults import wrong
from authoring.export.keys import key_sheet
from authoring.export.manifest import (
    MANIFEST,
    SIGNATURE,
    Audience,
    FileEntry,
    Manifest,
    Signer,
    json_bytes,
    package_id,
)
from authoring.export.qti3 import qti3_package
from authoring.export.signing import SigningKey
from authoring.findings import Finding, Place, Report
from authoring.papers.paper import Paper
from authoring.questions import Question
from authoring.records import Record, sha256_hex
from authoring.rendering.candidate import candidate_paper, media_of
from authoring.sessions.rules import ExamSession

__all__ = ["GENERATOR", "BankState", "build_package"]

GENERATOR = f"dual-carbon-authoring {__version__}"

Media = Callable[[str], bytes]


@dataclass(frozen=True)
class BankState:
    """Which bank, in which state, the questions come from."""

    id: str
    fingerprint: str
    """SHA-256 over the fingerprints of all its questions, 64 hexadecimal digits."""


def build_package(
    paper: Paper,
    questions: Mapping[str, Question],
    session: ExamSession,
    media: Media,
    bank: BankState,
    key: SigningKey,
) -> tuple[bytes, Report]:
    """The package of a paper, and what is wrong or could not be carried.

    `questions` holds the paper's questions by id (others are left out), `media` gives the bytes of a picture by its
    address (`media/1.svg`). Where the report holds an error nothing is built and the bytes are empty.
    """
    used = {name: questions[name] for name in paper.question_ids if name in questions}
    pictures, missing = _pictures(used.values(), media)
    report = Report.of([*agreement_faults(paper, used, session), *missing])
    if not report.passed:
        return b"", report
    files = _files(paper, used, session, pictures)
    for form in paper.forms:
        for folder, with_keys in ((Audience.DELIVERY, False), (Audience.MARKING, True)):
            data, losses = qti3_package(paper, form, used, pictures.__getitem__, with_keys=with_keys)
            files[f"{folder}/qti3-{form.name}.zip"] = data
            report += losses
    manifest = _manifest(paper, session, bank, key, files)
    signed = json_bytes(manifest)
    whole = files | {MANIFEST: signed, SIGNATURE: key.sign(signed).encode()}
    data = write_archive(whole)
    report = Report.of(dict.fromkeys([*report, *open_container(data).findings]))
    return data if report.passed else b"", report


def _files(
    paper: Paper, questions: Mapping[str, Question], session: ExamSession, pictures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every file but the QTI packages, by path."""
    records: dict[str, Record] = {
        "delivery/paper.json": paper,
        "delivery/session.json": session,
        "marking/questions.json": QuestionSet(paper=paper.id, questions=tuple(q for _, q in sorted(questions.items()))),
    }
    for form in paper.forms:
        records[f"candidate/{form.name}.json"] = candidate_paper(paper, form, questions)
        records[f"marking/keys-{form.name}.json"] = key_sheet(paper, form, questions)
    files = {path: json_bytes(record) for path, record in records.items()}
    shown = {address for form in paper.forms for address in media_of(form, questions)}
    for address, data in pictures.items():
        files[f"{Audience.CANDIDATE if address in shown else Audience.MARKING}/{address}"] = data
    return files


def _pictures(questions: Iterable[Question], media: Media) -> tuple[dict[str, bytes], list[Finding]]:
    """Pictures by address; one that is not there is a finding at each question that shows it."""
    pictures: dict[str, bytes] = {}
    missing: list[Finding] = []
    for question, address in _shown(questions):
        try:
            pictures[address] = pictures[address] if address in pictures else media(address)
        except (StorageError, KeyError):
            missing.append(wrong("V167", Place(question=question), id=question, address=address))
    return pictures, missing


def _shown(questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
    return ((question.id, address) for question in questions for address in question.media)


def _manifest(
    paper: Paper, session: ExamSession, bank: BankState, key: SigningKey, files: Mapping[str, bytes]
) -> Manifest:
    entries = tuple(
        FileEntry(path=path, sha256=sha256_hex(data), size=len(data), audience=Audience(path.split("/")[0]))
        for path, data in sorted(files.items())
    )
    return Manifest(
        id=package_id(paper.id, entries),
        title=paper.title,
        paper=paper.id,
        paper_fingerprint=paper.fingerprint(),
        session=session.id,
        bank=bank.id,
        bank_fingerprint=bank.fingerprint,
        forms=tuple(form.name for form in paper.forms),
        generator=GENERATOR,
        files=entries,
        signer=Signer(public_key=key.public_key, key_id=key.key_id),
    )
