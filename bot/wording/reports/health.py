"""The health of a customer in words and as a picture: the figure, then each part, with what it is from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analytics import charts
from analytics.health.scores import WEIGHTS, Health, Part
from bot.wording.values import say_date
from config.policy import Policy

NAMES = {
    "frequency": "跟进频率", "progress": "推进", "objections": "异议", "promises": "说好的事", "decider": "拍板人",
    "payments": "回款", "restocking": "补货",
}  # fmt: skip
LEVELS = {"good": "健康", "fair": "要留意", "bad": "危险"}
NO_SOURCE = "还没有数据(还没接上能查它的系统)"
UNKNOWN = {
    "frequency": "半年里没有跟进记录", "progress": "没有在跟的单子", "objections": "没有跟进记录",
    "promises": "最近三个月没有到期的约定", "decider": "还没到要问清的阶段",
}  # fmt: skip


def health_text(policy: Policy, health: Health, now: datetime) -> str:
    """恒泰健康度 68 分(要留意): …"""
    return "\n".join([_head(health), *(f"·{_part(policy, part, now)}" for part in health.parts)])


def least_text(whose: str, found: Sequence[Health]) -> str:
    """The least healthy customers, the worst first."""
    if not found:
        return f"{whose}的客户跟进记录还太少,健康度数据不足。"
    lines = [
        f"{place}. {one.customer} {one.points} 分({_level(one)}),{_worst(one)}" for place, one in enumerate(found, 1)
    ]
    return "\n".join([f"{whose}健康度最低的 {len(found)} 家:", *lines])


def health_chart(policy: Policy, health: Health, now: datetime) -> charts.ScoreSheet:
    """The parts as bars."""
    scores = tuple(
        charts.Score(NAMES[part.name], part.share, _points(part), whole=1.0)
        for part in health.parts
        if part.name in WEIGHTS
    )
    notes = tuple(_part(policy, part, now) for part in health.parts)
    on = say_date(now.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    return charts.ScoreSheet(_head(health), f"{on} · 怎么算的:docs/health.md", scores, "各项从哪来", notes)


def _head(health: Health) -> str:
    if health.points is None:
        return f"{health.customer}健康度:数据不足"
    return f"{health.customer}健康度 {health.points} 分({_level(health)})"


def _level(health: Health) -> str:
    return LEVELS[health.level] if health.level is not None else "数据不足"


def _worst(health: Health) -> str:
    known = [part for part in health.parts if part.share is not None]
    worst = min(known, key=lambda part: part.share if part.share is not None else 1)
    return f"最差的是{NAMES[worst.name]}"


def _points(part: Part) -> str:
    weight = WEIGHTS.get(part.name, 0)
    return "数据不足" if part.share is None else f"{part.share * weight:.0f}/{weight} 分"


def _part(policy: Policy, part: Part, now: datetime) -> str:
    if part.name not in WEIGHTS:
        return f"{NAMES[part.name]}:{NO_SOURCE}"
    if part.share is None:
        return f"{NAMES[part.name]}:数据不足,{UNKNOWN[part.name]}"
    return f"{NAMES[part.name]} {_points(part)}:{_from(policy, part)}{_age(policy, part, now)}"


def _from(policy: Policy, part: Part) -> str:
    match part.name:
        case "frequency":
            usual = f"{'他平常' if part.words == ('own',) else '这一等级该'} {_days(part.of)}一次"
            ago = part.found or 0
            if part.words == ("never",):
                return f"还没联系过,等了 {_days(ago)},{usual}"
            return f"{f'{_days(ago)}没联系' if ago >= 1 else '刚联系过'},{usual}"
        case "progress":
            return f"{part.of:.0f} 单在跟,{f'{part.found:.0f} 单超时' if part.found else '没有超时的'}"
        case "objections":
            kinds = "、".join(policy.say("objections", kind) for kind in part.words)
            return f"没解决的:{kinds}" if kinds else "没有没解决的"
        case "promises":
            return f"到期的 {part.of:.0f} 件做到了 {part.found:.0f} 件"
    return f"是{'、'.join(part.words)}" if part.words else "还没人说过是谁"


def _days(days: float | None) -> str:
    return f"{days or 0:.0f} 天"


def _age(policy: Policy, part: Part, now: datetime) -> str:
    if part.at is None:
        return ""
    zone = policy.zone
    return f"({say_date(part.at.astimezone(zone).date(), now.astimezone(zone).date())}的)"
