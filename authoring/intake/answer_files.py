"""A paper and its answers in two files: which file holds nothing but answers, and to which paper they belong."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from authoring.findings import Finding, Place
from authoring.intake.decoding import decoded
from authoring.intake.draft import Intake
from authoring.intake.keys import Keys
from authoring.intake.losses import loss
from authoring.intake.text import read_keys
from authoring.intake.word import read_word_keys
from authoring.intake.word.package import RefusedError

__all__ = ["only_keys", "paper_of", "read_answers"]

_PLACE = r"(?:[一二三四五六七八九十]{1,3}[、.．]\s*)?\d{1,3}[.、．]\s*"
_SIGN = r"(?:[A-ZＡ-Ｚ]{1,10}|[√×✓✗对错]|正确|错误)[。.]?"
_ANSWERS = re.compile(rf"(?:{_PLACE})?{_SIGN}(?:\s+{_PLACE}{_SIGN})*")
_WORDS = re.compile(
    r"(?:参考|标准|试题|正确)?答案|评分(?:标准|参考|细则)|解析|详解|试[卷题]|题目|answers?|keys?|[和及与含]|[\W_]+",
    re.I,
)
_TEXTS = frozenset((".txt", ".md", ".markdown", ""))


def only_keys(intake: Intake) -> bool:
    """Whether a source holds answers and no questions."""
    if not intake.drafts:
        return any(finding.code == "I330" for finding in intake.report)
    return all(set(draft.plain) <= {"stem"} and _ANSWERS.fullmatch(str(draft.plain["stem"])) for draft in intake.drafts)


def read_answers(data: bytes, source: str) -> Keys | Finding:
    """The answers of a Word or text file, or what is wrong with it."""
    if data.startswith(b"PK") or PurePath(source).suffix.lower() not in _TEXTS:
        try:
            keys = read_word_keys(data, source)
        except RefusedError as error:
            return error.finding
    else:
        text, _ = decoded(data, source)
        keys = read_keys(text, source)
    return keys if keys.entries else loss("I344", Place(file=source))


def paper_of(answers: str, papers: Sequence[str]) -> str | None:
    """The paper that a file of answers belongs to: the only one, or the one of nearly the same name."""
    if len(papers) == 1:
        return papers[0]
    alike = [paper for paper in papers if _bare(paper) == _bare(answers)]
    return alike[0] if len(alike) == 1 else None


def _bare(name: str) -> str:
    return _WORDS.sub("", PurePath(name).stem.lower())
