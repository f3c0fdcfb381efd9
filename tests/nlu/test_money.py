"""Sums of money against the table in money.yml, and laws that hold for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.money import find_sums

TABLE = yaml.safe_load(Path(__file__).with_name("money.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("words", "expected"), TABLE["amount"].items())
def test_amounts(words: str, expected: Any) -> None:
    several = expected if isinstance(expected, list) else [] if expected is None else [expected]
    assert [found.amount for found in find_sums(words)] == several


@pytest.mark.parametrize(("words", "expected"), TABLE["budget"].items())
def test_budgets(words: str, expected: Any) -> None:
    assert [found.budget() for found in find_sums(words)] == [expected]


@pytest.mark.parametrize("words", TABLE["approximate"])
def test_approximate_sums(words: str) -> None:
    assert [found.approximate for found in find_sums(words)] == [True]


@pytest.mark.parametrize("words", ["48万", "50-80万", "50万以内", "二三十万"])
def test_exact_sums(words: str) -> None:
    assert [found.approximate for found in find_sums(words)] == [False]


@pytest.mark.parametrize(("words", "expected"), TABLE["words"].items())
def test_which_words(words: str, expected: str) -> None:
    assert [words[found.start : found.end] for found in find_sums(words)] == [expected]


@pytest.mark.parametrize("words", TABLE["nothing"])
def test_no_sum(words: str) -> None:
    assert find_sums(words) == []


PIECES = st.sampled_from(
    [
        "预算",
        "报价",
        "一",
        "两",
        "三",
        "五",
        "十",
        "百",
        "千",
        "万",
        "亿",
        "零",
        "0",
        "1",
        "2",
        "9",
        "50",
        "1,350,000",
        ".",
        ",",
        "-",
        "到",
        "~",
        "w",
        "k",
        "个",
        "来",
        "多",
        "几",
        "块",
        "钱",
        "元",
        "¥",
        "台",
        "平",
        "折",
        "点",
        "号",
        "年",
        "以内",
        "以上",
        "左右",
        "不到",
        "超过",
        "大概",
        "出头",
        "%",
        "a",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_gives_ordered_spans_inside_it_and_ordered_ends(text: str) -> None:
    end = 0
    for found in find_sums(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert found.low is not None and (found.high is None or 0 <= found.low <= found.high)
        assert found.amount >= 0
