"""Moodle XML: a `quiz` with a category for each group; texts are HTML, pictures go along in base64.

The elements are those of Moodle's own writer (question/format/xml/format.php); an ordering question needs
`qtype_ordering`, which Moodle 4.4 and later have.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from authoring.export.formats.answers import guide, reach, share
from authoring.export.formats.constructs import (
    marked_up_choice,
    more_keys_than,
    pinned_option,
    relative_tolerance,
    uneven_blanks,
)
from authoring.export.formats.gaps import Gap, left_out
from authoring.export.formats.groups import Group
from authoring.export.formats.markup import html, html_line, line
from authoring.export.qti3.pieces import HEAD, attribute, escape, number
from authoring.export.qti3.wordings import wordings
from authoring.questions import (
    Blank,
    Blanks,
    Case,
    Match,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Question,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)

__all__ = ["GAPS", "SHARED_GAPS", "moodle_xml"]

_LARGEST_KEY = 10
"""Right options of a multichoice whose shares Moodle knows."""
Media = Callable[[str], bytes]
_CLOZE = str.maketrans({sign: f"\\{sign}" for sign in '\\}~#/"*='})
_EXACT = {True: "SHORTANSWER_C", False: "SHORTANSWER"}


SHARED_GAPS = (
    Gap(
        "F304",
        "key",
        frozenset({QuestionType.MULTIPLE_CHOICE}),
        lambda asked: more_keys_than(asked, _LARGEST_KEY),
        leaves_out=True,
    ),
    Gap("F305", "key", frozenset({QuestionType.MULTIPLE_CHOICE})),
    Gap(
        "F306",
        "options",
        frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE}),
        pinned_option,
    ),
    Gap("F307", "blanks", frozenset({QuestionType.BLANKS})),
    Gap("F309", "tolerance", frozenset({QuestionType.NUMERIC}), relative_tolerance),
    Gap("F310", "choices", frozenset({QuestionType.MATCHING}), marked_up_choice),
    Gap("F312", "children", frozenset({QuestionType.CASE})),
)
"""What no format of Moodle's carries."""
GAPS = (
    *SHARED_GAPS,
    Gap("F308", "marks", frozenset({QuestionType.BLANKS}), uneven_blanks),
    Gap("F311", "rubric", frozenset({QuestionType.SHORT_ANSWER})),
)


def moodle_xml(groups: Sequence[Group], media: Media) -> bytes:
    """The questions that Moodle can carry (see `GAPS`)."""
    written = [HEAD, "<quiz>\n"]
    for group in groups:
        path = escape(group.name.replace("/", "//"))
        written.append(f'<question type="category"><category><text>$course$/top/{path}</text></category></question>\n')
        for question in group.questions:
            written += _entries(question, media)
    written.append("</quiz>\n")
    return "".join(written).encode()


def _entries(question: Question, media: Media) -> Iterator[str]:
    """A case is a description, and its parts follow it."""
    if not isinstance(question, Case):
        if not left_out(GAPS, question):
            yield _Entry(media).question(question)
        return
    yield _Entry(media).description(question)
    for child in question.children:
        if not left_out(GAPS, child):
            yield _Entry(media).question(child)


