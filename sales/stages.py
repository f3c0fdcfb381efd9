"""Moving a deal to a stage, closing and reopening it, and a supervisor's hold on its time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping
from sqlmodel import Session, col, select

from config.policy import Policy
from sales import deals
from sales.deals import CLOSED, WON, DealFact
from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.background import Audit
from storage.deals import Customer, DealChange, Opportunity, StageChange, StageEvidence
from storage.people import Member


@dataclass(frozen=True)
class Moved:
    """A deal as it is after it was moved from a stage, on what `papers` (their kinds and names)."""

    deal: DealFact
    stage_from: str
    stage_to: str
    at: datetime
    nobody_decides: bool = False
    papers: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True)
class Grounds:
    """On what a deal comes to a stage: files kept with it (ids), who holds which role, or why it is let in without."""

    files: tuple[int, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    override: str | None = None


NO_GROUNDS = Grounds()


@dataclass(frozen=True)
class Closed:
    """A won or lost deal: since when, by whom, for which objections, and in which stage it was before. What was closed
    before the company came here has no stage before, and nobody."""

    deal: DealFact
    at: datetime
    by: str | None = None
    reason: tuple[str, ...] = ()
    stage_before: str | None = None

    @property
    def is_lost(self) -> bool:
        return self.deal.stage == deals.LOST


@dataclass(frozen=True)
class Held:
    """A deal whose limit does not count before `until`."""

    deal: DealFact
    until: datetime


def advance(
    session: Session,
    by: Actor,
    deal_id: int,
    stage: str,
    now: datetime,
    *,
    seen: str,
    amount_fen: int | None = None,
    reason: tuple[str, ...] = (),
    grounds: Grounds = NO_GROUNDS,
) -> Moved:
    """Move the open deal to `stage` (any other, won and lost too); its clock starts anew. `amount_fen` becomes the
    deal's amount; `reason` are the objections for which it was moved. Raises Changed if it is no longer in scope or
    in the stage that was `seen`, or is in `stage` already."""
    deal = deals.locked(session, deal_id, by.deals)
    amount = {} if amount_fen is None else {"amount_fen": amount_fen}
    return _moved(session, deal, stage, by.member_id, now, seen, reason, amount, grounds)


def reopen(
    session: Session, by: Actor, deal_id: int, stage: str, now: datetime, *, seen: str, grounds: Grounds = NO_GROUNDS
) -> Moved:
    """Open a won or lost deal again, in `stage`; its clock starts anew. Raises Changed if it is no longer in scope or
    closed as it was `seen`, or its customer has gone to a colleague since: only what is open goes along."""
    deal = deals.locked_in_any_stage(session, deal_id, by.deals)
    if not _has_customer(session, by, deal["customer_id"]):
        raise Changed("customer", deal["customer_id"], "not_in_scope")
    return _moved(session, deal, stage, by.member_id, now, seen, (), {}, grounds)


def _has_customer(session: Session, by: Actor, customer_id: int) -> bool:
    """Whether the customer, which is locked, or an open deal there belongs to who acts or to somebody they lead."""
    customer = rows.locked(session, Customer, customer_id)
    owned = select(col(Member.id)).where(by.members, col(Member.id) == (customer.owner_id if customer else None))
    nobodys = customer is not None and customer.owner_id is None
    return nobodys or bool(session.exec(owned).first() or deals.open_of(session, by.deals, customer_id))


def _moved(
    session: Session,
    deal: RowMapping,
    stage: str,
    by_id: int,
    now: datetime,
    seen: str,
    reason: tuple[str, ...],
    values: dict[str, int],
    grounds: Grounds,
) -> Moved:
    deal_id, stage_from = deal["id"], str(deal["stage"])
    if stage_from == stage or stage_from != seen:
        raise Changed("deal", deal_id, "moved")
    change = StageChange(deal_id=deal_id, stage_from=stage_from, stage_to=stage, at=now, by_id=by_id)
    change.reason, change.roles, change.override = list(reason), dict(grounds.roles) or None, grounds.override
    session.add(change)
    session.flush()
    session.add_all(StageEvidence(change_id=change.id or 0, file_id=file_id) for file_id in grounds.files)
    _note_changes(session, deal, by_id, now, values)
    deals.restart_clock(session, deal, now, stage=stage, stage_entered_at=now, **values)
    return Moved(deals.read(session, deal_id), stage_from, stage, now)


def went_forward(session: Session, policy: Policy, deal_ids: Collection[int]) -> Mapping[int, datetime]:
    """When each of these deals last went on to a later stage or was won; those that never did are left out."""
    order = {stage.key: place for place, stage in enumerate(policy.stages)} | {deals.WON: len(policy.stages)}
    columns = (col(StageChange.deal_id), col(StageChange.stage_from), col(StageChange.stage_to), col(StageChange.at))
    moves = session.execute(
        select(*columns).where(col(StageChange.deal_id).in_(deal_ids)).order_by(col(StageChange.id))
    )
    return {
        deal_id: at
        for deal_id, stage_from, stage_to, at in moves
        if stage_from not in deals.CLOSED and order.get(stage_to, -1) > order.get(stage_from or "", -1)
    }


def closed_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[Closed, ...]:
    """The won and lost deals of a customer in scope, the last closed first."""
    own = (col(Opportunity.customer_id) == customer_id, col(Opportunity.stage).in_(deals.CLOSED))
    query = deals.select_deals().where(scope, *own).order_by(col(Opportunity.stage_entered_at).desc())
    return tuple(_closed(session, deals.fact(row)) for row in session.execute(query))


def closed(session: Session, scope: ColumnElement[bool], deal_id: int) -> Closed | None:
    """The won or lost deal; None if it is open or out of scope."""
    deal = deals.get(session, scope, deal_id)
    return _closed(session, deal) if deal is not None and deal.closed else None


def _closed(session: Session, deal: DealFact) -> Closed:
    change = session.execute(
        select(col(StageChange.at), col(Member.name), col(StageChange.reason), col(StageChange.stage_from))
        .outerjoin_from(StageChange, Member, col(Member.id) == col(StageChange.by_id))
        .where(col(StageChange.deal_id) == deal.id, col(StageChange.stage_to) == deal.stage)
        .order_by(col(StageChange.id).desc())
        .limit(1)
    ).first()
    if change is None:
        return Closed(deal, deal.stage_entered_at)
    at, by, reason, stage_before = change
    return Closed(deal, at, by, tuple(reason), stage_before)


def _note_changes(session: Session, deal: RowMapping, by_id: int, now: datetime, values: Mapping[str, int]) -> None:
    """Keep what a locked deal's values were before."""
    session.add_all(
        DealChange(deal_id=deal["id"], field=name, before=deal[name], after=value, at=now, by_id=by_id)
        for name, value in values.items()
        if deal[name] != value
    )


