"""When people hear of a deal that is over its stage's limit: the rep, then the supervisor, then the manager.

1. At the limit one nudge to the owner (`watch`). All of a person's share one spread key, so that what falls due in the
   same minute, or together after a night, is one message.
2. Working hours after the nudge was written one alert to the superior (`nudged`), working days after that one to the
   next one up (`alerted`). Each once per pass of the limit.
3. What is done about it (followed up, moved, closed, held, handed over) starts a new watch; `snoozed` moves nudge and
   alert together; `supported` ends them.

The timers' payload is {"deal": id}; whoever fires one reads `sales.limits.overdue_fact` and stops where it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import breaches, deals, limits
from sales.deals import DealFact
from sales.limits import Overdue
from scheduler import timers
from scheduler.worktime import Worktime
from storage.deals import LimitBreach, Opportunity

STAGE_NUDGE = "stage_nudge"
STAGE_ALERT = "stage_alert"
STAGE_ESCALATION = "stage_escalation"
KINDS = (STAGE_NUDGE, STAGE_ALERT, STAGE_ESCALATION)


def watch(session: Session, policy: Policy, deal_id: int, now: datetime) -> None:
    """Plan the deal's nudge anew from its limit as it is now; what is over already falls due now. A closed deal
    has no timers. What was begun about a limit that is still passed goes on as it is."""
    found = _facts(session.execute(_ONE, {"deal": deal_id}))
    if not found:
        _cancel(session, deal_id)
    for deal, row in found:
        _plan(session, policy, Worktime(policy), deal, row, now)


def watch_new(session: Session, policy: Policy, new: Iterable[Opportunity], now: datetime) -> None:
    """`watch` for deals that have just been entered, all at once."""
    worktime = Worktime(policy)
    limits_of = [(deal, at) for deal in new if (at := limits.limit_at(deal, policy)) is not None]
    timers.put_new(
        session,
        [
            {
                "at": _send_at(worktime, max(limit_at, now), deal.owner_id),
                "kind": STAGE_NUDGE,
                "key": f"{STAGE_NUDGE}:{deal.id}",
                "member_id": deal.owner_id,
                "payload": {"deal": deal.id},
            }
            for deal, limit_at in limits_of
        ],
    )


def watch_all(session: Session, policy: Policy, now: datetime, after_id: int = 0, limit: int = 100) -> int | None:
    """`watch` for the next `limit` open deals after `after_id`. Returns where to go on, None at the end."""
    found = _facts(session.execute(_NEXT.limit(limit), {"after": after_id}))
    worktime = Worktime(policy)
    for deal, row in found:
        _plan(session, policy, worktime, deal, row, now)
    return found[-1][0].id if len(found) == limit else None


def key(kind: str, deal_id: int) -> str:
    """The key of a deal's timer."""
    return f"{kind}:{deal_id}"


def nudged(session: Session, policy: Policy, found: Overdue, superior_id: int | None, now: datetime) -> None:
    """The nudge was written; the superior hears of it unless something is done (None: there is nobody)."""
    row = breaches.breach_of(session, found)
    row.nudged_at = now
    session.add(row)
    if superior_id is None or row.alerted_at is not None or row.support_at is not None:
        return
    worktime = Worktime(policy)
    at = worktime.add_working_hours(now, policy.escalation.alert_after_working_hours)
    _put(session, worktime, STAGE_ALERT, found.deal.id, at, superior_id)


def alerted(session: Session, policy: Policy, found: Overdue, next_id: int | None, now: datetime) -> None:
    """The superior was told; the next one up hears of it unless something is done (None: there is nobody)."""
    row = breaches.breach_of(session, found)
    row.alerted_at = now
    session.add(row)
    if next_id is None or row.escalated_at is not None or row.support_at is not None:
        return
    worktime = Worktime(policy)
    at = worktime.add_working_days(now, policy.escalation.manager_after_working_days)
    _put(session, worktime, STAGE_ESCALATION, found.deal.id, at, next_id)


def escalated(session: Session, found: Overdue, now: datetime) -> None:
    """The manager was told; that was the last about this limit."""
    row = breaches.breach_of(session, found)
    row.escalated_at = now
    session.add(row)


def snoozed(
    session: Session, policy: Policy, deal_id: int, until: datetime, now: datetime, *, named: bool = False
) -> datetime:
    """The nudge comes again at `until`, and the alert counts from then. A time that the person `named` is kept, also
    in quiet time; any other keeps quiet. Returns when it comes."""
    worktime = Worktime(policy)
    owner_id = session.execute(select(col(Opportunity.owner_id)).where(col(Opportunity.id) == deal_id)).scalar_one()
    timers.cancel(session, key(STAGE_ALERT, deal_id))
    at = worktime.named_at(until, now) if named else _send_at(worktime, until, owner_id)
    timers.put(session, key(STAGE_NUDGE, deal_id), STAGE_NUDGE, at, owner_id, {"deal": deal_id})
    return at


def supported(session: Session, deal_id: int) -> None:
    """The superior hears at once of what is needed: nobody is reminded of this limit any more."""
    _cancel(session, deal_id)


def _plan(
    session: Session, policy: Policy, worktime: Worktime, deal: DealFact, row: LimitBreach | None, now: datetime
) -> None:
    limit_at = limits.limit_at(deal, policy)
    if deal.closed or limit_at is None:
        _cancel(session, deal.id)
        return
    if row is not None and limit_at <= now and (row.nudged_at or row.support_at):
        return
    if row is not None and limit_at > now:
        session.delete(row)
    before = (key(STAGE_ALERT, deal.id), key(STAGE_ESCALATION, deal.id))
    _put(session, worktime, STAGE_NUDGE, deal.id, max(limit_at, now), deal.owner_id, before)


def _facts(rows: Iterable[Any]) -> list[tuple[DealFact, LimitBreach | None]]:
    """Deals with the pass of the running limit, if it was passed and something was done about it."""
    return [(deals.fact(row), row[-1]) for row in rows]


def _put(
    session: Session,
    worktime: Worktime,
    kind: str,
    deal_id: int,
    due: datetime,
    member_id: int,
    instead_of: Sequence[str] = (),
) -> None:
    at = _send_at(worktime, due, member_id)
    timers.put(session, key(kind, deal_id), kind, at, member_id, {"deal": deal_id}, instead_of)


def _send_at(worktime: Worktime, due: datetime, member_id: int) -> datetime:
    return worktime.send_at(due.astimezone(UTC), f"stage:{member_id}")


def _cancel(session: Session, deal_id: int) -> None:
    timers.cancel(session, *(key(kind, deal_id) for kind in KINDS))


_SAME_BREACH = and_(
    col(LimitBreach.deal_id) == col(Opportunity.id), col(LimitBreach.clock_no) == col(Opportunity.clock_no)
)
_ALL = deals.select_deals(LimitBreach).outerjoin(LimitBreach, _SAME_BREACH)
_ONE = _ALL.where(col(Opportunity.id) == bindparam("deal"))
_NEXT = _ALL.where(col(Opportunity.id) > bindparam("after"), deals.IS_OPEN).order_by(col(Opportunity.id))
