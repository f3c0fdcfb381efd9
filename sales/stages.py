"""Moving a deal to a stage, and a supervisor's hold on its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from sales import deals
from sales.deals import DealFact
from sales.errors import Changed
from storage.background import Audit
from storage.deals import StageChange


@dataclass(frozen=True)
class Moved:
    """A deal as it is after it was moved from a stage."""

    deal: DealFact
    stage_from: str
    stage_to: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """A deal whose limit does not count before `until`."""

    deal: DealFact
    until: datetime


def advance(
    session: Session,
    deal_id: int,
    stage: str,
    by_id: int,
    now: datetime,
    scope: ColumnElement[bool],
    *,
    seen: str,
    amount_fen: int | None = None,
    reason: tuple[str, ...] = (),
) -> Moved:
    """Move the open deal to `stage` (any other, won and lost too); its clock starts anew. `amount_fen` becomes the
    deal's amount; `reason` are the objections for which it was moved. Raises Changed if it is no longer in scope or
    in the stage that was `seen`, or is in `stage` already."""
    deal = deals.locked(session, deal_id, scope)
    stage_from = str(deal["stage"])
    if stage_from == stage or stage_from != seen:
        raise Changed("deal", deal_id, "moved")
    session.add(
        StageChange(deal_id=deal_id, stage_from=stage_from, stage_to=stage, at=now, by_id=by_id, reason=list(reason))
    )
    amount = {} if amount_fen is None else {"amount_fen": amount_fen}
    deals.restart_clock(session, deal, now, stage=stage, stage_entered_at=now, **amount)
    return Moved(deals.read(session, deal_id), stage_from, stage, now)


def explain(session: Session, deal_id: int, scope: ColumnElement[bool], reason: tuple[str, ...]) -> DealFact:
    """Save why a deal was lost, as objections. Raises Changed if it is out of scope or not lost."""
    deal = deals.get(session, scope, deal_id)
    if deal is None or deal.stage != deals.LOST:
        raise Changed("deal", deal_id, "gone" if deal is None else "moved")
    lost = select(StageChange).where(col(StageChange.deal_id) == deal_id, col(StageChange.stage_to) == deals.LOST)
    change = session.exec(lost.order_by(col(StageChange.id).desc()).limit(1).with_for_update()).one()
    change.reason = list(reason)
    session.add(change)
    return deal


def is_unexplained(session: Session, deal_id: int) -> bool:
    """Whether the deal is lost and no reason was given."""
    last = select(StageChange).where(col(StageChange.deal_id) == deal_id).order_by(col(StageChange.id).desc()).limit(1)
    change = session.exec(last).first()
    return change is not None and change.stage_to == deals.LOST and not change.reason


def hold(
    session: Session,
    deal_id: int,
    until: datetime,
    by_id: int,
    now: datetime,
    scope: ColumnElement[bool],
) -> Held:
    """The deal's limit counts from `until` at the earliest, whatever is followed up or moved meanwhile. What was
    breached before is dealt with: a breach after the hold is a new one."""
    deals.supersede_breach(session, deals.locked(session, deal_id, scope), hold_until=until)
    detail = {"until": until.isoformat()}
    session.add(Audit(at=now, member_id=by_id, what="hold", subject=f"deal:{deal_id}", detail=detail))
    return Held(deals.read(session, deal_id), until)
