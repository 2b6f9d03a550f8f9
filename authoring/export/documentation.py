"""The JSON Schemas of `docs/schemas` and the tables of `docs/package-format.md`; tests hold both to the code.

python -m authoring.export.documentation docs/schemas      writes the schemas
"""

import json
import sys
from pathlib import Path
from typing import Any

from authoring.export.contents import KeySheet, QuestionSet
from authoring.export.manifest import Manifest
from authoring.papers.paper import Paper
from authoring.records import Record
from authoring.rendering.views import CandidatePaper
from authoring.sessions.rules import ExamSession
from authoring.texts import tree

__all__ = ["SCHEMAS", "codes_table", "schemas"]

SCHEMAS: dict[str, type[Record]] = {
    "manifest": Manifest,
    "candidate-paper": CandidatePaper,
    "session": ExamSession,
    "paper": Paper,
    "questions": QuestionSet,
    "keys": KeySheet,
}
"""Records of the package's JSON files, by the name of their schema."""


def schemas() -> dict[str, str]:
    """Text of each schema by its file name. A package's files hold every field, so every field is required."""
    return {f"{name}.schema.json": _text(name, record) for name, record in SCHEMAS.items()}


def _text(name: str, record: type[Record]) -> str:
    schema = _plain(record.model_json_schema(mode="serialization"))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json"}
    return json.dumps(head | schema, ensure_ascii=False, indent=1) + "\n"


def _plain(node: Any, named: bool = False) -> Any:
    """Without pydantic's defaults and made-up titles of fields; `named`: the node's keys are names, not keywords."""
    if isinstance(node, list):
        return [_plain(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    dropped = set() if named else {"default"} if node.get("type") == "object" else {"default", "title"}
    return {
        name: _plain(entry, named=not named and name in {"properties", "$defs"})
        for name, entry in node.items()
        if name not in dropped
    }


def codes_table() -> str:
    """Every code of building and verifying with message and remedy."""
    found: dict[str, Any] = dict(sorted(tree("export", "finding").items()))
    rows = [f"| {code} | {text['message']} | {text['hint']} |" for code, text in found.items()]
    return "\n".join(["| Code | Message | Remedy |", "| --- | --- | --- |", *rows])


def main(folder: str) -> None:
    for name, text in schemas().items():
        (Path(folder) / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
