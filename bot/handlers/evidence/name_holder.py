"""Who decides at a customer, said while a move waits for that: 拍板的是陈院长 / 鲁岳那边段总说了算."""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.chain.person import holder_named
from bot.handlers.shared.gates.going_on import named_and_moved, say_given
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.deals.chain import NO_NAME
from nlu.statements.buying_roles import DECIDES
from sales import decision_chain, slot_values
from sales.gates import requests


async def name_holder(talk: Talk, opening: Opening) -> None:
    scope, member_id = talk.speaker.deals, talk.speaker.member_id
    waiting = await talk.query("waiting", requests.with_missing, scope, talk.policy, member_id)
    named = slot_values.word(opening.understanding.slots, "customer")
    lacking = [request.deal for request, missing in waiting if DECIDES in missing.roles]
    deal = next((deal for deal in lacking if named in (None, deal.customer)), None)
    if deal is None:
        return await talk.say(wording.NOTHING_WAITS)
    people = await talk.query("people", decision_chain.people_at, access.customers(talk.speaker), deal.customer_id)
    person = holder_named(people, opening.text, opening.understanding)
    if person is None:
        return await talk.say(NO_NAME)
    now = await talk.now()
    told = (deal.customer_id, DECIDES, person, opening.text)
    given = await talk.execute("name", named_and_moved, talk.policy, *told, now)
    if isinstance(given, Stale):
        return await talk.say(given.text)
    await say_given(talk, opening, given, wording.named(deal.customer, given.what, DECIDES), now)


FLOW = Flow("name_holder", version=1, starts=(Intent("name_holder"),), roles=SALES, run=name_holder)
