"""The embedder that is always there."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embedding.word_vectors import WordVectors

WORDS = WordVectors()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("客户嫌价钱太高", "对方觉得太贵", "设备明天发货"),
        ("老师家长都不同意", "学生的父母反对", "机器漏油停工"),
        ("医生护士人手不够", "医院缺护工", "仓库爆仓"),
    ],
)
def test_texts_near_in_meaning_are_near(text: str, near: str, far: str) -> None:
    asked, first, second = (WORDS.queries([one])[0] for one in (text, near, far))
    assert asked @ first > asked @ second


def test_vectors_have_length_one_and_what_says_nothing_has_none() -> None:
    vectors = WORDS.documents(["客户嫌贵", "", "!!", "qwrtz"])
    assert vectors.shape == (4, WORDS.size)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 0], abs=1e-5)
    assert WORDS.documents([]).shape == (0, WORDS.size)


def test_traditional_and_wide_letters_are_read_as_simple_ones() -> None:
    traditional, simple = WORDS.documents(["價格太貴", "价格太贵"])
    assert traditional == pytest.approx(simple)


def test_the_id_names_the_vectors() -> None:
    assert WORDS.id == WordVectors().id and WORDS.id.startswith("words-")
