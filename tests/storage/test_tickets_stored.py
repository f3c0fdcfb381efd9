"""A ticket on its way through the departments, on both databases: who serves them, what is read of it, how long they
took, and who may not act on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from book import POLICY, Book, at
from sqlalchemy import false, true
from sqlmodel import Session

from bot import access
from bot.messaging import inbox
from bot.turn import situation
from sales import tickets
from sales.errors import Changed
from sales.tickets import Request
from scheduler import ticket_clock
from storage.engine import Database
from storage.people import Member

NOW = at("23 10:00")


@pytest.fixture
def full(db: Database) -> Iterator[Book]:
    """A rep with a supervisor, two people in product, one in finance."""
    with db.write() as session:
        book = Book(session)
        book.member("赵琳", "supervisor", "东区")
        book.member("小周", "rep", "东区")
        book.member("陶然", "product")
        book.member("邵波", "product")
        book.member("米会计", "finance")
        book.customer("联创", "小周")
        yield book


def raised(book: Book, department: str, text: str = "看一下") -> tickets.TicketFact:
    request = Request(department, text, book.customers["联创"])
    told = ticket_clock.raised(book.session, book.actor("小周"), POLICY, request, access.superior, NOW)
    return told.ticket


def test_of_several_the_one_with_the_fewest_open_tickets_has_it_ties_by_name(full: Book) -> None:
    holders = [raised(full, "product", str(number)).step.member for number in range(3)]
    assert holders == ["邵波", "陶然", "邵波"]
    first = tickets.with_member(full.session, full.members["邵波"])[0]
    ticket_clock.answered(full.session, full.actor("邵波"), POLICY, first.step.id, "行", access.superior, NOW)
    ticket = raised(full, "product", "3")
    assert ticket.step.member == "邵波"
    assert raised(full, "legal", "4").step.member == "陶然"  # nobody is of that department


def test_only_who_has_it_in_hand_acts_on_it(full: Book) -> None:
    ticket = raised(full, "product")
    for other in ("陶然", "小周", "赵琳"):
        with pytest.raises(Changed, match="ticket_moved"):
            tickets.answer(full.session, full.actor(other), ticket.step.id, "行", access.superior, NOW)
    for other in ("邵波", "米会计"):
        with pytest.raises(Changed, match="ticket_passed_on"):
            tickets.close(full.session, full.actor(other), ticket.id, True, NOW)
    assert tickets.close(full.session, full.actor("赵琳"), ticket.id, False, NOW).solved is False
    with pytest.raises(Changed, match="ticket_closed"):
        tickets.answer(full.session, full.actor("邵波"), ticket.step.id, "行", access.superior, NOW)


def test_what_the_brief_reads(full: Book) -> None:
    ticket, session = raised(full, "product"), full.session
    step = ticket.step.id
    ticket_clock.asked(session, full.actor("邵波"), POLICY, step, "哪个?", access.superior, at("23 11:00"))
    ticket_clock.replied(session, full.actor("小周"), POLICY, step, "这个", access.superior, at("24 10:00"))
    passed = ticket_clock.passed_on(
        session, full.actor("邵波"), POLICY, step, "finance", "可以", access.superior, at("24 11:00")
    )
    withdrawn = raised(full, "legal", "不用了")
    tickets.close(session, full.actor("小周"), withdrawn.id, False, at("24 12:00"))
    found = tickets.steps_answered(session, true(), at("23 00:00"), at("30 00:00"))
    assert [(one.department, one.arrived_at, one.answered_at, one.paused_seconds) for one in found] == [
        ("product", NOW, at("24 11:00"), 8 * 3600),  # 11 to 18, 9 to 10
        ("finance", at("24 11:00"), None, 0),
    ]
    before = tickets.steps_answered(session, true(), at("23 00:00"), at("24 00:00"))
    assert [(one.department, one.answered_at) for one in before] == [("product", None)]
    assert tickets.steps_answered(session, false(), at("23 00:00"), at("30 00:00")) == ()
    assert [note.text for note in tickets.notes_of(session, ticket.id)] == ["哪个?", "这个", "可以"]
    assert passed.ticket.step.member == "米会计"
    assert ticket_clock.limit_at(POLICY, passed.ticket) == at("25 10:00")


def test_who_leaves_gives_theirs_to_who_serves_now(full: Book) -> None:
    session, ticket = full.session, raised(full, "finance")
    session.get_one(Member, full.members["米会计"]).active = False
    (moved,) = ticket_clock.leave(session, POLICY, full.members["米会计"], access.superior, NOW + timedelta(hours=1))
    assert (moved.id, moved.step.member, moved.step.arrived_at) == (ticket.id, "邵波", NOW)
    assert ticket_clock.leave(session, POLICY, full.members["米会计"], access.superior, NOW) == ()
    full.member("小吴", "rep", "东区")
    boss = full.actor("赵琳")
    (given,) = tickets.give_owned(session, boss, full.members["小周"], full.members["小吴"])
    assert given.owner == "小吴"
    with pytest.raises(Changed, match="decides"):
        tickets.give_owned(session, full.actor("邵波"), full.members["小吴"], full.members["小周"])


def test_a_message_knows_whether_its_writer_has_tickets(full: Book) -> None:
    ticket = raised(full, "finance")
    known = {name: has_tickets(full.session, full.members[name]) for name in ("小周", "米会计", "赵琳")}
    assert known == {"小周": True, "米会计": True, "赵琳": False}
    ticket_clock.closed(full.session, full.actor("小周"), ticket.id, True, NOW)
    assert not has_tickets(full.session, full.members["小周"])
    assert not has_tickets(full.session, full.members["米会计"])


def has_tickets(session: Session, member_id: int) -> bool:
    session.flush()
    return situation.read(session, inbox.conversation_of_member(session, member_id), None).has_tickets
