"""Targets and where people stand, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.wording.reports.funnel import percent
from bot.wording.reports.spans import say_days
from bot.wording.values import say_money
from sales.period import Period
from sales.teamwork.targets import Standing, TargetSet

ASK_WHOM = "给谁定目标?发我名字就行。"
ASK_AMOUNT = "目标定多少?例:80万"
NOT_LED = "目标只能给自己带的人定,这次没有动。"
MOST = 10


def receipt(target: TargetSet, period: Period, today: date) -> str:
    """张伟11月的目标定为 80 万元(原来 60 万元)。"""
    before = f"(原来 {say_money(target.before_fen)})" if target.before_fen is not None else ""
    return f"{target.name}{say_days(period, today)}的目标定为 {say_money(target.amount_fen)}{before}。"


def told(by: str, target: TargetSet, period: Period, today: date) -> str:
    """To whoever has a new target."""
    amount = say_money(target.amount_fen)
    return f"{by}给你定了{say_days(period, today)}的目标:{amount}。到哪了,随时问我「目标完成多少了」。"


def standing_text(whose: str, period: Period, today: date, found: Sequence[Standing], works: int) -> str:
    """How much of the targets is done, the sum first, then each."""
    days = say_days(period, today)
    with_target = [one for one in found if one.target_fen]
    if not with_target:
        won = sum(one.won_fen for one in found)
        return f"{whose}{days}还没定目标,已经成交 {say_money(won)}。" if won else f"{whose}{days}还没定目标。"
    target = sum(one.target_fen or 0 for one in with_target)
    won = sum(one.won_fen for one in with_target)
    left = (
        f",还差 {say_money(target - won)}"
        if won < target
        else f",超了 {say_money(won - target)}"
        if won > target
        else ""
    )
    rest = f",还有 {works} 个工作日" if works and won < target else ""
    head = f"{whose}{days}目标 {say_money(target)},成交 {say_money(won)},完成 {percent(won / target)}{left}{rest}。"
    return "\n".join([head, *map(_line, found[:MOST])]) if len(found) > 1 else head


def ranking_text(whose: str, period: Period, today: date, found: Sequence[Standing]) -> str:
    """Who sold most, in order."""
    won = [one for one in found if one.won]
    if not won:
        return f"{whose}{say_days(period, today)}还没有人成交。"
    lines = [
        f"{place}. {one.name} {say_money(one.won_fen)},{one.won} 单{_of(one)}"
        for place, one in enumerate(won[:MOST], 1)
    ]
    return "\n".join([f"{whose}{say_days(period, today)}按成交金额:", *lines])


def _line(one: Standing) -> str:
    if not one.target_fen:
        return f"·{one.name}:没定目标,成交 {say_money(one.won_fen)}"
    return f"·{one.name}:{say_money(one.won_fen)}/{say_money(one.target_fen)}({percent(one.share)})"


def _of(one: Standing) -> str:
    return f",目标的 {percent(one.share)}" if one.target_fen else ""
