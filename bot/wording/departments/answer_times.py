"""How long departments take to answer tickets, in words."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.answer_times import AnswerTimes
from config.policy import Policy
from sales.period import Period


def answer_times(policy: Policy, whose: str, period: Period, found: Sequence[AnswerTimes]) -> str:
    """The departments, the slowest first, with the ticket that took longest and what still waits."""
    days = f"{period.first.month}月{period.first.day}日到{period.last.month}月{period.last.day}日"
    if not found:
        return f"{days}{whose}没有交给部门的工单,没得算。"
    answered = [(one.department, one.mean_hours) for one in found if one.mean_hours is not None]
    first = f"{days}{whose}的工单,各部门平均答复用时(工作时间,等销售补充的不算):"
    if len(answered) > 1:
        slowest, hours = answered[0]
        first = f"最慢的是{policy.tickets.name(slowest)},平均 {_hours(hours)}。\n{first}"
    return "\n".join([first, *(_line(policy, one) for one in found)])


def _line(policy: Policy, one: AnswerTimes) -> str:
    """·财务:平均 5.2 小时(答复 3 次,最久工单4,9 小时;时限 8 小时);还有 1 张没答复,工单7 等了 3 小时."""
    parts = []
    if one.mean_hours is not None and one.slowest is not None:
        longest = f",最久工单{one.slowest.ticket_id},{_hours(one.slowest.hours)}" if one.answers > 1 else ""
        limit = f"{policy.tickets.hours(one.department):g}"
        parts.append(f"平均 {_hours(one.mean_hours)}(答复 {one.answers} 次{longest};时限 {limit} 小时)")
    if one.longest_wait is not None:
        parts.append(
            f"还有 {one.waiting} 张没答复,工单{one.longest_wait.ticket_id}等得最久,{_hours(one.longest_wait.hours)}"
        )
    return f"·{policy.tickets.name(one.department)}:{';'.join(parts)}"


def _hours(hours: float) -> str:
    """3.2 小时, and less than one in minutes."""
    minutes = round(hours * 60)
    return f"{hours:.1f} 小时" if minutes >= 60 else f"{minutes} 分钟" if minutes else "不到 1 分钟"
