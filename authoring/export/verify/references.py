"""Paper, questions, session and pictures: does everything that is named exist and agree?"""

from collections.abc import Iterator

from authoring.export.agreement import agreement_faults
from authoring.export.container import inside
from authoring.export.faults import wrong
from authoring.export.reader import Package
from authoring.export.verify.fragments import entries, pictures
from authoring.export.verify.result import Found
from authoring.findings import Finding, Place

__all__ = ["references"]


def references(package: Package, name: str) -> Found:
    """Agreement of paper, questions and session; every picture there, and none too many."""
    paper = package.paper
    count = sum(len(form_items) for form_items in (list(form.items) for form in paper.forms))
    findings = [*agreement_faults(paper, package.questions, package.session), *_pictures(package, name)]
    return Found(count + len(package.questions), tuple(findings))


def _pictures(package: Package, name: str) -> Iterator[Finding]:
    shown = {
        (form, number, address)
        for form in package.forms
        for number, html in entries(package.candidate(form))
        for address in pictures(html)
    }
    for form, number, address in sorted(shown):
        if f"candidate/{address}" not in package.files:
            yield wrong(
                "V173", Place(file=inside(name, f"candidate/{form}.json")), form=form, number=number, address=address
            )
    secret = {address for question in package.questions.values() for address in question.media}
    used = {f"candidate/{address}" for _, _, address in shown} | {f"marking/{address}" for address in secret}
    for entry in package.manifest.files:
        if "/media/" in entry.path and entry.path not in used:
            yield wrong("V174", Place(file=inside(name, entry.path)), path=entry.path)
