"""Keeping what questions about figures are answered from: beside the turns by a thread, and at the latest once a day by
a job, where there is no such thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from analytics.funnel import keeping
from bot.messaging import jobs
from bot.messaging.work import Work
from config.policy import Policy
from storage.engine import Database

KEEP = "figures.keep"
PATIENCE = timedelta(hours=2)  # a large company's, the first time


def order(session: Session, policy: Policy, now: datetime) -> None:
    """Order what is to be done today, unless there is nothing, or it was ordered before."""
    if not keeping.is_up_to_date(session, policy.stage_keys, policy.zone):
        jobs.order(session, f"{KEEP}:{now.astimezone(policy.zone).date().isoformat()}", KEEP, {}, now)


@dataclass(frozen=True)
class KeptFigures:
    """Brings what is kept up to date, a piece in each transaction."""

    policy: Policy

    def keep_some(self, db: Database) -> bool:
        """Do a piece of it; False where nothing is left to be done. Only where there is something is the database
        locked."""
        stages, zone = self.policy.stage_keys, self.policy.zone
        with db.read() as session:
            if keeping.is_up_to_date(session, stages, zone):
                return False
        with db.write() as session:
            return keeping.keep_some(session, stages, zone)

    def work(self) -> Mapping[str, Work]:
        """The job by its kind."""
        return {KEEP: Work(self._keep, time_limit=PATIENCE)}

    def _keep(self, db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        while self.keep_some(db):
            pass
        return {}
