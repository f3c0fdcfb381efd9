"""Moving the demo company's clock from the page, forwards only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.base import Application
from bot.channels.web import chooser
from bot.channels.web.answers import sorry
from bot.channels.web.frames import Frame
from config.policy import Policy
from scheduler.clock import clock_step

FURTHEST = timedelta(days=60)


class Demo(Application, Protocol):
    """The app of the demo: its clock can be moved on."""

    def advance(self, to: datetime) -> None:
        """Move the clock to `to`; everything on the way happens at its own time."""
        ...

    def next_due(self) -> datetime | None:
        """When the next thing happens by itself."""
        ...


class DemoClock:
    """The routes that only the demo has: the chooser's members, and the clock."""

    def __init__(self, demo: Demo, policy: Policy, show_everybody: Callable[[Frame], None]) -> None:
        self._demo = demo
        self._policy = policy
        self._show_everybody = show_everybody
        self._moving = asyncio.Lock()

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/people", self.people), Route("/demo/clock", self.move, methods=["POST"])]

    async def people(self, _request: Request) -> Response:
        """Answer with the members whose part can be played, and the demo's time."""
        now = self._demo.clock.now()
        company = await asyncio.to_thread(self._company)
        people = await asyncio.to_thread(self._people, now)
        return JSONResponse(
            {"people": people, "company": company, "now": now.isoformat(), "zone": str(self._policy.zone)}
        )

    async def move(self, request: Request) -> Response:
        """Move the clock, and answer with its time and the members' unread messages."""
        try:
            asked = await request.json()
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return sorry("请求要是一个 JSON 对象。", 400)
        async with self._moving:
            try:
                await asyncio.to_thread(self._move, asked)
            except NotThere as refusal:
                return sorry(str(refusal), refusal.status)
        now = self._demo.clock.now()
        self._show_everybody({"now": now.isoformat()})
        people = await asyncio.to_thread(self._people, now)
        return JSONResponse({"now": now.isoformat(), "waiting": [person for person in people if person["unread"]]})

    def _move(self, asked: Mapping[str, Any]) -> None:
        next_due = self._demo.next_due() if asked.get("next") else None
        self._demo.advance(target(asked, self._demo.clock.now(), next_due, self._policy.zone))

    def _people(self, now: datetime) -> Sequence[dict[str, object]]:
        with self._demo.db.read() as session:
            return chooser.people(session, self._policy, now)

    def _company(self) -> str:
        with self._demo.db.read() as session:
            return chooser.company(session)


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
