"""What was lost in a period, where and why, beside what was lost in the one before. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.funnel.figures import Funnel
from analytics.funnel.report import Report
from bot.wording.reports.funnel import part_name, percent, reason_name, where_lost, why
from bot.wording.values import say_money
from config.policy import Policy


def loss_text(policy: Policy, head: str, report: Report, by: str | None, than: str) -> str:
    """What was lost in a period and where, then each part: what it lost, and the rate of each stage."""
    now = report.now
    lines = [head, _losses(policy, now, report.before, than)]
    lines += [_rates("全部", now, policy)] if by is None and (now.lost or any(step.lost for step in now.steps)) else []
    most_first = sorted(report.parts, key=lambda part: -part.funnel.lost)
    if by is not None and now.lost:
        top = [part for part in most_first if part.funnel.lost == most_first[0].funnel.lost]
        lines.append(f"丢得最多的是{'、'.join(part_name(part, by) for part in top)}:{top[0].funnel.lost} 单。")
    before = {part.name: part.funnel.lost for part in report.parts_before}
    lines += [_rates(part_name(part, by), part.funnel, policy, than, before.get(part.name)) for part in most_first]
    lines.append(why(policy, report))
    return "\n".join(filter(None, lines))


def reasons_text(policy: Policy, head: str, report: Report, than: str) -> str:
    """Why the deals of a period were lost, and those of the one before."""
    now, before = report.now, report.before
    then = f"{than}没有丢单。"
    if before.lost:
        shares = _shares(policy, report.reasons_before)
        then = f"{than}丢了 {before.lost} 单,{say_money(before.lost_fen)}:{shares}。"
    if not now.lost:
        return f"{head}\n这段时间没有丢单。{then}"
    return f"{head}\n丢了 {now.lost} 单,{say_money(now.lost_fen)}:{_shares(policy, report.reasons)}。\n{then}"


def _shares(policy: Policy, reasons: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{reason_name(policy, key)} {count}" for key, count in reasons)


def _losses(policy: Policy, now: Funnel, before: Funnel, than: str) -> str:
    if not now.lost:
        return f"这段时间没有丢单,{than}丢了 {before.lost} 单。"
    return f"丢了 {now.lost} 单,{say_money(now.lost_fen)}({where_lost(policy, now)}),{than} {before.lost} 单。"


def _rates(name: str, now: Funnel, policy: Policy, than: str = "", before: int | None = None) -> str:
    """·灌装线:丢 2 单(线索 1、需求确认 1),10月丢 1 单;这段时间进来的,方案报价丢了 20%(1/5)"""
    shown = [
        f"{policy.stage_name(step.stage)}丢了 {percent(step.lost_share)}({step.lost}/{step.entered})"
        + ("*" if step.is_small else "")
        for step in now.steps
        if step.lost
    ]
    was = f",{than}丢 {before} 单" if before else ""
    came = f";这段时间进来的,{'、'.join(shown)}" if shown else ""
    if now.lost:
        earlier = "" if shown else ",都是之前就到那一步的"
        return f"·{name}:丢 {now.lost} 单({where_lost(policy, now)}){earlier}{was}{came}"
    entered = max((step.entered for step in now.steps), default=0)
    return f"·{name}:这段时间没丢{was}{came}" if shown else f"·{name}:{entered} 单,没有丢的{was}"
