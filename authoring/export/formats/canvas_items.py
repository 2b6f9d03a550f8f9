"""Questions as QTI 1.2 items in the dialect of Canvas: what its importer reads (`lib/cc/qti/qti_items.rb` of Canvas).

Answers have numbers for identifiers, as those that Canvas writes; a blank stands in the text as `[b1]`. Texts are HTML,
escaped into the XML; formulas are TeX, which Canvas sets.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from authoring.export.formats.answers import guide, reach
from authoring.export.formats.markup import html, html_line, line
from authoring.export.qti3.pieces import attribute, escape, number
from authoring.export.qti3.wordings import wordings
from authoring.questions import (
    Blanks,
    Case,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from authoring.texts import say

__all__ = ["heading", "item", "material", "metadata"]

_OUTCOMES = '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
_OTHER = "<conditionvar><other/></conditionvar>"
_ONE = "response1"


class _Asked(NamedTuple):
    """What the type of a question decides."""

    kind: str
    """Canvas's name of the type."""
    answers: Sequence[str]
    """Identifiers."""
    presentation: str
    conditions: str
    feedback: Mapping[str, str] = {}
    """HTML by the identifier of the answer that it is for."""


def heading(title: str, instructions: str, place: int) -> str:
    """A section of a paper: Canvas has none, so a text of its own opens it."""
    told = "".join([f"<p>{escape(words.strip())}</p>" for words in instructions.splitlines() if words.strip()])
    return _text(f"SECTION-{place}", title, f"<h3>{escape(title)}</h3>{told}")


def material(case: Case) -> str:
    """The text of a case, which nobody answers."""
    return _text(case.id, case.id, html(case.stem, _picture))


def item(question: Part) -> str:
    """A question that Canvas can ask: any but an ordering."""
    asked = _asked(question)
    told = {f"{answer}_fb": words for answer, words in asked.feedback.items()}
    general = html(question.rationale, _picture) if question.rationale else ""
    if isinstance(question, ShortAnswer):
        general = html(guide(question), _picture) + general
    if general:
        told["general_fb"] = general
    always = f'<respcondition continue="Yes">{_OTHER}{_show("general_fb")}</respcondition>' if general else ""
    notes = [
        f'<respcondition continue="Yes"><conditionvar>{_equal(answer)}</conditionvar>{_show(f"{answer}_fb")}'
        "</respcondition>"
        for answer in asked.feedback
    ]
    text = html(question.stem, _picture, lambda n: f"[b{n}]")
    return (
        f"{_head(question.id, question.id, asked.kind, number(question.marks), asked.answers)}"
        f"<presentation>{_html(f'<div>{text}</div>')}{asked.presentation}</presentation>"
        f"<resprocessing>{_OUTCOMES}{always}{''.join(notes)}{asked.conditions}</resprocessing>"
        f"{''.join([_feedback(name, words) for name, words in told.items()])}</item>\n"
    )


def metadata(fields: Mapping[str, str]) -> str:
    """QTI 1.2's metadata fields."""
    rows = [
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in fields.items()
    ]
    return f"<qtimetadata>{''.join(rows)}</qtimetadata>"


def _asked(question: Part) -> _Asked:
    match question:
        case SingleChoice():
            return _choice("multiple_choice_question", "Single", question, _equal(_places(question)[question.key]))
        case MultipleChoice():
            every = [
                _equal(place) if option in question.key else f"<not>{_equal(place)}</not>"
                for option, place in _places(question).items()
            ]
            return _choice("multiple_answers_question", "Multiple", question, f"<and>{''.join(every)}</and>")
        case TrueFalse():
            words = [_html(escape(say(f"candidate.question.{word}"))) for word in ("right", "wrong")]
            shown = _list(_ONE, zip("12", words, strict=True), ' rcardinality="Single"')
            return _Asked("true_false_question", "12", shown, _right(_equal("1" if question.key else "2")))
        case Blanks():
            return _blank(question) if len(question.blanks) == 1 else _blanks(question)
        case Numeric():
            return _Asked("numerical_question", "1", _line(' fibtype="Decimal"'), _right(_near(question)))
        case Matching():
            return _matching(question)
        case ShortAnswer():
            return _Asked("essay_question", "", _line(), f'<respcondition continue="No">{_OTHER}</respcondition>')
        case Ordering():
            raise AssertionError(question.id)


def _choice(kind: str, many: str, question: SingleChoice | MultipleChoice, test: str) -> _Asked:
    places = _places(question)
    labels = [(places[option.id], _html(html_line(option.text, _picture))) for option in question.options]
    mistakes = {places[option.id]: html_line(option.mistake, _picture) for option in question.options if option.mistake}
    shown = _list(_ONE, labels, f' rcardinality="{many}"')
    return _Asked(kind, tuple(places.values()), shown, _right(test), mistakes)


