"""The open deals as they stand: a column for each stage with what is over its limit, the most urgent deals first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, case, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, limits
from sales.deals import IS_OPEN, DealFact
from storage.deals import Opportunity

_HOLD, _CLOCK = col(Opportunity.hold_until), col(Opportunity.clock_started_at)
_STARTS: ColumnElement[datetime] = case((and_(_HOLD.is_not(None), _HOLD > _CLOCK), _HOLD), else_=_CLOCK)


@dataclass(frozen=True)
class Card:
    """A deal and when its limit falls."""

    deal: DealFact
    limit_at: datetime


@dataclass(frozen=True)
class Column:
    """The `count` open deals of a stage, worth together in 分; `late` of them are over their limit. `cards` are the
    first of them, the longest over its limit first, then whose limit comes next. `next_at` is when the next limit
    falls, None if none does."""

    stage: str
    count: int
    amount_fen: int
    late: int
    cards: tuple[Card, ...]
    next_at: datetime | None


def columns(
    session: Session, scope: ColumnElement[bool], policy: Policy, now: datetime, most: int
) -> tuple[Column, ...]:
    """A column for each stage of the policy, in order, of the deals in scope; each with `most` cards."""
    late = limits.passed_by(policy, now)
    query = (
        select(
            col(Opportunity.stage),
            func.count(),
            func.sum(func.coalesce(col(Opportunity.amount_fen), 0)),
            func.sum(case((late, 1), else_=0), type_=Integer),
            func.min(case((late, None), else_=_STARTS)),
        )
        .where(scope, IS_OPEN)
        .group_by(col(Opportunity.stage))
    )
    found = {stage: rest for stage, *rest in session.execute(query)}
    return tuple(
        Column(stage.key, count, int(amount), overdue, _cards(session, scope, policy, stage.key, most), next_at)
        for stage in policy.stages
        for count, amount, overdue, next_at in [_totals(policy, stage.key, found.get(stage.key))]
    )


def _totals(policy: Policy, stage: str, found: Sequence[object] | None) -> tuple[int, int, int, datetime | None]:
    if found is None:
        return 0, 0, 0, None
    count, amount, late, start = found
    next_at = policy.limit_from(stage, start) if isinstance(start, datetime) else None
    return int(str(count)), int(str(amount)), int(str(late)), next_at


def _cards(session: Session, scope: ColumnElement[bool], policy: Policy, stage: str, most: int) -> tuple[Card, ...]:
    """Within a stage limits fall in the order in which their time started."""
    query = deals.select_deals().where(scope, col(Opportunity.stage) == stage).order_by(_STARTS, col(Opportunity.id))
    facts = (deals.fact(row) for row in session.execute(query.limit(most)))
    return tuple(Card(fact, at) for fact in facts if (at := limits.limit_at(fact, policy)) is not None)
