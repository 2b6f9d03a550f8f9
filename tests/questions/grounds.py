"""References for templates, small enough to see through."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from authoring.questions.template import Figure, Template

FORMULA = "FC*NCV*CC*OF*44/12"


class Law:
    expr = FORMULA
    result_unit = "tCO₂"
    symbols: Mapping[str, Any] = {
        "FC": {"name": "燃料消耗量", "unit": "t", "range": [100, 500000]},
        "NCV": {"name": "低位发热量", "unit": "GJ/t", "range": [8, 52]},
        "CC": {"name": "单位热值含碳量", "unit": "tC/GJ", "range": [0.015, 0.034]},
        "OF": {"name": "碳氧化率", "unit": "1", "range": [0.85, 1.0]},
    }
    mistakes: tuple[Mapping[str, Any], ...] = (
        {"mistake": "漏乘44/12", "expr": "FC*NCV*CC*OF"},
        {"mistake": "漏乘碳氧化率", "expr": "FC*NCV*CC*44/12"},
        {"mistake": "误用12/44", "expr": "FC*NCV*CC*OF*12/44"},
    )
    constants: Mapping[str, str] = {}


class Grounds:
    formulas: Mapping[str, Law] = {"F01": Law()}
    numbers: Mapping[str, tuple[str, str | None]] = {
        "coal:A.ncv": ("23.204", None),
        "coal:B.ncv": ("24.515", None),
        "coal:A.cc": ("0.02618", None),
        "coal:B.cc": ("0.02749", None),
        "grid": ("0.5306", "kgCO₂/(kW·h)"),
    }

    def figure(self, key: str) -> Figure | None:
        if key not in self.numbers:
            return None
        value, unit = self.numbers[key]
        return Figure(value=Decimal(value), unit=unit, source=key.partition(".")[0] if ":" in key else key)


GROUNDS = Grounds()

COAL: dict[str, Any] = {
    "id": "T-D03-T01",
    "type": "single_choice",
    "status": "active",
    "level": "junior",
    "knowledge_points": ["D03-02"],
    "cognitive": "apply",
    "difficulty": 3,
    "marks": 1,
    "seconds": 60,
    "parameters": {
        "KIND": {"choices": ["A", "B"]},
        "FC": {"range": [2000, 60000], "step": 500, "unit": "t"},
        "NCV": {"figure": "coal:<<KIND>>.ncv", "unit": "GJ/t"},
        "CC": {"figure": "coal:<<KIND>>.cc", "unit": "tC/GJ"},
        "OX": {"range": [90, 99.5], "step": 0.5, "unit": "%"},
    },
    "formula": "F01",
    "inputs": {"OF": "OX/100"},
    "unit": "tCO₂",
    "decimals": 2,
    "plausible": [1000, 200000],
    "tolerance": {"relative": 0.003},
    "mistakes": [
        "漏乘44/12",
        "漏乘碳氧化率",
        "误用12/44",
        {"name": "误除以碳氧化率", "expr": "FC*NCV*CC/OF*44/12"},
        {"name": "漏乘低位发热量", "expr": "FC*CC*OF*44/12"},
    ],
    "stem": "煤种<<KIND>>消耗<<FC>> t，低位发热量<<NCV>> GJ/t，单位热值含碳量<<CC>> tC/GJ，碳氧化率<<OX>>%，"
    "排放量为（　　）tCO₂（<<rounding>>）。",
    "rationale": "$<<FC>>\\times<<NCV>>=…$，得<<result>> tCO₂。<<mistakes>>。",
    "sources": ["coal"],
}


def template(**changes: Any) -> Template:
    return Template.model_validate(COAL | changes)
