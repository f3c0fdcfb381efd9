"""A won or lost deal is gone on with. 大运又回来谈了,重新打开 / 宏远没签呢,记错了

It goes back to the stage it was in before, however long ago that was, and its clock starts anew. Its owner's superior
is told.
"""

from __future__ import annotations

import re

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.closed_deals import reopen
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ReopenDeal
from bot.wording.stages import closed_state, deal_name
from bot.wording.values import say_time
from sales import deals, slot_values, stages
from sales.customers import CustomerFact
from sales.stages import Closed

NOT_WON = re.compile(r"[没未](?:有)?(?:签|成交|成|定下|拿下)")


async def reopen_deal(talk: Talk, opening: Opening) -> None:
    offer = ReopenDeal.of(opening.params)
    if offer.deal is not None:
        given = await talk.query("given", stages.closed, access.deals(talk.speaker), offer.deal)
        if given is None:
            return await talk.say("这一单已经开着了,不用再开。")
        return await reopen(talk, opening, given, offer.stage)
    closed = await closed_meant(talk, opening)
    if closed is not None:
        await reopen(talk, opening, closed)


async def closed_meant(talk: Talk, opening: Opening) -> Closed | None:
    """The closed deal that the words mean; None if there is none, which the person has been told."""
    slots = (await in_context(talk, opening, opening.understanding)).slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return None
    found = await talk.query("closed", stages.closed_of, access.deals(talk.speaker), customer.id)
    fitting = those_meant(found, opening.text, slot_values.word(slots, "product"))
    if not fitting:
        await say_none(talk, opening, customer)
        return None
    if len(fitting) == 1:
        return fitting[0]
    choices = [
        Choice(f"{closed.deal.product_line or '商机'}·{closed_state(talk.policy, closed, opening.at)}", closed)
        for closed in fitting
    ]
    picked: Closed = await talk.ask("which", f"{customer.name}有 {len(fitting)} 单已经结了,打开哪一单?", choices)
    return picked


def those_meant(found: tuple[Closed, ...], text: str, product: str | None) -> tuple[Closed, ...]:
    """Of closed deals those of the product; a deal that was not won after all was won, any other that is gone on with
    was lost, if there is such a one."""
    named = tuple(closed for closed in found if product is None or closed.deal.product_line == product)
    lost = NOT_WON.search(text) is None
    return tuple(closed for closed in named if closed.is_lost == lost) or named


async def say_none(talk: Talk, opening: Opening, customer: CustomerFact) -> None:
    """Say that the customer has no such closed deal, and which are open."""
    running = await talk.query("open", deals.open_of, access.deals(talk.speaker), customer.id)
    if not running:
        return await talk.say(f"{customer.name}名下没有结过的单子。要新建一单,说「新线索」就行。")
    resting = [(deal, until) for deal in running if (until := deal.hold_until) is not None and until > opening.at]
    if resting:
        deal, until = resting[0]
        when = say_time(until, opening.at, talk.policy.zone)
        return await talk.say(f"{deal_name(deal)}主管让先缓着,到{when}。要提前恢复,请主管说一声就行。")
    names = "、".join(f"{deal_name(deal)}在{talk.policy.stage_name(deal.stage)}" for deal in running)
    await talk.say(f"{names},一直开着,不用重开。")


FLOW = Flow(
    "reopen_deal",
    version=1,
    starts=(Intent("reopen_deal"),),
    roles=SALES,
    run=reopen_deal,
    title="重新打开单子",
    offer=ReopenDeal,
)
