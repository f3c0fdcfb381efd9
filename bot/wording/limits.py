"""How the limits of stages are said, and changed. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.wording.values import say_duration
from config.policy import Policy, Stage
from config.ticket_policy import OF_DEPARTMENT
from sales.teamwork.limit_changes import NewLimit

SHORTEST, LONGEST = 1, 90 * 24  # hours
ASK_LENGTH = "改成多久?比如「48 小时」「3 天」。"
ASK_STAGE = "改哪个阶段的时限?"
ELSEWHERE = (
    "这条规则在聊天里改不了,写在公司的规则文件(policy.yml)里,请管理员改。"
    "聊天里能改的是各阶段的时限,比如「报价时限改成 48 小时」。"
)
NOT_CHANGED = "好,没动。"
TOO_SHORT = "时限最短 1 小时,不然单子一进来就超时了。没有动,改成多久?比如「24 小时」。"
TOO_LONG = "时限最长 90 天,再长就等于不提醒了。没有动,改成多久?比如「10 天」。"
HOW_COUNTED = "这里只改长短;按自然小时还是工作小时算,管理员在规则文件里定。"


def say_hours(hours: float) -> str:
    """3 天, 12 小时, 1 天 12 小时."""
    return say_duration(timedelta(hours=hours))


def say_limit(stage: Stage, hours: float) -> str:
    """A limit of the stage of so many hours: 3 天, 16 个工作小时."""
    return say_hours(hours) if stage.limit_counts == "calendar" else f"{hours:g} 个工作小时"


def limit_line(policy: Policy, stage: str) -> str:
    """方案报价:2 天(文件里是 3 天,聊天里改的)."""
    known, in_file = policy.stage(stage), policy.file_hours(stage)
    changed = f"(聊天里改过,原来 {say_limit(known, in_file)})" if known.limit_hours != in_file else ""
    return f"{known.name}:{say_limit(known, known.limit_hours)}{changed}"


def limit_name(policy: Policy, key: str) -> str:
    """方案报价, 财务答复工单: of what a limit is."""
    if key.startswith(OF_DEPARTMENT):
        return f"{policy.tickets.name(key.removeprefix(OF_DEPARTMENT))}答复工单"
    return policy.stage_name(key)


def say_limit_of(policy: Policy, key: str, hours: float) -> str:
    """A limit of so many hours as it counts there."""
    return f"{hours:g} 个工作小时" if key.startswith(OF_DEPARTMENT) else say_limit(policy.stage(key), hours)


def change_line(policy: Policy, new: NewLimit) -> str:
    """方案报价:3 天 → 2 天."""
    before, after = (say_limit_of(policy, new.stage, hours) for hours in (new.hours_from, new.hours_to))
    return f"{limit_name(policy, new.stage)}:{before} → {after}"


def confirm(policy: Policy, new: Sequence[NewLimit], *, working: bool) -> str:
    """What would change, and for how many deals."""
    lines = [f"时限要改:{change_line(policy, new[0])}"] if len(new) == 1 else ["时限要改:"]
    lines += [f"·{change_line(policy, limit)}" for limit in new] if len(new) > 1 else []
    count, late = sum(limit.deals for limit in new), sum(limit.late for limit in new)
    things = "张工单" if _of_tickets(new) else "单"
    none = "现在没有工单在等答复" if _of_tickets(new) else "现在没有在跟的单子在这个阶段"
    touches = f"在{'走' if _of_tickets(new) else '跟'}的 {count} {things}按新的重新算" if count else none
    at_once = f",其中 {late} {things}马上算超时" if late else ""
    note = [HOW_COUNTED] if working else []
    return "\n".join([*lines, *note, f"{touches}{at_once}。改吗?"])


def receipt(policy: Policy, new: Sequence[NewLimit]) -> str:
    """What was changed."""
    lines = ";".join(change_line(policy, limit) for limit in new)
    count = sum(limit.deals for limit in new)
    if _of_tickets(new):
        planned = f"在走的 {count} 张工单的提醒已经按新的排。" if count else "以后的工单按新的算。"
    else:
        planned = f"在跟的 {count} 单的提醒已经按新的排。" if count else "新进来的单子按新的算。"
    return f"改好了,{lines}。{planned}"


def _of_tickets(new: Sequence[NewLimit]) -> bool:
    return all(limit.stage.startswith(OF_DEPARTMENT) for limit in new)
