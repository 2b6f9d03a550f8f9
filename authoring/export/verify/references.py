"""Paper, questions and session: does everything that is named exist and agree?"""

from authoring.export.agreement import agreement_faults
from authoring.export.reader import Package
from authoring.export.verify.result import Found

__all__ = ["references"]


def references(package: Package, _name: str) -> Found:
    """Agreement of paper, questions and session."""
    paper = package.paper
    count = sum(1 for form in paper.forms for _ in form.items)
    return Found(count + len(package.questions), tuple(agreement_faults(paper, package.questions, package.session)))
