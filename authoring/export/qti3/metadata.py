"""What a question bank wants to know of an item: QTI metadata and a small IEEE LOM record.

LOM's own vocabulary where it has one (difficulty: five steps, like ours); syllabus codes, level and cognitive level are
classifications. Titles and texts stay out: the item holds them.
"""

from authoring import __version__
from authoring.export.qti3.pieces import escape
from authoring.questions import Numeric, Part, QuestionType, ShortAnswer
from authoring.texts import say

__all__ = ["item_metadata"]

LOM = "http://ltsc.ieee.org/xsd/LOM"
QTI_METADATA = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0"
DIFFICULTY = ("very easy", "easy", "medium", "difficult", "very difficult")
"""LOM 5.8, for 1 to 5."""
_INTERACTIONS = {
    QuestionType.SINGLE_CHOICE: "choiceInteraction",
    QuestionType.MULTIPLE_CHOICE: "choiceInteraction",
    QuestionType.TRUE_FALSE: "choiceInteraction",
    QuestionType.BLANKS: "textEntryInteraction",
    QuestionType.NUMERIC: "textEntryInteraction",
    QuestionType.MATCHING: "matchInteraction",
    QuestionType.ORDERING: "orderInteraction",
    QuestionType.SHORT_ANSWER: "extendedTextInteraction",
}


def item_metadata(question: Part, *, with_keys: bool, feedback: bool) -> str:
    """The `<metadata>` of an item's resource. Without keys only how it is answered: nothing about what it asks."""
    return f"<metadata>{_qti(question, with_keys and feedback)}{_lom(question) if with_keys else ''}</metadata>"


def _qti(question: Part, feedback: bool) -> str:
    kinds = [_INTERACTIONS[QuestionType(question.type)]]
    if isinstance(question, Numeric) and len(question.units) > 1:
        kinds.append("inlineChoiceInteraction")
    interactions = "".join([f"<interactionType>{kind}</interactionType>" for kind in kinds])
    mode = "human" if isinstance(question, ShortAnswer) else "responseprocessing"
    shown = "nonadaptive" if feedback and question.rationale else "none"
    return (
        f'<qtiMetadata xmlns="{QTI_METADATA}"><itemTemplate>false</itemTemplate><timeDependent>false</timeDependent>'
        f"<composite>false</composite>{interactions}<feedbackType>{shown}</feedbackType>"
        f"<solutionAvailable>false</solutionAvailable><scoringMode>{mode}</scoringMode>"
        f"<toolName>dual-carbon-authoring</toolName><toolVersion>{__version__}</toolVersion></qtiMetadata>"
    )


def _lom(question: Part) -> str:
    points = "".join([_taxon("syllabus", code) for code in question.knowledge_points])
    return (
        f'<lom xmlns="{LOM}">'
        f"<general><identifier><catalog>question</catalog><entry>{question.id}</entry></identifier>"
        "<language>zh-CN</language></general>"
        f'<lifeCycle><version><string language="en">{question.version}</string></version></lifeCycle>'
        "<educational><difficulty><source>LOMv1.0</source>"
        f"<value>{DIFFICULTY[question.difficulty - 1]}</value></difficulty>"
        f"<typicalLearningTime><duration>PT{question.seconds}S</duration></typicalLearningTime></educational>"
        f"{_classified('educational objective', points)}"
        f"{_classified('educational level', _named('level', question.level))}"
        f"{_classified('skill level', _named('cognitive', question.cognitive))}</lom>"
    )


def _classified(purpose: str, paths: str) -> str:
    return (
        f"<classification><purpose><source>LOMv1.0</source><value>{purpose}</value></purpose>{paths}</classification>"
    )


def _named(scheme: str, value: str) -> str:
    return _taxon(scheme, value, say(f"label.{scheme}.{value}"))


def _taxon(scheme: str, name: str, title: str = "") -> str:
    entry = f'<entry><string language="zh-CN">{escape(title)}</string></entry>' if title else ""
    return (
        f'<taxonPath><source><string language="en">{scheme}</string></source>'
        f"<taxon><id>{escape(name)}</id>{entry}</taxon></taxonPath>"
    )
