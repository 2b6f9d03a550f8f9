"""Small questions of every type for tests; each can be varied by field."""

from copy import deepcopy
from typing import Any

from authoring.questions import Question, question_from

COMMON: dict[str, Any] = {
    "status": "active",
    "level": "junior",
    "knowledge_points": ["D01-01"],
    "cognitive": "understand",
    "difficulty": 2,
    "marks": 2,
    "seconds": 60,
    "stem": "下列哪一项正确？",
    "rationale": "因为如此。",
    "sources": ["F01"],
    "author": "题库编写组",
}

FIELDS: dict[str, dict[str, Any]] = {
    "single_choice": {
        "options": [{"id": letter, "text": f"选项{letter}"} for letter in "ABCD"],
        "key": "B",
    },
    "multiple_choice": {
        "options": [{"id": letter, "text": f"选项{letter}"} for letter in "ABCDE"],
        "key": ["A", "C", "D"],
    },
    "true_false": {"stem": "二氧化碳是温室气体。", "key": True},
    "blanks": {
        "stem": "由 [[1]] 主管，按 [[2]] 计。",
        "blanks": [{"accepted": ["生态环境部", "国务院生态环境主管部门"]}, {"accepted": ["tCO2", "吨二氧化碳"]}],
    },
    "numeric": {
        "value": 27068.55,
        "unit": "tCO₂",
        "tolerance": {"absolute": 0.5},
        "accepted_units": [{"unit": "kgCO₂", "factor": 1000}],
    },
    "matching": {
        "premises": [{"id": "P1", "text": "范围一"}, {"id": "P2", "text": "范围二"}, {"id": "P3", "text": "范围三"}],
        "choices": [{"id": "C1", "text": "外购电力"}, {"id": "C2", "text": "锅炉"}, {"id": "C3", "text": "通勤"}],
        "key": {"P1": "C2", "P2": "C1", "P3": "C3"},
    },
    "ordering": {
        "items": [{"id": "A", "text": "文件评审"}, {"id": "B", "text": "核查安排"}, {"id": "C", "text": "现场核查"}],
        "key": ["B", "A", "C"],
    },
    "short_answer": {
        "marks": 10,
        "model_answer": "要点一；要点二。",
        "rubric": [{"text": "要点一", "marks": 4, "keywords": ["一"]}, {"text": "要点二", "marks": 6}],
    },
}


def data(kind: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """Plain data of a question, as in its file; the caller's own, to be changed at will."""
    if kind == "case":
        return deepcopy(_case(number) | fields)
    return deepcopy({"id": f"T-D01-{number:03d}", "type": kind} | COMMON | FIELDS[kind] | fields)


def _case(number: int) -> dict[str, Any]:
    shared = {name: COMMON[name] for name in COMMON if name not in {"marks", "seconds"}}
    kinds = ("single_choice", "multiple_choice", "numeric", "short_answer")
    own = ("cognitive", "difficulty", "marks", "seconds", "stem", "rationale")
    children = [{"type": kind} | {name: COMMON[name] for name in own} | FIELDS[kind] for kind in kinds]
    return {"id": f"T-D01-{number:03d}", "type": "case"} | shared | {"stem": "某企业……", "children": children}


KINDS = (*FIELDS, "case")


def question(kind: str, number: int = 1, **fields: Any) -> Question:
    return question_from(data(kind, number, **fields))
