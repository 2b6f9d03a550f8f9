"""Findings of intakes: severity, message and hint by code from `texts/zh/intake.toml`."""

from functools import lru_cache

from authoring.findings import Finding, Place, Severity
from authoring.texts import say, tree

__all__ = ["loss", "shortened"]

_QUOTED = 60


@lru_cache(maxsize=1)
def _rooms() -> dict[str, str]:
    """Code → table of texts."""
    tables = {name: table for name, table in tree("intake").items() if isinstance(table, dict)}
    return {code: name for name, table in tables.items() for code in table if code[:1] == "I" and code[1:].isdigit()}


def loss(code: str, where: Place, **values: object) -> Finding:
    """The finding `code`; a `quote` among the values is shortened."""
    key = f"intake.{_rooms()[code]}.{code}"
    if "quote" in values:
        values["quote"] = shortened(str(values["quote"]))
    return Finding(
        code=code,
        severity=Severity(say(f"{key}.severity")),
        where=where,
        message=say(f"{key}.message", **values),
        hint=say(f"{key}.hint", **values),
    )


def shortened(text: str) -> str:
    """A quote on one line, of readable length."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
