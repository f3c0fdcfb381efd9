"""Numerals against another implementation, and plain text keeping its length."""

from __future__ import annotations

import pytest
from cn2an import an2cn
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.text.numerals import number
from nlu.text.plain import plain


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_every_chinese_numeral_is_read(value: int) -> None:
    assert number(an2cn(value)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一千五", 1500), ("三万五", 35000), ("两百三十万", 2_300_000), ("一百二", 120), ("一千零五", 1005), ("俩", 2),
        ("百万", 1_000_000), ("二零二六", 2026), ("1,350,000", 1_350_000), ("3.5", 3.5),
        ("3千5", 3500), ("台", None), ("", None),
    ],
)  # fmt: skip
def test_numerals_as_people_say_them(words: str, value: float | None) -> None:
    assert number(words) == value


@settings(deadline=None)
@given(st.text())
def test_plain_text_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_plain_text_is_half_width_lower_case_with_plain_marks() -> None:
    assert plain("１５：３０，“ＨＴ－２０２６”～￥50W") == '15:30,"ht-2026"~¥50w'
