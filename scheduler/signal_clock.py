"""When signals are looked at, and when somebody is told of one.

1. What was done to a deal (`after`): at once. News is what rests on a row that was just written.
2. What time alone makes true: each deal has one timer, for the next moment at which a rule may begin or cease to hold
   (`at_its_moment`); who has been put off, followed up or moved meanwhile is seen when it fires, or sets it anew.
3. Who spoke is told in the answer. Whoever else is to hear gets a timer of their own (`tell`), outside quiet time and
   avoided minutes; whoever fires it looks again whether the occurrence is still open.

Nothing here is recorded for undo: an undo has it derived anew (`derive_anew`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, select
from sqlmodel import Session

from config.policy import Policy
from sales import limits, signals
from sales.deals import IS_OPEN, DealState
from sales.limits import Overdue
from sales.signals import Calendar, History, Occurrence
from scheduler import timers
from scheduler.sweep import Fired
from scheduler.working_time import WorkingTime
from storage.changes import Change, unrecorded
from storage.deals import Contact, DealChange, FollowUp, Opportunity, StageChange
from storage.statements import fetch, table_of

SIGNAL, SIGNAL_TELL = "signal", "signal_tell"
OWNER, SUPERVISOR = "owner", "supervisor"
INSTANT = timedelta(seconds=1)
LOOKS_AFTER = timedelta(minutes=30)  # what was told of a deal and is not complete


def after(session: Session, policy: Policy, changes: Sequence[Change], now: datetime) -> list[Occurrence]:
    """What began with these changes and is news; the deals concerned are looked at."""
    touched = [change for change in changes if change.table in _TOUCHING] if policy.signals else []
    fresh = {(_KINDS[change.table], int(change.key)) for change in touched if change.table in _KINDS}
    deal_ids = _deals_of(session, touched) if touched else []
    if not deal_ids:
        return []
    with unrecorded(session):
        known = _locked(session, policy, deal_ids)
        begun = signals.review(
            session, known, now, calendar(policy), lambda _history, found: not fresh.isdisjoint(found.evidence)
        )
        for history in known.values():
            _plan(session, policy, history, now)
    return [found for found in (signals.get(session, key) for key in begun) if found is not None]


def at_its_moment(session: Session, policy: Policy, due: Iterable[Fired], now: datetime) -> list[Occurrence]:
    """What has begun since the moments of these timers, and is news; what then stays open is planned."""
    moments = {int(timer.payload["deal"]): datetime.fromisoformat(timer.payload["at"]) for timer in due}
    known = _locked(session, policy, sorted(moments))
    rules = calendar(policy)

    def is_new(history: History, found: signals.Holding) -> bool:
        before = signals.holding(history, moments[history.deal_id] - INSTANT, rules)
        return found.rule.key not in {earlier.rule.key for earlier in before}

    begun = signals.review(session, known, now, rules, is_new)
    for history in known.values():
        _plan(session, policy, history, now)
    return [found for found in (signals.get(session, key) for key in begun) if found is not None]


def with_limit(
    session: Session, policy: Policy, overdue: Sequence[Overdue], now: datetime, *, tells: bool, again: bool
) -> dict[int, list[Occurrence]]:
    """What a message about these overdue deals, which are locked, also tells if it `tells` of signals, by deal: the
    open ones of which the owner was not told; with `again`, to somebody else, all."""
    if not policy.signals:
        return {}
    known = signals.histories(session, [late.deal.id for late in overdue], policy.zone)
    signals.review(session, known, now, calendar(policy), lambda _history, _found: False)
    meant = {rule.key for rule in policy.signals if tells and rule.tell != "list"}
    found: dict[int, list[Occurrence]] = {}
    for key, occurrences in signals.open_of(session, list(known)).items() if meant else ():
        if told := [one for one in occurrences if one.key in meant and (again or one.told_at is None)]:
            found[key] = told
    if not again:
        signals.mark_told(session, [one.id for told in found.values() for one in told], now)
    return found


def left_to_limit(policy: Policy, occurrence: Occurrence, now: datetime) -> bool:
    """Whether the deal is over its limit, so that the limit's messages are to tell of it."""
    limit_at = limits.limit_at(occurrence.deal, policy)
    return limit_at is not None and limit_at <= now


def tell(
    session: Session,
    policy: Policy,
    occurrence: Occurrence,
    whom: str,
    member_id: int,
    now: datetime,
    *,
    run: int | None = None,
    spread: bool = False,
) -> None:
    """Plan that the OWNER or the SUPERVISOR, now `member_id`, is told; `run` made it true. `spread`: some minutes
    later, as what falls due by time is."""
    working_time = WorkingTime(policy)
    at = working_time.send_at(now, f"signal:{member_id}")
    if not spread and not working_time.is_quiet(now):
        at = now
        while at.astimezone(policy.zone).minute in policy.sending.avoid_minutes:
            at += timedelta(minutes=1)
    payload = {"signal": occurrence.id, "whom": whom, **({} if run is None else {"run": run})}
    with unrecorded(session):
        timers.put(session, _tell_key(occurrence.id, whom), SIGNAL_TELL, at, member_id, payload)


