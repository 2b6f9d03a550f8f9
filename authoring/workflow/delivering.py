"""What leaves the house: pages, packages, other systems' formats, printed papers. Nothing is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.export.formats import by_domain, export, export_form, suffix
from authoring.export.formats.qti import PLAIN, QtiChoices
from authoring.export.package import BankState, build_package
from authoring.export.reader import open_package
from authoring.export.signing import SigningKey
from authoring.findings import Report
from authoring.papers.paper import Form, Paper
from authoring.questions import Question
from authoring.records import canonical_json, sha256_hex
from authoring.rendering.candidate import candidate_paper, media_of
from authoring.rendering.pages import candidate_page, review_page, sample_line
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product, printed
from authoring.rendering.review_notes import review_paper
from authoring.sessions.rules import ExamSession
from authoring.sessions.store import load_session
from authoring.texts import say
from authoring.workflow.assembling import form_of, paper_questions

__all__ = [
    "Built",
    "Preview",
    "bank_state",
    "export_as",
    "package",
    "preview",
    "print_paper",
    "read_session",
]


@dataclass(frozen=True)
class Preview:
    """The pages of one form: what a candidate sees, and the same beside key, rationale, sources and findings."""

    form: str
    candidate: str
    review: str


@dataclass(frozen=True)
class Built:
    """A finished package, the QTI content package of each form, and what could not be carried."""

    package: bytes
    qti3: dict[str, bytes]
    report: Report


def read_session(path: Path) -> tuple[ExamSession | None, Report]:
    """Session rules from their YAML file."""
    if not path.is_file():
        raise UsageError(say("workflow.unknown_session", path=path))
    return load_session(path)


def preview(
    bank: Bank,
    paper: Paper,
    questions: Mapping[str, Question],
    form: Form,
    *,
    report: Report = Report(),
) -> Preview:
    """The candidate's page of a form, and the reviewer's page around it with the findings of `report`."""
    view = candidate_paper(paper, form, questions)
    secret = (address for item in form.items for address in questions[item.question].media)
    media = {address.removeprefix("media/"): bank.media(address) for address in (*media_of(form, questions), *secret)}
    page = candidate_page(view, line=sample_line(), media=media)
    notes = review_paper(paper, form, questions, bank.references, bank.syllabus, report)
    return Preview(form=form.name, candidate=page, review=review_page(page, notes, media=media))


def bank_state(bank: Bank) -> BankState:
    """Which bank, and the fingerprint over all its questions."""
    prints = bank.to_frame()["fingerprint"].to_dict()
    return BankState(id=bank.info.id, fingerprint=sha256_hex(canonical_json(prints).encode()))


def package(
    bank: Bank, paper: Paper, questions: Mapping[str, Question], session: ExamSession, key: SigningKey
) -> Built:
    """The signed exam package, and out of it each form's scoring QTI package; empty where there are errors."""
    data, report = build_package(paper, questions, session, bank.media, bank_state(bank), key)
    made = open_package(data) if report.passed else None
    qti3 = {form.name: made.qti(form.name, with_keys=True) for form in paper.forms} if made else {}
    return Built(package=data, qti3=qti3, report=report)


def export_as(
    bank: Bank, format_: str, paper: Paper | None = None, forms: Sequence[str] = (), choices: QtiChoices = PLAIN
) -> tuple[dict[str, bytes], Report]:
    """Files by name: the whole bank, or each of the paper's forms (or those named), in a format of `FORMATS` or QTI.

    The report tells what the format cannot carry; where it holds an error there are no files. Raises UsageError for an
    unknown format or form, and for QTI without a paper.
    """
    if paper is None:
        data, report = export(format_, by_domain(bank, bank.syllabus.names), bank.media)
        return ({f"{bank.info.id}{suffix(format_)}": data} if report.passed else {}), report
    questions, report = paper_questions(bank, paper)
    files: dict[str, bytes] = {}
    for name in forms or [form.name for form in paper.forms] if report.passed else ():
        data, told = export_form(format_, paper, form_of(paper, name), questions, bank.media, choices)
        files[f"{paper.id}-{name}{suffix(format_)}"] = data
        report += told
    return (files if report.passed else {}), Report.of(dict.fromkeys(report))


def print_paper(
    bank: Bank,
    paper: Paper,
    forms: Sequence[str] = (),
    *,
    layout: PrintLayout = PrintLayout.A4,
    products: Collection[Product] = (Product.PAPER,),
    kinds: Collection[PrintKind] = (PrintKind.PDF,),
) -> tuple[dict[str, bytes], Report]:
    """Printed papers, answer sheets, keys and marking guides by file name, of all forms or those named.

    The report tells what is printed otherwise than shown; where it holds an error there are no files. Raises UsageError
    for an unknown form.
    """
    questions, report = paper_questions(bank, paper)
    files: dict[str, bytes] = {}
    for form in [form_of(paper, name) for name in forms] or paper.forms if report.passed else ():
        made, told = printed(paper, form, questions, bank.media, layout=layout, products=products, kinds=kinds)
        files |= made
        report += told
    return (files if report.passed else {}), Report.of(dict.fromkeys(report))
