"""CSV as other programs read it (RFC 4180)."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

__all__ = ["csv_text"]


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A header and its rows; columns that a row does not have are empty."""
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
