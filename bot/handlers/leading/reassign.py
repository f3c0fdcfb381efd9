"""A customer changes hands. 把正阳转给张伟 / 新锐我自己来跟 / 这家以后让王芳跟

A leader decides it; a rep's wish goes to who may decide (decide_handover). What a leader has only heard
(小周说鼎新他跟不动) changes nothing: whom it could go to is offered. What was handed over goes back (giving_back), and
nothing is done by itself later (conditions).
"""

from __future__ import annotations

from bot.access import LEADERS, SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.assigning import OFFERED, who_could
from bot.handlers.shared.leading.conditions import on_condition
from bot.handlers.shared.leading.giving_back import give_back
from bot.handlers.shared.leading.passing_all import pass_all_on
from bot.handlers.shared.leading.passing_on import pass_on
from bot.handlers.shared.leading.splitting import split_all
from bot.handlers.shared.leading.spoken_of import deal_spoken_of
from bot.turn.opening import Opening, Talk
from bot.wording.deals.leads import taker_buttons
from bot.wording.offers import Assign
from sales import slot_values


async def reassign(talk: Talk, opening: Opening) -> None:
    meant = opening.understanding
    if meant.intent == "give_back":
        return await give_back(talk, opening)
    if meant.intent == "give_if":
        return await on_condition(talk, opening)
    heard_of = "hearsay" in meant.factuality and "person" not in meant.slots
    if heard_of and opening.speaker.role in LEADERS:
        return await offer(talk, opening)
    named = slot_values.words(meant.slots, "person")
    if len(named) > 1 and "customer" not in meant.slots and opening.speaker.role in LEADERS:
        if len(named) > 2:
            return await split_all(talk, named[0], named[1:], opening)
        return await pass_all_on(talk, opening, named[0], named[-1])
    await pass_on(talk, opening)


async def offer(talk: Talk, opening: Opening) -> None:
    """Whom the deal could go to by one tap."""
    deal = await deal_spoken_of(talk, opening)
    if deal is None:
        return
    found = await talk.query("takers", who_could, talk.speaker, deal.owner_id, OFFERED)
    buttons = taker_buttons(deal.id, found) or [Choice("换人跟", opens=Assign(deal.id))]
    await talk.say(f"{deal.customer}还在{deal.owner}手上,没有动。要换人跟吗?", buttons)


FLOW = Flow(
    "reassign",
    version=2,
    starts=(Intent("reassign"), Intent("give_back"), Intent("give_if")),
    roles=SALES,
    run=reassign,
    title="换人跟",
)
