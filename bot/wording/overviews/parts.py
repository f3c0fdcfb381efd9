"""Open deals told apart: by product, stage, month, people. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.funnel.open_parts import OpenPart
from bot.wording.values import say_money
from config.policy import Policy
from nlu.asking.overviews import Part

NAMES: Mapping[Part, str] = {
    "product": "产品",
    "month": "预计成交的月份",
    "stage": "阶段",
    "team": "组",
    "region": "大区",
    "person": "人",
}
WITHOUT: Mapping[Part, str] = {
    "month": "没说什么时候成交",
    "product": "没写产品",
    "region": "没写大区",
    "team": "没有组",
}
MOST = 10


def part_lines(policy: Policy, whose: str, by: Part, parts: Sequence[OpenPart]) -> str:
    """小周在谈的 4 单,合计 107 万元,按产品分: a line for each part."""
    if not parts:
        return f"{whose}现在没有在谈的单子。"
    count, worth = sum(part.count for part in parts), sum(part.amount_fen for part in parts)
    head = f"{whose}在谈的 {count} 单,合计 {say_money(worth)},按{NAMES[by]}分:"
    lines = [f"·{_name(policy, by, part)} {part.count} 单,{say_money(part.amount_fen)}" for part in parts[:MOST]]
    return "\n".join([head, *lines])


def _name(policy: Policy, by: Part, part: OpenPart) -> str:
    if part.name is None:
        return WITHOUT.get(by, "没写")
    if by == "stage":
        return policy.stage_name(part.name)
    return f"{part.name[:4]}年{int(part.name[5:])}月" if by == "month" else part.name
