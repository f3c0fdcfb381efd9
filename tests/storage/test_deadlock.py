"""A turn and the sweep lock a deal and its timer in opposite orders: one gives way, and neither is put off for that."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from known import Known
from sqlalchemy import true
from sqlmodel import Session, select

from sales import deals
from scheduler import timers
from scheduler.sweep import Due, sweep
from storage.background import Timer
from storage.deals import Customer, Opportunity
from storage.engine import Database

LATER = timedelta(hours=1)


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.needs_postgres)], indirect=True)
def test_the_sweep_tries_again_at_once(db: Database, people: list[Known], now: datetime) -> None:
    with db.write() as session:
        deal_id = deal_of(session, people[0], now)
        for key in ("nudge", "other"):
            timers.put(session, key, "kind", now, people[0].member_id, {"deal": deal_id})
    locked, claimed = Event(), Event()
    fired: list[list[str]] = []

    def act(session: Session, due: Due) -> None:
        claimed.set()
        deals.locked(session, deal_id, true())
        fired.append([timer.key for timer in due.timers])

    def turn() -> None:
        with db.write() as session:
            deals.locked(session, deal_id, true())
            locked.set()
            assert claimed.wait(10)
            timers.put(session, "nudge", "kind", now + LATER, people[0].member_id)

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(turn)
        assert locked.wait(10)
        sweep(db, {"kind": act}, now)
        conflicted = failure_of(going.result)
        if conflicted:  # the turn gave way: the processor replays it
            turn()
    with db.read() as session:
        planned = [(timer.key, timer.at, timer.attempts) for timer in session.exec(select(Timer))]
    assert planned == [("nudge", now + LATER, 0)]
    assert fired == ([["nudge", "other"]] if conflicted else [["other"]])


def failure_of(result: Callable[[], None]) -> bool:
    try:
        result()
    except Exception:
        return True
    return False


def deal_of(session: Session, owner: Known, now: datetime) -> int:
    customer = Customer(name="客户", created_at=now)
    session.add(customer)
    session.flush()
    deal = Opportunity(
        customer_id=customer.id, owner_id=owner.member_id, stage="quote", stage_entered_at=now, clock_started_at=now
    )
    session.add(deal)
    session.flush()
    assert deal.id is not None
    return deal.id
