"""What comes in in these tests, and how it is looked at."""

from datetime import date
from pathlib import Path

from authoring.questions import Level
from authoring.widgets.editor.editing import Editing
from authoring.widgets.intake_panel.entries import Entry, State
from authoring.widgets.intake_panel.intaking import Intaking
from authoring.widgets.intake_panel.keeping import Source

SHIPPED = Path(__file__).parents[3] / "banks" / "dual-carbon"
TODAY = date(2026, 12, 1)
PAPER = """2026 年测试
一、单选题（每题2分）
1. 下列属于温室气体的是（　　）
A. 氮气 B. 甲烷 C. 氩气
答案：B
2. CO?e 的意思是（　　）
A. 碳 B. 二氧化碳当量
3. 范围二排放来自（　　）
A. 外购电力 B. 燃煤锅炉
答案：A
"""


def text(content: str = PAPER, name: str = "卷.txt") -> Source:
    return Source(name=name, content=content.encode())


def states(model: Intaking) -> list[State]:
    return [entry.state for entry in model.entries]


def give(model: Intaking, point: str = "D03-02") -> None:
    model.give(level=Level.JUNIOR, point=point, difficulty=3)


def the(model: Intaking, state: State) -> Entry:
    (found,) = model.shown(state)
    return found


def on_form(model: Intaking, entry: Entry) -> Editing:
    editing = model.editing(entry)
    assert editing is not None
    return editing
