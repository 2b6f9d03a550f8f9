"""Another order within sections: the same questions and numbers, what is pinned in its place."""

import pytest

from authoring.papers.arranging import Arrangement, arranged
from authoring.papers.comparison import key_letters
from authoring.papers.paper import Form
from tests.rendering.small_paper import ASSEMBLY, QUESTIONS

PAPER = ASSEMBLY.paper
assert PAPER is not None
FORM = PAPER.forms[0]


def sections(form: Form) -> list[list[str]]:
    return [[item.question for item in section.items] for section in form.sections]


@pytest.mark.parametrize("how", Arrangement)
def test_nothing_but_the_order_changes(how: Arrangement) -> None:
    made = arranged(FORM, QUESTIONS, how, seed=4)
    assert [sorted(names) for names in sections(made)] == [sorted(names) for names in sections(FORM)]
    assert [item.number for item in made.items] == [item.number for item in FORM.items]
    assert dict(key_letters(made, QUESTIONS)).keys() == dict(key_letters(FORM, QUESTIONS)).keys()
    was = {item.question: item.model_copy(update={"number": 0}) for item in FORM.items}
    assert {item.question: item.model_copy(update={"number": 0}) for item in made.items} == was
    assert arranged(FORM, QUESTIONS, how, seed=4) == made


def test_by_difficulty_and_by_topic() -> None:
    for section in arranged(FORM, QUESTIONS, Arrangement.DIFFICULTY, seed=0).sections:
        levels = [QUESTIONS[item.question].difficulty for item in section.items]
        assert levels == sorted(levels)
    for section in arranged(FORM, QUESTIONS, Arrangement.TOPIC, seed=0).sections:
        points = [QUESTIONS[item.question].knowledge_points[0] for item in section.items]
        assert points == sorted(points)


def test_what_is_pinned_keeps_its_number_in_every_shuffle() -> None:
    pinned = FORM.sections[0].items[1]
    made = [arranged(FORM, QUESTIONS, Arrangement.SHUFFLE, seed=n, pinned=(pinned.question,)) for n in range(20)]
    assert all(form.sections[0].items[1] == pinned for form in made)
    assert len({tuple(sections(form)[0]) for form in made}) > 1, "another seed, another order"
