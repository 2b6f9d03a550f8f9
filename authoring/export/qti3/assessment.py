"""One form of a paper as a qti-assessment-test: sections, instructions, time limits, items, the sum of their scores."""

from collections.abc import Callable, Mapping

from authoring.export.qti3.pieces import HEAD, ROOT, attribute, escape, identifier, number
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Case, Question
from authoring.texts import say

__all__ = ["assessment_xml", "test_id"]

_SUM = (
    '<qti-outcome-processing><qti-set-outcome-value identifier="SCORE"><qti-sum>'
    '<qti-test-variables variable-identifier="SCORE"/></qti-sum></qti-set-outcome-value></qti-outcome-processing>'
)
_CONTROL = (
    '<qti-item-session-control max-attempts="1" show-feedback="{feedback}" allow-review="true" show-solution="false" '
    'allow-comment="false" allow-skipping="true" validate-responses="false"/>'
)


def test_id(paper: Paper, form: Form) -> str:
    return identifier(f"{paper.id}-{form.name}")


def assessment_xml(
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    *,
    feedback: bool = False,
    address: Callable[[str], str] = "items/{}.xml".format,
) -> str:
    """The test; candidates move freely in it and hand in once. `mastery-value` is the mark that passes.

    `address` says where the item of a question is, seen from the test.
    """
    sections = "".join([_section(section, questions, address) for section in form.sections])
    title = attribute(say("export_qti.form_title", title=paper.title, form=form.name))
    return (
        f'{HEAD}<qti-assessment-test {ROOT} identifier="{test_id(paper, form)}" title="{title}">'
        f'<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" '
        f'normal-maximum="{number(paper.marks)}" normal-minimum="0" mastery-value="{number(paper.pass_marks)}">'
        "<qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>"
        f"{_limit(paper.minutes)}"
        '<qti-test-part identifier="PART" navigation-mode="nonlinear" submission-mode="simultaneous">'
        f"{_CONTROL.format(feedback='true' if feedback else 'false')}{sections}</qti-test-part>"
        f"{_SUM}</qti-assessment-test>\n"
    )


def _limit(minutes: int | None) -> str:
    return "" if minutes is None else f'<qti-time-limits max-time="{minutes * 60}" allow-late-submission="false"/>'


def _section(section: FormSection, questions: Mapping[str, Question], address: Callable[[str], str]) -> str:
    told = "".join([f"<p>{escape(line.strip())}</p>" for line in section.instructions.splitlines() if line.strip()])
    rubric = (
        '<qti-rubric-block use="instructions" view="candidate">'
        f"<qti-content-body>{told}</qti-content-body></qti-rubric-block>"
    )
    items = "".join([_item(item, questions[item.question], address) for item in section.items])
    return (
        f'<qti-assessment-section identifier="{identifier(section.id)}" title="{attribute(section.title)}" '
        f'visible="true">{_limit(section.minutes)}{rubric if told else ""}{items}</qti-assessment-section>'
    )


def _item(item: Item, question: Question, address: Callable[[str], str]) -> str:
    """A reference to an item; a case is a section of its own, which stays together."""
    if not isinstance(question, Case):
        return _ref(question.id, address)
    refs = "".join([_ref(child.id, address) for child in question.children])
    title = attribute(say("candidate.question.number", number=item.number))
    return (
        f'<qti-assessment-section identifier="{question.id}" title="{title}" visible="true" keep-together="true">'
        f"{refs}</qti-assessment-section>"
    )


def _ref(name: str, address: Callable[[str], str]) -> str:
    return f'<qti-assessment-item-ref identifier="{name}" href="{address(name)}"/>'
