"""The notebooks' forms: for each a model in plain Python (`…ing`), tested without a browser, and a thin view on it.

bank = shipped_bank()
CheckPanel(bank)                 # shows itself in a notebook
PreviewFrame(question_page(bank, bank["DC-D03-001"]))
"""

from authoring.widgets.assemble_panel import AssemblePanel
from authoring.widgets.check_panel import CheckPanel
from authoring.widgets.export_panel import ExportPanel
from authoring.widgets.exporting import ticks
from authoring.widgets.frame import PreviewFrame
from authoring.widgets.new_question import NewQuestion
from authoring.widgets.readable import readable
from authoring.widgets.single import question_page
from authoring.widgets.workplace import keep, shipped_bank, signing_key, working_bank

__all__ = [
    "AssemblePanel",
    "CheckPanel",
    "ExportPanel",
    "NewQuestion",
    "PreviewFrame",
    "keep",
    "question_page",
    "readable",
    "shipped_bank",
    "signing_key",
    "ticks",
    "working_bank",
]
