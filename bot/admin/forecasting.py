"""The forecast's work by the calendar, as jobs with natural keys: each month the model is learned anew, each week the
forecast of its Monday is frozen, each day the deals of a large company are looked at. Ordered every day, each is done
once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from analytics.forecast.company import frozen, looks, monthly, stories
from bot.messaging import jobs
from bot.messaging.work import Work
from config.policy import Policy
from storage.engine import Database

LEARN, FREEZE, LOOK = "forecast.learn", "forecast.freeze", "forecast.look"
PATIENCE = timedelta(minutes=30)


def order(session: Session, policy: Policy, now: datetime) -> None:
    """Order what is to be done this month, this week and today, unless it was ordered before."""
    day = now.astimezone(policy.zone).date()
    at = {"at": now.isoformat()}
    month, monday = monthly.month_key(day), monthly.monday_of(day)
    jobs.order(session, f"{LEARN}:{month}", LEARN, {**at, "month": month}, now)
    jobs.order(session, f"{FREEZE}:{monday.isoformat()}", FREEZE, {**at, "day": monday.isoformat()}, now)
    if looks.is_due(session, now):
        jobs.order(session, f"{LOOK}:{day.isoformat()}", LOOK, at, now)


@dataclass(frozen=True)
class Forecasting:
    """The jobs by their kinds."""

    policy: Policy

    def work(self) -> Mapping[str, Work]:
        """What each does."""
        kinds = {LEARN: self.learn, FREEZE: self.freeze, LOOK: self.look}
        return {kind: Work(run, time_limit=PATIENCE) for kind, run in kinds.items()}

    def learn(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Learn the month's model from what has happened by now, and keep it."""
        at, month = datetime.fromisoformat(args["at"]), args["month"]
        with db.read() as session:
            if monthly.is_learned(session, month):  # by a process that died before it could say so
                return {}
            known, old = stories.read(session, stories.recent(at)), monthly.in_use(session)
        learned = monthly.learn(known, old, self.policy.stage_keys, at, self.policy.zone)
        with db.write() as session:
            monthly.keep(session, month, learned, at)
        return {}

    def freeze(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep the forecast of the week's Monday, whose it is."""
        at, day = datetime.fromisoformat(args["at"]), date.fromisoformat(args["day"])
        with db.read() as session:
            outlooks = monthly.to_freeze(session, self.policy.stage_keys, at, self.policy.zone)
        with db.write() as session:
            frozen.freeze(session, day, at, outlooks)
        return {}

    def look(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Look at a large company's deals, so that no question need look at all of them."""
        at = datetime.fromisoformat(args["at"])
        with db.read() as session:
            found = (
                looks.gather(session, self.policy.stage_keys, at, self.policy.zone)
                if looks.is_large(session, at)
                else None
            )
        if found is None:
            with db.write() as session:
                looks.forget(session)
            return {}
        basis, rows = found
        for piece in looks.pieces(rows):
            with db.write() as session:
                looks.keep(session, piece)
        with db.write() as session:
            looks.finish(session, basis)
        return {}
