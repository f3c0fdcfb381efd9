"""Stuck and overdue deals in the speaker's scope. 哪些单子卡在报价超过三天 / 我有哪些超时的"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement

from bot import access
from bot.access import LEADERS, SALES
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import MOST_WITH_BUTTONS, deal_list_buttons
from bot.wording.tasks import overdue_line
from bot.wording.values import say_duration
from config.policy import Policy
from sales import customers, limits, slot_values
from sales.deals import DealFact, narrowed

SHOWN = 10


async def query_overdue(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    stage, longer = slot_values.word(slots, "stage"), slot_values.duration(slots)
    scope = deals_asked_about(access.deals(talk.speaker), slots)
    leads = talk.speaker.role in LEADERS
    deals: Sequence[DealFact]
    if longer is None:
        overdue = await talk.query("overdue", limits.longest, scope, talk.policy, opening.at, SHOWN, stage)
        count = overdue.count
        deals = [found.deal for found in overdue.deals]
        lines = [overdue_line(talk.policy, found, opening.at, with_owner=leads) for found in overdue.deals]
    else:
        count, deals = await talk.query("stuck", limits.stuck, scope, opening.at, longer, SHOWN, stage)
        lines = [stuck_line(talk.policy, deal, opening.at - deal.stage_entered_at, leads=leads) for deal in deals]
    what = f"在{talk.policy.stage_name(stage)}" if stage else ""
    what += f"超过 {say_duration(longer)}的" if longer else "超时的"
    if not lines:
        within = "" if talk.speaker.sees_all else "你能看的里面,"
        return await talk.say(f"{within}没有{what}单子,挺好。")
    more = [f"……还有 {count - SHOWN} 单"] if count > SHOWN else []
    first = {deal.id: deal.customer_id for deal in deals[:MOST_WITH_BUTTONS]}
    names = await talk.query("names", customers.short_names, sorted(set(first.values())))
    await talk.say("\n".join([f"{what}有 {count} 单:", *lines, *more]), deal_list_buttons(first, names, leads=leads))


def deals_asked_about(scope: ColumnElement[bool], slots: slot_values.Slots) -> ColumnElement[bool]:
    """The condition for deals in scope of the region, customer or owner asked about."""
    region, customer, owner = (slot_values.word(slots, slot) for slot in ("region", "customer", "person"))
    return narrowed(scope, region=region, customer=customer, owner=owner)


def stuck_line(policy: Policy, deal: DealFact, length: timedelta, *, leads: bool) -> str:
    """·宏远建材有限公司(张伟):在方案报价 3 天 4 小时."""
    owner = f"({deal.owner})" if leads else ""
    return f"·{deal.customer}{owner}:在{policy.stage_name(deal.stage)} {say_duration(length)}"


FLOW = Flow(
    "query_overdue",
    version=1,
    starts=(Intent("query_overdue"),),
    roles=SALES,
    run=query_overdue,
    title="看超时的单子",
    only_answers=True,
)
