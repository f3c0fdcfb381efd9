"""What is prepared for meeting somebody: a message of titles with a line each, every item opened by a tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.messages import Choice
from bot.wording.library.scripts import chosen_for, labelled, speakable
from bot.wording.offers import Practise, ShowScript
from knowledge.trust.care import ScriptFact

PARTS = {"openers": "破冰", "recordings": "录音和视频", "objections": "他多半会说", "cases": "案例"}
OPENERS, OPENING = "破冰 开场白 初次拜访怎么开口", "破冰"  # what openers are looked for by, and tagged with
OBJECTIONS = ("嫌贵", "没有预算", "已经有别家在用了", "要请示领导再定", "担心不好用不稳定")
CASES = "客户案例"
PRACTISE = Choice("陪练一下", opens=Practise())
NOTHING = "话术库里还没有能给这次见面用的。"


def kit(parts: Mapping[str, Sequence[ScriptFact]], used: Sequence[str]) -> str:
    """The items by their part, numbered through."""
    lines: list[str] = []
    number = 0
    for part, name in PARTS.items():
        if parts.get(part):
            lines.append(f"〔{name}〕")
        for fact in parts.get(part, ()):
            number += 1
            lines.append(f"{number}. {fact.title}\n   「{speakable(fact)}」")
    return "\n".join(["见面前先备这几样:", *lines, *([chosen_for(used)] if used else [])])


def buttons(parts: Mapping[str, Sequence[ScriptFact]]) -> list[Choice]:
    """Opens each item; and practising."""
    facts = [fact for part in PARTS for fact in parts.get(part, ())]
    opened = [
        Choice(f"{number}.{labelled(fact.title, 8)}", opens=ShowScript(fact.code))
        for number, fact in enumerate(facts, 1)
    ]
    return [*opened, PRACTISE]
