"""How long words are as people count them, and where they are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.daily_actions import count, cut

FAMILY, THUMB, FLAG, ACCENT = "👨‍👩‍👧", "👍🏽", "🇨🇳", "e\u0301"


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("", 0),
        ("约到孙总", 4),
        ("约到CTO", 5),
        (FAMILY, 1),
        (THUMB + FLAG, 2),
        (ACCENT * 3, 3),
        (" 约到孙总 ", 4),
        ("约到、孙总。", 6),
    ],
)
def test_a_character_is_what_a_reader_takes_for_one(words: str, length: int) -> None:
    assert count(words) == length


@pytest.mark.parametrize(
    ("words", "most", "expected"),
    [
        ("约到孙总演示", 30, "约到孙总演示"),
        ("约到孙总演示,他很高兴,还请我喝了茶", 12, "约到孙总演示,他很高兴"),
        ("今天跟孙总在会议室聊了很久,谈成了三七开", 12, "谈成了三七开"),
        ("修好了扫描枪 他挺高兴 说年底还有个项目", 14, "修好了扫描枪 他挺高兴"),
        ("今天我跟孙总演示", 6, "跟孙总演示"),
        ("跟孙总演示了断网续传功能", 8, "跟孙总演示了断…"),
        ("拜访孙总谈定3000台", 9, "拜访孙总谈定…"),
        (FAMILY * 8, 5, FAMILY * 4 + "…"),
        ("约到\n孙总", 30, "约到 孙总"),
    ],
)
def test_words_are_cut_where_a_clause_or_a_word_ends(words: str, most: int, expected: str) -> None:
    assert cut(words, most) == expected


@given(st.text(max_size=120), st.integers(5, 60))
def test_what_is_cut_fits(words: str, most: int) -> None:
    assert count(cut(words, most)) <= most
