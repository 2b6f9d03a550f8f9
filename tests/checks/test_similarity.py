"""Near-duplicates: the same pairs as the definition gives, computed densely."""

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.checks.similarity import similar_pairs

ROUNDING = 1e-4
"""The cosines are computed in single precision."""


def dense(texts: list[str], threshold: float) -> list[tuple[int, int, float]]:
    """TF-IDF cosines by the definition, in plain Python."""
    grams = [Counter(text[n : n + 2] for n in range(len(text) - 1)) for text in texts]
    spread = Counter(gram for each in grams for gram in each)
    vectors = [{g: (1 + math.log(n)) * math.log(1 + len(texts) / spread[g]) for g, n in each.items()} for each in grams]
    norms = [math.sqrt(sum(value**2 for value in vector.values())) for vector in vectors]
    found = []
    for second in range(len(texts)):
        for first in range(second):
            product = sum(value * vectors[second].get(gram, 0) for gram, value in vectors[first].items())
            if product and product / norms[first] / norms[second] >= threshold:
                found.append((first, second, product / norms[first] / norms[second]))
    return sorted(found)


@given(st.lists(st.text(alphabet="碳排放配额清缴核查", max_size=12), max_size=12))
def test_pairs_are_those_of_the_definition(texts: list[str]) -> None:
    found = {(pair.first, pair.second): pair.cosine for pair in similar_pairs(texts, 0.7)}
    wanted = {(first, second): cosine for first, second, cosine in dense(texts, 0.7 - ROUNDING)}
    assert set(found) <= set(wanted)
    assert {pair for pair, cosine in wanted.items() if cosine >= 0.7 + ROUNDING} <= set(found)
    assert all(abs(cosine - wanted[pair]) < ROUNDING for pair, cosine in found.items())


def test_an_edited_copy_is_found_among_many() -> None:
    chance = random.Random(7)
    signs = (
        "碳排放权交易市场配额清缴核查报告监测数据质量控制方案企业温室气体核算边界因子活动水平燃料热值氧化率电力热量产量"
    )
    texts = ["".join(chance.choices(signs, k=60)) for _ in range(1500)]
    texts += [f"{text[:20]}甲{text[21:40]}乙{text[41:]}" for text in texts[:100]]
    pairs = {pair[:2] for pair in similar_pairs(texts, 0.7)}
    assert {(number, 1500 + number) for number in range(100)} <= pairs


def test_short_and_empty_texts_are_like_nothing() -> None:
    assert list(similar_pairs([])) == []
    assert list(similar_pairs(["", "碳"])) == []
    assert list(similar_pairs(["碳", "碳汇", "碳汇", ""])) == [(1, 2, pytest.approx(1, abs=1e-5))]


def test_signs_beyond_the_basic_plane_count_as_one() -> None:
    assert [pair[:2] for pair in similar_pairs(["𠀀𠀁𠀂", "𠀀𠀁𠀂", "甲乙丙"])] == [(0, 1)]
