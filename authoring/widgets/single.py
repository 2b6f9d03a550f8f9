"""One question as candidates would meet it."""

from pathlib import PurePosixPath

from authoring.bank import Bank
from authoring.papers.paper import Form, FormSection, Item, Paper
from authoring.questions import Question
from authoring.questions.scoring import ScoringRules
from authoring.rendering.candidate import candidate_paper, media_of
from authoring.rendering.pages import candidate_page, sample_line
from authoring.texts import say

__all__ = ["question_page"]


def question_page(bank: Bank, question: Question) -> str:
    """The candidate's page of a paper with this question alone. Raises StorageError or UsageError for its pictures."""
    paper = _paper_of(question)
    form, questions = paper.forms[0], {question.id: question}
    media = {PurePosixPath(address).name: bank.media(address) for address in media_of(form, questions)}
    return candidate_page(candidate_paper(paper, form, questions), line=sample_line(), media=media)


def _paper_of(question: Question) -> Paper:
    item = Item(
        question=question.id,
        version=question.version,
        question_fingerprint=question.fingerprint(),
        number=1,
        marks=question.marks,
        seconds=question.seconds,
    )
    title = say(f"label.question_type.{question.type}")
    section = FormSection(id="S1", title=title, instructions="", minutes=None, items=(item,))
    return Paper(
        id=f"single-{question.id}",
        title=say("widgets.single.title", id=question.id),
        level=question.level,
        minutes=max(1, -(-question.seconds // 60)),
        marks=question.marks,
        pass_marks=question.marks,
        scoring=ScoringRules(),
        blueprint="-",
        blueprint_fingerprint="",
        seed=0,
        forms=(Form(name="A", sections=(section,)),),
    )
