"""What was forecast on Mondays, kept as it was: how good it turned out, whose deals came out lower, what has moved
since.

Accuracy of a forecast is 1 − |actual − forecast| / forecast; the forecast is the one of the first Monday of the
period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from analytics.forecast.company.outlook import Chance
from analytics.forecast.company.periods import before
from sales.deals import CLOSED, WON
from sales.period import Period
from storage.deals import Customer, Opportunity
from storage.forecasts import ForecastSnapshot

SHOWN = 4  # periods
MOST_MOVES = 3
LEAST_SHARE = 0.05  # of a deal's sum by which it must have moved to be worth a word


@dataclass(frozen=True)
class Past:
    """A period that is over: what was forecast and what was won, in 分."""

    period: Period
    forecast_fen: int
    actual_fen: int

    @property
    def accuracy(self) -> float | None:
        """The declared formula; None where nothing was forecast."""
        if self.forecast_fen <= 0:
            return None
        return 1 - abs(self.actual_fen - self.forecast_fen) / self.forecast_fen


@dataclass(frozen=True)
class Move:
    """A deal that changed the forecast since Monday by so much; `how`: won, lost, new, up, down."""

    customer: str
    change_fen: int
    how: str


def accuracies(
    session: Session, period: Period, now: datetime, zone: tzinfo, owners: Collection[int] | None
) -> tuple[Past, ...]:
    """The last four periods like this one that are over and were forecast, the newest first."""
    found = list[Past]()
    for earlier in _earlier(period, now, zone):
        if len(found) == SHOWN:
            break
        forecast = forecast_of(session, earlier, owners)
        if forecast is not None:
            found.append(Past(earlier, forecast, won_in(session, earlier, zone, owners)))
    return tuple(found)


def biases(
    session: Session, period: Period, now: datetime, zone: tzinfo, owners: Mapping[int, str]
) -> tuple[tuple[str, float], ...]:
    """By how much of their forecasts the outcomes of people were above (+) or below (−) them over the last four
    periods, those furthest off first; only people with two periods or more."""
    found = defaultdict[int, list[tuple[int, int]]](list)
    for earlier in _earlier(period, now, zone):
        forecast = _forecasts(session, earlier, owners)
        won = _won(session, earlier, zone, owners) if forecast else {}
        for owner in owners.keys() & forecast.keys():
            if len(found[owner]) < SHOWN:
                found[owner].append((forecast[owner], won.get(owner, 0)))
    named = list[tuple[str, float]]()
    for owner, past in found.items():
        total = sum(forecast for forecast, _ in past)
        if len(past) >= 2 and total > 0:
            named.append((owners[owner], sum(actual for _, actual in past) / total - 1))
    return tuple(sorted(named, key=lambda one: (-abs(one[1]), one[0])))


def _earlier(period: Period, now: datetime, zone: tzinfo) -> Iterator[Period]:
    """Periods like this one that are over, the newest first."""
    for _ in range(3 * SHOWN):
        period = before(period)
        if period.end(zone) < now:
            yield period


def forecast_of(session: Session, period: Period, owners: Collection[int] | None) -> int | None:
    """What was forecast for a period on its first Monday; None where nothing was."""
    theirs = _forecasts(session, period, owners)
    return sum(theirs.values()) if theirs else None


def _forecasts(session: Session, period: Period, owners: Collection[int] | None) -> dict[int, int]:
    """By owner what was forecast for a period on its first Monday."""
    where = (*_of(period), col(ForecastSnapshot.day) >= period.first)
    day = session.execute(select(func.min(col(ForecastSnapshot.day))).where(*where)).scalar()
    if day is None or (day - period.first).days >= 7:
        return {}
    sums = func.sum(col(ForecastSnapshot.won_fen) + col(ForecastSnapshot.open_fen))
    owner = col(ForecastSnapshot.owner_id)
    of_day = (*where, col(ForecastSnapshot.day) == day, _theirs(owner, owners))
    rows = session.execute(select(owner, sums).where(*of_day).group_by(owner))
    return {owner_id: int(forecast) for owner_id, forecast in rows}


def won_in(session: Session, period: Period, zone: tzinfo, owners: Collection[int] | None) -> int:
    """What was won in a period, in 分."""
    return sum(_won(session, period, zone, owners).values())


def _won(session: Session, period: Period, zone: tzinfo, owners: Collection[int] | None) -> dict[int, int]:
    """By owner what was won in a period."""
    where = (
        col(Opportunity.stage) == WON,
        col(Opportunity.stage_entered_at).between(period.start(zone), period.end(zone)),
        _theirs(col(Opportunity.owner_id), owners),
    )
    owner = col(Opportunity.owner_id)
    rows = session.execute(select(owner, func.sum(col(Opportunity.amount_fen))).where(*where).group_by(owner))
    return {owner_id: int(fen or 0) for owner_id, fen in rows}


def moves(
    session: Session, period: Period, deals: Sequence[Chance], now: datetime, owners: Collection[int] | None
) -> tuple[date, tuple[Move, ...]] | None:
    """Since which Monday of the week before or this one, and the deals that changed the forecast most since: each by a
    share of its sum that is worth a word."""
    days = select(func.max(col(ForecastSnapshot.day))).where(
        *_of(period), col(ForecastSnapshot.at) <= now - timedelta(days=1)
    )
    day = session.execute(days).scalar()
    if day is None:
        return None
    rows = session.execute(
        select(col(ForecastSnapshot.deals)).where(
            *_of(period), col(ForecastSnapshot.day) == day, _theirs(col(ForecastSnapshot.owner_id), owners)
        )
    ).scalars()
    then = {int(deal): float(chance) * float(fen) for kept in rows for deal, chance, fen in kept}
    now_open = {chance.deal_id: chance for chance in deals}
    closed = _ends(session, then.keys() - now_open.keys())
    changes = list[Move]()
    for deal_id, before_fen in then.items():
        if deal_id in now_open:
            chance = now_open[deal_id]
            change = chance.expected_fen - before_fen
            if abs(change) >= LEAST_SHARE * chance.amount_fen:
                changes.append(Move(chance.customer, round(change), "up" if change > 0 else "down"))
        elif deal_id in closed:
            name, stage, fen = closed[deal_id]
            value = (fen if stage == WON else 0) - before_fen
            if abs(value) < LEAST_SHARE * fen:
                continue
            changes.append(Move(name, round(value), "won" if stage == WON else "lost"))
    changes += [
        Move(chance.customer, round(chance.expected_fen), "new")
        for deal_id, chance in now_open.items()
        if deal_id not in then and chance.expected_fen >= LEAST_SHARE * chance.amount_fen
    ]
    ranked = sorted(
        (move for move in changes if move.change_fen), key=lambda move: (-abs(move.change_fen), move.customer)
    )
    return day, tuple(ranked[:MOST_MOVES])


def freeze(
    session: Session,
    day: date,
    now: datetime,
    outlooks: Mapping[tuple[int, Period], tuple[int, int, Sequence[Chance]]],
) -> None:
    """Keep what is forecast on a Monday: by owner and period what is won, what is expected beside it, and the deals.
    What was kept for the day before is never changed."""
    key = (col(ForecastSnapshot.owner_id), col(ForecastSnapshot.period_first), col(ForecastSnapshot.period_last))
    there = {tuple(row) for row in session.execute(select(*key).where(col(ForecastSnapshot.day) == day))}
    for (owner, period), (won_fen, open_fen, deals) in outlooks.items():
        if (owner, period.first, period.last) in there:
            continue
        kept = [[deal.deal_id, round(deal.in_time, 4), deal.amount_fen] for deal in deals if deal.expected_fen >= 1]
        session.add(
            ForecastSnapshot(
                day=day, owner_id=owner, period_first=period.first, period_last=period.last,
                won_fen=won_fen, open_fen=open_fen, deals=kept, at=now,
            )
        )  # fmt: skip


def _ends(session: Session, deal_ids: Collection[int]) -> dict[int, tuple[str, str, int]]:
    rows = session.execute(
        select(col(Opportunity.id), col(Customer.name), col(Opportunity.stage), col(Opportunity.amount_fen))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .where(col(Opportunity.id).in_(sorted(deal_ids)), col(Opportunity.stage).in_(CLOSED))
    )
    found = defaultdict[int, tuple[str, str, int]](lambda: ("", "", 0))
    for deal_id, name, stage, fen in rows:
        found[deal_id or 0] = (name, stage, fen or 0)
    return dict(found)


def _of(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(ForecastSnapshot.period_first) == period.first,
        col(ForecastSnapshot.period_last) == period.last,
    )


def _theirs(owner: Mapped[int], owners: Collection[int] | None) -> ColumnElement[bool]:
    return true() if owners is None else owner.in_(sorted(owners))
