"""What is wrong with questions: one class per check, grouped by subject.

report = check_questions(bank, Context.of(bank, date.today()))
print(manual("W202"))
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from authoring.checks.balance import KeyLetters, KeySizes, TrueShare
from authoring.checks.calculation import CalculationDiffers, CalculationImpossible, DistractorIsResult, KeyIsNotResult
from authoring.checks.coverage import DomainEmpty, PointsWithoutQuestion
from authoring.checks.cues import AbsoluteWords, SharedWords
from authoring.checks.duplicates import EqualStems, NearDuplicates, OneTemplate
from authoring.checks.facts import OutdatedStatement, SourceFromMemory, SourceNoLongerValid
from authoring.checks.frame import UNUSED, BankCheck, Check, Context, QuestionCheck, Subject, run
from authoring.checks.grounding import LevelTooLow, PointUnknown, RationaleMissing, SourceMissing, SourceUnknown
from authoring.checks.options import (
    AllOrNone,
    ContainedOption,
    DoubledOption,
    LongestIsKey,
    OptionOrder,
    OverlappingRanges,
)
from authoring.checks.pictures import AlternativeText, Markup, PictureMissing, PictureUnsafe
from authoring.checks.stems import BlankStyle, NegativeStem, UnfocusedStem
from authoring.checks.structure import (
    AllOptionsRight,
    IdAndDomain,
    MarksForParts,
    NumberOfOptions,
    RubricSteps,
    Seconds,
)
from authoring.checks.terms import FormToAvoid
from authoring.checks.units import UnitSpacing, UnitWriting
from authoring.checks.writing import Brackets, ClosingMark, FullWidthSigns, HalfWidthMarks
from authoring.errors import UsageError
from authoring.findings import Report, Severity
from authoring.questions import Question
from authoring.texts import say

__all__ = ["ALL", "BankCheck", "Check", "Context", "QuestionCheck", "Subject", "check_questions", "manual"]

ALL: tuple[Check, ...] = (
    *(NumberOfOptions(), AllOptionsRight(), MarksForParts(), RubricSteps(), IdAndDomain(), Seconds()),
    *(PictureMissing(), PictureUnsafe(), AlternativeText(), Markup()),
    *(PointUnknown(), LevelTooLow(), SourceUnknown(), SourceMissing(), RationaleMissing()),
    *(CalculationImpossible(), CalculationDiffers(), KeyIsNotResult(), DistractorIsResult()),
    *(AllOrNone(), LongestIsKey(), OptionOrder(), DoubledOption(), OverlappingRanges(), ContainedOption()),
    *(AbsoluteWords(), SharedWords()),
    *(NegativeStem(), UnfocusedStem(), BlankStyle()),
    *(HalfWidthMarks(), FullWidthSigns(), Brackets(), ClosingMark()),
    *(UnitWriting(), UnitSpacing(), FormToAvoid()),
    *(OutdatedStatement(), SourceNoLongerValid(), SourceFromMemory()),
    *(EqualStems(), NearDuplicates(), OneTemplate()),
    *(KeyLetters(), TrueShare(), KeySizes()),
    *(PointsWithoutQuestion(), DomainEmpty()),
)
"""Every check, in the order of the codes."""


def check_questions(questions: Iterable[Question], context: Context, checks: Sequence[Check] = ALL) -> Report:
    """Everything the checks find in the questions, but for what a question answers for (`suppress`).

    The checks of the bank as a whole (K…) look at these questions together: leave them out for a part of a bank.
    """
    return run(questions, context, checks)


def manual(code: str) -> str:
    """The Chinese manual of a check. Raises UsageError for an unknown code, naming the nearest and all there are."""
    wanted = code.strip().upper()
    known = {check.code: (check.severity, check.subject) for check in ALL}
    known[UNUSED] = (Severity.INFO, Subject.STRUCTURE)
    if wanted not in known:
        near = get_close_matches(wanted, sorted(known), n=1)
        hint = say("checks.near", name=near[0]) if near else ""
        message = say("checks.manual.unknown", code=code, near=hint)
        raise UsageError(f"{message}\n{say('checks.manual.list', known=' '.join(sorted(known)))}")
    severity, subject = known[wanted]
    head = say(
        "checks.manual.head",
        code=wanted,
        title=say(f"checks.{wanted}.title"),
        severity=say(f"label.severity.{severity}"),
        subject=say(f"checks.subject.{subject}"),
    )
    steps = (f"{say(f'checks.manual.{name}')}　{say(f'checks.{wanted}.{name}')}" for name in ("why", "bad", "better"))
    suppress = say("checks.manual.suppress", code=wanted)
    return "\n".join((head, say(f"checks.{wanted}.summary"), "", *steps, "", suppress))
