"""撤回: undo what was recorded in the last ten minutes, with all its effects.

What the words name is undone (大运那条, 刚才那两条), else the newest; what is not clear is asked, and what is not there
is said. An unfinished form is cancelled, with a button to undo what was saved before it. Right after something was
undone, the next thing is undone only if the person confirms it. Members who were told of an undone record are
told that it is void. If somebody has changed the rows since, the bot says which will stay, and asks.
"""

from __future__ import annotations

from datetime import datetime

from bot.access import ANY_MEMBER
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.turn.undo import finding, reversing
from bot.turn.undo.finding import Nothing, OpenForm, TooLate, Which
from bot.turn.undo.named import ALL
from bot.turn.undo.recorded import ADDING, Recorded
from bot.turn.undo.reversing import Already, Undoable
from bot.wording.deals.signals import signals_void
from bot.wording.departments import tickets
from bot.wording.offers import TakeBackScripts, Undo, UndoImport
from bot.wording.undoing import listed, quoted, thing_label, thing_line, void
from config.policy import Policy
from knowledge.withdrawing import Brought
from nlu.context import ordinal
from nlu.understanding import Understanding
from sales.importing import Imported

TABLES = {
    "opportunity": "商机的阶段和计时",
    "followup": "跟进记录",
    "customer": "客户资料",
    "contact": "联系人",
    "timer": "提醒的时间",
    "limitpass": "超时处理的进度",
    "reminder": "提醒",
    "stagelimit": "时限",
    "leadclaim": "撞单的处理",
    "pointentry": "已经花掉的积分",
    "contribution": "话术",
    "redemption": "兑换",
    "script": "话术",
    "wantedscript": "悬赏的问题",
}
EVERY = "都撤"
NONE = "都不动"
ONLY_THIS = "没对上你说的那条,能撤的只有这条。撤吗?"


