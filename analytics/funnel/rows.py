"""What the funnel is computed from, grouped by the database: how far deals had come when, where they were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, case, func, literal, or_, select, true
from sqlmodel import Session, col

from analytics.funnel import slices
from analytics.funnel.figures import Path
from analytics.funnel.slices import Dimension
from sales.deals import LOST, WON
from storage.deals import Customer, Opportunity, StageChange
from storage.people import Member

NONE = -1  # the place of a deal that came to no stage
SHORT = timedelta(days=190)  # spans for which it pays to look up first what happened in them
KEYS = 5  # columns of a row before its marks
ALL = true()  # the condition of who sees all deals
PLACES = 100  # more stages than anybody has: a change's id and a place are kept in one number


@dataclass(frozen=True)
class Span:
    """From an instant up to another one, which is not of it any more."""

    start: datetime
    end: datetime


def paths(
    session: Session, deals: ColumnElement[bool], stages: Sequence[str], spans: Sequence[Span], by: Dimension | None
) -> tuple[tuple[Path, ...], ...]:
    """The paths of the deals (a condition) to which anything happened in each of the spans, read at once."""
    rows = session.execute(_grouped(deals, stages, spans, by)).all()
    return tuple(tuple(_of_span(rows, number, stages)) for number in range(len(spans)))


def _of_span(rows: Sequence[Any], number: int, stages: Sequence[str]) -> Iterator[Path]:
    last = len(stages)
    for part, furthest, lost_place, is_won, is_lost, count, amount, *marks in rows:
        before, by_end, won, lost = marks[4 * number : 4 * number + 4]
        if by_end == before and won != 1 and not lost:
            continue
        lost_at = lost_place if lost_place >= 0 else furthest if furthest >= 0 else None
        yield Path(
            part,
            before=last if is_won and won == 2 else before,
            by_end=last if is_won and won else by_end,
            furthest=last if is_won else furthest,
            lost_at=lost_at if is_lost else None,
            won=bool(is_won and won == 1),
            lost=bool(is_lost and lost),
            count=count,
            amount_fen=int(amount),
        )


def _grouped(
    deals: ColumnElement[bool], stages: Sequence[str], spans: Sequence[Span], by: Dimension | None
) -> Select[*tuple[Any, ...]]:
    """A row for all deals that went the same way, with how many they are and their sum (see `_each`)."""
    each = _each(deals, stages, spans, by)
    keys = [column for column in each.c if column.name != "amount"]
    return select(*keys[:KEYS], func.count(), func.sum(each.c.amount), *keys[KEYS:]).group_by(*keys)


def _each(deals: ColumnElement[bool], stages: Sequence[str], spans: Sequence[Span], by: Dimension | None) -> Subquery:
    """A row for each deal: what it has of the dimension, how far it came, where it was lost, how it stands, its sum;
    then for each span how far it had come before it and by its end, whether it was won in it (1) or before it (2), and
    whether it was lost in it. A deal that is closed was closed when it came to its stage."""
    ways = _ways(deals, stages, spans)
    arrived = [ways.c[f"arrived{place}"] for place in range(len(stages))]
    stage, since = col(Opportunity.stage), col(Opportunity.stage_entered_at)
    marks: list[ColumnElement[Any]] = []
    for span in spans:
        won = case((stage != WON, 0), (since < span.start, 2), (since < span.end, 1), else_=0)
        lost = case((and_(stage == LOST, since >= span.start, since < span.end), 1), else_=0)
        marks += [_furthest(arrived, span.start), _furthest(arrived, span.end), won, lost]
    part: Any = literal(None, Integer) if by is None else slices.column(by)
    query = select(
        part.label("part"),
        _furthest(arrived).label("furthest"),
        (ways.c.lost_key % PLACES - 1).label("lost_place"),
        case((stage == WON, 1), else_=0).label("is_won"),
        case((stage == LOST, 1), else_=0).label("is_lost"),
        *(mark.label(f"mark{place}") for place, mark in enumerate(marks)),
        func.coalesce(col(Opportunity.amount_fen), 0).label("amount"),
    )
    query = query.join_from(ways, Opportunity, col(Opportunity.id) == ways.c.deal_id)
    if by == "region":
        query = query.join(Customer, col(Customer.id) == col(Opportunity.customer_id))
    if by == "team":
        query = query.join(Member, col(Member.id) == col(Opportunity.owner_id))
    return query.subquery()


def _furthest(arrived: Sequence[ColumnElement[datetime]], before: datetime | None = None) -> ColumnElement[int]:
    """The furthest place that a deal came to, at all or before an instant, from when it first came to each."""
    came = [(place, at if before is None else at < before) for place, at in enumerate(arrived)]
    whens = [(at.is_not(None) if before is None else at, place) for place, at in reversed(came)]
    return case(*whens, else_=NONE)


def _ways(deals: ColumnElement[bool], stages: Sequence[str], spans: Sequence[Span]) -> Subquery:
    """When each deal first came to each stage, and where it was lost last: of the deals in scope; where the spans are
    short, of those to which anything happened in any of them."""
    to, at = col(StageChange.stage_to), col(StageChange.at)
    left = case({stage: number + 1 for number, stage in enumerate(stages)}, value=col(StageChange.stage_from), else_=0)
    query = select(
        col(StageChange.deal_id),
        func.coalesce(func.max(case((to == LOST, col(StageChange.id) * PLACES + left))), 0).label("lost_key"),
        *(func.min(case((to == stage, at))).label(f"arrived{place}") for place, stage in enumerate(stages)),
    )
    if deals is not ALL:
        query = query.where(col(StageChange.deal_id).in_(select(col(Opportunity.id)).where(deals)))
    if sum((span.end - span.start for span in spans), timedelta(0)) < SHORT:
        touched = select(col(StageChange.deal_id)).where(or_(*(and_(at >= one.start, at < one.end) for one in spans)))
        query = query.where(col(StageChange.deal_id).in_(touched))
    return query.group_by(col(StageChange.deal_id)).subquery()
