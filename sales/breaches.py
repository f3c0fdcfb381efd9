"""What is done about a breached limit: nudged, alerted, snoozed, support asked for.

A breach is one `LimitBreach` per deal and `clock_no`: starting the deal's clock anew ends it. Its row is created when
something is first done about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, bindparam, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, limits
from sales.errors import Changed
from sales.limits import Overdue
from sales.scope import Actor
from storage.changes import insert_rows, update_row
from storage.deals import LimitBreach
from storage.statements import fetch, table_of


def mark(session: Session, found: Sequence[Overdue], **done: Any) -> dict[int, RowMapping]:
    """Record what was done (nudged_at, alerted_at, …) about the breaches of overdue deals, which are locked. Returns
    their rows, by deal, as they were before; one that is new is not among them."""
    before = _rows(session, found)
    for row in before.values():
        update_row(session, _BREACHES, row, done)
    new = [late for late in found if late.deal.id not in before]
    insert_rows(session, _BREACHES, [{**_new(late), **done} for late in new])
    return before


def _rows(session: Session, found: Sequence[Overdue]) -> dict[int, RowMapping]:
    """The breaches of these deals' running limits, by deal, as they are under the deals' locks. On SQLite, where the
    transaction is alone, there is none that was not there when the deals were read."""
    alone = session.get_bind().dialect.name == "sqlite"
    clocks = {late.deal.id: late.deal.clock_no for late in found if late.breach_id is not None or not alone}
    if not clocks:
        return {}
    rows = fetch(session, _OF_DEALS, {"deals": list(clocks)}).mappings()
    return {row["deal_id"]: row for row in rows if row["clock_no"] == clocks[row["deal_id"]]}


def _new(overdue: Overdue) -> dict[str, Any]:
    deal = overdue.deal
    return {
        "deal_id": deal.id,
        "clock_no": deal.clock_no,
        "stage": deal.stage,
        "limit_at": overdue.since,
        "snoozes": 0,
    }


def _breach_of(session: Session, overdue: Overdue) -> LimitBreach:
    """The row of an overdue deal's breach; a new one that is not in the session yet where nothing was done so far."""
    deal = overdue.deal
    same = (col(LimitBreach.deal_id) == deal.id, col(LimitBreach.clock_no) == deal.clock_no)
    breach: LimitBreach | None = session.execute(select(LimitBreach).where(*same)).scalar()
    return breach or LimitBreach(**_new(overdue))


def locked(session: Session, by: Actor, deal_id: int, now: datetime, policy: Policy) -> Overdue:
    """The overdue deal of who acts, locked, with the row of its breach. Raises Changed if it is no longer over its
    limit, or somebody else's by now: a leader gives it more time by holding it."""
    own = deals.own(by)
    overdue = limits.overdue_fact(session, deal_id, now, policy, lock=True, scope=own)
    if overdue is None:
        raise Changed("deal", deal_id, "restarted" if deals.get(session, own, deal_id) else "not_in_scope")
    breach = _breach_of(session, overdue)
    session.add(breach)
    session.flush()
    return replace(overdue, breach_id=breach.id)


def snooze(session: Session, by: Actor, breach_id: int, policy: Policy) -> bool:
    """Count a snooze; False if policy allows no more, or support was asked for. Raises Changed if the deal's clock has
    started anew since."""
    breach = _running(session, by, breach_id)
    granted = breach.snoozes < policy.snooze_most and breach.support_at is None
    if granted:
        breach.snoozes += 1
        session.add(breach)
    return granted


def put_off_ahead(session: Session, by: Actor, deal_id: int, until: datetime, now: datetime, policy: Policy) -> bool:
    """Count a snooze, until `until`, of a limit that is still to come; False if policy allows no more. Raises Changed
    if the deal is closed, over its limit by now or somebody else's."""
    deals.locked(session, deal_id, deals.own(by))
    deal = deals.read(session, deal_id)
    limit_at = limits.limit_at(deal, policy)
    if limit_at is None or limit_at <= now:
        raise Changed("deal", deal_id, "restarted")
    breach = _breach_of(session, Overdue(deal, limit_at, now - limit_at))
    granted = breach.snoozes < policy.snooze_most if breach.snoozes is not None else policy.snooze_most > 0
    if granted:
        breach.snoozes, breach.snoozed_until = (breach.snoozes or 0) + 1, until
        session.add(breach)
    return granted


def not_acknowledged(
    session: Session, scope: ColumnElement[bool], now: datetime, policy: Policy
) -> tuple[Overdue, ...]:
    """The overdue deals in scope that a leader has been told of and nobody has said to handle."""
    late = limits.overdue(session, scope, policy, now)
    return tuple(one for one in late if one.alerted_at is not None and one.acknowledged_at is None)


def acknowledge(session: Session, by: Actor, deal_id: int | None, now: datetime, policy: Policy) -> tuple[Overdue, ...]:
    """Note that who acts will see to the overdue deal, or to all in scope whose alert nobody has taken on; the limit is
    breached as before. Returns these deals. Raises Changed if the one deal is no longer overdue, or in scope."""
    if deal_id is None:
        found = list(not_acknowledged(session, by.deals, now, policy))
    else:
        deals.locked_in_any_stage(session, deal_id, by.deals)
        found = limits.overdue_facts(session, [deal_id], now, policy, lock=True, scope=by.deals)
        if not found:
            raise Changed("deal", deal_id, "restarted")
    mark(session, found, acknowledged_at=now, acknowledged_by_id=by.member_id)
    return tuple(found)


def put_off(session: Session, by: Actor, breach_id: int, until: datetime) -> None:
    """Keep until when the nudge about the breach was snoozed."""
    breach = _running(session, by, breach_id)
    breach.snoozed_until = until
    session.add(breach)


def support(session: Session, by: Actor, breach_id: int, need: str, now: datetime) -> None:
    """Save what the rep needs. Raises Changed if the deal's clock has started anew since."""
    breach = _running(session, by, breach_id)
    breach.support_at, breach.support_need = now, need
    session.add(breach)


def _running(session: Session, by: Actor, breach_id: int) -> LimitBreach:
    """The breach, its deal locked: the limit that was breached must still be the running one."""
    deal_id = session.execute(select(col(LimitBreach.deal_id)).where(col(LimitBreach.id) == breach_id)).scalar()
    if deal_id is None:
        raise Changed("limit", breach_id, "gone")
    deal = deals.locked(session, deal_id, deals.own(by))
    breach = session.get(LimitBreach, breach_id, populate_existing=True)
    if breach is None or breach.clock_no != deal["clock_no"]:
        raise Changed("limit", breach_id, "restarted")
    return breach


_BREACHES = table_of(LimitBreach)
_OF_DEALS = select(_BREACHES).where(_BREACHES.c.deal_id.in_(bindparam("deals", expanding=True)))
