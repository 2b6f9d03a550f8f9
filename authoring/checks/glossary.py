"""The glossary's forms to avoid, compiled once for a whole bank."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from authoring.bank.references import Term
from authoring.checks.frame import Context
from authoring.checks.reading import HOLE

__all__ = ["Avoided", "Glossary", "trie"]

_TITLE = re.compile("《[^》]*》")


class Avoided(NamedTuple):
    """A form to avoid, where it stands in a text, and its term."""

    start: int
    end: int
    form: str
    term: Term


class Glossary:
    """Looks for all forms of all terms at once: plain strings in one trie, patterns in one alternation."""

    def __init__(self, context: Context) -> None:
        terms = list(context.references.terms.values())
        self._plain = {form: term for term in terms for form in term.avoid}
        self._patterned = {f"t{number}": term for number, term in enumerate(terms) if term.avoid_pattern}
        self._known = sorted({name for term in terms for name in (term.term, term.preferred) if name}, key=len)

    @cached_property
    def _forms(self) -> re.Pattern[str] | None:
        return re.compile(trie(self._plain)) if self._plain else None

    @cached_property
    def _patterns(self) -> re.Pattern[str] | None:
        named = [f"(?P<{name}>{term.avoid_pattern})" for name, term in self._patterned.items()]
        return re.compile("|".join(named)) if named else None

    def may_hold(self, text: str) -> bool:
        """Quick: whether any form may be in a text."""
        return any(pattern is not None and pattern.search(text) for pattern in (self._forms, self._patterns))

    def avoided(self, text: str) -> Iterator[Avoided]:
        """Every form to avoid in a text, but for those within quoted titles (《…》) and within known terms."""
        bare = _TITLE.sub(lambda title: HOLE * len(title.group()), text)
        for found in self._forms.finditer(bare) if self._forms else ():
            if not self._within_term(bare, found):
                yield Avoided(found.start(), found.end(), found.group(), self._plain[found.group()])
        for found in self._patterns.finditer(bare) if self._patterns else ():
            yield Avoided(found.start(), found.end(), found.group(), self._patterned[found.lastgroup or ""])

    def _within_term(self, text: str, found: re.Match[str]) -> bool:
        for name in self._known:
            if found.group() in name:
                shift = name.index(found.group())
                if text.startswith(name, max(0, found.start() - shift)) and found.start() >= shift:
                    return True
        return False

    def covers(self, text: str, start: int, end: int) -> bool:
        """Whether a form to avoid lies over this stretch of a text."""
        return any(entry.start < end and start < entry.end for entry in self.avoided(text))


def trie(words: Iterator[str] | dict[str, Term] | list[str]) -> str:
    """A pattern that matches any of the words, the longest first, reading each character of a text once."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    if set(heads) == {""}:
        return ""
    ends = "" in heads
    branches = [re.escape(head) + trie(tails) for head, tails in sorted(heads.items()) if head]
    body = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{body}?" if ends else body
