"""A list of deals: how many and for how much first, then each in a line. Pure functions."""

from __future__ import annotations

from datetime import datetime

from analytics.funnel.deals import Found
from bot.wording.tasks import numbered
from bot.wording.values import say_date, say_duration, say_money
from config.policy import Policy
from sales.deals import DealFact


def deal_lines(
    policy: Policy, head: str, found: Found, now: datetime, *, with_owner: bool, largest: bool = False
) -> str:
    """华东在方案报价的 8 单,合计 232 万元: …; 华东在谈的金额最大的 3 单,合计 …"""
    if not found.count:
        return f"{head}现在一单也没有。"
    lines = numbered([_line(policy, deal, now, with_owner=with_owner) for deal in found.deals])
    if largest:
        worth = sum(deal.amount_fen or 0 for deal in found.deals)
        return "\n".join([f"{head}金额最大的 {len(lines)} 单,合计 {say_money(worth)}:", *lines])
    more = [f"……还有 {found.count - len(found.deals)} 单"] if found.count > len(found.deals) else []
    return "\n".join([f"{head}有 {found.count} 单,合计 {say_money(found.amount_fen)}:", *lines, *more])


def of_size(least: int | None, most: int | None) -> str:
    """20 万元以上的 (in 分)."""
    return (f"{say_money(least)}以上的" if least is not None else "") + (f"{say_money(most)}以下的" if most else "")


def _line(policy: Policy, deal: DealFact, now: datetime, *, with_owner: bool) -> str:
    """宏远建材有限公司(张伟)·仓储管理系统·36 万元:3 天 4 小时"""
    owner = f"({deal.owner})" if with_owner else ""
    worth = f"·{say_money(deal.amount_fen)}" if deal.amount_fen else ""
    today = now.astimezone(policy.zone).date()
    since = deal.stage_entered_at
    on = say_date(since.astimezone(policy.zone).date(), today)
    when = on if deal.closed else f"{policy.stage_name(deal.stage)} {say_duration(now - since)}"
    return f"{deal.customer}{owner}·{deal.product_line or '商机'}{worth}:{when}"
