"""What a deal counts for in the funnel, by docs/funnel.md: a pure function of the deal and its changes of stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from sales.deals import CLOSED, LOST, WON
from storage.deals import Customer, Opportunity, StageChange

REASONS = "\n"  # between two of them
Row = dict[str, Any]  # of FunnelFact


class Change(NamedTuple):
    """A deal came to a stage from another one."""

    stage_from: str | None
    stage_to: str
    at: datetime
    reason: Sequence[str]


@dataclass(frozen=True)
class Counted:
    """A deal as it is now; `values` are what it can be told apart by, and its sum, as FunnelFact has them."""

    deal_id: int
    stage: str
    since: datetime
    values: Row


def facts_of(deal: Counted, changes: Sequence[Change], stages: Sequence[str], zone: tzinfo) -> Iterator[Row]:
    """The facts of a deal with these changes, in their order. A deal that never changed counts for nothing."""
    if not changes:
        return
    places = {stage: place for place, stage in enumerate(stages)}
    arrived: list[datetime | None] = [None] * (len(stages) + 1)
    for change in changes:
        place = places.get(change.stage_to)
        if place is not None:
            arrived[place] = min(change.at, arrived[place] or change.at)
    lost_in = _lost_in(deal, changes, stages, arrived)
    if deal.stage == WON:
        arrived[-1] = deal.since
    first: datetime | None = None  # that it came here or beyond
    is_beyond, found = False, list[Row]()
    for place in range(len(stages), -1, -1):
        here = arrived[place]
        first = here if first is None else min(first, here or first)
        if place < len(stages) and first is not None:
            is_lost = stages[place] == lost_in
            marks = {"passed": int(is_beyond and not is_lost), "lost": int(is_lost), "lost_in": "", "reason": ""}
            found.append(_row(deal, stages[place], first, zone, marks))
        is_beyond = is_beyond or here is not None
    yield from reversed(found)
    if deal.stage in CLOSED:
        why = REASONS.join(_reasons(deal, changes)) if deal.stage == LOST else ""
        marks = {"passed": 0, "lost": 0, "lost_in": lost_in or "", "reason": why}
        yield _row(deal, deal.stage, deal.since, zone, marks)


def _row(deal: Counted, stage: str, at: datetime, zone: tzinfo, marks: Row) -> Row:
    month = at.astimezone(zone).date().replace(day=1)
    return {"deal_id": deal.deal_id, "stage": stage, "at": at, "month": month, **marks, **deal.values}


def _lost_in(
    deal: Counted, changes: Sequence[Change], stages: Sequence[str], arrived: Sequence[datetime | None]
) -> str | None:
    """Where it is lost: where it was before, else the furthest stage that it came to; None where nobody knows."""
    if deal.stage != LOST:
        return None
    came = next((change.stage_from for change in reversed(changes) if change.stage_to == LOST), None)
    if came in stages:
        return came
    return next((stages[place] for place in reversed(range(len(stages))) if arrived[place] is not None), None)


def _reasons(deal: Counted, changes: Sequence[Change]) -> list[str]:
    """The objections for which it was lost when it was lost last."""
    last = [change.reason for change in changes if change.stage_to == LOST and change.at == deal.since]
    return [reason for reasons in last for reason in reasons]


def read(
    session: Session, where: ColumnElement[bool], ids: Sequence[int], stages: Sequence[str], zone: tzinfo
) -> list[Row]:
    """The facts of those of these deals for which `where` holds, as they are now."""
    changes = defaultdict[int, list[Change]](list)
    columns = (
        col(StageChange.deal_id), col(StageChange.stage_from), col(StageChange.stage_to), col(StageChange.at),
        col(StageChange.reason),
    )  # fmt: skip
    moves = select(*columns).where(col(StageChange.deal_id).in_(ids)).order_by(col(StageChange.id))
    for deal_id, stage_from, stage_to, at, reason in session.execute(moves):
        changes[deal_id].append(Change(stage_from, stage_to, at, reason))
    wanted = (
        col(Opportunity.id), col(Opportunity.stage), col(Opportunity.stage_entered_at), col(Opportunity.owner_id),
        col(Opportunity.product_line), col(Customer.region), col(Customer.industry), col(Opportunity.amount_fen),
    )  # fmt: skip
    deals = select(*wanted).join(Customer, col(Customer.id) == col(Opportunity.customer_id))
    found = list[Row]()
    for deal_id, stage, since, owner, product, region, industry, amount in session.execute(
        deals.where(col(Opportunity.id).in_(ids), where).order_by(col(Opportunity.id))
    ):
        values = {
            "owner_id": owner, "product_line": product or "", "region": region or "", "industry": industry or "",
            "amount_fen": amount or 0,
        }  # fmt: skip
        found += facts_of(Counted(deal_id, stage, since, values), changes[deal_id], stages, zone)
    return found
