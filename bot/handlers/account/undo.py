"""撤回: undo what was recorded in the last ten minutes, with all its effects.

An unfinished form is cancelled, with a button to undo what was saved before it. Members who were told of an undone
record are told that it is void. If somebody has changed the rows since, the bot says which will stay, and asks.
"""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.turn import undo
from bot.turn.opening import Opening, Talk
from bot.turn.undo import Already, Nothing, OpenForm, TooLate
from bot.wording.offers import Undo

TABLES = {
    "opportunity": "商机的阶段和计时",
    "followup": "跟进记录",
    "customer": "客户资料",
    "contact": "联系人",
    "timer": "提醒的时间",
    "limitpass": "超时处理的进度",
    "reminder": "提醒",
    "leadclaim": "撞单的处理",
}


async def undo_last(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    found = await talk.query("found", undo.find, talk.policy, opening, now)
    match found:
        case Nothing():
            return await talk.say("最近没有可以撤回的记录。")
        case Already():
            return await talk.say("这条刚才已经撤回过了。")
        case TooLate(minutes=minutes):
            return await talk.say(f"过了 {minutes} 分钟,撤不回了。哪里不对直接说,比如「不是李总,是王总」,我来改。")
        case OpenForm(run_id=run_id, before=before):
            await talk.execute("drop", undo.drop, run_id)
            saved = [Choice("撤回之前存好的", opens=Undo(before))] if before is not None else []
            return await talk.say("这条还没存,已经放下了。", saved)
    if found.built_on:
        stays = "、".join(dict.fromkeys(TABLES.get(table, "其他改动") for table in found.built_on))
        choices = [Choice("其余的撤回", True), Choice("都不动", False)]
        question = f"这条之后又有人动过,{stays}会保持现在的样子,其余的可以撤回。要撤吗?"
        if not await talk.ask("partly", question, choices):
            return await talk.say("好,都没动。")
    done = await talk.execute("undo", undo.undo_change_set, talk.policy, found.change_set_id, now)
    if isinstance(done, Already):
        return await talk.say("这条刚才已经撤回过了。")
    await talk.say("已撤回,就当没记过。", kind="receipt")
    for member_id, text in done.informed:
        first = text.partition("\n")[0]
        await talk.say(f"{talk.speaker.name}撤回了这条,不用管了:「{first}」", kind="receipt", to=member_id)


FLOW = Flow(
    "undo",
    version=1,
    starts=(Command("撤回"), Intent("undo")),
    roles=ANY_MEMBER,
    run=undo_last,
    title="撤回刚才那条",
    offer=Undo,
)
