"""YAML 1.2 as people write and read it: parsing with findings, lines of fields, and a writer that quotes.

Parsed by ryaml (YAML 1.2: `no` is a word, a date is a text, duplicate keys and endless aliases are refused).
"""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from unicodedata import east_asian_width

import ryaml
import yaml
from pydantic import BaseModel, ValidationError

from authoring.findings import Finding, Place, Severity
from authoring.questions import QuestionType
from authoring.texts import say
from authoring.validation import faults

__all__ = ["Lines", "decode", "parse_yaml", "to_yaml", "validation_findings"]

LONGEST = 2_000_000
"""Characters; a larger file is no question, whatever it is."""
_POSITION = re.compile(r"at line (\d+) column (\d+)")
_TYPES = frozenset(kind.value for kind in QuestionType)


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """Text of a file; UTF-8, with or without a byte order mark. Anything else is a finding."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        return None, [_finding("B101", Place(file=file, line=line), "encoding", guess=_guess(data), byte=problem.start)]


def _guess(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return say("bank.encoding_unknown")
    return "GBK/GB18030"


def parse_yaml(text: str, file: str) -> tuple[Any, list[Finding]]:
    """The plain data of a YAML text, or None and what is wrong with it."""
    if len(text) > LONGEST:
        return None, [_finding("B102", Place(file=file), "too_long", size=len(text), limit=LONGEST)]
    try:
        return ryaml.loads(text), []
    except (ryaml.InvalidYamlError, ValueError) as problem:
        return None, [_broken(str(problem), text, file)]


def _broken(problem: str, text: str, file: str) -> Finding:
    if "recursion limit" in problem or "repetition limit" in problem:
        return _finding("B103", Place(file=file), "circular")
    if "duplicate entry with key" in problem:
        key = problem.rsplit("key ", 1)[-1].strip('"')
        field = re.compile(rf"\s*(- )?[\"']?{re.escape(key)}[\"']?\s*:")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if field.match(line)]
        return _finding("B104", Place(file=file, line=lines[-1] if lines else None), "duplicate_key", key=key)
    found = _POSITION.search(problem)
    rows = text.split("\n")
    line = min(int(found[1]), len(rows)) if found else _tab_line(text)
    place = Place(file=file, line=line, column=int(found[2]) if found else None)
    quote = (rows[line - 1] if line else text).strip()[:60]
    return _finding("B102", place, "broken_yaml", quote=quote)


def _tab_line(text: str) -> int | None:
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith("\t")), None)


class Lines:
    """Where the fields of a YAML text stand. Positions come from PyYAML's node tree, made on first use."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _root(self) -> yaml.Node | None:
        try:
            return yaml.compose(self._text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            return None

    def at(self, path: Sequence[str | int] | str) -> int | None:
        """1-based line of the field at `path` (`options.1.text` or its parts), or of its nearest parent."""
        steps = path.split(".") if isinstance(path, str) else [str(step) for step in path]
        node = self._root
        line = node.start_mark.line + 1 if node is not None else None
        for step in steps:
            key, node = _child(node, step)
            if node is None:
                break
            line = (key or node).start_mark.line + 1
        return line


def _child(node: yaml.Node | None, step: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if str(key.value) == step), (None, None))
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return None, node.value[int(step)]
    return None, None


def validation_findings(
    error: ValidationError,
    *,
    file: str,
    lines: Lines,
    model: type[BaseModel] | None = None,
    question: str | None = None,
    code: str = "B110",
) -> list[Finding]:
    """Every problem of a pydantic validation as a Chinese finding with field and line; `model` as in `faults`."""
    found = faults(error, model, tags=_TYPES, see=say("bank.validation.see"))
    return [
        Finding(
            code=code,
            severity=Severity.ERROR,
            where=Place(file=file, line=lines.at(fault.path), question=question, field=fault.field or None),
            message=fault.message,
            hint=fault.hint,
        )
        for fault in found
    ]


def _finding(code: str, place: Place, text: str, **values: object) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        where=place,
        message=say(f"bank.{text}.message", **values),
        hint=say(f"bank.{text}.hint"),
    )


# Writing

_WIDTH = 110
_PLAIN = re.compile(r"[^\s\[\]{},&*!|>'\"%@`#?:=~<+.0-9-][^\n\[\]{},\"'`#:]*")
"""Texts that need no quotes anywhere, flow style included."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "nan", "inf", "infinity", "none"})
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff\t]")


def to_yaml(data: dict[str, Any]) -> str:
    """A mapping as readable YAML 1.2: short lists and records on one line, long texts as `|-` blocks.

    What `parse_yaml` reads back equals `data`.
    """
    return "\n".join(_mapping(data, 0) or ["{}"]) + "\n"


def _mapping(data: dict[str, Any], indent: int) -> list[str]:
    lines = []
    for key, value in data.items():
        lines += _entry(f"{' ' * indent}{_scalar(str(key))}:", value, indent)
    return lines


def _entry(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, str) and "\n" in value and (block := _block(value, indent + 2)):
        return [f"{head} {block[0]}", *block[1:]]
    flow = _flow(value)
    if not isinstance(value, dict | list) or not value or (_width(head) + _width(flow) < _WIDTH and _is_flat(value)):
        return [f"{head} {flow}"]
    if isinstance(value, dict):
        return [head, *_mapping(value, indent + 2)]
    return [head, *(line for entry in value for line in _item(entry, indent + 2))]


def _item(value: Any, indent: int) -> list[str]:
    dash = f"{' ' * indent}-"
    flow = _flow(value)
    if isinstance(value, dict) and value and (_width(dash) + _width(flow) >= _WIDTH or not _is_flat(value)):
        first, *rest = _mapping(value, indent + 2)
        return [f"{dash} {first.lstrip()}", *rest]
    if isinstance(value, str):
        return _entry(dash, value, indent)
    return [f"{dash} {flow}"]


def _width(text: str) -> int:
    """Columns on a screen: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _is_flat(value: Any) -> bool:
    """Whether a list or mapping reads well on one line: only scalars and lists of scalars, no line breaks."""
    if isinstance(value, dict):
        inner = list(value.values())
        return all(_is_line(entry) or (isinstance(entry, list) and all(map(_is_line, entry))) for entry in inner)
    return all(map(_is_line, value))


def _is_line(value: Any) -> bool:
    return not isinstance(value, dict | list) and not (isinstance(value, str) and "\n" in value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(key))}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    if _ODD.search(value) or "\n" in value or "\r" in value or "\x85" in value:
        # JSON escapes beyond U+FFFF are surrogate pairs, which YAML refuses: escape the odd characters alone
        return _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", json.dumps(value, ensure_ascii=False))
    if _PLAIN.fullmatch(value) and value == value.rstrip() and value.lower() not in _WORDS:
        return value
    return "'" + value.replace("'", "''") + "'"


def _block(value: str, indent: int) -> list[str] | None:
    """A `|` block, or None where a block would not keep the text exactly."""
    body = value[:-1] if value.endswith("\n") else value
    lines = body.split("\n")
    if _ODD.search(value) or "\r" in value or not lines[0].strip() or not lines[-1].strip() or lines[0][0] == " ":
        return None
    return ["|" if value.endswith("\n") else "|-", *(f"{' ' * indent}{line}" if line else "" for line in lines)]
