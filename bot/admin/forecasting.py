"""The forecast's work by the calendar, as jobs with natural keys: each month the model is learned anew, each week the
forecast of its Monday is frozen. Ordered every day, each is done once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from analytics.forecast.company import frozen, monthly, stories
from bot.messaging import jobs
from bot.messaging.work import Work
from config.policy import Policy
from storage.engine import Database

LEARN, FREEZE = "forecast.learn", "forecast.freeze"
PATIENCE = timedelta(minutes=30)


def order(session: Session, policy: Policy, now: datetime) -> None:
    """Order what is to be done this month and this week, unless it was ordered before."""
    day = now.astimezone(policy.zone).date()
    at = {"at": now.isoformat()}
    month, monday = monthly.month_key(day), monthly.monday_of(day)
    jobs.order(session, f"{LEARN}:{month}", LEARN, {**at, "month": month}, now)
    jobs.order(session, f"{FREEZE}:{monday.isoformat()}", FREEZE, {**at, "day": monday.isoformat()}, now)


@dataclass(frozen=True)
class Forecasting:
    """The jobs by their kinds."""

    policy: Policy

    def work(self) -> Mapping[str, Work]:
        """What each does."""
        return {LEARN: Work(self.learn, time_limit=PATIENCE), FREEZE: Work(self.freeze, time_limit=PATIENCE)}

    def learn(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Learn the month's model from what has happened by now, and keep it."""
        at, month = datetime.fromisoformat(args["at"]), args["month"]
        with db.read() as session:
            if monthly.is_learned(session, month):  # by a process that died before it could say so
                return {}
            known, old = stories.read(session, stories.recent(at)), monthly.in_use(session)
        learned = monthly.learn(known, old, self._stages, at, self.policy.zone)
        with db.write() as session:
            monthly.keep(session, month, learned, at)
        return {}

    def freeze(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep the forecast of the week's Monday, whose it is."""
        at, day = datetime.fromisoformat(args["at"]), date.fromisoformat(args["day"])
        with db.read() as session:
            outlooks = monthly.to_freeze(session, self._stages, at, self.policy.zone)
        with db.write() as session:
            frozen.freeze(session, day, at, outlooks)
        return {}

    @property
    def _stages(self) -> list[str]:
        return [stage.key for stage in self.policy.stages]
