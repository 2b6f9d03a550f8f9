"""Stems: one clear task, marked negatives, one way to write a blank."""

import re
from collections.abc import Iterator

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.reading import HOLE
from authoring.content import Content
from authoring.content.nodes import Emphasis, Inline, Strong, Text, walk
from authoring.findings import Severity
from authoring.questions import QuestionType
from authoring.texts import say

__all__ = ["BlankStyle", "NegativeStem", "UnfocusedStem"]

_BLANK = re.compile(r"[（(][\s\u3000]*[）)]|_{2,}")


class NegativeStem(QuestionCheck):
    """A stem that asks for what is wrong or missing is misread, unless its negative is emphasised.

    Bad: 下列不属于……的是. Better: 下列**不**属于……的是, or best a positive question.
    """

    code, severity, subject = "W211", Severity.WARNING, Subject.WORDING
    _VERBS = (
        "正确|准确|恰当|妥当|合理|合适|适当|符合|符|属于|属|包括|包含|含|应|需|必|宜|得|能|可|会|计入|纳入|算|是|作为|"
        "适用|适合|适宜|必要|可取|成立|可能|真实|规范|当|影响|涉及|要求|列入|参与|同意|允许|支持|具备|具有|满足|构成|产生"
    )
    _LIMIT = re.compile(r"不(?:得|能|应|可|会|宜)?(?:少于|低于|超过|高于|多于|大于|小于|晚于|迟于|早于)")
    _ASKED = re.compile(
        rf"(?<!而)不(?:{_VERBS})[^，。；：？、\n]{{0,20}}?(?:的(?:一项|选项|说法|做法|情形|内容|项目)?(?:是|有|为)|[（(][\s\u3000]*[）)]|的?[？?])"
        r"|(?:错误|有误|不妥|无关|不符)的?(?:一项|选项|说法|做法)?(?:是|有|为)(?=[（(？?：:\s]|哪|$)"
        r"|(?:错误|有误|不妥)[（(][\s\u3000]*[）)]"
        r"|除[^，。；]{0,16}(?:以|之)?外[，,]?(?:其余|其他|都|均)"
    )
    _MARK = re.compile(r"不|错误|有误|除|非|无|未|外")

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for choice in reading.choices:
            stem = self._LIMIT.sub(HOLE, reading.candidate[choice.stem])
            found = self._ASKED.search(stem)
            if found and not self._MARK.search(_strong(reading.contents[choice.stem])):
                yield trouble(choice.stem, quote=found.group())


def _strong(content: Content) -> str:
    """The words in bold."""

    def words(nodes: tuple[Inline, ...]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Text):
                yield node.text
            elif isinstance(node, Strong | Emphasis):
                yield from words(node.children)

    return " ".join(word for node in walk(content.blocks) if isinstance(node, Strong) for word in words(node.children))


class UnfocusedStem(QuestionCheck):
    """A stem alone tells what is asked: a question, a blank or a task, and what it is about.

    Bad: 下列说法正确的是. Better: 关于配额清缴的时限，下列说法正确的是（　　）。
    """

    code, severity, subject = "W212", Severity.WARNING, Subject.WORDING
    SHORTEST = 6
    """Characters besides the blank."""
    _TASK = re.compile(
        rf"[？?{HOLE}]|[（(][\s\u3000]*[）)]|_{{2,}}|计算|求|多少|请|试|说明|简述|概述|阐述|分析|论述|列出|列举|写出|指出|回答|判断|给出|解释|评价|提出|设计|如何|哪"
    )
    _CHOSEN = re.compile(r"[？?]|[（(][\s\u3000]*[）)]|_{2,}")
    _NO_TOPIC = re.compile(
        "(?:下列|以下|下面|关于|各项|选项|说法|表述|叙述|描述|陈述|做法|观点|内容|哪[一]?[项个些]|一项|正确|准确|错误|有误|恰当|合理"
        "|[中的是有为最不，：。？?:])+"
    )
    """Words that say how to choose, but not about what."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for prefix, part in reading.parts:
            if reason := self._reason(
                QuestionType(part.type), reading.prose[f"{prefix}stem"], within_case=bool(prefix)
            ):
                yield trouble(f"{prefix}stem", reason=say(f"checks.W212.reason.{reason}"))

    def _reason(self, kind: QuestionType, stem: str, *, within_case: bool) -> str | None:
        if kind in (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE):
            task = self._CHOSEN
        elif kind in (QuestionType.NUMERIC, QuestionType.SHORT_ANSWER):
            task = self._TASK
        else:
            return None
        if not task.search(stem):
            return "no_task"
        bare = _BLANK.sub("", stem).strip(" 。？?：:\n")
        if len(bare) < self.SHORTEST:
            return "too_short"
        return "no_topic" if not within_case and self._NO_TOPIC.fullmatch(bare) else None


class BlankStyle(QuestionCheck):
    """A blank in a choice or statement is a pair of full-width brackets with two full-width spaces: （　　）.

    Bad: ( ), （）, ____. Better: （　　）; 填空 use [[1]].
    """

    code, severity, subject = "W213", Severity.WARNING, Subject.WORDING
    RIGHT = "（\u3000\u3000）"

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        if _BLANK.search(reading.joined) is None:
            return
        for prefix, _ in reading.parts:
            for found in _BLANK.finditer(reading.prose[f"{prefix}stem"]):
                if found.group() != self.RIGHT:
                    yield trouble(f"{prefix}stem", written=found.group(), right=self.RIGHT)
