"""要不要缓一缓: it is only asked whether a deal had better rest. How it stands is said; it is put off by one tap."""

from __future__ import annotations

from datetime import datetime

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.named_time import after, moment
from bot.handlers.shared.pointing_back import in_context
from bot.turn.opening import Opening, Talk
from bot.wording.stages import deal_name
from bot.wording.values import say_time
from config.policy import Policy
from sales import customers, deals, limits, slot_values
from sales.customers import CustomerFact

SNOOZE = "snooze"  # the flow that puts off
WHICH = "还没缓。要缓哪一单,说名字和缓到哪天就行。"


async def weigh_snooze(talk: Talk, opening: Opening) -> None:
    slots = (await in_context(talk, opening, opening.understanding, at_all=True)).slots
    words = slot_values.word(slots, "customer")
    if not words:
        return await talk.say(WHICH)
    found: tuple[CustomerFact, ...] = await talk.query(
        "customers", customers.find, access.customers(talk.speaker), words
    )
    if len(found) != 1 or found[0].near:
        return await talk.say(WHICH)
    running = await talk.query("running", deals.open_of, access.deals(talk.speaker), found[0].id)
    if not running:
        return await talk.say(f"{found[0].name}没有在跟的单子,不用缓。")
    lines = [
        f"{deal_name(deal)}{say_time(at, opening.at, talk.policy.zone)}{'就' if at <= opening.at else ''}到时限。"
        for deal in running
        if (at := limits.limit_at(deal, talk.policy)) is not None
    ]
    name, until = found[0].name, until_said(talk.policy, opening, slots)
    when = f"缓到{until}" if until else "缓一缓"
    put_off = Choice(when, opens=SaidWords(SNOOZE, f"{name}{when}"))
    await talk.say("\n".join([*lines, "还没缓,缓不缓你定,要缓就点一下。"]), [put_off])


def until_said(policy: Policy, opening: Opening, slots: slot_values.Slots) -> str:
    """The day until which it might rest: 11月9日; empty where none is said."""
    length, said = slot_values.duration(slots), slot_values.word(slots, "next_time")
    local = opening.at.astimezone(policy.zone)
    at: datetime | None = after(opening.at, length) if length is not None else moment(said, local) if said else None
    return f"{at.astimezone(policy.zone).month}月{at.astimezone(policy.zone).day}日" if at is not None else ""


FLOW = Flow(
    "weigh_snooze", version=1, starts=(Intent("weigh_snooze"),), roles=SALES, run=weigh_snooze, only_answers=True
)
