"""匹配 and 排序 as qti-match-interaction and qti-order-interaction."""

from collections.abc import Iterable

from authoring.export.qti3.pieces import blocks, inline
from authoring.export.qti3.response_processing import all_or_nothing, declaration, mapping, shared
from authoring.export.qti3.setting import Setting, Written, shown
from authoring.questions import Entry, Matching, Ordering
from authoring.questions.scoring import PartMarks

__all__ = ["matching", "ordering"]


def matching(question: Matching, setting: Setting) -> Written:
    """A response is a set of pairs `P1 C2`; a premise takes one choice, a choice any number of premises."""
    count = len(question.premises)
    body = (
        f"{blocks(question.stem, setting.media)}"
        '<qti-match-interaction class="qti-match-tabular" response-identifier="RESPONSE" shuffle="false" '
        f'max-associations="{count}">{_match_set(question.premises, 1, setting)}'
        f"{_match_set(shown(question.choices, setting.order), count, setting)}</qti-match-interaction>"
    )
    if not setting.with_keys:
        return Written(declaration("RESPONSE", "multiple", "directedPair"), body)
    pairs = [f"{premise.id} {question.key[premise.id]}" for premise in question.premises]
    if setting.rules.parts is PartMarks.ALL_OR_NOTHING:
        return Written(declaration("RESPONSE", "multiple", "directedPair", pairs), body, all_or_nothing(setting.marks))
    mapped = mapping([(pair, "1") for pair in pairs])
    return Written(
        declaration("RESPONSE", "multiple", "directedPair", pairs, mapped), body, shared(setting.marks, count)
    )


def ordering(question: Ordering, setting: Setting) -> Written:
    choices = "".join(
        [
            f'<qti-simple-choice identifier="{item.id}">{inline(item.text, setting.media)}</qti-simple-choice>'
            for item in shown(question.items, setting.order)
        ]
    )
    body = (
        f"{blocks(question.stem, setting.media)}"
        f'<qti-order-interaction response-identifier="RESPONSE" shuffle="false" orientation="vertical">{choices}'
        "</qti-order-interaction>"
    )
    return Written(
        declaration("RESPONSE", "ordered", "identifier", question.key if setting.with_keys else ()),
        body,
        all_or_nothing(setting.marks) if setting.with_keys else "",
    )


def _match_set(entries: Iterable[Entry], most: int, setting: Setting) -> str:
    choices = [
        f'<qti-simple-associable-choice identifier="{entry.id}" match-max="{most}">{inline(entry.text, setting.media)}'
        "</qti-simple-associable-choice>"
        for entry in entries
    ]
    return f"<qti-simple-match-set>{''.join(choices)}</qti-simple-match-set>"
