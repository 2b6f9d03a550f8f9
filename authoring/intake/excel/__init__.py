"""Tables of questions: Excel and CSV in, a template to fill, questions out and back, findings on the author's cells."""

from authoring.intake.excel.annotation import annotated_copy
from authoring.intake.excel.csv_tables import read_csv
from authoring.intake.excel.elements import ElementTable, read_elements
from authoring.intake.excel.export import export_workbook
from authoring.intake.excel.layouts import layouts
from authoring.intake.excel.mapping import MAPPINGS_FILE, Layout, Mapping, read_mapping, signature
from authoring.intake.excel.reading import read_workbook
from authoring.intake.excel.template import template_workbook
from authoring.intake.excel.words import FIELDS, Columns, field_of, guess_columns, title

__all__ = [
    "FIELDS",
    "MAPPINGS_FILE",
    "Columns",
    "ElementTable",
    "Layout",
    "Mapping",
    "annotated_copy",
    "export_workbook",
    "field_of",
    "guess_columns",
    "layouts",
    "read_csv",
    "read_elements",
    "read_mapping",
    "read_workbook",
    "signature",
    "template_workbook",
    "title",
]
