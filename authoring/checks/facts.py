"""Facts: what was right once, and what nobody has read."""

import re
from collections.abc import Iterator

from authoring.bank.references import Origin, Outdated
from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.grounding import members
from authoring.checks.needles import Needled
from authoring.checks.reading import quote
from authoring.findings import Severity
from authoring.questions import TrueFalse
from authoring.texts import say

__all__ = ["OutdatedStatement", "SourceFromMemory", "SourceNoLongerValid"]


class _Statements:
    """The bank's outdated statements, each looked for only where one of its literals is."""

    def __init__(self, context: Context) -> None:
        self._each = [(Needled(entry.pattern), entry) for entry in context.references.outdated]

    def among(self, texts: dict[str, str]) -> Iterator[tuple[str, re.Match[str], Outdated]]:
        """Field path and first place of each outdated statement in each text."""
        joined = "\n".join(texts.values())
        likely = [(pattern, entry) for pattern, entry in self._each if pattern.may_hold(joined)]
        for path, text in texts.items():
            for pattern, entry in likely:
                if found := pattern.search(text):
                    yield path, found, entry


class OutdatedStatement(QuestionCheck):
    """A statement that was right once is stated as current. Where the old year or document is named, it is right.

    Bad: 全国碳市场目前仅覆盖发电行业. Better: 全国碳市场覆盖发电、钢铁、水泥、铝冶炼行业.
    False statements and distractors may well be outdated ones, and are passed over.
    """

    code, severity, subject = "F301", Severity.WARNING, Subject.FACTS

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        wrong = _meant_wrong(reading)
        texts = {path: text for path, text in reading.plain.items() if path not in wrong}
        for path, found, entry in context.once(_Statements).among(texts):
            document = context.references.documents.get(entry.source)
            yield trouble(
                path,
                severity=self._severity(path, entry),
                quote=quote(found.string, found.start(), found.end(), around=4),
                old=entry.old,
                new=entry.new,
                since=entry.since,
                document=document.title if document else entry.source,
            )

    @staticmethod
    def _severity(path: str, entry: Outdated) -> Severity:
        """Only a person can tell whether the old rule is meant; rationales mostly mean it."""
        grave = entry.severity == Severity.ERROR and not path.endswith("rationale")
        return Severity.WARNING if grave else Severity.INFO


def _meant_wrong(reading: Reading) -> set[str]:
    """Fields that state something wrong on purpose: distractors with their mistakes, and false statements."""
    wrong = {f"{p}stem" for p, part in reading.parts if isinstance(part, TrueFalse) and not part.key}
    for choice in reading.choices:
        for place, right in enumerate(choice.right):
            if not right:
                wrong |= {choice.option(place), f"{choice.prefix}options.{place}.mistake"}
    return wrong


class SourceNoLongerValid(QuestionCheck):
    """A source that is no longer valid supports only a question that names the old year.

    Bad: the 2022 factor as today's. Better: the factor in force, or 2022年 in the stem.
    """

    code, severity, subject = "F302", Severity.WARNING, Subject.FACTS

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, member in members(reading, "sources"):
            for place, key in enumerate(member.sources):
                fact = context.references.facts.get(key)
                if fact is None or fact.valid_to is None or not _is_past(fact.valid_to, context):
                    continue
                years = {*_YEAR.findall(fact.name), *(date[:4] for date in (fact.valid_from, fact.valid_to) if date)}
                named = any(year in text for year in years for text in reading.candidate.values())
                yield trouble(
                    f"{prefix}sources.{place}",
                    severity=Severity.INFO if named else None,
                    source=key,
                    name=fact.name,
                    until=fact.valid_to,
                )


_YEAR = re.compile(r"(?:19|20)\d\d")


def _is_past(date: str, context: Context) -> bool:
    """A year or month alone lasts to its end."""
    return date < context.today.isoformat()[: len(date)]


class SourceFromMemory(QuestionCheck):
    """Nothing rests on a fact or document that nobody has read.

    Bad: a source of origin `memory`. Better: verify it in the official text, change its origin, then use it.
    """

    code, severity, subject = "F303", Severity.ERROR, Subject.FACTS

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, member in members(reading, "sources"):
            for place, key in enumerate(member.sources):
                if document := self._unread(key, context):
                    yield trouble(f"{prefix}sources.{place}", source=key, what=document)

    @staticmethod
    def _unread(key: str, context: Context) -> str | None:
        """What of a source has not been read: itself, or the document behind a fact."""
        resolved = context.resolve(key)
        if resolved is None:
            return None
        if resolved.origin is Origin.MEMORY:
            return resolved.title
        fact = context.references.facts.get(key)
        document = context.references.documents.get(fact.source) if fact else None
        return (
            say("checks.F303.behind", title=document.title) if document and document.origin is Origin.MEMORY else None
        )
