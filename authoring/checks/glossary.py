"""The glossary's forms to avoid, compiled once for a whole bank."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.bank.references import Term
from authoring.checks.frame import Context
from authoring.checks.needles import Needled
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
    """Looks for all forms of all terms: plain strings in one trie, each pattern only where one of its literals is."""

    def __init__(self, context: Context) -> None:
        terms = list(context.references.terms.values())
        self._plain = {form: term for term in terms for form in term.avoid}
        self._forms = re.compile(trie(self._plain)) if self._plain else None
        self._patterns = [(Needled(term.avoid_pattern), term) for term in terms if term.avoid_pattern]
        self._known = sorted({name for term in terms for name in (term.term, term.preferred) if name}, key=len)

    def may_hold(self, text: str) -> bool:
        """Quick: whether any form may be in a text."""
        if self._forms and self._forms.search(text):
            return True
        return any(pattern.search(text) for pattern, _ in self._patterns)

    def avoided(self, text: str) -> Iterator[Avoided]:
        """Every form to avoid in a text, but for those within quoted titles (《…》) and within known terms."""
        bare = _TITLE.sub(lambda title: HOLE * len(title.group()), text)
        for found in self._forms.finditer(bare) if self._forms else ():
            if not self._within_term(bare, found):
                yield Avoided(found.start(), found.end(), found.group(), self._plain[found.group()])
        for pattern, term in self._patterns:
            for found in pattern.finditer(bare):
                yield Avoided(found.start(), found.end(), found.group(), term)

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
