"""The deals behind a figure: how many are in each stage now, which those of a stage are, why deals were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from analytics.funnel.rows import Span
from sales import deals
from sales.deals import CLOSED, IS_OPEN, LOST, DealFact
from storage.deals import Opportunity, StageChange


@dataclass(frozen=True)
class InStage:
    """The open deals that are in a stage now."""

    stage: str
    count: int
    amount_fen: int


@dataclass(frozen=True)
class Found:
    """How many deals were found, for how much, and the first of them."""

    count: int
    amount_fen: int
    deals: tuple[DealFact, ...]


def any_of(session: Session, scope: ColumnElement[bool]) -> bool:
    """Whether there is any deal in scope, open or closed."""
    return session.execute(select(col(Opportunity.id)).where(scope).limit(1)).first() is not None


def standing(session: Session, scope: ColumnElement[bool], stages: Sequence[str]) -> tuple[InStage, ...]:
    """The open deals of each stage, in the order of the stages."""
    total = func.sum(func.coalesce(col(Opportunity.amount_fen), 0))
    query = select(col(Opportunity.stage), func.count(), total).where(scope, IS_OPEN).group_by(col(Opportunity.stage))
    found = {stage: (count, int(amount)) for stage, count, amount in session.execute(query)}
    return tuple(InStage(stage, *found.get(stage, (0, 0))) for stage in stages)


def of_stage(
    session: Session,
    scope: ColumnElement[bool],
    stage: str | None,
    span: Span | None,
    most: int,
    *,
    largest: bool = False,
) -> Found:
    """The deals that are in a stage now (None: the open ones), the longest in it first; of won and lost ones those that
    came to it within the span, the newest first. With `largest`, those that are worth most come first."""
    where = [scope, IS_OPEN if stage is None else col(Opportunity.stage) == stage]
    is_closed = stage in CLOSED
    if is_closed and span is not None:
        entered = col(Opportunity.stage_entered_at)
        where += [entered >= span.start, entered < span.end]
    total = func.sum(func.coalesce(col(Opportunity.amount_fen), 0))
    count, amount = session.execute(select(func.count(), total).where(*where)).one()
    since = col(Opportunity.stage_entered_at)
    worth = func.coalesce(col(Opportunity.amount_fen), 0)
    order = [worth.desc()] if largest else []
    query = deals.select_deals().where(*where)
    query = query.order_by(*order, since.desc() if is_closed else since, col(Opportunity.id))
    return Found(count, int(amount or 0), tuple(deals.fact(row) for row in session.execute(query.limit(most))))


def loss_reasons(session: Session, scope: ColumnElement[bool], span: Span) -> tuple[tuple[str, int], ...]:
    """For which objections the deals were lost that were lost within the span and are still, the most frequent first; a
    deal with several counts for each, one without for ""."""
    since = col(Opportunity.stage_entered_at)
    query = (
        select(col(StageChange.reason))
        .join(Opportunity, col(Opportunity.id) == col(StageChange.deal_id))
        .where(scope, col(Opportunity.stage) == LOST, since >= span.start, since < span.end)
        .where(col(StageChange.stage_to) == LOST, col(StageChange.at) == since)
    )
    counted: Counter[str] = Counter()
    for (reason,) in session.execute(query):
        counted.update(reason or [""])
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0] == "", item[0])))
