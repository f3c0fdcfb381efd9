"""The open deals as they stand: a column for each stage with what is over its limit, the most urgent deals first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, limits
from sales.deals import IS_OPEN, DealFact
from storage.deals import Opportunity

LATELY = timedelta(hours=1)
MOST_FRESH = 3
_HOLD, _CLOCK = col(Opportunity.hold_until), col(Opportunity.clock_started_at)
_STARTS: ColumnElement[datetime] = case((and_(_HOLD.is_not(None), _HOLD > _CLOCK), _HOLD), else_=_CLOCK)


@dataclass(frozen=True)
class Card:
    """A deal and when its limit falls."""

    deal: DealFact
    limit_at: datetime


@dataclass(frozen=True)
class Column:
    """The `count` open deals of a stage, worth together in 分; `late` of them are over their limit. `fresh` are those
    that passed it lately, the last first; `cards` the first of the others, the longest over its limit first, then whose
    limit comes next. `next_at` is when the next limit falls, None if none does."""

    stage: str
    count: int
    amount_fen: int
    late: int
    fresh: tuple[Card, ...]
    cards: tuple[Card, ...]
    next_at: datetime | None


def columns(
    session: Session, scope: ColumnElement[bool], policy: Policy, now: datetime, most: int
) -> tuple[Column, ...]:
    """A column for each stage of the policy, in order, of the deals in scope; each with `most` cards besides the fresh
    ones."""
    late = limits.passed_by(policy, now)
    lately = and_(late, ~limits.passed_by(policy, now - LATELY))
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
        _column(session, scope, policy, lately, most, stage.key, *found.get(stage.key, (0, 0, 0, None)))
        for stage in policy.stages
    )


def _column(
    session: Session,
    scope: ColumnElement[bool],
    policy: Policy,
    lately: ColumnElement[bool],
    most: int,
    stage: str,
    count: int,
    amount: Any,
    late: int,
    next_start: datetime | None,
) -> Column:
    """Within a stage limits fall in the order in which their time started."""
    theirs = deals.select_deals().where(scope, col(Opportunity.stage) == stage)
    fresh = _cards(session, policy, theirs.where(lately).order_by(_STARTS.desc(), col(Opportunity.id)), MOST_FRESH)
    known = [card.deal.id for card in fresh]
    others = theirs.where(col(Opportunity.id).not_in(known)) if known else theirs
    cards = _cards(session, policy, others.order_by(_STARTS, col(Opportunity.id)), most)
    next_at = policy.limit_from(stage, next_start) if next_start is not None else None
    return Column(stage, count, int(amount), late, fresh, cards, next_at)


def _cards(session: Session, policy: Policy, query: Select[*tuple[Any, ...]], most: int) -> tuple[Card, ...]:
    facts = (deals.fact(row) for row in session.execute(query.limit(most)))
    return tuple(Card(fact, at) for fact in facts if (at := limits.limit_at(fact, policy)) is not None)
