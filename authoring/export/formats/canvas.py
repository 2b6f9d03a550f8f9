"""Canvas Classic Quizzes: QTI 1.2 as its importer takes it, a quiz for each group of a bank, or one for a form.

The layout and the fields are those of Canvas's own export (`lib/cc/qti` of Canvas); Canvas keeps a quiz's settings in
`assessment_meta.xml` beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from authoring.export.archive import write_archive
from authoring.export.formats.canvas_items import heading, item, material, metadata
from authoring.export.formats.constructs import (
    exact_blank,
    explanation_in,
    marked_up_choice,
    pinned_option,
    relative_tolerance,
    unit_in,
)
from authoring.export.formats.gaps import Gap, left_out
from authoring.export.formats.groups import Group
from authoring.export.qti3.manifest import Resource, resource_xml
from authoring.export.qti3.pieces import HEAD, attribute, escape, identifier, number
from authoring.papers.paper import Form, Paper
from authoring.questions import Case, Question, QuestionType, parts
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["GAPS", "canvas_form", "canvas_package"]

Media = Callable[[str], bytes]
_CHOICES = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE})

GAPS = (
    Gap("F301", "type", frozenset({QuestionType.ORDERING}), leaves_out=True),
    Gap("F325", "key", frozenset({QuestionType.MULTIPLE_CHOICE})),
    Gap("F326", "options", _CHOICES, pinned_option),
    Gap("F307", "blanks", frozenset({QuestionType.BLANKS})),
    Gap("F315", "match", frozenset({QuestionType.BLANKS}), exact_blank),
    Gap("F316", "unit", frozenset({QuestionType.NUMERIC}), unit_in),
    Gap("F309", "tolerance", frozenset({QuestionType.NUMERIC}), relative_tolerance),
    Gap("F310", "choices", frozenset({QuestionType.MATCHING}), marked_up_choice),
    Gap("F327", "rubric", frozenset({QuestionType.SHORT_ANSWER})),
    Gap("F312", "children", frozenset({QuestionType.CASE})),
    Gap("F320", "rationale", frozenset({QuestionType.CASE}), explanation_in),
    Gap("F328", "tags"),
)

_MANIFEST = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" identifier="CANVAS-PACKAGE"><metadata>'
    "<schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata><organizations/><resources>"
)
_SETTINGS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


class _Quiz(NamedTuple):
    name: str
    """An identifier, and the folder's name."""
    title: str
    minutes: int | None
    items: Sequence[str]
    marks: Decimal


def canvas_package(groups: Sequence[Group], media: Media) -> bytes:
    """A quiz for each group, with the questions that Canvas can ask (see `GAPS`)."""
    quizzes = [
        _Quiz(_name(group.name), group.name, None, list(_items(group.questions)), _marks(group.questions))
        for group in groups
    ]
    return _packed(quizzes, groups, media)


def canvas_form(paper: Paper, form: Form, groups: Sequence[Group], media: Media) -> bytes:
    """One quiz: sections are opened by a text, the paper's time limit holds."""
    items: list[str] = []
    for place, (section, group) in enumerate(zip(form.sections, groups, strict=True), start=1):
        items += [heading(section.title, section.instructions, place), *_items(group.questions)]
    title = say("export_qti.form_title", title=paper.title, form=form.name)
    marks = sum((_marks(group.questions) for group in groups), Decimal(0))
    return _packed([_Quiz(_name(f"{paper.id}-{form.name}"), title, paper.minutes, items, marks)], groups, media)


def _name(text: str) -> str:
    """ASCII, as Canvas's own keys are; another quiz of the course with the same name would be replaced."""
    return f"q{sha256_hex(text.encode())[:32]}"


def _items(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        if isinstance(question, Case):
            yield material(question)
        yield from (item(part) for part in parts(question) if not left_out(GAPS, part))


def _marks(questions: Iterable[Question]) -> Decimal:
    asked = [part for question in questions for part in parts(question) if not left_out(GAPS, part)]
    return sum((part.marks for part in asked), Decimal(0))


def _packed(quizzes: Sequence[_Quiz], groups: Sequence[Group], media: Media) -> bytes:
    """`imsmanifest.xml`, a folder for each quiz, the pictures in `media/`."""
    shown = {address for group in groups for question in group.questions for address in question.media}
    files = {address: media(address) for address in sorted(shown)}
    resources = [resource_xml(Resource(identifier(address), "webcontent", address)) for address in files]
    for quiz in quizzes:
        settings = f"{quiz.name}-META"
        paths = f"{quiz.name}/{quiz.name}.xml", f"{quiz.name}/assessment_meta.xml"
        files |= {paths[0]: _assessment(quiz).encode(), paths[1]: _meta(quiz).encode()}
        resources += [
            _quiz_resource(quiz.name, paths[0], settings),
            resource_xml(Resource(settings, _SETTINGS, paths[1])),
        ]
    listed = "".join(resources)
    files["imsmanifest.xml"] = f"{HEAD}{_MANIFEST}{listed}</resources></manifest>\n".encode()
    return write_archive(files)


def _quiz_resource(name: str, path: str, settings: str) -> str:
    """As Canvas writes it: without an address of its own, the settings as a dependency."""
    return (
        f'<resource identifier="{name}" type="imsqti_xmlv1p2"><file href="{path}"/>'
        f'<dependency identifierref="{settings}"/></resource>'
    )


def _assessment(quiz: _Quiz) -> str:
    limit = {} if quiz.minutes is None else {"qmd_timelimit": str(quiz.minutes)}
    return (
        f'{HEAD}<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="{quiz.name}" '
        f'title="{attribute(quiz.title)}">{metadata(limit | {"cc_maxattempts": "1"})}<section ident="root_section">\n'
        f"{''.join(quiz.items)}</section></assessment></questestinterop>\n"
    )


def _meta(quiz: _Quiz) -> str:
    """An exam: one attempt, the form's own order, nothing shown afterwards until the teacher says so; unpublished."""
    limit = "" if quiz.minutes is None else f"<time_limit>{quiz.minutes}</time_limit>"
    return (
        f'{HEAD}<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0" identifier="{quiz.name}">'
        f"<title>{escape(quiz.title)}</title><description></description><shuffle_answers>false</shuffle_answers>"
        "<scoring_policy>keep_highest</scoring_policy><hide_results>always</hide_results>"
        f"<quiz_type>assignment</quiz_type><points_possible>{number(quiz.marks)}</points_possible>"
        f"<show_correct_answers>false</show_correct_answers>{limit}<allowed_attempts>1</allowed_attempts>"
        "<one_question_at_a_time>false</one_question_at_a_time><cant_go_back>false</cant_go_back>"
        "<available>false</available></quiz>\n"
    )
