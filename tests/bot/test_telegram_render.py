"""Texts in parts that Telegram takes, buttons in rows that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import LONGEST_TEXT, keyboard, parts, units
from bot.messaging.sends import Button


def rows(*labels: str) -> list[list[str]]:
    markup = keyboard([Button(label, f"o:1:{index}") for index, label in enumerate(labels)])
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


def test_a_text_that_fits_is_one_part() -> None:
    assert parts("第一行\n\n第三行") == ["第一行\n\n第三行"]
    assert parts("长" * LONGEST_TEXT) == ["长" * LONGEST_TEXT]


def test_a_long_text_is_cut_between_lines() -> None:
    line = "跟进记录" * 100
    text = "\n".join([line] * 20)
    assert parts(text) == ["\n".join([line] * 10), "\n".join([line] * 10)]


def test_a_line_too_long_is_cut_where_it_must_be() -> None:
    assert parts("开头\n" + "长" * 5000 + "\n结尾") == ["开头", "长" * 4096, "长" * 904 + "\n结尾"]


def test_characters_of_two_units_count_twice() -> None:
    assert [units(part) for part in parts("😀" * 2100)] == [4096, 104]


@given(st.text(st.sampled_from("ab好😀\n "), max_size=80), st.integers(2, 12))
def test_nothing_is_dropped_and_every_part_fits(text: str, longest: int) -> None:
    pieces = parts(text, longest)
    assert all(units(piece) <= longest and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ((), []),
        (("已跟进",), [["已跟进"]]),
        (("已跟进", "缓一缓", "需要支持"), [["已跟进", "缓一缓", "需要支持"]]),
        (("价格", "功能", "预算", "暂无"), [["价格", "功能"], ["预算", "暂无"]]),
        (("价格敏感度", "决策链未齐"), [["价格敏感度", "决策链未齐"]]),
        (("已跟进·甲", "缓一缓·甲", "已跟进·乙"), [["已跟进·甲", "缓一缓·甲"], ["已跟进·乙"]]),
        (("价格敏感", "宏远建材有限公司华东分公司", "暂无"), [["价格敏感"], ["宏远建材有限公司华东分公司"], ["暂无"]]),
    ],
)
def test_rows(labels: tuple[str, ...], shown: list[list[str]]) -> None:
    assert rows(*labels) == shown