class _Entry:
    """One question; every text carries the files that it shows."""

    def __init__(self, media: Media) -> None:
        self.media = media

    def description(self, case: Case) -> str:
        return (
            f'<question type="description">{_name(case.id)}{self.text("questiontext", case.stem)}'
            f"{self.text('generalfeedback', case.rationale)}<defaultgrade>0</defaultgrade><penalty>0</penalty>"
            f"<hidden>0</hidden><idnumber>{case.id}</idnumber>{_tags(case)}</question>\n"
        )

    def question(self, question: Part) -> str:
        kind, body, stem = self.answered(question)
        return (
            f'<question type="{kind}">{_name(question.id)}{stem or self.text("questiontext", question.stem)}'
            f"{self.text('generalfeedback', question.rationale)}<defaultgrade>{number(question.marks)}</defaultgrade>"
            f"<penalty>0</penalty><hidden>0</hidden><idnumber>{question.id}</idnumber>{body}{_tags(question)}"
            "</question>\n"
        )

    def text(self, tag: str, markup: str, more: str = "", blank: Callable[[int], str] | None = None) -> str:
        return self.held(tag, markup, lambda media: html(markup, media, blank), more)

    def entry(self, tag: str, markup: str, attributes: str = "", inside: str = "") -> str:
        return self.held(tag, markup, lambda media: html_line(markup, media), attributes, inside)

    def held(
        self, tag: str, markup: str, write: Callable[[Callable[[str], str]], str], more: str = "", inside: str = ""
    ) -> str:
        """A text and, in base64, the pictures it shows."""
        shown: dict[str, None] = {}

        def address(src: str) -> str:
            shown[src] = None
            return f"@@PLUGINFILE@@/{quote(src.removeprefix('media/'))}"

        words = write(address) if markup else ""
        files = [
            f'<file name="{attribute(src.removeprefix("media/"))}" path="/" encoding="base64">'
            f"{b64encode(self.media(src)).decode()}</file>"
            for src in shown
        ]
        return f'<{tag}{more} format="html"><text>{_cdata(words)}</text>{"".join(files)}{inside}</{tag}>'

    def answered(self, question: Part) -> tuple[str, str, str]:
        """Moodle's type, what comes after the common elements, and the question text where it is not just the stem."""
        match question:
            case SingleChoice():
                return "multichoice", self.options(question, {question.key: "100"}, "0", single=True), ""
            case MultipleChoice():
                shares = dict.fromkeys(question.key, share(len(question.key)))
                return "multichoice", self.options(question, shares, "-100", single=False), ""
            case TrueFalse():
                words = [("true", question.key), ("false", not question.key)]
                answers = [
                    f'<answer fraction="{100 if right else 0}" format="moodle_auto_format"><text>{word}</text></answer>'
                    for word, right in words
                ]
                return "truefalse", "".join(answers), ""
            case Blanks():
                return self.blanks(question)
            case Numeric():
                return "numerical", _numerical(question), ""
            case Matching():
                return "matching", self.pairs(question), ""
            case Ordering():
                return "ordering", self.order(question), ""
            case ShortAnswer():
                return "essay", self.essay(question), ""

    def options(
        self, question: SingleChoice | MultipleChoice, shares: dict[str, str], wrong: str, *, single: bool
    ) -> str:
        mixed = not any(option.pinned for option in question.options)
        answers = [
            self.entry(
                "answer",
                option.text,
                f' fraction="{shares.get(option.id, wrong)}"',
                f'<feedback format="html"><text>{_cdata(escape(option.mistake))}</text></feedback>',
            )
            for option in question.options
        ]
        return (
            f"<single>{_truth(single)}</single><shuffleanswers>{_truth(mixed)}</shuffleanswers>"
            f"<answernumbering>ABCD</answernumbering>{''.join(answers)}"
        )

    def blanks(self, question: Blanks) -> tuple[str, str, str]:
        """Cloze: the answers stand in the text, each blank worth a whole number of marks."""
        count = len(question.blanks)
        each = int(question.marks) // count if not uneven_blanks(question) else 1
        stem = self.text("questiontext", question.stem, blank=lambda n: _place(question.blanks[n - 1], each))
        return "cloze", "", stem

    def pairs(self, question: Matching) -> str:
        right = {choice.id: line(choice.text) for choice in question.choices}
        unused = [choice.id for choice in question.choices if choice.id not in question.key.values()]
        pairs = [(premise.text, right[question.key[premise.id]]) for premise in question.premises]
        written = [
            self.entry("subquestion", premise, inside=f"<answer><text>{escape(choice)}</text></answer>")
            for premise, choice in [*pairs, *(("", right[name]) for name in unused)]
        ]
        return f"<shuffleanswers>true</shuffleanswers>{''.join(written)}"

    def order(self, question: Ordering) -> str:
        items = {item.id: item.text for item in question.items}
        answers = [
            self.entry("answer", items[name], f' fraction="{place}"') for place, name in enumerate(question.key, 1)
        ]
        return (
            "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>"
            f"<gradingtype>ALL_OR_NOTHING</gradingtype><showgrading>SHOW</showgrading>"
            f"<numberingstyle>123</numberingstyle>{''.join(answers)}"
        )

    def essay(self, question: ShortAnswer) -> str:
        lines = question.expected_length // 40 + 2
        return (
            "<responseformat>editor</responseformat><responserequired>1</responserequired>"
            f"<responsefieldlines>{lines}</responsefieldlines><attachments>0</attachments>"
            f"{self.text('graderinfo', guide(question))}"
        )


def _numerical(question: Numeric) -> str:
    """The units' multipliers are ours: value × multiplier is the same quantity. A wrong unit earns nothing."""
    factors = [(question.unit, "1"), *((unit.unit, number(unit.factor)) for unit in question.accepted_units)]
    units = [
        f"<unit><multiplier>{factor}</multiplier><unit_name>{escape(name)}</unit_name></unit>"
        for name, factor in factors
        if name
    ]
    listed = f"<units>{''.join(units)}</units>" if units else ""
    several = len(factors) > 1
    grading = (1, 1, 2) if several else (0, 0, 0) if units else (0, 0, 3)
    return (
        f'<answer fraction="100" format="moodle_auto_format"><text>{number(question.value)}</text>'
        f"<tolerance>{number(reach(question))}</tolerance></answer>"
        f"{listed}<unitgradingtype>{grading[0]}</unitgradingtype>"
        f"<unitpenalty>{grading[1]}</unitpenalty><showunits>{grading[2]}</showunits><unitsleft>0</unitsleft>"
    )


def _place(blank: Blank, marks: int) -> str:
    answers = "~".join(f"={escape(text.translate(_CLOZE))}" for text in wordings(blank))
    return f"{{{marks}:{_EXACT[blank.match is Match.EXACT]}:{answers}}}"


def _name(identifier: str) -> str:
    return f"<name><text>{identifier}</text></name>"


def _tags(question: Question) -> str:
    words = [*question.knowledge_points, *question.tags]
    return f"<tags>{''.join([f'<tag><text>{escape(word)}</text></tag>' for word in words])}</tags>"


def _cdata(text: str) -> str:
    """The markup is escaped, so no `]]>` stands in it."""
    return f"<![CDATA[{text}]]>" if text else ""


def _truth(value: bool) -> str:
    return "true" if value else "false"
