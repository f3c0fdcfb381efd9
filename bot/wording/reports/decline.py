"""Why less was won than in the time before, from what the funnel counts. Pure functions."""

from __future__ import annotations

from datetime import date

from analytics.funnel.figures import Funnel
from analytics.funnel.report import Report
from bot.wording.reports.funnel import DIMENSIONS, NOT_SET, of
from bot.wording.reports.spans import say_days
from bot.wording.values import say_money
from config.policy import Policy
from nlu.context import NO_OBJECTION
from sales.period import Period

MOST_PARTS = 3


def decline_text(
    policy: Policy, whose: str, period: Period, against: Period, today: date, report: Report, earlier: Report, by: str
) -> str:
    """What was won in a period and in the one before (`earlier` is the report of that), and what is behind it: who or
    what less came from, what was lost, what came in."""
    now, before = report.now, earlier.now
    this, that = say_days(period, today), say_days(against, today)
    unfinished = "(还没过完)" if period.first <= today < period.last else ""
    head = f"{of(whose)}成交:{this}{unfinished} {_sum(now)},{that} {_sum(before)}"
    if now.is_empty and before.is_empty:
        return f"{head}。这两段都没有数据,说不出原因。"
    change = now.won_fen - before.won_fen
    if change >= 0 and now.won >= before.won:
        more = f"多了 {say_money(change)}" if change else "一样多"
        return f"{head}:没有掉,{more}。"
    lines = [f"{head}:少了 {say_money(-change)}。" if change < 0 else f"{head}:少了 {before.won - now.won} 单。"]
    if drops := _drops(report, earlier, by):
        lines.append(f"·{DIMENSIONS[by]}里少得最多的:{drops}")
    lines.append(f"·丢单:{this} {_lost(now)},{that} {_lost(before)}{_because(policy, report)}")
    lines.append(f"·新进:{this} {now.steps[0].entered} 单,{that} {before.steps[0].entered} 单")
    return "\n".join(lines)


def _sum(funnel: Funnel) -> str:
    return f"{funnel.won} 单 {say_money(funnel.won_fen)}" if funnel.won else "0 单"


def _lost(funnel: Funnel) -> str:
    return f"{funnel.lost} 单 {say_money(funnel.lost_fen)}" if funnel.lost else "0 单"


def _because(policy: Policy, report: Report) -> str:
    known = [(key, count) for key, count in report.reasons if key and key != NO_OBJECTION]
    said = "、".join(f"{policy.say('objections', key)} {count}" for key, count in known)
    return f"({said})" if said else ""


def _drops(report: Report, earlier: Report, by: str) -> str:
    """张伟 18 万元(之前 72 万元): whose sums fell most."""
    now = {part.name: part.funnel.won_fen for part in report.parts}
    fallen = [(part.funnel.won_fen - now.get(part.name, 0), part) for part in earlier.parts if part.funnel.won_fen]
    fallen = sorted((one for one in fallen if one[0] > 0), key=lambda one: -one[0])[:MOST_PARTS]
    return "、".join(
        f"{part.name or NOT_SET[by]} {say_money(now.get(part.name, 0))}(之前 {say_money(part.funnel.won_fen)})"
        for _, part in fallen
    )
