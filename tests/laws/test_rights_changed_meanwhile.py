"""A hand-over or a new role that is committed between what a turn reads and what it does: no effect, one sentence.

One session holds the rows that it has changed. The person's turn begins, reads what was before, and waits for the lock;
then the session commits. On SQLite the turn cannot begin before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import BOTH, Postgres
from sqlalchemy import text
from sqlmodel import Session, select
from testing import WORLD, Company, found

from bot import access
from bot.handlers.shared.leading.passing_on import handed_over
from config import policy as policies
from storage.deals import Contact, Customer, FollowUp, LimitBreach
from storage.engine import Database, open_database
from storage.people import Member
from storage.teamwork import HandoverRequest

DINGXIN = "杭州鼎新超市有限公司"
BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture(params=BOTH)
def shared(request: pytest.FixtureRequest, tmp_path: Path, template: Path) -> Iterator[Company]:
    """The test company, on a database that a second session may change at the same time."""
    db: Database | None = None
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        db = open_database(server.emptied())
        found(db, WORLD, policies.load())
    company = Company(tmp_path, template, restarts=False, db=db)
    yield company
    company.close()


def hand_over(session: Session, company: Company) -> None:
    boss = session.exec(select(Member).where(Member.name == "老板")).one()
    to = session.exec(select(Member).where(Member.name == "小郑")).one()
    customer = session.exec(select(Customer).where(Customer.name == DINGXIN)).one()
    by = access.speaker(session, boss.id or 0)
    assert by is not None
    handed_over(session, by, company.policy, customer.id or 0, to.id or 0, company.clock.now())


def demote(session: Session, _company: Company) -> None:
    leader = session.exec(select(Member).where(Member.name == "赵琳")).one()
    leader.role = "rep"
    session.add(leader)


def while_changed(company: Company, change: Callable[[Session, Company], None], act: Callable[[], None]) -> None:
    """`act` begins while `change` is done and not committed yet."""
    with ThreadPoolExecutor(1) as pool:
        with company.db.write() as session:
            change(session, company)
            session.flush()
            going = pool.submit(act)
            while not (company.db.is_sqlite or going.done() or waits(company.db)):
                pass
        going.result(30)


def waits(db: Database) -> bool:
    with db.engine.connect() as connection:
        return bool(connection.execute(BLOCKED).scalar_one())


def test_a_question_of_the_former_owner(shared: Company) -> None:
    shared.until("2026-11-25 09:40")
    rep = shared.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.taps("缓一缓").hears("缓到什么时候")
    while_changed(shared, hand_over, lambda: rep.taps("2 小时后"))
    rep.hears("现在由同事跟了,没有动")
    rep.hears_nothing()
    with shared.db.read() as session:
        assert all(breach.snoozes == 0 for breach in session.exec(select(LimitBreach)))


@pytest.mark.parametrize("words", ["刚跟鼎新薛总打完电话,挺感兴趣,下周一发方案", "鼎新加个联系人樊主管"])
def test_what_the_former_owner_reports(words: str, shared: Company) -> None:
    rep = shared.member("小周")
    with shared.db.read() as session:
        contacts = len(session.exec(select(Contact)).all())
    while_changed(shared, hand_over, lambda: rep.says(words))
    rep.hears("现在由同事跟了,没有动|没有「鼎新」|不归你看了")
    rep.hears_nothing()
    with shared.db.read() as session:
        assert not session.exec(select(FollowUp)).all() and len(session.exec(select(Contact)).all()) == contacts


def test_a_decision_of_who_is_no_supervisor_any_more(shared: Company) -> None:
    shared.member("小周").says("把鼎新转给小吴吧,我这边忙不过来").hears("要赵琳点头")
    boss = shared.member("赵琳")
    boss.hears("同意吗")
    while_changed(shared, demote, lambda: boss.taps("不同意"))
    boss.hears("不归你定,没有动")
    boss.hears_nothing()
    with shared.db.read() as session:
        assert session.exec(select(HandoverRequest)).one().granted is None