def set_amount(
    session: Session, by: Actor, deal_id: int, amount_fen: int, now: datetime, *, seen: int | None
) -> DealFact:
    """Correct the amount of a deal, open or closed; its clock goes on. Raises Changed if it is out of scope, or its
    amount no longer is as it was `seen`."""
    deal = deals.locked_in_any_stage(session, deal_id, by.deals)
    if deal["amount_fen"] != seen:
        raise Changed("deal", deal_id, "moved")
    _note_changes(session, deal, by.member_id, now, {"amount_fen": amount_fen})
    deals.write(session, deal, amount_fen=amount_fen)
    return deals.read(session, deal_id)


def explain(session: Session, by: Actor, deal_id: int, reason: tuple[str, ...]) -> DealFact:
    """Save why a deal was lost, as objections. Raises Changed if it is out of scope or not lost."""
    deals.locked_in_any_stage(session, deal_id, by.deals)
    deal = deals.read(session, deal_id)
    if deal.stage != deals.LOST:
        raise Changed("deal", deal_id, "moved")
    lost = select(StageChange).where(col(StageChange.deal_id) == deal_id, col(StageChange.stage_to) == deals.LOST)
    change = session.exec(lost.order_by(col(StageChange.id).desc()).limit(1).with_for_update()).first()
    if change is None:  # lost before the company came here
        change = StageChange(deal_id=deal_id, stage_to=deals.LOST, at=deal.stage_entered_at)
    change.reason = list(reason)
    session.add(change)
    return deal


def ended_since(session: Session, since: datetime) -> tuple[tuple[int, bool, datetime], ...]:
    """The deals that were won or lost since then: their owner, whether won, when."""
    columns = (col(Opportunity.owner_id), col(Opportunity.stage), col(Opportunity.stage_entered_at))
    query = select(*columns).where(col(Opportunity.stage).in_(CLOSED), col(Opportunity.stage_entered_at) >= since)
    return tuple((owner_id, stage == WON, at) for owner_id, stage, at in session.exec(query))


def is_lost(session: Session, deal_id: int) -> bool:
    """Whether the deal is lost."""
    deal = session.get(Opportunity, deal_id)
    return deal is not None and deal.stage == deals.LOST


def is_unexplained(session: Session, deal_id: int) -> bool:
    """Whether the deal is lost and no reason was given."""
    last = select(StageChange).where(col(StageChange.deal_id) == deal_id).order_by(col(StageChange.id).desc()).limit(1)
    change = session.exec(last).first()
    return change is not None and change.stage_to == deals.LOST and not change.reason


def hold(session: Session, by: Actor, deal_id: int, until: datetime, now: datetime) -> Held:
    """The deal's limit counts from `until` at the earliest, whatever is followed up or moved meanwhile. What was
    breached before is dealt with: a breach after the hold is a new one."""
    deals.supersede_breach(session, deals.locked(session, deal_id, by.deals), hold_until=until)
    detail = {"until": until.isoformat()}
    session.add(Audit(at=now, member_id=by.member_id, what="hold", subject=f"deal:{deal_id}", detail=detail))
    return Held(deals.read(session, deal_id), until)
