"""The funnel read from what is kept of it: whole months from sums, the days beside them from facts, and what has
changed since from the deals themselves. None where it is not kept, or too much has changed:
then it is counted from the rows.

Scope is in each query: a condition on the owners of deals, and whatever a slice says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, or_, select, true, union_all
from sqlalchemy.sql import visitors
from sqlmodel import Session, col

from analytics.funnel import facts, keeping
from analytics.funnel.figures import Count
from analytics.funnel.rows import Span
from analytics.funnel.slices import Dimension, Slice
from storage.deals import Opportunity
from storage.figures import FunnelCell, FunnelFact, FunnelStale, FunnelState
from storage.people import Member
from storage.statements import table_of

MOST_STALE = 1_500  # deals that are looked at one by one in a turn
_DEALS, _MEMBERS = table_of(Opportunity), table_of(Member)
_FACTS, _CELLS, _STALE, _STATE = (table_of(model) for model in (FunnelFact, FunnelCell, FunnelStale, FunnelState))
Counts = tuple[Count, ...]


def counts(
    session: Session,
    scope: ColumnElement[bool],
    of: Slice,
    stages: Sequence[str],
    zone: ZoneInfo,
    spans: Sequence[Span],
    by: Dimension | None,
) -> tuple[Counts, ...] | None:
    """What the deals in scope that are of a slice count for in each span, by a dimension."""
    if not _is_kept(session, stages, zone):
        return None
    stale = _stale(session)
    owners = _of_owners(scope)
    if stale is None or owners is None:
        return None
    found = [defaultdict[tuple[Any, ...], list[int]](lambda: [0, 0, 0, 0]) for _ in spans]
    for number, part, stage, lost_in, reason, *sums in session.execute(_query(owners, of, zone, spans, by, stale)):
        _add(found[number][part, stage, lost_in, reason], sums)
    if stale:
        teams = _teams(session) if by == "team" else {}
        own = facts.read(session, of.within(scope), stale, stages, zone)
        for row in own:
            for number, span in enumerate(spans):
                if span.start <= row["at"] < span.end:
                    key = (_part_of(row, by, teams), row["stage"], row["lost_in"], row["reason"])
                    _add(found[number][key], (1, row["passed"], row["lost"], row["amount_fen"]))
    return tuple(tuple(_counts(of_span)) for of_span in found)


def _is_kept(session: Session, stages: Sequence[str], zone: ZoneInfo) -> bool:
    """Whether all deals are counted; until the end of the transaction nobody changes what is kept, then."""
    as_is = select(_STATE.c.signature, _STATE.c.is_complete)
    for query in (as_is, as_is.with_for_update(read=True)):  # who fills it is not waited for
        state = session.execute(query).first()
        if state is None or not state.is_complete or state.signature != keeping.signature(stages, zone):
            return False
    return True


def _stale(session: Session) -> list[int] | None:
    """The deals that have changed since; None where there are too many."""
    query = select(_STALE.c.deal_id).distinct().limit(MOST_STALE + 1)
    ids = sorted(session.execute(query).scalars())
    return ids if len(ids) <= MOST_STALE else None


def _query(
    owners: Any, of: Slice, zone: ZoneInfo, spans: Sequence[Span], by: Dimension | None, stale: Sequence[int]
) -> Select[Any]:
    parts = [part for number, span in enumerate(spans) for part in _of_span(owners, of, zone, span, by, stale, number)]
    every = union_all(*parts).subquery()
    keys = (every.c.number, every.c.part, every.c.stage, every.c.lost_in, every.c.reason)
    return select(*keys, *(func.sum(every.c[name]) for name in keeping.SUMS)).group_by(*keys)


def _of_span(
    owners: Any, of: Slice, zone: ZoneInfo, span: Span, by: Dimension | None, stale: Sequence[int], number: int
) -> Iterable[Select[Any]]:
    months = _months(span, zone) if of.industry is None else None  # sums do not tell industries apart
    fresh = _FACTS.c.deal_id.not_in(stale) if stale else true()
    if months is None:
        within = _between(span.start, span.end)
    else:
        first, after = months
        starts, ends = (datetime.combine(day, time.min, zone) for day in months)
        in_months = (_CELLS.c.month >= first, _CELLS.c.month < after)
        of_months: list[Any] = [_CELLS.c[name] for name in keeping.SUMS]
        yield _grouped(_CELLS, owners, of, by, number, of_months).where(*in_months)
        if stale:
            theirs = (_FACTS.c.deal_id.in_(stale), _FACTS.c.month >= first, _FACTS.c.month < after)
            taken = [literal(-1), *(-_FACTS.c[name] for name in keeping.SUMS[1:])]
            yield _grouped(_FACTS, owners, of, by, number, taken).where(*theirs)
        if (starts, ends) == (span.start, span.end):
            return
        within = or_(_between(span.start, starts), _between(ends, span.end))
    sums = [literal(1), *(_FACTS.c[name] for name in keeping.SUMS[1:])]
    yield _grouped(_FACTS, owners, of, by, number, sums).where(within, fresh)


def _grouped(
    table: Table, owners: Any, of: Slice, by: Dimension | None, number: int, sums: Sequence[Any]
) -> Select[Any]:
    """The rows of a table, those alike together."""
    part: Any = literal("") if by is None else _column(table, by)
    keys = (table.c.stage, table.c.lost_in, table.c.reason)
    named = [func.sum(value).label(name) for name, value in zip(keeping.SUMS, sums, strict=True)]
    query = select(literal(number).label("number"), part.label("part"), *keys, *named).where(
        owners(table), *_of_slice(table, of)
    )
    if by == "team":
        query = query.join(_MEMBERS, _MEMBERS.c.id == table.c.owner_id)
    return query.group_by(*(() if by is None else (part,)), *keys)


def _column(table: Table, by: Dimension) -> Any:
    if by == "team":
        return _MEMBERS.c.team_id
    return table.c[{"product": "product_line", "region": "region", "person": "owner_id"}[by]]


def _of_slice(table: Table, of: Slice) -> list[ColumnElement[bool]]:
    values = {"region": of.region, "product_line": of.product, "industry": of.industry, "owner_id": of.member_id}
    conditions: list[ColumnElement[bool]] = [
        table.c[name] == value for name, value in values.items() if value is not None
    ]
    if of.team_id is not None:
        conditions.append(table.c.owner_id.in_(select(_MEMBERS.c.id).where(_MEMBERS.c.team_id == of.team_id)))
    return conditions


def _of_owners(scope: ColumnElement[bool]) -> Any:
    """The condition on deals as one on the rows of a table with `owner_id`; None where it looks at anything else of
    deals."""
    if any(_is_of_deals(element) and getattr(element, "name", "") != "owner_id" for element in visitors.iterate(scope)):
        return None

    def on(table: Table) -> ColumnElement[bool]:
        def instead(element: Any, **_options: Any) -> Any:
            return table.c.owner_id if _is_of_deals(element) else None

        replaced: ColumnElement[bool] = visitors.replacement_traverse(scope, {}, instead)
        return replaced

    return on


def _is_of_deals(element: Any) -> bool:
    """Whether it is a column of deals, as the ORM or as the table has it."""
    return getattr(getattr(element, "table", None), "name", None) == _DEALS.name


def _months(span: Span, zone: ZoneInfo) -> tuple[date, date] | None:
    """The first month that is wholly in a span, and the one after the last; None where there is none."""
    first = _month_from(span.start, zone)
    after = span.end.astimezone(zone).date().replace(day=1)
    return (first, after) if first < after else None


def _month_from(at: datetime, zone: ZoneInfo) -> date:
    """The first month that begins at or after an instant."""
    local = at.astimezone(zone)
    month = local.date().replace(day=1)
    if datetime.combine(month, time.min, zone) >= at:
        return month
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _between(start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(_FACTS.c.at >= start, _FACTS.c.at < end)


def _part_of(row: facts.Row, by: Dimension | None, teams: dict[int, int | None]) -> Any:
    if by is None:
        return ""
    if by == "team":
        return teams.get(row["owner_id"])
    return row[{"product": "product_line", "region": "region", "person": "owner_id"}[by]]


def _teams(session: Session) -> dict[int, int | None]:
    return {key: team for key, team in session.execute(select(col(Member.id), col(Member.team_id))) if key is not None}


def _add(to: list[int], sums: Iterable[Any]) -> None:
    for place, value in enumerate(sums):
        to[place] += int(value)


def _counts(of_span: dict[tuple[Any, ...], list[int]]) -> Iterable[Count]:
    for (part, stage, lost_in, reason), sums in of_span.items():
        if any(sums):
            yield Count(None if part == "" else part, stage, lost_in, tuple(reason.split(facts.REASONS)), *sums)
