"""How figures of one's own work are said: the number first. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from analytics.funnel.report import Report
from bot.wording.reports.funnel import part_name
from bot.wording.stages import deal_name
from bot.wording.teamwork import say_period
from bot.wording.values import say_date, say_money
from config.policy import Policy
from sales.deals import DealFact
from sales.period import Period
from sales.teamwork.figures import Deals


def first_contact(policy: Policy) -> str:
    """How soon a new customer is to be contacted."""
    first = policy.stages[0]
    return f"{first.limit_words}内要有第一次跟进({first.name}阶段)。到点没动我先提醒你,再不动才告诉主管。"


def in_stage(policy: Policy, whose: str, stage: str, held: Deals, now: datetime) -> str:
    """How many open deals are in a stage, and which."""
    count, worth, deals = held
    where = policy.stage_name(stage)
    if not count:
        return f"0 单。{whose}现在没有在{where}的。"
    return "\n".join([f"{whose}在{where}的 {count} 单{_together(worth)}:", *_lines(policy, deals, count, now)])


def won(
    policy: Policy,
    whose: str,
    period: Period | None,
    found: Deals,
    now: datetime,
    *,
    with_owner: bool = False,
    mean: bool = False,
) -> str:
    """How many deals were won, for how much (`mean`: what one is worth), and which."""
    count, worth, deals = found
    when = say_period(period, now.astimezone(policy.zone)) if period is not None else ""
    if not count:
        return f"0 单。{whose}{when}还没有记成交。"
    each = f",平均每单 {say_money(round(worth / count))}" if mean else ""
    lines = _lines(policy, deals, count, now, with_owner=with_owner)
    return "\n".join([f"{whose}{when}签了 {count} 单{_together(worth)}{each}:", *lines])


def won_by(policy: Policy, whose: str, period: Period, by: str, report: Report, now: datetime) -> str:
    """How many deals each part won, for how much, the most first."""
    when, total = say_period(period, now.astimezone(policy.zone)), report.now
    if not total.won:
        return f"0 单。{whose}{when}还没有记成交。"
    parts = sorted(report.parts, key=lambda part: (-part.funnel.won_fen, -part.funnel.won))
    lines = [
        f"·{part_name(part, by)}:{part.funnel.won} 单"
        + (f",{say_money(part.funnel.won_fen)}" if part.funnel.won else "")
        for part in parts
    ]
    return "\n".join([f"{whose}{when}签了 {total.won} 单{_together(total.won_fen)}:", *lines])


def took(whose: str, period: Period | None, count: int, mean: float, least: int, most: int, now: datetime) -> str:
    """How many days deals took from the lead until they were won."""
    when = say_period(period, now) if period is not None else ""
    if not count:
        return f"{whose}{when}还没有记成交,算不出周期。"
    if count == 1:
        return f"{whose}{when}成交 1 单,从进线索到成交 {most} 天。"
    return f"{whose}{when}成交的 {count} 单,从进线索到成交平均 {mean:.0f} 天(最快 {least} 天,最慢 {most} 天)。"


def customer_list(whose: str, count: int, names: Sequence[str]) -> str:
    """How many customers there are, and their names."""
    if not count:
        return f"{whose}名下还没有客户。加一个:「新线索:公司名,联系人,预算」。"
    more = f"……还有 {count - len(names)} 家" if count > len(names) else ""
    return f"{whose}名下 {count} 家客户:{'、'.join(names)}{more}"


def _together(worth_fen: int) -> str:
    return f",合计 {say_money(worth_fen)}" if worth_fen else ""


def _lines(
    policy: Policy, deals: Sequence[DealFact], count: int, now: datetime, *, with_owner: bool = False
) -> list[str]:
    today = now.astimezone(policy.zone).date()
    lines = [
        f"·{deal_name(deal)}{f'({deal.owner})' if with_owner else ''}:{_worth(deal)}{_since(policy, deal, today)}"
        for deal in deals
    ]
    return [*lines, *([f"……还有 {count - len(deals)} 单"] if count > len(deals) else [])]


def _worth(deal: DealFact) -> str:
    return f"{say_money(deal.amount_fen)}," if deal.amount_fen else ""


def _since(policy: Policy, deal: DealFact, today: date) -> str:
    since = say_date(deal.stage_entered_at.astimezone(policy.zone).date(), today)
    return f"{since}{'签的' if deal.closed else '进的'}"
