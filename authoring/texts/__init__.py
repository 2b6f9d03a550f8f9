"""Every word a user sees, in one place: `zh/<room>.toml`, one file per room; English can follow as `en/`.

>>> say("label.question_type.single_choice")
'单选题'
"""

import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["LANGUAGE", "catalogue", "say", "tree"]

LANGUAGE = "zh"


@lru_cache(maxsize=1)
def _rooms() -> dict[str, dict[str, object]]:
    folder = files(__package__) / LANGUAGE
    sheets = [sheet for sheet in folder.iterdir() if sheet.name.endswith(".toml")]
    return {sheet.name.removesuffix(".toml"): tomllib.loads(sheet.read_text("utf-8")) for sheet in sheets}


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Every text by its full key, `room.table.name`."""
    found: dict[str, str] = {}

    def walk(prefix: str, node: object) -> None:
        if isinstance(node, dict):
            for name, child in node.items():
                walk(f"{prefix}.{name}", child)
        else:
            found[prefix] = str(node)

    for room, sheet in _rooms().items():
        walk(room, sheet)
    return found


def say(key: str, /, **values: object) -> str:
    """The text of `key` with `values` filled in (`str.format` fields).

    Raises KeyError for an unknown key: a missing text is a defect of the program, found by the tests.
    """
    text = catalogue()[key]
    return text.format(**values) if values else text


def tree(room: str, *path: str) -> dict[str, object]:
    """A whole table of texts, for example the candidate page's own."""
    node: object = _rooms()[room]
    for name in path:
        if not isinstance(node, dict):
            raise KeyError(name)
        node = node[name]
    if not isinstance(node, dict):
        raise KeyError(".".join((room, *path)))
    return node
