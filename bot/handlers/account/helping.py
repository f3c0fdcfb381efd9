"""帮助 and 你好: what the bot can do for this person, each with a tap to try it. Thanks are answered shortly."""

from __future__ import annotations

import re

from bot.access import ANY_MEMBER, LEADERS, SELLERS
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import log_button
from bot.wording.offers import Help, MyTasks

REP = (
    "跟客户聊完,直接说给我听就记好了:\n"
    "·「刚跟宏远李总通完电话,嫌贵,周三下午再去」\n"
    "·「新线索:恒泰瓷砖,王经理,预算 30 万」\n"
    "·「宏远推进到方案报价」「明早九点提醒我给李总回电话」\n"
    "记错了说「不是李总,是王总」,或十分钟内点「撤回」。"
)
LEADER = "单子超时没人动,我会先提醒销售,再来告诉你。你可以问:「宏远现在什么情况」「今天我该跟谁」。"
OTHERS = "我现在主要陪销售记跟进、盯时限。跨部门的事以后会通过我找到你,可以先让我提醒你办事:「明早九点提醒我开会」。"
THANKS = re.compile(r"谢|辛苦|thank|thx", re.IGNORECASE)
TASKS = Choice("今天我该跟谁", opens=MyTasks())


async def helping(talk: Talk, opening: Opening) -> None:
    role = talk.speaker.role
    if opening.understanding.intent == "greet" and THANKS.search(opening.text):
        return await talk.say("不客气,有跟进随时说。" if role in SELLERS else "不客气,有事随时叫我。")
    greeting = f"{talk.speaker.name},你好。" if opening.understanding.intent == "greet" else ""
    if role in SELLERS:
        return await talk.say(greeting + REP, [TASKS, log_button()])
    if role in LEADERS:
        return await talk.say(greeting + LEADER, [TASKS])
    await talk.say(greeting + OTHERS)


FLOW = Flow(
    "help",
    version=1,
    starts=(Command("帮助"), Command("help"), Intent("help"), Intent("greet")),
    roles=ANY_MEMBER,
    run=helping,
    title="看看能做什么",
    only_answers=True,
    offer=Help,
)