def _places(question: SingleChoice | MultipleChoice) -> dict[str, str]:
    """The identifier of each option's answer."""
    return dict(zip(question.option_ids, _numbers(len(question.options)), strict=True))


def _blank(question: Blanks) -> _Asked:
    texts = wordings(question.blanks[0])
    equal = "".join([_equal(escape(text)) for text in texts])
    return _Asked("short_answer_question", _numbers(len(texts)), _line(), _right(equal))


def _blanks(question: Blanks) -> _Asked:
    """Every wording is an answer to its blank; as in Canvas's own files the score names the first."""
    shown, conditions = [], []
    names: list[str] = []
    for place, blank in enumerate(question.blanks, start=1):
        texts = wordings(blank)
        own = _numbers(len(texts), 1000 * place)
        labels = zip(own, map(_plain, texts), strict=True)
        shown.append(_list(f"response_b{place}", labels, material=_plain(f"b{place}")))
        conditions.append(_share(_equal(own[0], f"response_b{place}"), len(question.blanks)))
        names += own
    return _Asked("fill_in_multiple_blanks_question", names, "".join(shown), "".join(conditions))


def _matching(question: Matching) -> _Asked:
    """Canvas's choices are plain text."""
    offered = dict(zip([choice.id for choice in question.choices], _numbers(len(question.choices), 1000), strict=True))
    labels = [(offered[choice.id], _plain(line(choice.text))) for choice in question.choices]
    shown, conditions, names = [], [], _numbers(len(question.premises))
    for name, premise in zip(names, question.premises, strict=True):
        left = _html(html_line(premise.text, _picture))
        shown.append(_list(f"response_{name}", labels, material=left))
        conditions.append(_share(_equal(offered[question.key[premise.id]], f"response_{name}"), len(names)))
    return _Asked("matching_question", names, "".join(shown), "".join(conditions))


def _numbers(count: int, above: int = 0) -> tuple[str, ...]:
    return tuple(str(above + place) for place in range(1, count + 1))


def _near(question: Numeric) -> str:
    low, high = question.value - reach(question), question.value + reach(question)
    between = f'<vargte respident="{_ONE}">{number(low)}</vargte><varlte respident="{_ONE}">{number(high)}</varlte>'
    return f"<or>{_equal(number(question.value))}<and>{between}</and></or>"


def _line(kind: str = "") -> str:
    return (
        f'<response_str ident="{_ONE}" rcardinality="Single"><render_fib{kind}><response_label ident="answer1"/>'
        "</render_fib></response_str>"
    )


def _list(name: str, labels: Iterable[tuple[str, str]], cardinality: str = "", material: str = "") -> str:
    """Answers to choose from: identifier and material."""
    written = [f'<response_label ident="{place}">{shown}</response_label>' for place, shown in labels]
    return (
        f'<response_lid ident="{name}"{cardinality}>{material}<render_choice>{"".join(written)}</render_choice>'
        "</response_lid>"
    )


def _equal(value: str, name: str = _ONE) -> str:
    return f'<varequal respident="{name}">{value}</varequal>'


def _right(test: str) -> str:
    return (
        f'<respcondition continue="No"><conditionvar>{test}</conditionvar>'
        '<setvar action="Set" varname="SCORE">100</setvar></respcondition>'
    )


def _share(test: str, parts: int) -> str:
    """One of so many parts is right; Canvas writes per cent with two places."""
    return (
        f'<respcondition><conditionvar>{test}</conditionvar><setvar varname="SCORE" action="Add">{100 / parts:.2f}'
        "</setvar></respcondition>"
    )


def _show(name: str) -> str:
    return f'<displayfeedback feedbacktype="Response" linkrefid="{name}"/>'


def _feedback(name: str, words: str) -> str:
    return f'<itemfeedback ident="{name}"><flow_mat>{_html(words)}</flow_mat></itemfeedback>'


def _html(words: str) -> str:
    return f'<material><mattext texttype="text/html">{escape(words)}</mattext></material>'


def _plain(words: str) -> str:
    return f'<material><mattext texttype="text/plain">{escape(words)}</mattext></material>'


def _picture(address: str) -> str:
    """A picture of the package as Canvas's pages address it."""
    return f"%24IMS-CC-FILEBASE%24/{quote(address)}"


def _head(name: str, title: str, kind: str, marks: str, answers: Iterable[str] = ()) -> str:
    fields = {
        "question_type": kind,
        "points_possible": marks,
        "original_answer_ids": ",".join(answers),
        "assessment_question_identifierref": f"BANK-{name}",
    }
    return f'<item ident="{name}" title="{attribute(title)}"><itemmetadata>{metadata(fields)}</itemmetadata>'


def _text(name: str, title: str, words: str) -> str:
    """Words between the questions."""
    head = _head(name, title, "text_only_question", "0")
    return f"{head}<presentation>{_html(f'<div>{words}</div>')}</presentation></item>\n"
