"""Targets and where people stand, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.wording.reports.funnel import percent
from bot.wording.reports.spans import say_days
from bot.wording.values import say_money
from sales.period import Period
from sales.teamwork.targets import Aim, Standing, Standings, TargetSet

ASK_WHOM = "给谁定目标?发我名字或组名就行,带上数也行:「小王50万 小李40万」。"
NOBODY_MEANT = "没对上是哪位同事、哪个组。给谁定?发名字或组名,不定了就说「取消」。"
NOBODY_AFTER_ALL = "还是没对上是谁,目标一个都没定。名字确认好了再告诉我。"
ASK_AMOUNT = "目标定多少?例:80万"
WHOSE_TO_WITHDRAW = "撤谁的目标?带上名字或组名再说一遍:「撤掉小王12月的目标」。"
NOT_LED = "目标只能给自己带的人定,组也要是自己的,这次一个都没有动。"
NOT_EACH = "好,一个都没定。分开说就行:「小王50万 小李40万」。"
MOST = 10


def ask_each(aims: Sequence[Aim]) -> str:
    """Whether everybody named gets the one sum that was said."""
    names, amount = "、".join(aim.name for aim in aims), aims[0].amount_fen or 0
    return f"{names},每人都定 {say_money(amount)}?"


def receipt(targets: Sequence[TargetSet], period: Period, today: date) -> str:
    """张伟11月的目标定为 80 万元(原来 60 万元)。"""
    return "\n".join(_set(one, period, today) for one in targets)


def _set(target: TargetSet, period: Period, today: date) -> str:
    before = f"(原来 {say_money(target.before_fen)})" if target.before_fen is not None else ""
    return f"{_whose(target)}{say_days(period, today)}的目标定为 {say_money(target.amount_fen)}{before}。"


def withdrawn(target: TargetSet, period: Period, today: date) -> str:
    """张伟12月的目标撤掉了(原来 50 万元)。"""
    return f"{_whose(target)}{say_days(period, today)}的目标撤掉了(原来 {say_money(target.amount_fen)})。"


def told_withdrawn(by: str, target: TargetSet, period: Period, today: date) -> str:
    """To whoever has that target no more, or leads the team that had it."""
    whose = f"{target.name}整组" if target.team_id is not None else "你"
    return f"{by}把{whose}{say_days(period, today)}的目标撤掉了(原来 {say_money(target.amount_fen)})。"


def none_to_withdraw(name: str, period: Period, today: date) -> str:
    """There was no target in those days."""
    return f"{name}{say_days(period, today)}没定过目标,没什么可撤的。"


def _whose(target: TargetSet) -> str:
    return f"{target.name}整组" if target.team_id is not None else target.name


def told(by: str, target: TargetSet, period: Period, today: date) -> str:
    """To whoever has a new target, or leads the team that has one."""
    whose = f"给{target.name}整组" if target.team_id is not None else "给你"
    ask = "我们组目标完成多少了" if target.team_id is not None else "目标完成多少了"
    return f"{by}{whose}定了{say_days(period, today)}的目标:{say_money(target.amount_fen)}。到哪了,随时问我「{ask}」。"


def standing_text(whose: str, period: Period, today: date, found: Standings, works: int) -> str:
    """How much of the targets is done, the sum first, then each. What is set against a target is only what those won
    who have one; the rest is said apart."""
    days = say_days(period, today)
    if not found.with_target:
        won = f",已经成交 {say_money(found.won_fen)}" if found.won else ""
        return f"{whose}{days}还没定目标{won}。"
    target, won_fen = found.target_fen, found.met_fen
    left = (
        f",还差 {say_money(target - won_fen)}"
        if won_fen < target
        else f",超了 {say_money(won_fen - target)}"
        if won_fen > target
        else ""
    )
    rest = f",还有 {works} 个工作日" if works and won_fen < target else ""
    done = f"成交 {say_money(won_fen)},完成 {percent(won_fen / target)}{left}{rest}。"
    others = [one for one in found.each if not one.target_fen]
    if not others and found.won_fen == won_fen:
        head = f"{whose}{days}目标 {say_money(target)},{done}"
    else:
        head = f"{whose}{days}{_who(found.with_target)}定了目标,共 {say_money(target)},{_they(found.with_target)}{done}"
    shown = [one for one in found.each if one.target_fen or one.won]
    lines = [_line(one) for one in shown[:MOST]] if len(shown) > 1 else []
    return "\n".join([head, *_apart(whose, found, others), *lines])


def _who(found: Sequence[Standing]) -> str:
    """张伟, 东区, 3 人, 2 个组, 1 个组和 2 人."""
    if len(found) == 1:
        return f"只有{found[0].name}"
    teams = sum(1 for one in found if one.team_id is not None)
    people = len(found) - teams
    return "和".join([*([f" {teams} 个组"] if teams else []), *([f" {people} 人"] if people else [])])


def _they(found: Sequence[Standing]) -> str:
    return "" if len(found) == 1 else "他们"


def _apart(whose: str, found: Standings, others: Sequence[Standing]) -> list[str]:
    """What those without a target won, which counts towards none."""
    apart = found.won_fen - found.met_fen
    if not apart:
        return [f"其余 {len(others)} 人没定目标,也还没有成交。"] if others else []
    return [f"没定目标的成交 {say_money(apart)};{whose}一共成交 {say_money(found.won_fen)}。"]


def behind_text(whose: str, period: Period, today: date, found: Standings) -> str:
    """Who has not done their target yet, the least first."""
    days = say_days(period, today)
    if not found.with_target:
        return f"{whose}{days}还没定目标,谈不上谁没完成。"
    behind = sorted((one for one in found.with_target if (one.share or 0) < 1), key=lambda one: one.share or 0)
    without = [one.name for one in found.each if not one.target_fen]
    none = [f"没定目标的:{'、'.join(without)}"] if without else []
    if not behind:
        return "\n".join([f"{whose}{days}定了目标的都完成了。", *none])
    return "\n".join([f"{whose}{days}还没完成目标的 {len(behind)} 个:", *map(_line, behind[:MOST]), *none])


def ranking_text(whose: str, period: Period, today: date, found: Standings) -> str:
    """Who sold most, in order."""
    won = [one for one in found.each if one.won]
    if not won:
        return f"{whose}{say_days(period, today)}还没有人成交。"
    lines = [
        f"{place}. {one.name} {say_money(one.won_fen)},{one.won} 单{_of(one)}"
        for place, one in enumerate(won[:MOST], 1)
    ]
    return "\n".join([f"{whose}{say_days(period, today)}按成交金额:", *lines])


def _line(one: Standing) -> str:
    name = f"{one.name}整组" if one.team_id is not None else one.name
    if not one.target_fen:
        return f"·{name}:没定目标,成交 {say_money(one.won_fen)}"
    return f"·{name}:{say_money(one.won_fen)}/{say_money(one.target_fen)}({percent(one.share)})"


def _of(one: Standing) -> str:
    return f",目标的 {percent(one.share)}" if one.target_fen else ""
