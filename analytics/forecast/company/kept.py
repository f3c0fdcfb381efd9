"""The forecast read from the looks of today (`looks`): of the deals in scope only the open ones are read, as numbers,
and those few that have changed since are looked at now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from analytics.forecast.company import moments, stories
from analytics.forecast.company.looks import Basis
from analytics.forecast.company.outlook import (
    OF_NEW,
    PAST_WEEKS,
    Chance,
    Outlook,
    brought,
    by_stage,
    interval,
    mixed,
)
from analytics.forecast.company.win_model import Model
from sales.deals import IS_OPEN, WON
from sales.period import Period
from storage.deals import Customer, Opportunity
from storage.forecasts import DealLook, ForecastBasis

FRESH = timedelta(days=2)  # so old may a look be: a job that failed once is done the next day
MOST_LOOKED_AT = 300  # changed deals that are looked at in a turn


@dataclass(frozen=True)
class Read:
    """An outlook, whose customer and which product line each of its deals is, and how many of them are `rough`: so new
    that they count by their stage alone."""

    outlook: Outlook
    customers: Mapping[int, int]
    lines: Mapping[int, str | None]
    rough: int


def basis(session: Session, stages: Sequence[str], now: datetime) -> Basis | None:
    """What today's looks were made with; None where there are none."""
    row = session.execute(select(ForecastBasis)).scalar()
    if row is None or row.stages != list(stages) or not timedelta(0) <= now - row.at < FRESH:
        return None
    return Basis.of(row)


def outlook(
    session: Session,
    scope: ColumnElement[bool],
    known: Basis,
    model: Model | None,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> Read:
    """The forecast of the deals in scope."""
    start = period.start(zone) - timedelta(microseconds=1)
    won_count, won_fen = _won(session, scope, start, min(period.end(zone), now))
    is_over = period.end(zone) <= now
    rows: Sequence[Any] = () if is_over else _open(session, scope)
    chances, rough = _chances(session, rows, known, model, period, now, zone)
    deals = tuple(sorted(chances, key=lambda chance: (-chance.expected_fen, chance.deal_id)))
    open_fen = round(sum(chance.expected_fen for chance in deals))
    without = sum(not row.amount_fen for row in rows)
    undated = sum(row.expected_close is None for row in rows)
    seen = Outlook(period, model is not None, won_fen, won_count, open_fen, 0, None, None, deals, without, undated)
    if model is not None and not is_over:
        new = OF_NEW * _new_ones(session, scope, rows, known, period, now, zone)
        low, high = (won_fen + bound for bound in interval(deals, new, model.shock))
        seen = replace(seen, new_fen=round(float(np.median(new))), low_fen=low, high_fen=high, without_day=0)
    return Read(seen, {row.id: row.customer_id for row in rows}, {row.id: row.product_line for row in rows}, rough)


def _won(session: Session, scope: ColumnElement[bool], start: datetime, end: datetime) -> tuple[int, int]:
    since = col(Opportunity.stage_entered_at)
    where = (scope, col(Opportunity.stage) == WON, since > start, since <= end)
    count, total = session.execute(select(func.count(), func.sum(col(Opportunity.amount_fen))).where(*where)).one()
    return int(count), int(total or 0)


def _open(session: Session, scope: ColumnElement[bool]) -> Sequence[Any]:
    columns: tuple[Any, ...] = (
        col(Opportunity.id), col(Opportunity.owner_id), col(Customer.name), col(Opportunity.stage),
        col(Opportunity.amount_fen), col(Opportunity.expected_close), col(Opportunity.customer_id),
        col(Opportunity.product_line), col(Opportunity.version), col(DealLook.version).label("looked_at"),
        col(DealLook.seen), col(DealLook.opened),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .outerjoin(DealLook, col(DealLook.deal_id) == col(Opportunity.id))
        .where(scope, IS_OPEN)
    )
    return session.execute(query.order_by(col(Opportunity.id))).all()


def _chances(
    session: Session,
    rows: Sequence[Any],
    known: Basis,
    model: Model | None,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> tuple[list[Chance], int]:
    """The chance of each deal; and of how many only the stage is known."""
    today = now.astimezone(zone).date()
    of_stages = [
        by_stage((row.id, row.owner_id, row.name, row.stage, row.amount_fen or 0), row.expected_close, known.shares,
                 period, today)
        for row in rows
    ]  # fmt: skip
    if model is None:
        return of_stages, 0
    looks = _looks(session, rows, known, model, now, zone)
    seen = [(place, looks[row.id]) for place, row in enumerate(rows) if row.id in looks]
    if seen:
        places = [place for place, _ in seen]
        dated = [rows[place].expected_close is not None for place in places]
        matrix = np.array([look for _, look in seen])
        better = mixed([of_stages[place] for place in places], dated, matrix, model, period, now, zone)
        for place, chance in zip(places, better, strict=True):
            of_stages[place] = chance
    return of_stages, len(rows) - len(seen)


def _looks(
    session: Session, rows: Sequence[Any], known: Basis, model: Model, now: datetime, zone: tzinfo
) -> dict[int, Sequence[float]]:
    """How each deal looks: as it was seen today, those that have changed since as they are now. Of very many that have
    changed some are as they were; new ones among these are not known."""
    looks = {row.id: row.seen for row in rows if row.seen is not None and row.looked_at == row.version}
    changed = [row for row in rows if row.id not in looks]
    changed.sort(key=lambda row: (row.seen is not None, -(row.amount_fen or 0), row.id))
    looks |= {row.id: row.seen for row in changed[MOST_LOOKED_AT:] if row.seen is not None}
    ids = [row.id for row in changed[:MOST_LOOKED_AT]]
    if ids:
        for story in stories.read(session, and_(col(Opportunity.id).in_(ids), IS_OPEN)):
            looks[story.deal_id] = moments.look(story, known.past, model.stages, now, zone)
    return looks


def _new_ones(
    session: Session,
    scope: ColumnElement[bool],
    rows: Sequence[Any],
    known: Basis,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> Any:
    """What deals that came later brought in the weeks of the past year."""
    since = now - (period.end(zone) - now) - timedelta(weeks=PAST_WEEKS)
    query = (
        select(col(DealLook.opened), col(DealLook.closed), col(Opportunity.amount_fen), col(Opportunity.owner_id))
        .join(Opportunity, col(Opportunity.id) == col(DealLook.deal_id))
        .where(scope, col(Opportunity.stage) == WON, col(DealLook.closed) > int(since.timestamp()))
    )
    won = session.execute(query).all()
    owners = {row.owner_id for row in won} | {row.owner_id for row in rows}
    first = min((known.first[owner] for owner in owners if owner in known.first), default=now.timestamp())
    opened, closed, sums = (np.array([row[place] or 0 for row in won], dtype=float) for place in range(3))
    return brought(datetime.fromtimestamp(first, UTC), opened, closed, sums, period, now, zone)
