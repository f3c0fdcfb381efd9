"""What is said of an event that somebody is reminded of before it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.access import Speaker
from bot.handlers.reminders.set_reminder import event_after
from bot.turn.opening import Opening
from bot.wording.reminders import event_lead
from config import policy as policies
from nlu.understanding import Understanding

POLICY = policies.load()
NOW = datetime(2026, 11, 23, 10, 3, tzinfo=POLICY.zone)
SPEAKER = Speaker(1, "小周", "rep")


@pytest.mark.parametrize(
    ("text", "action", "named", "lead"),
    [
        ("明天下午三点跟孙总开会,提前半小时提醒我", "跟孙总开会", "2026-11-24T14:30", "下午三点"),
        ("周三下午两点去联创,提前一晚叫我", "去联创", "2026-11-24T19:00", "明天(11月25日)下午两点"),
        ("周五下午两点见薛总,提前一天提醒我", "见薛总", "2026-11-26T14:00", "明天(11月27日)下午两点"),
        ("下周三要交标书,周一上午提醒我盖章", "盖章", "2026-11-30T10:00", None),
        ("明早九点提醒我给孙总回电话", "给孙总回电话", "2026-11-24T09:00", None),
    ],
)
def test_the_hour_of_the_event_is_told(text: str, action: str, named: str, lead: str | None) -> None:
    start = text.index(action)
    understanding = Understanding(
        "set_reminder", 1.0, {"next_action": action}, {"next_action": [start, start + len(action)]}, text
    )
    at = datetime.fromisoformat(named).replace(tzinfo=POLICY.zone)
    event = event_after(Opening(SPEAKER, NOW, text, understanding), at, POLICY)
    assert (None if event is None else event_lead(event, at)) == lead
