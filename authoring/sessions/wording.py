"""The manual's wording, which the rules say until a coordinator changes them: `texts/zh/sessions.toml`, `default`."""

from typing import Any, cast

from authoring.texts import say, tree

__all__ = ["label", "wording", "wordings"]


def wording(key: str) -> str:
    """One default text, such as `platform.name`."""
    return say(f"sessions.default.{key}")


def wordings(table: str, name: str) -> tuple[Any, ...]:
    """A default list: texts, or tables that become records."""
    return tuple(cast("list[Any]", tree("sessions", "default", table)[name]))


def label(choice: str, value: str) -> str:
    """The name of a closed choice's value, such as `device`, `camera`."""
    return say(f"sessions.label.{choice}.{value}")
