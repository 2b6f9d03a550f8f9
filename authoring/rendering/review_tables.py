"""What waits for review, and what came of a decision on many questions, as tables with Chinese headings."""

from collections.abc import Iterable

import pandas as pd

from authoring.bank.queue import Row
from authoring.bank.review import Decided
from authoring.texts import say

__all__ = ["decided_table", "queue_table"]


def queue_table(rows: Iterable[Row]) -> pd.DataFrame:
    """One row per question, in the order given."""
    columns = [say(f"reviewing.table.{name}") for name in ("id", "kind", "point", "stem", "status", "who", "at")]
    cells = [
        (row.id, row.kind, row.point, row.stem, say(f"label.status.{row.status}"), row.who, _time(row)) for row in rows
    ]
    return pd.DataFrame(cells, columns=columns)


def _time(row: Row) -> str:
    return row.at.astimezone().strftime("%Y-%m-%d %H:%M") if row.at else ""


def decided_table(decided: Decided) -> pd.DataFrame:
    """One row per question: what was done, then what was refused and why."""
    columns = [say(f"reviewing.table.{name}") for name in ("id", "result")]
    done = [(name, say("reviewing.table.done")) for name in decided.done]
    return pd.DataFrame([*done, *decided.refused.items()], columns=columns)
