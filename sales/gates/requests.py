"""Moves that wait for what a stage needs.

One waits until it is carried out or dropped, as long as its deal is where it was, has not been elsewhere meanwhile (not
lost and opened again), and whose it was, and what asked for it was not cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true, update
from sqlmodel import Session, col, select

from config.policy import Policy
from sales import deals
from sales.deals import DealFact
from sales.errors import Changed
from sales.gates.entering import enter
from sales.gates.needs import Missing, missing
from sales.scope import Actor
from sales.stages import Moved
from storage.background import Audit
from storage.conversations import Run
from storage.deals import Customer, MoveRequest, Opportunity
from storage.people import Member


@dataclass(frozen=True)
class RequestFact:
    """A deal that is to enter `stage`, who asked for it, and in which run it was asked last what is missing. `is_open`:
    it is not settled or overtaken; `is_waiting`: nor has the deal changed hands. A leader was asked to let it in
    `asked_at`."""

    id: int
    deal: DealFact
    stage: str
    asked_by_id: int
    asked_by: str
    amount_fen: int | None
    reason: tuple[str, ...]
    run_id: int
    is_open: bool
    is_waiting: bool
    asked_at: datetime | None = None


@dataclass(frozen=True)
class KeptOut:
    """A leader did not let a deal in, and what they said to it."""

    by: str
    at: datetime
    words: str


_OPEN: ColumnElement[bool] = and_(
    col(MoveRequest.settled_at).is_(None),
    col(MoveRequest.stage_from) == col(Opportunity.stage),
    col(Opportunity.stage_entered_at) <= col(MoveRequest.at),
    col(Run.status) != "cancelled",
)
_WAITS: ColumnElement[bool] = and_(_OPEN, col(MoveRequest.owner_id) == col(Opportunity.owner_id))


def wait(
    session: Session,
    by: Actor,
    deal: DealFact,
    stage: str,
    run_id: int,
    now: datetime,
    amount_fen: int | None = None,
    reason: tuple[str, ...] = (),
) -> RequestFact:
    """Let the move of `deal` to `stage` wait, in place of any other of it. Raises Changed if the deal
    is out of scope, or no longer where it was seen."""
    row = deals.locked_in_any_stage(session, deal.id, by.deals)
    if row["stage"] != deal.stage:
        raise Changed("deal", deal.id, "moved")
    _settle(session, now, col(MoveRequest.deal_id) == deal.id)
    request = MoveRequest(
        deal_id=deal.id,
        stage_from=deal.stage,
        stage=stage,
        owner_id=row["owner_id"],
        asked_by_id=by.member_id,
        run_id=run_id,
        at=now,
        amount_fen=amount_fen,
        reason=list(reason),
    )
    session.add(request)
    session.flush()
    return _found(session, col(MoveRequest.id) == request.id)[0]


def asked_in(session: Session, by: Actor, request_id: int, run_id: int) -> None:
    """Note that what the move waits for was asked again in this run. Raises Changed as `locked`."""
    locked(session, by, request_id)
    session.execute(update(MoveRequest).where(col(MoveRequest.id) == request_id).values(run_id=run_id))


def get(session: Session, scope: ColumnElement[bool], request_id: int) -> RequestFact | None:
    """The request, whether it still waits or not; None if its deal is out of scope."""
    return next(iter(_found(session, scope, col(MoveRequest.id) == request_id)), None)


def anybodys(session: Session, request_id: int) -> RequestFact | None:
    """As `get`, without regard to scope."""
    return get(session, true(), request_id)


def of_member(session: Session, scope: ColumnElement[bool], member_id: int) -> tuple[RequestFact, ...]:
    """The moves that wait and that the member asked for, or whose deals are the member's; the newest first."""
    theirs = or_(col(MoveRequest.asked_by_id) == member_id, col(Opportunity.owner_id) == member_id)
    return tuple(_found(session, scope, _WAITS, theirs))


def with_missing(
    session: Session, scope: ColumnElement[bool], policy: Policy, member_id: int
) -> tuple[tuple[RequestFact, Missing], ...]:
    """The moves of `of_member`, each with what it waits for."""
    found = of_member(session, scope, member_id)
    return tuple((request, missing(session, policy, request.deal, request.stage)) for request in found)


def with_missing_of(
    session: Session, scope: ColumnElement[bool], policy: Policy, customer_id: int
) -> tuple[tuple[RequestFact, Missing], ...]:
    """The moves of a customer's deals that wait, the newest first, each with what it waits for."""
    found = _found(session, scope, _WAITS, col(Opportunity.customer_id) == customer_id)
    return tuple((request, missing(session, policy, request.deal, request.stage)) for request in found)


def to_decide(session: Session, scope: ColumnElement[bool], customer: str | None) -> tuple[RequestFact, ...]:
    """The moves that wait and that a leader may let in, the newest first: those of a customer by its name, else those
    for which a leader was asked."""
    asked = col(MoveRequest.override_asked_at).is_not(None)
    of_it = col(Opportunity.customer_id).in_(select(Customer.id).where(Customer.name == customer))
    return tuple(_found(session, scope, _WAITS, of_it if customer else asked))


def put_to_leader(session: Session, scope: ColumnElement[bool], deal_id: int, stage: str) -> RequestFact | None:
    """The move of the deal to this stage that waits and for which a leader was asked; None if there is none."""
    of_it = (col(MoveRequest.deal_id) == deal_id, col(MoveRequest.stage) == stage)
    return next(iter(_found(session, scope, _WAITS, *of_it, col(MoveRequest.override_asked_at).is_not(None))), None)


