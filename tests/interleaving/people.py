"""What people do in a run, drawn from its seed: they report, ask, have themselves reminded, tap what they are shown.

Each report and each reminder holds a token of its own, by which its effects are counted.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count

from interleaving.peer import Platform

FIRST_CHAT = 100  # a member's is so much more than their id
LEADER, ZHOU, WU, STRANGER = CHATS = 101, 102, 103, 104
DAYS = ("周三", "周四", "周五", "下周一", "下周二", "下周三", "下周四", "下周五")
REPORTS = {  # no two alike: what was reported before is not recorded again
    chat: [f"刚跟{who}打完电话,他嫌价格高,{day}下午我再去一趟,单号{{}}" for day in DAYS for who in customers]
    for chat, customers in ((ZHOU, ("联创孙总", "鼎新薛总")), (WU, ("海川侯总",)))
}
REMINDERS = {ZHOU: "{minutes}分钟后提醒我给孙总回电话{token}", WU: "{minutes}分钟后提醒我给侯总送样品{token}"}
TO_BE_ASKED = {ZHOU: "刚跟联创孙总通完电话,周三下午再去", WU: "刚跟海川侯总通完电话,周三下午再去"}
SMALL = {
    ZHOU: ("早", "今天我该跟谁", "帮助"),
    WU: ("早", "今天我该跟谁", "我的提醒"),
    LEADER: ("早", "哪些单子超时了", "帮助"),
    STRANGER: ("你好", "在吗"),
}
ANSWERS = ("价格敏感", "暂无异议", "已跟进", "需要支持", "再给两天", "看看情况", "记一条跟进")
WEDNESDAY = 170_280.0  # seconds from the beginning to a minute after the first limit is passed
AFTERNOON = 14_700.0  # from then on the leader knows


@dataclass(frozen=True)
class Deed:
    """What somebody does at a virtual time: writes `text`, or taps a button of the newest message that has one."""

    at: float
    chat: int
    text: str = ""
    token: str = ""
    is_reminder: bool = False


class Script:
    """All that people do in one run, in order, and the scenes [begin, end) between which nothing is said."""

    def __init__(self, chance: random.Random) -> None:
        self.deeds: list[Deed] = []
        self.scenes: list[tuple[float, float]] = []
        self._chance = chance
        self._tokens = (f"K{number}" for number in count(101))
        self._reports = {chat: iter(theirs) for chat, theirs in REPORTS.items()}
        self._scene(1.0, chance.randint(4, 8))
        if chance.random() < 0.6:
            self._scene(500 + chance.random() * 200, chance.randint(2, 4))
        if chance.random() < 0.5:
            self._scene(WEDNESDAY + chance.random() * 30, chance.randint(1, 4))
            if chance.random() < 0.5:
                self._scene(WEDNESDAY + AFTERNOON, chance.randint(1, 3))

    def _scene(self, begin: float, deeds: int) -> None:
        at = begin
        for _ in range(deeds):
            self.deeds.append(self._deed(at))
            at += 0.05 if self._chance.random() < 0.3 else self._chance.random() * 8
        self.scenes.append((begin, at + 20))

    def _deed(self, at: float) -> Deed:
        chance = self._chance
        chat = chance.choice((ZHOU, ZHOU, ZHOU, WU, WU, LEADER, STRANGER))
        if chat in REPORTS:
            match chance.randrange(8):
                case 0 | 1 | 2 if report := next(self._reports[chat], ""):
                    token = next(self._tokens)
                    return Deed(at, chat, report.format(token), token)
                case 3:
                    token = next(self._tokens)
                    return Deed(
                        at, chat, REMINDERS[chat].format(minutes=chance.randint(5, 15), token=token), token, True
                    )
                case 4:
                    return Deed(at, chat, TO_BE_ASKED[chat])
        if chat != STRANGER and chance.random() < 0.5:
            return Deed(at, chat)
        return Deed(at, chat, chance.choice(SMALL[chat]))


def do(platform: Platform, deed: Deed, unix: int) -> int:
    """Do it. `unix` is when the run began. Returns the number of the update."""
    button = _button(platform, deed.chat) if not deed.text else None
    if button:
        return platform.taps(deed.chat, button)
    return platform.says(deed.chat, deed.text or "早", unix + int(platform.scheduler.now))


def _button(platform: Platform, chat: int) -> str | None:
    """The button that they tap: the first answer in the newest message that has one."""
    for shown in reversed(platform.seen_by(chat)):
        for label, data in shown.buttons:
            if label.startswith(ANSWERS):
                return data
    return None
