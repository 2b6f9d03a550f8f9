"""The usual two-way table (双向细目表) and the shares of a 要素细目表: read as blueprints, and written."""

from authoring.papers.two_way.agreement import differences
from authoring.papers.two_way.element_shares import read_shares
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.reading import find_table, read_two_way
from authoring.papers.two_way.sheet import TwoWaySheet, two_way_sheet
from authoring.papers.two_way.sheet_writing import write_two_way

__all__ = [
    "Page",
    "TwoWaySheet",
    "differences",
    "find_table",
    "read_shares",
    "read_two_way",
    "two_way_sheet",
    "write_two_way",
]
