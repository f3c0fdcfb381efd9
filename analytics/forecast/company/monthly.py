"""What happens by the calendar: each month the model is learned anew and compared with the one in use; each Monday the
forecast is frozen. Both are done once for their month or Monday, however often they are begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from sqlalchemy import select
from sqlmodel import Session, col

from analytics.forecast.company import stories, win_model
from analytics.forecast.company.outlook import Chance, outlook
from analytics.forecast.company.periods import month_of, quarter_of
from analytics.forecast.company.shocks import shock_of
from analytics.forecast.company.stories import Story
from analytics.forecast.company.win_model import Model, Moments
from analytics.forecast.learning import measures
from sales.period import Period
from storage.forecasts import WinModel

LEAST_NEW = 20  # moments on which models are compared
CLEARLY = 0.05  # by which part of its Brier score a model must be better to stay: less is chance in one month's deals
OLD_STAYS = "old_stays"


@dataclass(frozen=True)
class Learned:
    """What came of learning: the model of the month, if it is better than none and no worse than the one before."""

    closed: int
    won: int
    model: Model | None
    figures: dict[str, float | str]


def month_key(day: date) -> str:
    """2026-11."""
    return f"{day:%Y-%m}"


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def in_use(session: Session) -> Model | None:
    """The model that forecasts are made with; None while too little is known."""
    newest = select(WinModel).where(col(WinModel.in_use).is_(True)).order_by(col(WinModel.id).desc()).limit(1)
    row = session.execute(newest).scalar()
    return None if row is None or row.weights is None else Model.from_json(row.weights)


def is_learned(session: Session, month: str) -> bool:
    """Whether the month's model was learned."""
    return session.execute(select(col(WinModel.id)).where(col(WinModel.month) == month)).first() is not None


def learn(known: Sequence[Story], old: Model | None, stages: Sequence[str], now: datetime, zone: tzinfo) -> Learned:
    """Learn from everything up to now. What is learned from the older moments must predict the newest better than the
    share of all deals does; and where a model is in use, not clearly worse than that one what neither has seen. The
    model in use stays until there is enough of that."""
    closed = [story for story in known if story.closed_at is not None]
    count = len(closed), sum(story.won for story in closed)
    if not win_model.enough(known):
        return Learned(*count, None, {"why": "too_few"})
    old = old if old is not None and old.stages == tuple(stages) else None
    every = win_model.moments_of(known, stages, now, zone)
    older, newest = win_model.divided(every, old.day if old is not None else None)
    candidate = win_model.learn(older, stages)
    if candidate is None or _is_little(newest):
        return Learned(*count, None, {"why": "too_few" if old is None else OLD_STAYS})
    _, brier = win_model.losses(candidate, newest)
    constant = measures.brier(newest.within, older.within.mean() + 0 * newest.within)
    figures: dict[str, float | str] = {"brier": round(brier, 5), "constant": round(constant, 5)}
    if brier >= constant:
        return Learned(*count, None, {**figures, "why": "nothing_learned"})
    if old is not None:
        _, before = win_model.losses(old, newest)
        figures["before"] = round(before, 5)
        if before < brier * (1 - CLEARLY):
            return Learned(*count, None, {**figures, "why": OLD_STAYS})
    model = win_model.learn(every, stages)
    return Learned(*count, None if model is None else _with_shock(model, known, now, zone), figures)


def _with_shock(model: Model, known: Sequence[Story], now: datetime, zone: tzinfo) -> Model:
    today = now.astimezone(zone).date()
    shocks = [shock_of(known, model, period, now, zone) for period in (month_of(today), quarter_of(today))]
    return replace(model, shock=sum(shocks) / len(shocks))


def _is_little(newest: Moments) -> bool:
    closed = ~np.isnan(newest.ended)
    return int(closed.sum()) < LEAST_NEW or not 0 < newest.within.mean() < 1


def keep(session: Session, month: str, learned: Learned, now: datetime) -> None:
    """Keep what came of it, once for the month. Where the old model is better it stays in use; where nothing can be
    learned any more, none is."""
    if is_learned(session, month):
        return
    stays = learned.figures.get("why") == OLD_STAYS
    session.add(
        WinModel(
            month=month, at=now, closed=learned.closed, won=learned.won, in_use=not stays,
            weights=learned.model.as_json() if learned.model else None, figures=dict(learned.figures),
        )
    )  # fmt: skip


def to_freeze(
    session: Session, stages: Sequence[str], now: datetime, zone: tzinfo
) -> dict[tuple[int, Period], tuple[int, int, Sequence[Chance]]]:
    """What is forecast now, by owner, for the month and the quarter."""
    known, model = stories.read(session, stories.recent(now)), in_use(session)
    today = now.astimezone(zone).date()
    theirs = defaultdict[int, list[Story]](list)
    for story in known:
        theirs[story.owner_id].append(story)
    found = dict[tuple[int, Period], tuple[int, int, Sequence[Chance]]]()
    for period in (month_of(today), quarter_of(today)):
        for owner, own in theirs.items():
            seen = outlook(known, own, model, stages, period, now, zone, bounded=False)
            found[owner, period] = (seen.won_fen, seen.open_fen + seen.new_fen, seen.deals)
    return found
