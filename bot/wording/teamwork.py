"""How what a colleague has done, and has, is said. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.wording.buttons import deal_label
from bot.wording.records import followup_summary
from bot.wording.values import say_date, say_duration, say_money, say_time
from config.policy import Policy
from sales.period import Period
from sales.teamwork.activity import Activity, Did, Done, Holding, InHand, Load
from sales.teamwork.instructions import InstructionFact

QUOTED = 40
QUOTED_ORDERS = 5


NO_REASON = "这句是说哪件事的?带上客户名字再说一句。"


def reason_to(name: str, customer: str, words: str) -> str:
    """What whoever was told of a decision hears of its reason."""
    return f"{name}说({customer}):「{words}」"


def reason_told(customer: str, to: str) -> str:
    """That the reason has been passed on."""
    return f"好,{customer}这句已经告诉{to},没记成跟进。"


def activity_lines(policy: Policy, name: str, period: Period, done: Activity, now: datetime) -> str:
    """How often somebody followed up in a period, and each with the words they said."""
    when = say_period(period, now.astimezone(policy.zone))
    if not done.count:
        return f"{name}{when}还没记过跟进。"
    failed = f",其中 {done.unreached} 次没找到人" if done.unreached else ""
    lines = [_done_line(policy, each, now) for each in done.shown]
    more = [f"……还有 {done.count - len(done.shown)} 条"] if done.count > len(done.shown) else []
    return "\n".join([f"{name}{when}跟了 {done.count} 次,{done.customers} 家客户{failed}:", *lines, *more])


def _done_line(policy: Policy, done: Done, now: datetime) -> str:
    summary = followup_summary(policy, done.followup, now).partition(":")[2]
    words = done.followup.said.replace("\n", ";")
    quoted = words if len(words) <= QUOTED else words[:QUOTED] + "…"
    return f"·{done.customer}:{summary}" + (f"「{quoted}」" if quoted and quoted[:30] not in summary else "")


def holding_lines(policy: Policy, name: str, held: Holding) -> str:
    """The open deals of somebody, with stage and sum, those over their limits first."""
    if not held.count:
        return f"{name}手上现在没有在跟的单子。"
    worth = f",合计 {say_money(held.sum_fen)}" if held.sum_fen else ""
    late = f",超时 {held.overdue} 单" if held.overdue else ",没有超时的"
    lines = [_in_hand_line(policy, each) for each in held.shown]
    more = [f"……还有 {held.count - len(held.shown)} 单"] if held.count > len(held.shown) else []
    return "\n".join([f"{name}手上 {held.count} 单{worth}{late}:", *lines, *more])


def load_lines(leader: str, loads: Sequence[Load], *, least_first: bool = False) -> str:
    """How much each of a team has in hand, a line each, the most first."""
    loads = loads[::-1] if least_first else loads
    if not loads:
        return f"{leader}组里还没有别的人。"
    lines = [
        f"·{one.name}:{one.count} 单"
        + (f",{say_money(one.sum_fen)}" if one.sum_fen else "")
        + (f",超时 {one.overdue} 单" if one.overdue else "")
        for one in loads
    ]
    most = [one.name for one in loads if one.count == loads[0].count]
    head = (
        f"按手上的单子数,{'、'.join(most)}最{'少' if least_first else '多'}:"
        if len(most) < len(loads)
        else "手上的单子数都一样:"
    )
    worth = sum(one.sum_fen for one in loads)
    total = [f"一共 {sum(one.count for one in loads)} 单,{say_money(worth)}"] if worth else []
    return "\n".join([head, *lines, *total])


def holding_short(held: Holding) -> str:
    """手上 2 单,合计 100 万元,超时 1 单."""
    worth = f",合计 {say_money(held.sum_fen)}" if held.sum_fen else ""
    return f"手上 {held.count} 单{worth}{f',超时 {held.overdue} 单' if held.overdue else ',没有超时的'}。"


def team_line(name: str, team: str | None, leaders: Sequence[str]) -> str:
    """费文静在江南组,主管是顾平."""
    if team is None:
        return f"{name}不在哪个组里。"
    return f"{name}在{team},{'主管是' + '、'.join(leaders) if leaders else '那边没有别的主管'}。"


def team_done_lines(policy: Policy, period: Period, did: Sequence[Did], now: datetime) -> str:
    """How much a team followed up in a period, a line for each who did, and who did not at all."""
    when = say_period(period, now.astimezone(policy.zone))
    quiet = [one.name for one in did if not one.count]
    lines = [f"·{one.name}:{one.count} 次,{one.customers} 家客户" for one in did if one.count]
    if not lines:
        return f"{when}还没有人记过跟进:{'、'.join(quiet)}。"
    none = [f"还没记过跟进的:{'、'.join(quiet)}"] if quiet else []
    return "\n".join([f"{when}一共跟了 {sum(one.count for one in did)} 次:", *lines, *none])


def order_lines(policy: Policy, name: str, given: Sequence[InstructionFact], now: datetime) -> str:
    """What became of what the speaker had a colleague told."""
    lines = [
        f"·{order.text}:{say_time(order.done_at, now, policy.zone) + '办好了' if order.done_at else '还没说办好'}"
        for order in given[-QUOTED_ORDERS:]
    ]
    return "\n".join([f"你交代{name}的:", *lines])


def _in_hand_line(policy: Policy, held: InHand) -> str:
    late = f",超时 {say_duration(held.over_by)}" if held.over_by is not None else ""
    return f"·{held.deal.customer}:{deal_label(policy, held.deal)}{late}"


def say_period(period: Period, now: datetime) -> str:
    """今天(11月23日); 11月23日到11月29日."""
    if period.first == period.last:
        return say_date(period.first, now.date())
    return f"{period.first.month}月{period.first.day}日到{period.last.month}月{period.last.day}日"
