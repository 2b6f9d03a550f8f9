"""The verbs. They return records and bytes; they neither print nor write, but for `bring`, into the bank it is given,
and `assemble_all`, into the folder it is given.
"""

from authoring.workflow.assembling import (
    assemble,
    assemble_all,
    blueprint_for,
    blueprint_of,
    form_of,
    paper_questions,
    read_blueprint,
    read_paper,
)
from authoring.workflow.banking import bring, check, intake, placed
from authoring.workflow.delivering import (
    Built,
    Preview,
    bank_state,
    export_as,
    package,
    preview,
    print_paper,
    read_session,
)
from authoring.workflow.tracing import uses

__all__ = [
    "Built",
    "Preview",
    "assemble",
    "assemble_all",
    "bank_state",
    "blueprint_for",
    "blueprint_of",
    "bring",
    "check",
    "export_as",
    "form_of",
    "intake",
    "package",
    "paper_questions",
    "placed",
    "preview",
    "print_paper",
    "read_blueprint",
    "read_paper",
    "read_session",
    "uses",
]
