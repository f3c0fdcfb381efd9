"""How a deal came to its stage: who moved it when, on what evidence. 宏远的阶段记录 / 怎么走到这一步的

Which deals were let in although something was missing is answered with those of the last DAYS. 这个月谁放行过单子
"""

from __future__ import annotations

from datetime import timedelta

from bot import access
from bot.access import SALES
from bot.conversation import Command, Flow, Intent
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from nlu import gates
from sales import slot_values, stages
from sales.gates import files, history

DAYS, MOST_SHOWN = 30, 10


async def stage_history(talk: Talk, opening: Opening) -> None:
    if gates.remarks("asks_let_in", opening.text) and "customer" not in opening.understanding.slots:
        since = opening.at - timedelta(days=DAYS)
        found = await talk.query("let_in", history.let_in_since, access.deals(talk.speaker), since, MOST_SHOWN)
        return await talk.say(wording.let_in_list(talk.policy, found, DAYS, opening.at))
    slots = opening.understanding.slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return
    scope = access.deals(talk.speaker)
    deal = (await choose_deal(talk, opening, customer, slot_values.word(slots, "product"))).deal
    if deal is None:
        closed = await talk.query("closed", stages.closed_of, scope, customer.id)
        if not closed:
            return await talk.say(f"{customer.name}名下还没有单子。")
        deal = closed[0].deal
    steps = await talk.query("steps", history.steps, scope, deal.id)
    kept = await talk.query("kept", files.of_customer, scope, customer.id)
    see = [wording.see_files(customer.id)] if kept else []
    await talk.say(wording.history(talk.policy, deal, steps, opening.at), see)


FLOW = Flow(
    "stage_history",
    version=1,
    starts=(Command("阶段记录"), Intent("stage_history")),
    roles=SALES,
    run=stage_history,
    title="看阶段记录",
    only_answers=True,
)
