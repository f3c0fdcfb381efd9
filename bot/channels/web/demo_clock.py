"""The demo company's clock, moved from the page: forwards only, to a moment somebody names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.clock import clock_step

FURTHEST = timedelta(days=60)


class NotThere(Exception):
    """The clock cannot be moved there; the message says why, `status` as HTTP says it."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def target(asked: Mapping[str, Any], now: datetime, next_due: datetime | None, zone: ZoneInfo) -> datetime:
    """The moment meant by {"advance": "4h"}, {"to": ISO} or {"next": true}. Raises NotThere."""
    if asked.get("next"):
        if next_due is None:
            raise NotThere("后面没有安排好的事了。", 409)
        return max(next_due, now)
    if "advance" in asked:
        step = clock_step(str(asked["advance"]))
        if step is None:
            raise NotThere("要往前拨多久看不懂,例:90m、4h、1d。", 400)
        to = now + step
    else:
        to = _instant(str(asked.get("to", "")), zone)
    if to < now:
        local = now.astimezone(zone)
        raise NotThere(f"时钟只能往前拨,现在已经是{local.month}月{local.day}日 {local:%H:%M}。", 409)
    if to - now > FURTHEST:
        raise NotThere(f"一次最多往前拨 {FURTHEST.days} 天。", 400)
    return to


def _instant(text: str, zone: ZoneInfo) -> datetime:
    """ISO 8601; without an offset it is the company's local time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotThere("要拨到什么时候看不懂,例:2026-11-24T09:00。", 400) from error
    return at if at.tzinfo else at.replace(tzinfo=zone)
