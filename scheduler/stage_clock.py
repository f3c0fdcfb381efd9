"""When people are told of a deal that is over its stage's limit: the rep, then the supervisor, then the manager.

1. At the limit one nudge to the owner (`watch`). All of a person's share one spread key, so that what falls due in the
   same minute, or together after a night, is one message.
2. Working hours after the nudge was written one alert to the superior (`nudged`), working days after that one to the
   next one up (`alerted`). Each once per breach of the limit. Where the owner is away there is no nudge, and the
   superior hears at once.
3. Where policy says so, working days after the last of them the superior is asked who shall take the deal
   (`told_all`).
4. What is done about it (followed up, moved, closed, held, handed over) starts a new watch; `snoozed` moves nudge and
   alert together; `supported` ends the nudges and counts as the alert.

The timers' payload is {"deal": id, "due": when it fell due, before the spread}; whoever fires one reads
`sales.limits.overdue_fact` and stops where it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, bindparam, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import breaches, deals, limits
from sales.deals import DealFact, DealState
from sales.limits import Overdue
from scheduler import timers
from scheduler.sweep import Due, Fired
from scheduler.working_time import WorkingTime
from storage.background import Timer
from storage.changes import unrecorded
from storage.deals import LimitBreach, Opportunity
from storage.statements import fetch, table_of

STAGE_NUDGE = "stage_nudge"
STAGE_ALERT = "stage_alert"
STAGE_ESCALATION = "stage_escalation"
STAGE_SUPPORT = "stage_support"
STAGE_REASSIGN = "stage_reassign"
STAGE_PLAN = "stage_plan"
PAUSE = timedelta(seconds=1)  # between two transactions
AT_ONCE = 200  # deals planned in one transaction
KINDS = (STAGE_NUDGE, STAGE_ALERT, STAGE_ESCALATION, STAGE_SUPPORT, STAGE_REASSIGN)


def watch(session: Session, policy: Policy, deal_id: int, now: datetime) -> None:
    """Plan the deal's nudge anew from its limit as it is now; what is over it already falls due now. A closed deal
    has no timers. Alerts already planned for a breach that still holds are kept."""
    found = _facts(session.execute(_ONE, {"deal": deal_id}))
    if not found:
        _cancel(session, deal_id)
    for deal, breach in found:
        _plan(session, policy, deal, breach, now)


def restarted(session: Session, policy: Policy, deal: RowMapping, now: datetime) -> None:
    """`watch` for a locked deal whose clock has been started anew at `now`: nothing has been done about its new limit
    yet, so that nothing more needs to be read of it."""
    limit_at = limits.limit_from(now, deal["hold_until"], deal["stage"], policy)
    if limit_at is None:
        _cancel(session, deal["id"])
    else:
        _put_nudge(session, policy, deal["id"], deal["owner_id"], limit_at)


def watch_new(session: Session, policy: Policy, new: Iterable[DealState], now: datetime) -> None:
    """`watch` for deals that have just been entered, all at once; those that are watched already are left alone."""
    limited = [(deal, max(at, now)) for deal in new if (at := limits.limit_at(deal, policy)) is not None]
    watched = timers.there(session, [key(STAGE_NUDGE, deal.id) for deal, _ in limited])
    dues = [(deal.id, due, deal.owner_id) for deal, due in limited if key(STAGE_NUDGE, deal.id) not in watched]
    timers.put_new(session, _timers(policy, STAGE_NUDGE, dues))


def forget(session: Session, deal_ids: Iterable[int]) -> None:
    """Cancel all timers of deals that are gone."""
    timers.cancel(session, *(key(kind, deal_id) for deal_id in deal_ids for kind in KINDS))


def watch_all(session: Session, policy: Policy, now: datetime, after_id: int = 0, limit: int = 100) -> int | None:
    """`watch` for the next `limit` open deals after `after_id`. Returns where to go on, None at the end."""
    found = _facts(session.execute(_NEXT.limit(limit), {"after": after_id}))
    for deal, breach in found:
        _plan(session, policy, deal, breach, now)
    return found[-1][0].id if len(found) == limit else None


def plan_stage(
    session: Session, policy: Policy, stage: str, member_id: int, now: datetime, after_id: int = 0, most: int = AT_ONCE
) -> None:
    """`watch` for the open deals of a stage whose limit was changed: `most` of them now, the rest a little later, by a
    timer for the member who changed it. What is planned follows from the limit, so that no change set holds it."""
    with unrecorded(session):
        found = _facts(session.execute(_NEXT.where(col(Opportunity.stage) == stage).limit(most), {"after": after_id}))
        for deal, breach in found:
            _plan(session, policy, deal, breach, now)
        if len(found) == most:
            payload = {"stage": stage, "after": found[-1][0].id}
            timers.put(session, f"{STAGE_PLAN}:{stage}", STAGE_PLAN, now + PAUSE, member_id, payload)
        else:
            timers.cancel(session, f"{STAGE_PLAN}:{stage}")


def key(kind: str, deal_id: int) -> str:
    """The key of a deal's timer."""
    return f"{kind}:{deal_id}"


