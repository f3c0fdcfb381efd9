"""People are served in turn, whoever was served longest ago first, and a stranger cannot fill the inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from known import Known
from sqlmodel import col, func, select
from test_claims import handle, taken

from bot.messaging import inbox, strangers
from bot.messaging.inbound import Inbound, Said
from bot.messaging.inbox_queue import MOST_COMPARED
from bot.wording.turn import too_many
from storage.conversations import Conversation, Inbox, Outbox
from storage.engine import Database
from storage.people import Member

FLOOD = 200
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def says(db: Database, sender: str, number: int, now: datetime) -> bool:
    return inbox.receive(db, Inbound("app", f"{sender}-{number}", sender, Said(text=f"{sender}{number}"), now))


def pile_up(db: Database, person: Known, messages: int, now: datetime) -> None:
    """Open messages of one person, as many as if nobody had worked for a while."""
    with db.write() as session:
        session.add_all(
            Inbox(
                channel="app",
                event_id=f"pile-{number}",
                address=person.address,
                conversation_id=person.conversation_id,
                said={"text": f"{person.address}{number}"},
                at=now,
            )
            for number in range(messages)
        )


def served(db: Database, now: datetime) -> str:
    """Handle the next message; returns its words."""
    claim = taken(db)
    handle(db, claim, now)
    assert claim.said is not None
    return claim.said.words


def open_messages(db: Database) -> int:
    with db.read() as session:
        return session.exec(select(func.count(col(Inbox.id))).where(col(Inbox.handled_at).is_(None))).one()


def test_everybody_gets_a_turn_before_anybody_gets_a_second(db: Database, people: list[Known], now: datetime) -> None:
    for person in people:
        for number in (1, 2):
            says(db, person.address, number, now)
    assert [served(db, now) for _ in range(6)] == ["甲1", "乙1", "丙1", "甲2", "乙2", "丙2"]


def test_behind_a_pile_of_anothers_messages_one_is_next(db: Database, people: list[Known], now: datetime) -> None:
    pile_up(db, people[0], FLOOD, now)
    assert [served(db, now) for _ in range(2)] == ["甲0", "甲1"]
    says(db, "乙", 1, now)
    assert [served(db, now) for _ in range(2)] == ["乙1", "甲2"]


def test_strangers_who_come_in_crowds_stand_behind_who_was_there(
    db: Database, people: list[Known], now: datetime
) -> None:
    says(db, "甲", 1, now)
    assert served(db, now) == "甲1"
    for number in range(30):
        says(db, f"生人{number}-", 1, now)
    says(db, "甲", 2, now)
    assert [served(db, now) for _ in range(2)] == ["甲2", "生人0-1"]


@on_sqlite
def test_of_very_many_who_wait_all_are_served(db: Database, people: list[Known], now: datetime) -> None:
    crowd = MOST_COMPARED + 10
    with db.write() as session:
        session.add_all(Conversation(id=1000 + number, key=f"a:app:{number}") for number in range(crowd))
        session.flush()
        session.add_all(
            Inbox(channel="app", event_id=f"{number}", address="", conversation_id=1000 + number, said={}, at=now)
            for number in range(crowd)
        )
    claimed = {taken(db).conversation_id for _ in range(crowd)}
    assert len(claimed) == crowd and inbox.claim(db) is None


@on_sqlite
def test_a_claim_costs_the_same_however_many_messages_wait(db: Database, people: list[Known], now: datetime) -> None:
    pile_up(db, people[0], 10, now)
    pile_up_of_ten = instructions(db, lambda: taken(db, timedelta(0)))
    with db.write() as session:
        session.execute(Inbox.__table__.delete())  # type: ignore[attr-defined]
    pile_up(db, people[0], 10_000, now)
    assert instructions(db, lambda: taken(db, timedelta(0))) < pile_up_of_ten * 1.2


def instructions(db: Database, work: Callable[[], object]) -> int:
    """How many instructions SQLite executes for `work`, in tens."""
    executed = 0

    def count() -> int:
        nonlocal executed
        executed += 1
        return 0

    work()  # planned and cached
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(count, 10)
    work()
    driver.set_progress_handler(None, 0)
    assert executed
    return executed


# ---- strangers


def sentences(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.exec(select(Outbox.text).order_by(col(Outbox.id))))


def test_a_strangers_flood_is_declined_in_one_sentence(db: Database, people: list[Known], now: datetime) -> None:
    kept = [says(db, "生人", number, now) for number in range(FLOOD)]
    assert kept == [True] * strangers.MOST_OPEN + [False] * (FLOOD - strangers.MOST_OPEN)
    assert open_messages(db) == strangers.MOST_OPEN
    assert sentences(db) == [too_many(strangers.MOST_OPEN)]
    says(db, "甲", 1, now)
    assert [served(db, now) for _ in range(2)] == ["甲1", "生人0"]
    assert says(db, "生人", FLOOD, now)  # there is room again


def test_a_stranger_who_goes_on_is_told_again_after_a_while(db: Database, now: datetime) -> None:
    for number in range(strangers.MOST_OPEN + 2):
        says(db, "生人", number, now)
    assert not says(db, "生人", 100, now + strangers.SAID_AGAIN)
    assert len(sentences(db)) == 2


def test_of_a_member_everything_is_taken_in(db: Database, people: list[Known], now: datetime) -> None:
    assert all(says(db, "甲", number, now) for number in range(strangers.MOST_OPEN * 2))
    assert sentences(db) == []


def test_who_has_left_is_a_stranger(db: Database, people: list[Known], now: datetime) -> None:
    with db.write() as session:
        session.get_one(Member, people[0].member_id).active = False
    kept = [says(db, "甲", number, now) for number in range(strangers.MOST_OPEN + 1)]
    assert kept.count(False) == len(sentences(db)) == 1