def lacking(session: Session, scope: ColumnElement[bool], policy: Policy, request_id: int) -> Missing:
    """What the move still waits for; nothing where it does not wait any more."""
    request = get(session, scope, request_id)
    return missing(session, policy, request.deal, request.stage) if request and request.is_waiting else Missing()


def ask_override(session: Session, by: Actor, request_id: int, now: datetime) -> None:
    """Note that a leader is asked to let it in. Raises Changed as `locked`."""
    locked(session, by, request_id)
    session.execute(update(MoveRequest).where(col(MoveRequest.id) == request_id).values(override_asked_at=now))


def refusal(session: Session, request: RequestFact) -> KeptOut | None:
    """Who did not let it in last, since it was asked for; None if nobody."""
    subject = f"deal:{request.deal.id}"
    row = session.execute(
        select(col(Member.name), col(Audit.at), col(Audit.detail))
        .join(Member, col(Member.id) == col(Audit.member_id))
        .join(MoveRequest, col(MoveRequest.id) == request.id)
        .where(col(Audit.what) == "gate_kept", col(Audit.subject) == subject, col(Audit.at) >= col(MoveRequest.at))
        .order_by(col(Audit.id).desc())
    ).first()
    return KeptOut(row[0], row[1], str((row[2] or {}).get("words", ""))) if row is not None else None


def refuse_override(session: Session, by: Actor, request_id: int, now: datetime, words: str = "") -> None:
    """Note that a leader does not let it in, and what they said, which is audited; it waits on. Raises Changed as
    `locked`."""
    request = locked(session, by, request_id)
    session.execute(update(MoveRequest).where(col(MoveRequest.id) == request_id).values(override_asked_at=None))
    subject, detail = f"deal:{request.deal.id}", {"stage": request.stage, "words": words}
    session.add(Audit(at=now, member_id=by.member_id, what="gate_kept", subject=subject, detail=detail))


def drop(session: Session, by: Actor, request_id: int, now: datetime) -> None:
    """The move is not wanted any more. Raises Changed as `locked`."""
    locked(session, by, request_id)
    _settle(session, now, col(MoveRequest.id) == request_id)


def carry_out(
    session: Session, by: Actor, policy: Policy, request: RequestFact, now: datetime, override: str | None = None
) -> Moved:
    """Move the deal as it was asked for; with an `override`, whatever is missing, which is audited. Raises Changed as
    `locked` and as `enter`."""
    locked(session, by, request.id)
    lacks = missing(session, policy, request.deal, request.stage)
    moved = enter(
        session,
        by,
        policy,
        request.deal,
        request.stage,
        now,
        amount_fen=request.amount_fen,
        reason=request.reason,
        override=override,
    )
    _settle(session, now, col(MoveRequest.id) == request.id)
    if override is not None:
        detail = {"stage": request.stage, "reason": override, "missing": [*lacks.evidence, *lacks.roles]}
        subject = f"deal:{request.deal.id}"
        session.add(Audit(at=now, member_id=by.member_id, what="gate_overridden", subject=subject, detail=detail))
    return moved


def locked(session: Session, by: Actor, request_id: int) -> RequestFact:
    """The request that waits, its deal locked. Raises Changed if it does not wait any more, or its deal is out of
    scope."""
    request = get(session, by.deals, request_id)
    if request is None:
        raise Changed("deal", None, "not_in_scope")
    deals.locked_in_any_stage(session, request.deal.id, by.deals)
    request = get(session, by.deals, request_id)
    if request is None or not request.is_waiting:
        raise Changed("deal", None, "moved")
    return request


def _settle(session: Session, now: datetime, where: ColumnElement[bool]) -> None:
    session.execute(update(MoveRequest).where(where, col(MoveRequest.settled_at).is_(None)).values(settled_at=now))


def _found(session: Session, *where: ColumnElement[bool]) -> list[RequestFact]:
    own = (MoveRequest.id, MoveRequest.stage, MoveRequest.asked_by_id, _ASKER.c.name, MoveRequest.amount_fen)
    asked = MoveRequest.override_asked_at
    columns: tuple[Any, ...] = (*own, MoveRequest.reason, MoveRequest.run_id, _OPEN, _WAITS, asked)
    query = deals.select_deals(*columns).join(MoveRequest, col(MoveRequest.deal_id) == col(Opportunity.id))
    query = query.join(Run, col(Run.id) == col(MoveRequest.run_id))
    query = query.join(_ASKER, _ASKER.c.id == col(MoveRequest.asked_by_id))
    rows = session.execute(query.where(*where).order_by(col(MoveRequest.id).desc()))
    return [_fact(row) for row in rows]


def _fact(row: Any) -> RequestFact:
    key, stage, asked_by_id, asked_by, amount_fen, reason, run_id, *state = row[len(deals.COLUMNS) :]
    is_open, is_waiting, asked_at = state
    return RequestFact(
        key,
        deals.fact(row),
        stage,
        asked_by_id,
        asked_by,
        amount_fen,
        tuple(reason),
        run_id,
        bool(is_open),
        bool(is_waiting),
        asked_at,
    )


_ASKER = select(Member.id, Member.name).subquery("asker")
