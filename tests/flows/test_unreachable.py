"""Somebody whose platform takes nothing for them: it goes another way where there is one, and an administrator hears
what helps."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox, sends
from storage.people import Identity, Member

REMEDY = "{name}还没跟我说过话,请他发一句「你好」。"
THERE = sends.Reach("platform", recognises_repeats=False)


def refused(company: Company, name: str) -> None:
    """A message to a member goes to the platform, which does not take it."""
    app = company.simulation.app
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        assert member.id is not None
        if session.exec(select(Identity).where(Identity.address == f"p-{name}")).first() is None:
            session.add(Identity(channel="platform", address=f"p-{name}", member_id=member.id))
        conversation = inbox.conversation_of_member(session, member.id)
        message = Message("鼎新超时 49 小时", kind="nudge")
        outbox.put(session, conversation, message, company.clock.now(), address=("platform", f"p-{name}"))
    sending = sends.claim_next(company.db, company.clock.now(), [THERE])
    assert sending is not None
    app.cannot_reach(sending, "846607", REMEDY)
    company.simulation.settle()


def an_administrator(company: Company) -> None:
    with company.db.write() as session:
        session.exec(select(Member).where(Member.name == "老板")).one().admin = True


def test_it_goes_where_they_are_seen_and_the_administrator_is_asked_once(company: Company) -> None:
    an_administrator(company)
    company.member("小周").says("早")
    company.member("老板").says("早")
    company.ignore()
    for name in ("小周", "小吴", "小周"):
        refused(company, name)
    for _ in range(2):
        company.member("小周").hears("鼎新超时 49 小时", kind="nudge")
    company.advance("12m")
    boss = company.member("老板")
    boss.hears("^小周、小吴还没跟我说过话,请他发一句「你好」。$", kind="alert")
    refused(company, "小吴")
    company.advance("12m")
    boss.hears_nothing()
    refused(company, "小郑")
    company.advance("12m")
    boss.hears("^小周、小吴、小郑还没跟我说过话", kind="alert")
    company.ignore()


def test_without_another_way_it_is_offered_when_they_write(company: Company) -> None:
    an_administrator(company)
    refused(company, "小周")
    company.member("老板").says("早")
    company.ignore()
    company.member("小周").says("早").hears("鼎新超时 49 小时")
    company.ignore()
