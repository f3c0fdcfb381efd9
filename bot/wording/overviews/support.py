"""What reps asked of a leader and nobody has answered yet. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.wording.tasks import numbered
from bot.wording.values import say_duration, say_time

HOW = "点下面回,或者直接说怎么定,我转给他。"


def to_answer(asked: Sequence[tuple[str, str | None, datetime]], now: datetime, zone: ZoneInfo, by: str | None) -> str:
    """等你回的有 2 件: each with the words by which it was put, the customer and how long it has waited; `by` where one
    colleague's are asked for."""
    if not asked:
        return f"{by}这两周没有让我转给你、还等着你的事。" if by else "现在没有等你回的支持请求。"
    lines = [f"{said}{_waited(customer, said, at, now, zone)}" for said, customer, at in asked]
    return "\n".join([f"{by or ''}等你回的有 {len(asked)} 件:", *numbered(lines), HOW])


def not_answered(asked: Sequence[tuple[str, str, str | None, datetime]], now: datetime, zone: ZoneInfo) -> str:
    """What the speaker asked of others: to whom, the words, the customer, when."""
    if not asked:
        return "你提的支持请求都有回音了,没有等着的。"
    lines = [f"{to}还没回:{said}{_waited(customer, said, at, now, zone)}" for to, said, customer, at in asked]
    return "\n".join([f"你提的还有 {len(asked)} 件没回:", *numbered(lines)])


def _waited(customer: str | None, said: str, at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """(苏州联创电子有限公司,今天上午十点提的,等了 3 小时)"""
    of = [customer] if customer is not None and customer not in said else []
    return f"({','.join([*of, f'{say_time(at, now, zone)}提的', f'等了 {say_duration(now - at)}'])})"
