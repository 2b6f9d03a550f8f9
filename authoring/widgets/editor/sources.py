"""Finding a source by a part of its key or its name, among all that a bank's references offer."""

from functools import cached_property

from authoring.bank.references import References

__all__ = ["SourceNames"]

_LONGEST = 60
"""Characters of a name that are shown."""


class SourceNames:
    """The keys that a question may name as a source, with short names."""

    def __init__(self, references: References) -> None:
        self._references = references

    def name(self, key: str) -> str:
        """What a key means, such as `原煤 低位发热量 20.934 GJ/t`; empty for a key that is not known."""
        found = self._references.resolve(key)
        if found is None:
            return ""
        value = "" if found.kind == "formula" else found.value  # a formula's value is LaTeX
        words = f"{found.title}　{value}".strip()
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

    def find(self, text: str, limit: int = 40) -> list[tuple[str, str]]:
        """Keys and names that hold every word of a text, those that begin with it first."""
        words = text.lower().split()
        found = [(key, name) for key, name, plain in self._entries(text) if all(word in plain for word in words)]
        start = text.lower().strip()
        found.sort(key=lambda entry: (not entry[0].lower().startswith(start), not entry[1].startswith(start)))
        return found[:limit]

    def _entries(self, text: str) -> list[tuple[str, str, str]]:
        """The rows of a table are offered once its key stands there with a colon."""
        table = self._references.tables.get(text.partition(":")[0].strip()) if ":" in text else None
        if table is None:
            return self._all
        return [self._entry(f"{table.key}:{row}") for row in table.rows]

    @cached_property
    def _all(self) -> list[tuple[str, str, str]]:
        return [self._entry(key) for key in self._references.keys]

    def _entry(self, key: str) -> tuple[str, str, str]:
        name = self.name(key)
        return key, name, f"{key} {name}".lower()
