"""How healthy a customer is, or which are the least. 恒泰健康度 / 哪些客户不健康"""

from __future__ import annotations

from sqlalchemy import ColumnElement

from analytics import charts
from analytics.health import rows
from analytics.health.scores import Health
from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.attachments import Chart
from bot.conversation.messages import Choice
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.handlers.shared.pointing_back import in_context
from bot.turn import asking
from bot.turn.asking import View
from bot.turn.asking.spans import slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowCustomer, ShowHealth
from bot.wording.reports import health as wording
from sales import customers, slot_values

FLOW_NAME = "query_health"
SHOWN, WITH_BUTTONS, MOST_MEANT = 5, 4, 4


async def query_health(talk: Talk, opening: Opening) -> None:
    scope = access.customers(talk.speaker)
    offered = ShowHealth.of(opening.params).customer if opening.params else None
    if offered is not None:
        return await say_of(talk, opening, offered, scope)
    slots = (await in_context(talk, opening, opening.understanding)).slots
    words, contact = slot_values.word(slots, "customer"), slot_values.word(slots, "contact")
    if words is None and contact is None:
        return await say_least(talk, opening)
    if words is not None:
        found = await talk.query("customers", customers.find, scope, words)
    else:
        found = await talk.query("customers", customers.by_contact, scope, contact)
    if not found:
        return await talk.say(f"你能看的客户里没有「{words or contact}」。")
    if len(found) > 1 or found[0].near:
        buttons = [Choice(customer.name, opens=ShowHealth(customer.id)) for customer in found[:MOST_MEANT]]
        return await talk.say(f"「{words or contact}」是下面哪一家?", buttons)
    await say_of(talk, opening, found[0].id, scope)


async def say_of(talk: Talk, opening: Opening, customer_id: int, scope: ColumnElement[bool]) -> None:
    """Say how healthy one customer is."""
    if await talk.query("in_scope", customers.get, scope, customer_id) is None:
        return await talk.say("这家客户现在不归你看了,可能转给同事了。")
    await talk.query("view", asking.kept, View(FLOW_NAME, "of", customer_id=customer_id))
    found: tuple[Health, ...] = await talk.query("health", rows.of_customers, talk.policy, (customer_id,), opening.at)
    picture = Chart.of(charts.as_json(wording.health_chart(talk.policy, found[0], opening.at)), "")
    button = Choice("看看这家的情况", opens=ShowCustomer(customer_id))
    await talk.say(wording.health_text(talk.policy, found[0], opening.at), [button], attachments=[picture])


async def say_least(talk: Talk, opening: Opening) -> None:
    """Say which customers in scope are the least healthy."""
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, FLOW_NAME)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    scope = slice_of(view).within(access.own_deals(talk.speaker))
    found = await talk.query("least", rows.least_healthy, scope, talk.policy, opening.at, SHOWN)
    whose = await said.whose(talk, view)
    buttons = [Choice(one.customer, opens=ShowHealth(one.customer_id)) for one in found[:WITH_BUTTONS]]
    await talk.say(wording.least_text(whose, found), buttons)


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent("query_health"),),
    roles=SALES,
    run=query_health,
    title="看客户健康度",
    only_answers=True,
    offer=ShowHealth,
)