def due_besides(session: Session, policy: Policy, due: Due) -> list[Fired]:
    """The person's other timers of this kind that have fallen due by now and are only spread over later minutes: one
    message tells of all. They are taken out."""
    low, high = (timedelta(minutes=minutes) for minutes in policy.sending.spread_minutes)
    values = {"member": due.member_id, "kind": due.timers[0].kind, "after": due.now, "until": due.now + high}
    keys = [
        timer_key
        for timer_key, payload in fetch(session, _SPREAD, values)
        if "due" in payload and datetime.fromisoformat(payload["due"]) + low <= due.now
    ]
    return timers.claim(session, keys) if keys else []


def nudged(
    session: Session,
    policy: Policy,
    found: Sequence[Overdue],
    superiors: Mapping[int, int | None],
    now: datetime,
    *,
    away: bool = False,
) -> None:
    """Record that the nudge was sent, and plan the alerts to the owners' superiors (None: there is none); at once,
    where there was no nudge because the owner is `away`."""
    before = breaches.mark(session, found, nudged_at=now)
    heard = {key for key, row in before.items() if row["alerted_at"] or row["support_at"]}
    hours = policy.escalation.alert_after_working_hours
    at = now if away else WorkingTime(policy).add_working_hours(now, hours)
    unheard = [late for late in found if late.deal.id not in heard]
    _put_all(session, policy, STAGE_ALERT, unheard, at, superiors)


def alerted(
    session: Session, policy: Policy, found: Sequence[Overdue], above: Mapping[int, int | None], now: datetime
) -> None:
    """Record that the alert was sent, and plan the escalation to the owners' next superiors (None: there is none)."""
    before = breaches.mark(session, found, alerted_at=now)
    at = WorkingTime(policy).add_working_days(now, policy.escalation.manager_after_working_days)
    unheard = [late for late in found if late.deal.id not in before or before[late.deal.id]["escalated_at"] is None]
    _put_all(session, policy, STAGE_ESCALATION, unheard, at, above)


def escalated(session: Session, found: Sequence[Overdue], now: datetime) -> None:
    """Record that the escalation was sent."""
    breaches.mark(session, found, escalated_at=now)


def told_all(
    session: Session, policy: Policy, found: Sequence[Overdue], superiors: Mapping[int, int | None], now: datetime
) -> None:
    """Nobody is left to be told: plan that the superior is asked who shall take the deal, where policy says so."""
    if days := policy.escalation.reassign_after_working_days:
        _put_all(session, policy, STAGE_REASSIGN, found, WorkingTime(policy).add_working_days(now, days), superiors)


def snoozed(
    session: Session, policy: Policy, deal_id: int, until: datetime, now: datetime, *, named: bool = False
) -> datetime:
    """The nudge comes again at `until`, and the alert counts from then. A time that the person `named` is kept, also
    in quiet time; any other waits for quiet time to end. Returns when it comes."""
    owner_id = session.execute(select(col(Opportunity.owner_id)).where(col(Opportunity.id) == deal_id)).scalar_one()
    timers.cancel(session, key(STAGE_ALERT, deal_id))
    at = WorkingTime(policy).named_at(until, now) if named else _send_at(policy, until, owner_id)
    timers.put(session, key(STAGE_NUDGE, deal_id), STAGE_NUDGE, at, owner_id, {"deal": deal_id})
    return at


def supported(
    session: Session, policy: Policy, overdue: Overdue, superior_id: int, next_id: int | None, now: datetime
) -> bool:
    """The rep needs support: nobody is nudged about this breach any more, and the superior hears of it. Whether that is
    now, which counts as the alert; in quiet time a timer tells the superior when it ends, if it still holds then."""
    _cancel(session, overdue.deal.id)
    if WorkingTime(policy).is_quiet(now):
        _put(session, policy, STAGE_SUPPORT, overdue.deal.id, now, superior_id)
        return False
    sent_at = WorkingTime(policy).for_others_at(now, f"{superior_id}") or now
    alerted(session, policy, [overdue], {overdue.deal.owner_id: next_id}, sent_at)
    return True


