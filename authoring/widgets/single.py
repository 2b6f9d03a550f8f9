"""One question as candidates would meet it."""

from collections.abc import Callable
from pathlib import PurePosixPath

from authoring.bank import Bank
from authoring.content import parse
from authoring.papers.paper import Item
from authoring.questions import Question
from authoring.rendering.candidate import item_view
from authoring.rendering.pages import candidate_page, sample_line
from authoring.rendering.views import CandidatePaper, SectionView
from authoring.texts import say

__all__ = ["page_of", "question_page"]

LOOKING = 7200
"""Seconds on the page's clock: it must not be handed in while somebody still looks at it."""


def question_page(bank: Bank, question: Question) -> str:
    """The candidate's page of a paper with this question alone. Raises StorageError or UsageError for its pictures."""
    return page_of(question, bank.media, level=say(f"label.level.{question.level}"))


def page_of(question: Question, picture: Callable[[str], bytes], *, level: str = "") -> str:
    """The same with pictures from anywhere: `picture` gives the bytes of an address such as `media/flow.svg`.

    Only what candidates see is read, so the rest of `question` may be missing.
    """
    texts = question.candidate_texts().values()
    media = {PurePosixPath(image.src).name: picture(image.src) for text in texts for image in parse(text).images}
    return candidate_page(_paper_of(question, level), line=sample_line(), media=media)


def _paper_of(question: Question, level: str) -> CandidatePaper:
    marks, seconds = question.marks, question.seconds
    item = Item(question=question.id, version=1, question_fingerprint="", number=1, marks=marks, seconds=seconds)
    title = say(f"label.question_type.{question.type}")
    return CandidatePaper(
        paper=f"single-{question.id}",
        form="A",
        title=say("widgets.single.title", id=question.id),
        level=level,
        seconds=LOOKING,
        marks=marks,
        pass_marks=marks,
        sections=(SectionView(id="S1", title=title, instructions="", items=(item_view(item, question),)),),
    )
