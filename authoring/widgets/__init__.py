"""The notebooks' forms: for each a model in plain Python (`…ing`), tested without a browser, and a thin view on it.

bank = shipped_bank()
CheckPanel(bank)                 # shows itself in a notebook
PreviewFrame(question_page(bank, bank["DC-D03-001"]))
"""

from authoring.widgets.bank_list import BankList
from authoring.widgets.check_panel import CheckPanel
from authoring.widgets.compose_panel import ComposePanel
from authoring.widgets.editor.editor import Editor
from authoring.widgets.export_panel import ExportPanel
from authoring.widgets.exporting import ticks
from authoring.widgets.frame import PreviewFrame
from authoring.widgets.handover_panel import HandoverPanel
from authoring.widgets.intake_panel import IntakePanel
from authoring.widgets.readable import readable
from authoring.widgets.rehearsal_panel import RehearsalPanel
from authoring.widgets.review_panel import ReviewPanel
from authoring.widgets.single import question_page
from authoring.widgets.workplace import keep, kept_paper, shipped_bank, signing_key, working_bank
from authoring.widgets.write_panel import WritePanel

__all__ = [
    "BankList",
    "CheckPanel",
    "ComposePanel",
    "Editor",
    "ExportPanel",
    "HandoverPanel",
    "IntakePanel",
    "PreviewFrame",
    "RehearsalPanel",
    "ReviewPanel",
    "WritePanel",
    "keep",
    "kept_paper",
    "question_page",
    "readable",
    "shipped_bank",
    "signing_key",
    "ticks",
    "working_bank",
]