def passed_to(session: Session, policy: Policy, kind: str, deal_id: int, member_id: int, now: datetime) -> None:
    """Somebody else is to be told by now, because people left or changed places."""
    _put(session, policy, kind, deal_id, now, member_id)


def _plan(session: Session, policy: Policy, deal: DealFact, breach: LimitBreach | None, now: datetime) -> None:
    limit_at = limits.limit_at(deal, policy)
    if deal.closed or limit_at is None:
        _cancel(session, deal.id)
        return
    if breach is not None and limit_at <= now and (breach.nudged_at or breach.support_at):
        return
    if breach is not None and limit_at > now:
        snoozed = breach.snoozed_until is not None and breach.snoozed_until > limit_at
        if breach.limit_at == limit_at and (snoozed or breach.nudged_at):  # nudged: the clock was set back since
            return
        session.delete(breach)
    _put_nudge(session, policy, deal.id, deal.owner_id, max(limit_at, now))


def _put_nudge(session: Session, policy: Policy, deal_id: int, owner_id: int, due: datetime) -> None:
    """Plan the nudge instead of whatever was planned before."""
    before = tuple(key(kind, deal_id) for kind in KINDS if kind != STAGE_NUDGE)
    _put(session, policy, STAGE_NUDGE, deal_id, due, owner_id, before)


def _facts(rows: Iterable[Any]) -> list[tuple[DealFact, LimitBreach | None]]:
    """Deals with the breach of the running limit, if something was done about it."""
    return [(deals.fact(row), row[-1]) for row in rows]


def _put(
    session: Session,
    policy: Policy,
    kind: str,
    deal_id: int,
    due: datetime,
    member_id: int,
    instead_of: Sequence[str] = (),
) -> None:
    at = _send_at(policy, due, member_id)
    timers.put(session, key(kind, deal_id), kind, at, member_id, _payload(deal_id, due), instead_of)


def _put_all(
    session: Session,
    policy: Policy,
    kind: str,
    found: Sequence[Overdue],
    due: datetime,
    whom: Mapping[int, int | None],
) -> None:
    """Plan for each of these deals that whoever is there for its owner is told."""
    theirs = [(late.deal.id, whom[late.deal.owner_id]) for late in found]
    told = [(deal_id, due, member_id) for deal_id, member_id in theirs if member_id is not None]
    timers.put_all(session, _timers(policy, kind, told))


def _timers(policy: Policy, kind: str, dues: Sequence[tuple[int, datetime, int]]) -> list[dict[str, Any]]:
    """Timers for (deal, due, member); a member's that fall due together go out together."""
    at = {(due, member): _send_at(policy, due, member) for due, member in {(due, member) for _, due, member in dues}}
    return [
        {
            "key": key(kind, deal_id),
            "kind": kind,
            "at": at[due, member_id],
            "member_id": member_id,
            "payload": _payload(deal_id, due),
        }
        for deal_id, due, member_id in dues
    ]


def _payload(deal_id: int, due: datetime) -> dict[str, Any]:
    return {"deal": deal_id, "due": due.astimezone(UTC).isoformat()}


def _send_at(policy: Policy, due: datetime, member_id: int) -> datetime:
    return WorkingTime(policy).send_at(due.astimezone(UTC), f"stage:{member_id}")


def _cancel(session: Session, deal_id: int) -> None:
    timers.cancel(session, *(key(kind, deal_id) for kind in KINDS))


_ALL = deals.select_deals(LimitBreach).outerjoin(LimitBreach, limits.OF_RUNNING_LIMIT)
_ONE = _ALL.where(col(Opportunity.id) == bindparam("deal"))
_NEXT = _ALL.where(col(Opportunity.id) > bindparam("after"), deals.IS_OPEN).order_by(col(Opportunity.id))
_TIMERS = table_of(Timer)
_SPREAD = select(_TIMERS.c.key, _TIMERS.c.payload).where(
    _TIMERS.c.member_id == bindparam("member"),
    _TIMERS.c.kind == bindparam("kind"),
    _TIMERS.c.at > bindparam("after"),
    _TIMERS.c.at <= bindparam("until"),
)
