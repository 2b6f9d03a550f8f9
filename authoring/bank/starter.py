"""What a new bank and a new question begin as."""

from typing import Any

from authoring.bank.yaml_text import to_yaml
from authoring.questions import Question, QuestionType, question_from
from authoring.texts import say

__all__ = ["draft", "starter_bank"]

TERM_COLUMNS = "term_zh,term_en,abbr,definition_zh,preferred,avoid,avoid_regex,severity,category,note"
GIT_ATTRIBUTES = "history/**/*.jsonl text eol=lf merge=union\n"
"""Git puts together what two branches appended to a history."""
GIT_IGNORE = ".bank-index/\n.tmp-*\n"
OUTDATED_COLUMNS = "id,category,old_zh,regex,new_zh,since,severity,source,confidence,example_hit,example_ok,note"


def starter_bank(folder: str, name: str) -> dict[str, str]:
    """The files of an empty bank, by path: bank.yaml, an empty syllabus, empty references."""
    return {
        "bank.yaml": to_yaml({"format": 1, "id": folder, "name": name, "language": "zh-CN", "id_prefix": "Q"}),
        "syllabus.yaml": to_yaml({"domains": [], "specialities": []}),
        "references/facts.yaml": to_yaml({"sources": {}, "tables": {}, "facts": []}),
        "references/formulas.yaml": to_yaml({"formulas": []}),
        "references/glossary.csv": f"{TERM_COLUMNS}\n",
        "references/outdated.csv": f"{OUTDATED_COLUMNS}\n",
        ".gitattributes": GIT_ATTRIBUTES,
        ".gitignore": GIT_IGNORE,
    }


def draft(kind: QuestionType, identity: str, point: str) -> Question:
    """A draft of a type with placeholders where the author writes; valid, so that it can be saved and previewed."""
    return question_from(_common(kind, identity, point) | _FAMILIES[kind]())


def _common(kind: QuestionType, identity: str, point: str) -> dict[str, Any]:
    common = {
        "id": identity,
        "type": kind.value,
        "status": "draft",
        "level": "junior",
        "knowledge_points": [point],
        "cognitive": "understand",
        "difficulty": 3,
        "stem": say(f"starter.stem.{kind}"),
        "rationale": say("starter.rationale"),
    }
    return common if kind is QuestionType.CASE else common | {"marks": 1, "seconds": 60}


def _entries(ids: str) -> list[dict[str, str]]:
    return [{"id": name, "text": say("starter.entry", name=name)} for name in ids.split()]


def _case() -> dict[str, Any]:
    child = _common(QuestionType.SINGLE_CHOICE, "", "") | _FAMILIES[QuestionType.SINGLE_CHOICE]()
    return {
        "children": [{name: child[name] for name in child if name not in {"id", "status", "level", "knowledge_points"}}]
    }


_FAMILIES: dict[QuestionType, Any] = {
    QuestionType.SINGLE_CHOICE: lambda: {"options": _entries("A B C D"), "key": "A"},
    QuestionType.MULTIPLE_CHOICE: lambda: {"options": _entries("A B C D E"), "key": ["A", "B"], "marks": 2},
    QuestionType.TRUE_FALSE: lambda: {"key": True},
    QuestionType.BLANKS: lambda: {"blanks": [{"accepted": [say("starter.blank")]}]},
    QuestionType.NUMERIC: lambda: {"value": 0, "unit": "tCO₂", "tolerance": {"absolute": 0.01}, "marks": 5},
    QuestionType.MATCHING: lambda: {
        "premises": _entries("P1 P2"),
        "choices": _entries("C1 C2 C3"),
        "key": {"P1": "C1", "P2": "C2"},
    },
    QuestionType.ORDERING: lambda: {"items": _entries("A B C"), "key": ["B", "A", "C"]},
    QuestionType.SHORT_ANSWER: lambda: {
        "marks": 10,
        "model_answer": say("starter.model_answer"),
        "rubric": [{"text": say("starter.point"), "marks": 10}],
    },
    QuestionType.CASE: _case,
}