async def undo_last(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    found = await talk.query("found", finding.find, talk.policy, opening, now)
    meant = await picked(talk, found, now) if isinstance(found, Which) else found
    match meant:
        case Undoable():
            if await is_wanted(talk, meant, now):
                await take_back(talk, meant, now)
        case Nothing():
            await talk.say("最近没有可以撤回的记录。")
        case Imported():
            again = [Choice("撤回导入", opens=UndoImport(meant.id))]
            await talk.say(f"最近的一件是导入「{meant.file_name}」,要整批撤回点这里。", again)
        case Brought():
            again = [Choice("撤回导入", opens=TakeBackScripts(meant.id))]
            await talk.say(f"最近的一件是导入话术「{meant.file_name}」,要整批撤回点这里。", again)
        case Already():
            await talk.say("这条刚才已经撤回过了。")
        case Stale():
            await talk.say(meant.text)
        case TooLate(minutes=minutes):
            await talk.say(f"过了 {minutes} 分钟,撤不回了。哪里不对直接说,比如「不是李总,是王总」,我来改。")
        case OpenForm(run_id=run_id, before=before, words=words):
            await talk.execute("drop", finding.drop, run_id, talk.policy, now)
            saved = [Choice("撤回之前存好的", opens=Undo(before))] if before is not None else []
            which = f":「{quoted(words)}」" if words else ""
            await talk.say(f"这条还没存,已经放下了{which}。", saved)


async def is_wanted(talk: Talk, found: Undoable, now: datetime) -> bool:
    """Whether to go on: asked where the last thing undone was undone just now, and where not all of it can be."""
    if found.again:
        question = f"刚才那条已经撤了。还要撤掉「{lines(talk.policy, found.things, now)}」吗?"
        if not await talk.ask("again", question, [Choice("撤掉", True), Choice("不用", False)]):
            await talk.say("好,没动。")
            return False
    if found.built_on:
        stays = "、".join(dict.fromkeys(TABLES.get(table, "其他改动") for table in found.built_on))
        choices = [Choice("其余的撤回", True), Choice("都不动", False)]
        question = f"这条之后又有人动过,{stays}会保持现在的样子,其余的可以撤回。要撤吗?"
        if not await talk.ask("partly", question, choices):
            await talk.say("好,都没动。")
            return False
    return True


async def take_back(talk: Talk, found: Undoable, now: datetime) -> None:
    """Reverse what was found, say what it was, and tell whoever had been told of it."""
    done = await talk.execute("undo", reversing.take_back, talk.policy, found, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    if isinstance(done, Already):
        return await talk.say("这条刚才已经撤回过了。")
    what = f":{lines(talk.policy, found.things, now)}" if found.things else ",就当没记过。"
    over = f"\n{signals_void(talk.policy, done.signals)}" if done.signals else ""
    await talk.say(f"已撤回{what}{over}", kind="receipt")
    flow = found.things[0].flow if found.things else None
    for member_id, text in done.informed:
        told = void(talk.speaker.name, flow, text)
        again = next((tickets.reopened(talk.speaker.name, one, member_id) for one in done.reopened), told)
        await talk.say(again, kind="receipt", to=member_id)


async def picked(talk: Talk, which: Which, now: datetime) -> Undoable | Already | Stale | None:
    """What the person picks of several things; None if nothing is to be undone, which the person has been told."""
    if not which.found:
        await talk.say("没找到你说的这条,最近也没有别的可以撤回。早些时候记的,哪里不对直接说,我来改。")
        return None
    choices = [
        Choice(thing_label(talk.policy, thing.flow, thing.customer, thing.fact, now), place)
        for place, thing in enumerate(which.found)
    ]
    if which.named and len(choices) > 1:
        choices.append(Choice(EVERY, EVERY))
    question = (
        "对得上几条,撤哪一条?"
        if which.named
        else ONLY_THIS
        if len(which.found) == 1
        else "没对上你说的是哪一条。这些还能撤,撤哪一条?"
    )
    answer = await talk.ask("which", question, [*choices, Choice(NONE, NONE)], read_which)
    if answer == NONE:
        await talk.say("好,都没动。")
        return None
    things = which.found if answer == EVERY else (which.found[int(answer)],)
    found: Undoable | Already | Stale = await talk.query(
        "picked", reversing.of_things, talk.speaker, talk.policy, things, now
    )
    return found


def read_which(text: str, understanding: Understanding, asked: Asked) -> int | str | NotAnAnswer:
    """One of the things by its label, its place or its customer; all of them, or none."""
    choice = labels.named(asked.choices, text)
    if choice is not None:
        return choice.answer if isinstance(choice.answer, int) else str(choice.answer)
    if ALL.search(text) and any(choice.answer == EVERY for choice in asked.choices):
        return EVERY
    if understanding.intent in ("deny", "cancel"):
        return NONE
    place, things = ordinal(text), [choice for choice in asked.choices if isinstance(choice.answer, int)]
    if place is not None and place <= len(things):
        return int(things[place - 1 if place > 0 else place].answer)
    named = str(understanding.slots.get("customer", ""))
    fitting = [choice for choice in things if named and named in choice.label]
    return int(fitting[0].answer) if len(fitting) == 1 else NotAnAnswer("点一条就行。")


def lines(policy: Policy, things: tuple[Recorded, ...], now: datetime) -> str:
    """The things by their customer and the person's own words or values; a record says what was added to it too."""
    whole = {thing.followup_id for thing in things if thing.flow != ADDING} - {None}
    shown = [thing for thing in things if thing.flow != ADDING or thing.followup_id not in whole]
    return listed([thing_line(policy, thing.flow, thing.customer, thing.fact, now) for thing in shown])


FLOW = Flow(
    "undo",
    version=1,
    starts=(Command("撤回"), Intent("undo")),
    roles=ANY_MEMBER,
    run=undo_last,
    title="撤回刚才那条",
    offer=Undo,
)
