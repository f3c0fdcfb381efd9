"""Once a month what each dimension of a drill counts is fitted to how deals ended afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coaching.outcomes import fitting, weights
from coaching.outcomes.weights import WeightsFact
from coaching.rubric import COMPLIANCE, load
from sales import stages

LOOKED_BACK = timedelta(days=365)
FIXED = frozenset({COMPLIANCE})  # what may not be said is not judged by whether it sells


def refit(session: Session, now: datetime, zone: ZoneInfo) -> WeightsFact | None:
    """Fit the weights, if that was not done in this month yet; None where it was, or there was too little to go by."""
    month = f"{now.astimezone(zone):%Y-%m}"
    if weights.of_month(session, month) is not None:
        return None
    results = weights.results(session, stages.ended_since(session, now - LOOKED_BACK))
    found = fitting.fitted(load().weights, results, FIXED)
    kept = weights.keep(session, month, found, len(results), now)
    return kept if kept.weights else None