def derive_anew(session: Session, policy: Policy, changes: Sequence[Change], now: datetime) -> list[Occurrence]:
    """These changes have been reversed. Returns the occurrences that are over by it; who was still to hear of them does
    not."""
    deal_ids = _deals_of(session, [change for change in changes if change.table in _TOUCHING])
    if not deal_ids:
        return []
    with unrecorded(session):
        before = [found for of_deal in signals.open_of(session, deal_ids).values() for found in of_deal]
        signals.forget(session, deal_ids)
        known = _locked(session, policy, deal_ids)
        signals.review(session, known, now, calendar(policy), lambda _history, _found: False, begins=False)
        left = {found.id for of_deal in signals.open_of(session, deal_ids).values() for found in of_deal}
        over = [found for found in before if found.id not in left]
        timers.cancel(session, *(_tell_key(found.id, whom) for found in over for whom in (OWNER, SUPERVISOR)))
        timers.cancel(session, *(_look_key(key) for key in deal_ids))
        for key in deal_ids:
            if key not in known or _plan(session, policy, known[key], now) is None:
                timers.cancel(session, _key(key))
    return over


def look_later(session: Session, policy: Policy, deal_id: int, owner_id: int, now: datetime) -> None:
    """Plan to look at a deal of which something was told that is not complete yet: what begins with it is said with the
    whole, or by itself where that does not come."""
    if policy.signals:
        payload = {"deal": deal_id, "at": now.isoformat()}
        timers.put(session, _look_key(deal_id), SIGNAL, now + LOOKS_AFTER, owner_id, payload)


def watch_new(session: Session, policy: Policy, new: Iterable[DealState], now: datetime) -> None:
    """Plan the moments of deals that have just been entered. What is true of them already is no news. Those that are
    watched already are left alone."""
    rules = calendar(policy)
    moments = ((deal, signals.changes_next(signals.new_history(deal), now, rules)) for deal in new)
    planned = [_timer(deal.id, deal.owner_id, at) for deal, at in moments if at is not None]
    watched = timers.there(session, [timer["key"] for timer in planned])
    timers.put_new(session, [timer for timer in planned if timer["key"] not in watched])


def forget(session: Session, deal_ids: Iterable[int]) -> None:
    """Take back the moments of deals that are gone."""
    timers.cancel(session, *map(_key, deal_ids))


def watch_all(session: Session, policy: Policy, now: datetime, after_id: int = 0, limit: int = 100) -> int | None:
    """Look at the next `limit` open deals after `after_id`, by rules that are new: what they find is no news. Returns
    where to go on, None at the end."""
    ids = list(session.execute(_NEXT.limit(limit), {"after": after_id}).scalars())
    known = signals.histories(session, ids, policy.zone)
    signals.review(session, known, now, calendar(policy), lambda _history, _found: False)
    for history in known.values():
        _plan(session, policy, history, now)
    return ids[-1] if len(ids) == limit else None


def calendar(policy: Policy) -> Calendar:
    """By what lengths of time are counted."""
    return Calendar(policy, WorkingTime(policy).add_working_days)


def _plan(session: Session, policy: Policy, history: History, now: datetime) -> datetime | None:
    """Plan the deal's next moment; one planned before that is for nothing now fires in vain."""
    at = signals.changes_next(history, now, calendar(policy))
    if at is not None:
        timers.put(session, **_timer(history.deal_id, history.owner_id, at))
    return at


def _timer(deal_id: int, owner_id: int, at: datetime) -> dict[str, Any]:
    payload = {"deal": deal_id, "at": at.isoformat()}
    return {"key": _key(deal_id), "kind": SIGNAL, "at": at, "member_id": owner_id, "payload": payload}


def _look_key(deal_id: int) -> str:
    return f"{SIGNAL}_look:{deal_id}"


def _key(deal_id: int) -> str:
    return f"{SIGNAL}:{deal_id}"


def _tell_key(occurrence_id: int, whom: str) -> str:
    return f"{SIGNAL_TELL}:{occurrence_id}:{whom}"


def _locked(session: Session, policy: Policy, deal_ids: Sequence[int]) -> dict[int, History]:
    fetch(session, _LOCK, {"deals": list(deal_ids)})
    return signals.histories(session, deal_ids, policy.zone)


def _deals_of(session: Session, changes: Sequence[Change]) -> list[int]:
    """The deals that changed rows belong to."""
    found: set[int] = set()
    customers: set[int] = set()
    for change in changes:
        image = {**(change.before or {}), **(change.after or {})}
        if change.table == _DEALS.name:
            found.add(int(change.key))
        elif change.table == _CONTACTS.name:
            customers.add(_value(session, _CONTACTS, change, image, "customer_id"))
        else:
            found.add(_value(session, _TOUCHING[change.table], change, image, "deal_id"))
    customers.discard(0)
    if customers:
        found |= set(fetch(session, _OF_CUSTOMERS, {"customers": sorted(customers)}).scalars())
    return sorted(found - {0})


def _value(session: Session, table: Table, change: Change, image: Mapping[str, Any], name: str) -> int:
    """What a changed row refers to; 0 where it is about no deal, or gone."""
    if name in image:
        return int(image[name] or 0)
    return int(fetch(session, select(table.c[name]).where(table.c.id == change.key), {}).scalar() or 0)


_DEALS, _CONTACTS = table_of(Opportunity), table_of(Contact)
_KINDS = {
    table_of(FollowUp).name: "followup",
    table_of(StageChange).name: "move",
    table_of(DealChange).name: "change",
}
_TOUCHING = {
    table_of(model).name: table_of(model) for model in (Opportunity, Contact, FollowUp, StageChange, DealChange)
}
_IDS: BindParameter[int] = bindparam("deals", expanding=True)
_LOCK = select(_DEALS.c.id).where(_DEALS.c.id.in_(_IDS)).order_by(_DEALS.c.id).with_for_update()
_OF_CUSTOMERS = select(_DEALS.c.id).where(_DEALS.c.customer_id.in_(bindparam("customers", expanding=True)), IS_OPEN)
_NEXT = select(_DEALS.c.id).where(_DEALS.c.id > bindparam("after"), IS_OPEN).order_by(_DEALS.c.id)
