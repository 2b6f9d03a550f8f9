"""Pasted text as the tests read it."""

from typing import Any

from authoring.intake.draft import Intake
from authoring.intake.text import read_text


def read(text: str, source: str = "粘贴") -> Intake:
    return read_text(text, source)


def one(text: str) -> dict[str, Any]:
    (draft,) = read(text).drafts
    return draft.plain


def codes(intake: Intake) -> list[str]:
    return sorted(finding.code for finding in intake.report)


def options(plain: dict[str, Any]) -> list[str]:
    return [option["text"] for option in plain["options"]]
