"""Messages are taken in once, and a conversation is worked on by one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from known import Known
from sqlmodel import col, select

from bot.messaging import inbox
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.inbox import Claim, LeaseLost
from storage.conversations import Conversation, Inbox
from storage.engine import Database

THREADS = 4
AT_ONCE = timedelta(0)


def said(person: Known, event: int, now: datetime, channel: str = "app") -> Inbound:
    return Inbound(channel, str(event), person.address, Said(text=f"第{event}句"), now)


def together(work: Any) -> list[Any]:
    """The results of `work(number)` of several threads that begin at once."""
    start = Barrier(THREADS)

    def run(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def taken(db: Database, lease: timedelta = inbox.LEASE) -> Claim:
    claim = inbox.claim(db, lease)
    assert claim is not None
    return claim


def handle(db: Database, claim: Claim, now: datetime) -> None:
    """A turn that does nothing else."""
    with db.write() as session:
        inbox.lock(session, claim.conversation_id, claim.lease_no)
        inbox.finish(session, claim, now, None)


def test_the_same_event_is_one_message(db: Database, people: list[Known], now: datetime) -> None:
    assert inbox.receive(db, said(people[0], 1, now))
    assert not inbox.receive(db, said(people[0], 1, now))
    assert inbox.receive(db, said(people[0], 1, now, channel="web"))
    with db.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 2


@pytest.mark.parametrize("blank", ["", " ", "\x00"])
def test_an_event_without_an_id_or_a_sender_is_refused_and_never_somebody_elses_repeat(
    db: Database, people: list[Known], now: datetime, blank: str
) -> None:
    for channel, event, sender in [("app", blank, "甲"), ("app", "1", blank), (blank, "1", "甲")]:
        with pytest.raises(ValueError, match="an event without"):
            inbox.receive(db, Inbound(channel, event, sender, Said(text="在吗"), now))
    assert inbox.receive(db, said(people[0], 1, now)) and inbox.receive(db, said(people[1], 2, now))


def test_the_same_event_received_by_all_at_once_is_one_message(db: Database, now: datetime) -> None:
    stranger = Known(0, 0, "谁")
    assert sorted(together(lambda _: inbox.receive(db, said(stranger, 1, now)))) == [False, False, False, True]
    with db.read() as session:
        assert len(session.exec(select(Inbox)).all()) == len(session.exec(select(Conversation)).all()) == 1


def test_each_conversation_goes_to_one(db: Database, now: datetime) -> None:
    for event in range(12):
        inbox.receive(db, Inbound("app", str(event), f"人{event}", Said(text="在吗"), now))

    def work(_: int) -> list[int]:
        claims = []
        while (claim := inbox.claim(db)) is not None:
            claims.append(claim.conversation_id)
        return claims

    claimed = [conversation for claims in together(work) for conversation in claims]
    assert len(claimed) == len(set(claimed)) == 12


def test_messages_of_one_person_are_handled_in_order_and_once(db: Database, people: list[Known], now: datetime) -> None:
    for event in range(20):
        inbox.receive(db, said(people[event % 2], event, now))
    order: list[int] = []

    def work(_: int) -> None:
        while open_messages(db):
            claim = inbox.claim(db)
            if claim is not None:
                order.append(claim.inbox_id)
                handle(db, claim, now)

    together(work)
    assert sorted(order) == list(range(1, 21))
    for person in (0, 1):
        mine = [message for message in order if message % 2 != person]
        assert mine == sorted(mine)


def open_messages(db: Database) -> bool:
    with db.read() as session:
        return session.exec(select(Inbox.id).where(col(Inbox.handled_at).is_(None))).first() is not None


postgres_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.needs_postgres)], indirect=True
)


@postgres_only
def test_messages_are_taken_in_while_a_turn_is_under_way(db: Database, people: list[Known], now: datetime) -> None:
    with db.write() as session:
        inbox.lock(session, people[0].conversation_id)
        with db.write() as other:
            other.connection().exec_driver_sql("SET LOCAL lock_timeout = '1s'")
            inbox_row = Inbox(
                channel="app", event_id="1", address="甲", conversation_id=people[0].conversation_id, said={}, at=now
            )
            other.add(inbox_row)
    assert taken(db).conversation_id == people[0].conversation_id


@postgres_only
def test_a_conversation_that_is_locked_is_passed_over(db: Database, people: list[Known], now: datetime) -> None:
    for person in people[:2]:
        inbox.receive(db, said(person, person.member_id, now))
    with db.write() as session:
        inbox.lock(session, people[0].conversation_id)
        assert taken(db).conversation_id == people[1].conversation_id


def test_while_it_is_held_nobody_gets_its_messages(db: Database, people: list[Known], now: datetime) -> None:
    for event in (1, 2):
        inbox.receive(db, said(people[0], event, now))
    first = taken(db)
    assert inbox.claim(db) is None
    handle(db, first, now)
    assert taken(db).said.text == "第2句"


def test_a_lease_that_is_over_is_taken_over_and_the_first_commits_nothing(
    db: Database, people: list[Known], now: datetime
) -> None:
    inbox.receive(db, said(people[0], 1, now))
    paused = taken(db, AT_ONCE)
    second = taken(db)
    assert (second.inbox_id, second.lease_no) == (paused.inbox_id, paused.lease_no + 1)
    with pytest.raises(LeaseLost):
        handle(db, paused, now)
    with pytest.raises(LeaseLost), db.write() as session:
        inbox.finish(session, paused, now, None)
    with pytest.raises(LeaseLost):
        inbox.failed(db, paused, "too late", AT_ONCE)
    with db.read() as session:
        row = session.get_one(Inbox, paused.inbox_id)
        assert (row.handled_at, row.attempts) == (None, 2)  # a try counts from its beginning
    handle(db, second, now)
    with pytest.raises(LeaseLost):
        handle(db, second, now)


def test_three_failures_and_it_waits_to_be_set_aside(db: Database, people: list[Known], now: datetime) -> None:
    for event in (1, 2):
        inbox.receive(db, said(people[0], event, now))
    assert [inbox.failed(db, taken(db), "错", AT_ONCE) for _ in range(3)] == [False, False, True]
    with db.write() as session:
        inbox.set_aside(session, 1, now)
    assert taken(db).said.text == "第2句"


def test_tries_whose_process_died_count(db: Database, people: list[Known], now: datetime) -> None:
    for event in (1, 2):
        inbox.receive(db, said(people[0], event, now))
    for attempt in (1, 2, 3):
        claim = taken(db)
        assert (claim.attempt, claim.is_spent) == (attempt, False)
        inbox.recover(db)
    claim = taken(db)
    assert (claim.said.text, claim.is_spent) == ("第1句", True)
    with db.write() as session:
        inbox.set_aside(session, claim.inbox_id, now)
    assert taken(db).said.text == "第2句"


def test_a_failed_message_waits_and_holds_up_only_its_own_conversation(
    db: Database, people: list[Known], now: datetime
) -> None:
    for person in (0, 0, 1):
        inbox.receive(db, said(people[person], person * 10 + len(people) + int(open_messages(db)), now))
    inbox.failed(db, taken(db), "错", timedelta(hours=1))
    assert taken(db).conversation_id == people[1].conversation_id
    assert inbox.claim(db) is None


def test_after_a_start_what_was_held_is_free(db: Database, people: list[Known], now: datetime) -> None:
    inbox.receive(db, said(people[0], 1, now))
    dead = taken(db)
    inbox.recover(db)
    assert taken(db).inbox_id == dead.inbox_id
    with pytest.raises(LeaseLost):
        handle(db, dead, now)


def test_a_member_has_one_conversation_and_a_strangers_address_its_own(db: Database, people: list[Known]) -> None:
    with db.write() as session:
        known = inbox.conversation_of(session, "app", people[0].address)
        assert known == people[0].conversation_id == inbox.conversation_of_member(session, people[0].member_id)
        assert inbox.conversation_of(session, "web", people[0].address) not in {
            person.conversation_id for person in people
        }


@pytest.mark.parametrize(
    "odd",
    [
        Said(text="联创\x00孙总\ud800"),
        Said(tap="a:1\x00\udfff"),
        Said(media=Media("file", "ab", "合同\ud800.pdf", "看\x00看")),
    ],
    ids=["text", "tap", "file"],
)
def test_what_no_database_can_keep_is_left_out_wherever_it_is(db: Database, now: datetime, odd: Said) -> None:
    assert inbox.receive(db, Inbound("app", "1", "谁\ud800\x00", odd, now))
    kept = taken(db).said
    assert "?" in repr(kept) and "\\x00" not in repr(kept) and kept.words in ("联创孙总?", "", "看看")
