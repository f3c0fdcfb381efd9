"""What is said of importing where nothing of a list is shown: how it is done, what has come, what was left out."""

from __future__ import annotations

from datetime import timedelta

from bot.wording.admin.import_problems import say_problem, say_where
from bot.wording.admin.importing import say_counts
from config.policy import Policy
from sales.importing import Outcome, Share

TEMPLATE = "客户导入模板.csv"
MOST_NAMED = 8


def how(policy: Policy, *, own: bool) -> str:
    """How customers are imported."""
    whose = "导你自己名下的客户:" if own else ""
    stages = "、".join(stage.name for stage in policy.stages)
    return (
        f"{whose}把 Excel 或 CSV 表直接发给我就行,现成的表不用改格式。第一行写表头,只有「客户名称」必须有;"
        "联系人、负责人、行业、地区、产品、金额、阶段、进入阶段时间、预计成交日期有就导。"
        f"阶段写:{stages}。\n我先核对,把会导什么、哪行有问题列给你看,你点「导入」才算数,"
        f"{policy.imports.undo_hours:g} 小时内能整批撤回。附上的模板可以直接填。"
    )


def nothing_lately(since: timedelta) -> str:
    """That there was no import."""
    return f"最近 {since.total_seconds() / 3600:g} 小时没有导入过。要导,把客户表发给我就行。"


def share(got: Share) -> str:
    """What somebody has got by an import."""
    more = f"等 {len(got.customers)} 家" if len(got.customers) > MOST_NAMED else ""
    deals = f",商机 {got.deals} 单" if got.deals else ""
    names = "、".join(got.customers[:MOST_NAMED])
    return f"{got.by}导的「{got.file_name}」分到你名下 {len(got.customers)} 家{deals}:{names}{more}。"


def outcome(policy: Policy, done: Outcome) -> str:
    """What an import has brought, and whose it is."""
    at = done.at.astimezone(policy.zone)
    lines = [f"{at.month}月{at.day}日 {at:%H:%M} 导的「{done.file_name}」:{say_counts(done.counts)}。"]
    if done.gone:
        lines = [f"「{done.file_name}」这批导入已经撤回了。"]
    elif done.owners:
        whose = "、".join(f"{name} {_both(customers, deals)}" for name, customers, deals in done.owners)
        lines.append(f"分给:{whose}。")
    if done.there:
        more = f"等 {done.there:,} 家" if done.there > len(done.names) else ""
        lines.append(f"现在还在的:{'、'.join(done.names)}{more}。")
    if done.left_out and not done.gone:
        lines.append("有几行没导,问我「哪几行没导」。")
    return "\n".join(lines)


def left_out(done: Outcome) -> str:
    """Which lines did not come, and why."""
    if not done.left_out:
        return f"「{done.file_name}」里没有因为问题没导的行。"
    lines = [f"· {say_where(one)}:{say_problem(one.problem)}" for one in done.left_out]
    return "\n".join([f"「{done.file_name}」没导的:", *lines, "改好这几行再发一次就行,已经导的不会重复。"])


def why_kept(done: Outcome) -> str:
    """Why customers stayed when an import was taken back."""
    if not done.kept:
        return "那批导入里没有留下来的客户。"
    return f"留下的是:{'、'.join(done.kept)}。导进来以后有人跟进过或改过,撤了会丢记录,所以留着。"


def _both(customers: int, deals: int) -> str:
    parts = [text for count, text in ((customers, f"{customers:,} 家"), (deals, f"{deals:,} 单")) if count]
    return "、".join(parts)


def went_on(deals: int) -> str:
    """That an import which broke off has been finished first."""
    return f"上次导入中断了,剩下 {deals:,} 单的时限已经补上。"
