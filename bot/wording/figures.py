"""How figures of one's own work are said: the number first; and how figures are computed, in two lines each, as
docs/process-figures.md, health.md, forecast.md and funnel.md declare it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

WHICH = "是哪个数?说一下:跟进时效、有效动作占比、协同响应时长、健康度、超时、预测、赢率、转化率。"
FORMULAS: Mapping[str, tuple[str, str]] = {
    "timeliness": (
        "平均跟进时效 = 每次跟进之前,这一单已经等了多少小时,取平均。",
        "从上次联系到客户(或者进这个阶段)算起,没联系上的不算。",
    ),
    "effective": (
        "有效动作占比 = 报了有效动作的人天 ÷ 该报的人天。",
        "每个工作日、每位销售和新人算一个人天;答「没有」的算该报,不算报了。",
    ),
    "response": (
        "跨部门协同响应时长 = 工单到了一个部门、到它答复或转走,几个工作小时,取平均。",
        "等销售补充的时间减掉;还没答的不在里面,另外说。",
    ),
    "health": (
        "健康度 = 知道的项得的分 ÷ 这些项的满分 × 100。满分:跟进频率 30、推进 30、异议 15、说好的事 15、拍板人 10。",
        "75 分以上健康,50 分以下危险;知道的项满分凑不到 60,写「数据不足」。",
    ),
    "win": (
        "赢率 = 这一单成交的概率,看它的阶段、多久没联系、谁拍板、金额这些,从公司以前的单子里学来。",
        "有结果的单子不到 60 单时,按所在阶段的成交率折算。",
    ),
    "won": ("赢单率 = 这段时间的成交 ÷(成交 + 丢单),按单数。", "签的、丢的都按那一天算,不管单子哪天进来的。"),
    "lost": ("丢单率 = 进到这个阶段、后来就丢在这个阶段的单子 ÷ 进来的。", "一单在一个阶段只算一次;重新打开的不算丢。"),
    "conversion": (
        "转化率 = 进到这个阶段、后来往后走了的单子 ÷ 进来的。",
        "一单在一个阶段只算一次;不到 5 单的打星号,只作参考。",
    ),
    "forecast": (
        "预测 = 已经成交的 + 在跟的单子(成交概率 × 金额)相加 + 还会来的新单。",
        "有结果的单子不到 60 单时,只算预计这段时间签的,按所在阶段的成交率折算。",
    ),
    "touch": ("当日首触率 = 当天进来、当天就接触到客户的线索 ÷ 当天进来的线索。", "没联系上的不算接触到。"),
}


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


def won_in_months(whose: str, days: str, months: Sequence[tuple[date, int, int]]) -> str:
    """How many deals were won in each month (by its first day), and for how much."""
    count, worth = sum(won for _, won, _ in months), sum(fen for _, _, fen in months)
    if not count:
        return f"0 单。{whose}{days}还没有记成交。"
    years = len({first.year for first, _, _ in months}) > 1
    lines = [
        f"·{f'{first.year}年' if years else ''}{first.month}月 {won} 单{f',{say_money(fen)}' if won else ''}"
        for first, won, fen in months
    ]
    return "\n".join([f"{whose}{days}签了 {count} 单{_together(worth)},按月:", *lines])


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


def formula(policy: Policy, figure: str, shown: str | None) -> str:
    """How a figure is computed; with the line in which it was just shown."""
    first, second = _late(policy) if figure == "late" else FORMULAS[figure]
    return "\n".join([first, second, *([f"刚才那个:{shown.strip('· ')}"] if shown else [])])


def _late(policy: Policy) -> tuple[str, str]:
    limits = "、".join(f"{stage.name} {stage.limit_hours:g}" for stage in policy.stages)
    return (
        "超时 = 过了时限多久。时限从上次联系到客户(或者进这个阶段、缓期结束)算起,取最晚的。",
        f"各阶段的时限(小时):{limits}。",
    )
