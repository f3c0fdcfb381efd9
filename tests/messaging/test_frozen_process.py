"""A process stops dead within a transaction, on PostgreSQL: nobody else waits for it. That is told by the others'
lock timeout, which is so short that any wait is an error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Postgres
from sqlalchemy import event
from sqlmodel import col, select, update
from testing import WORLD, Company, found

from bot.app import App
from bot.channels.simulated import NAME
from bot.conversation.messages import Kind, Message
from bot.messaging import inbox, jobs, outbox, sends
from bot.messaging.inbound import Inbound, Said
from bot.messaging.sends import Reach
from config import policy as policies
from storage import engine
from storage.conversations import Conversation, Outbox
from storage.engine import Database, open_database
from storage.people import Member

pytestmark = [pytest.mark.needs_postgres, pytest.mark.timeout(60)]
REACH = [Reach(NAME, recognises_repeats=False)]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
REPORT = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


@contextmanager
def frozen(db: Database, at_commit: int, work: Callable[[], object]) -> Iterator[None]:
    """`work` in a process that stops just before its commit of this number; it goes on after the block."""
    stopped, goes_on = threading.Event(), threading.Event()
    commits = 0

    def stop(_connection: object) -> None:
        nonlocal commits
        commits += 1
        if commits == at_commit:
            stopped.set()
            goes_on.wait(30)

    event.listen(db.engine, "commit", stop)
    process = threading.Thread(target=work)
    process.start()
    try:
        assert stopped.wait(30)
        yield
    finally:
        goes_on.set()
        process.join()


@pytest.fixture
def company(tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    monkeypatch.setattr(engine, "LOCK_MS", 200)
    db = open_database(postgres.emptied())
    found(db, WORLD, policies.load())
    company = Company(tmp_path, WORLD, db=db)
    yield company
    db.close()


@pytest.fixture
def other(company: Company, tmp_path: Path) -> Iterator[App]:
    """The process that stops: on a connection pool of its own."""
    db = open_database(company.db.engine.url.render_as_string(hide_password=False))
    yield Company(tmp_path, WORLD, db=db).rebuild()
    db.close()


def says(app: App, company: Company, who: str, text: str) -> bool:
    return app.receive(Inbound(NAME, f"{who}-{text}", who, Said(text=text), company.clock.now()))


def put(db: Database, company: Company, who: str, kind: Kind) -> int:
    with db.write() as session:
        mine = select(Conversation.id).join(Member, col(Member.id) == col(Conversation.member_id))
        conversation = session.exec(mine.where(col(Member.name) == who)).one()
        assert conversation is not None
        return outbox.put(session, conversation, Message(f"给{who}的", kind=kind), company.clock.now())


def claims(app: App, company: Company) -> Any:
    return sends.claim_next(app.db, company.clock.now(), REACH)


def marks(app: App, company: Company) -> None:
    sends.sent(app.db, claims(app, company), company.clock.now())


def leaves_stale(app: App, company: Company) -> None:
    claims(app, company)
    with app.db.write() as session:
        session.execute(update(Outbox).values(claimed_at=LONG_AGO, kind="brief"))
    sends.set_doubtful_aside(app.db, REACH)


STOPS = {
    "taking a message in": (1, lambda app, company: says(app, company, "小周", "在吗")),
    "claiming a message": (1, lambda app, company: app.processor.work_once()),
    "in the turn": (2, lambda app, company: app.processor.work_once()),
    "claiming a send": (1, claims),
    "marking a send": (2, marks),
    "setting what is doubtful aside": (3, leaves_stale),
    "claiming a job": (1, lambda app, company: jobs.claim(app.db, "learn")),
}


@pytest.mark.parametrize("stop", STOPS)
def test_all_others_are_served_meanwhile(company: Company, other: App, stop: str) -> None:
    here = company.rebuild()
    says(here, company, "小周", REPORT)
    with company.db.write() as session:
        for key in ("one", "two"):
            jobs.order(session, key, "learn", {}, company.clock.now())
    put(company.db, company, "小周", "nudge")
    at_commit, work = STOPS[stop]
    with frozen(other.db, at_commit, lambda: work(other, company)):
        put(company.db, company, "小周", "reply")  # which goes before the nudge
        says(here, company, "小吴", "帮助")
        says(here, company, "小周", "还有一件事")
        while here.processor.work_once():
            pass
        assert jobs.claim(here.db, "learn")
        delivered = []
        while (sending := claims(here, company)) is not None:
            sends.sent(here.db, sending, company.clock.now())
            delivered.append(sending.address)
        sends.set_doubtful_aside(here.db, REACH)
        assert "小吴" in delivered
        assert sends.recover(here.db, REACH) == 0
        assert not inbox.receive(here.db, Inbound(NAME, "小吴-帮助", "小吴", Said(text="帮助"), company.clock.now()))


def test_what_it_held_is_done_once_when_it_goes_on(company: Company, other: App) -> None:
    here = company.rebuild()
    says(here, company, "小周", REPORT)
    with frozen(other.db, 2, other.processor.work_once):
        assert not here.processor.work_once()
    while here.processor.work_once():
        pass
    with company.db.read() as session:
        assert len(session.exec(select(Outbox).where(col(Outbox.address) == "小周")).all()) == 1
