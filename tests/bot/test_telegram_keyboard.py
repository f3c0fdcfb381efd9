"""Buttons in rows that can be read."""

from __future__ import annotations

import pytest

from bot.channels.telegram.keyboard import keyboard
from bot.messaging.sends import Button


def rows(*labels: str) -> list[list[str]]:
    markup = keyboard([Button(label, f"o:1:{index}") for index, label in enumerate(labels)])
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []


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
