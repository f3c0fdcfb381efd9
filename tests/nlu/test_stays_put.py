"""A move that is not wanted for now, and whose."""

from __future__ import annotations

import pytest

from nlu import gates


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("先不推了", ""),
        ("算了不推了", ""),
        ("那就先不推", ""),
        ("暂时别往下推了", ""),
        ("先别推了吧", ""),
        ("不推进了", ""),
        ("不着急推", ""),
        ("远帆先不推了", "远帆"),
        ("远帆那单先不推进了", "远帆那单"),
        ("这单别推了", "这单"),
        ("客户说先不推了", None),
        ("能不能先推了", None),
        ("先推了", None),
        ("先不推荐了", None),
        ("祁总要我们先不推", None),
        ("先不推了行吗", None),
    ],
)
def test_a_move_is_not_wanted(words: str, whose: str | None) -> None:
    assert gates.stays_put(words) == whose
