"""Published assembly problems (`*.json` with an item table beside each), as problems for the engine."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from authoring.papers.engine.problem import INF, Goal, Ints, Limit, Problem

Item = dict[str, str]


class Published:
    """One published problem. Sets of items (stimuli) are seats of their own that count for nothing but their limits."""

    def __init__(self, path: Path) -> None:
        self.spec: dict[str, Any] = json.loads(path.read_text("utf-8"))
        with (path.parent / self.spec["pool"]).open(encoding="utf-8", newline="") as table:
            self.items: list[Item] = list(csv.DictReader(table))
        column = self.spec.get("stimulus")
        self.sets = sorted({item[column] for item in self.items if item[column]}) if column else []

    def problem(self) -> Problem:
        size, aim = len(self.items) + len(self.sets), self.spec["objective"]
        values = np.zeros((len(aim["columns"]), size))
        values[:, : len(self.items)] = [[_number(item[name]) or 0.0 for item in self.items] for name in aim["columns"]]
        limits = [limit for entry in self.spec["constraints"] for limit in self._limits(entry)]
        few = [limit.upper == 1 and limit.lower == -INF and len(limit.seats) < 6 for limit in limits]
        return Problem(
            forms=self.spec["forms"],
            questions=np.arange(size),
            cost=-values.sum(axis=0) if aim["kind"] == "max_sum" else np.zeros(size),
            limits=tuple(limit for limit, sparse in zip(limits, few, strict=True) if not sparse),
            sparse=tuple(limit for limit, sparse in zip(limits, few, strict=True) if sparse),
            goals=() if aim["kind"] == "max_sum" else (self._goal(aim, values),),
        )

    def objective(self, forms: tuple[Ints, ...]) -> float:
        """Added up from the table; a sum to be maximised counts negative."""
        aim = self.spec["objective"]
        rows = [[seat for seat in form.tolist() if seat < len(self.items)] for form in forms]
        sums = np.array(
            [[sum(_number(self.items[seat][name]) or 0.0 for seat in row) for name in aim["columns"]] for row in rows]
        )
        if aim["kind"] == "max_sum":
            return -float(sums.sum())
        if aim["kind"] == "minimax_target":
            return float(np.abs(sums - aim["targets"]).max())
        return float(np.ptp(sums, axis=0).max())

    def _goal(self, aim: dict[str, Any], values: "np.ndarray[Any, np.dtype[np.float64]]") -> Goal:
        targets = np.array(aim["targets"], float) if aim["kind"] == "minimax_target" else None
        return Goal(values, targets, 0.0, 1.0, each=True)

    def _limits(self, entry: dict[str, Any]) -> list[Limit]:
        seats = np.array([n for n, item in enumerate(self.items) if _fits(item, entry.get("where", []))], np.int64)
        low, high, ones = entry.get("lo"), entry.get("hi"), np.ones(len(seats))
        lower, upper = -INF if low is None else float(low), INF if high is None else float(high)
        name, kind = entry["id"], entry["kind"]
        match kind:
            case "count":
                return [Limit(name, seats, ones, lower, upper)]
            case "sum":
                amounts = np.array([_number(self.items[seat][entry["column"]]) or 0.0 for seat in seats])
                return [Limit(name, seats, amounts, lower, upper)]
            case "count_each":
                words = sorted({item[entry["column"]] for item in self.items})
                groups = [[n for n in seats if self.items[n][entry["column"]] == word] for word in words]
                return [Limit((name, n), np.array(g), np.ones(len(g)), lower, upper) for n, g in enumerate(groups)]
            case "enemy":
                return [Limit(name, seats, ones, upper=1)]
            case "include":
                return [Limit((name, seat), np.array([seat]), np.ones(1), 1, 1) for seat in seats]
            case "exclude":
                return [Limit(name, seats, ones, upper=0)]
            case "all_or_none":
                pairs = [np.array([seats[0], seat]) for seat in seats[1:]]
                return [Limit((name, n), pair, np.array([1.0, -1.0]), 0, 0) for n, pair in enumerate(pairs)]
            case "stimulus_count":
                places = np.arange(len(self.items), len(self.items) + len(self.sets))
                return [Limit(name, places, np.ones(len(places)), lower, upper)]
            case "items_per_stimulus":
                return [limit for n in range(len(self.sets)) for limit in self._set_limits(name, n, lower, upper)]
        raise ValueError(kind)

    def _set_limits(self, name: str, place: int, lower: float, upper: float) -> list[Limit]:
        held = [n for n, item in enumerate(self.items) if item[self.spec["stimulus"]] == self.sets[place]]
        seats = np.array([*held, len(self.items) + place], np.int64)
        ones = np.ones(len(held))
        return [
            Limit((name, place, "least"), seats, np.append(ones, -lower), lower=0),
            Limit((name, place, "most"), seats, np.append(ones, -upper), upper=0),
        ]


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _fits(item: Item, where: list[list[Any]]) -> bool:
    return all(_holds(item[column], test, value) for column, test, value in where)


def _holds(text: str, test: str, value: Any) -> bool:
    number = _number(text)
    match test:
        case "notempty":
            return text not in ("", "NA")
        case "in":
            return text in map(str, value) or (number is not None and number in [_number(str(one)) for one in value])
        case "==" if isinstance(value, str):
            return text == value
    wanted = float(value)
    if number is None:
        return False
    return {"==": number == wanted, ">=": number >= wanted, "<=": number <= wanted, "<": number < wanted}[test]
