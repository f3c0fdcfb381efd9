"""Windows: a platform takes messages for somebody only for a while after they have written, and only so many. What does
not fit goes by another address, or waits until they write; nothing is lost, nothing comes twice."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from known import Known, enter
from sqlmodel import col, select

from bot.conversation.messages import Kind, Message
from bot.messaging import inbox, outbox, sends, unreachable
from bot.messaging.inbound import Inbound, Said
from bot.messaging.sends import Reach, Sending
from storage.conversations import Inbox, Outbox
from storage.engine import Database
from storage.people import Identity

HOURS, QUOTA = timedelta(hours=48), 5
APP = Reach("app", recognises_repeats=False, window=HOURS, window_quota=QUOTA)
OTHER = Reach("other", recognises_repeats=False)
SECOND = timedelta(seconds=1)


@pytest.fixture
def person(people: list[Known]) -> Known:
    return people[0]


def writes(db: Database, person: Known, at: datetime, channel: str = "app", *, handled: bool = True) -> None:
    """The person writes, and is answered at once where nothing else is said."""
    event = f"{channel}:{person.address}:{at.timestamp()}"
    assert inbox.receive(db, Inbound(channel, event, person.address, Said(text="在"), at))
    with db.write() as session:
        row = session.exec(select(Inbox).where(col(Inbox.event_id) == event)).one()
        row.handled_at = at if handled else None
        here = (col(Identity.channel) == channel, col(Identity.address) == person.address)
        for identity in session.exec(select(Identity).where(*here)):
            identity.last_seen_at = at


def put(db: Database, person: Known, text: str, now: datetime, kind: Kind = "nudge", *, address: str = "") -> int:
    with db.write() as session:
        return outbox.put(
            session, person.conversation_id, Message(text, kind=kind), now, address=("app", address or person.address)
        )


def also_at(db: Database, person: Known, channel: str, seen: datetime | None) -> None:
    with db.write() as session:
        known = Identity(channel=channel, address=person.address, member_id=person.member_id, last_seen_at=seen)
        session.add(known)


def take(db: Database, now: datetime, *reaches: Reach) -> Sending | None:
    """As delivery does: what has no room goes on first."""
    unreachable.move_on(db, now, reaches or (APP,))
    return sends.claim_next(db, now, reaches or (APP,))


def shown(db: Database, now: datetime, *reaches: Reach) -> list[tuple[str, str]]:
    """Everything that goes now: (channel, text)."""
    found = []
    while (sending := take(db, now, *reaches)) is not None:
        sends.sent(db, sending, now)
        found.append((sending.channel, sending.text))
    return found


def texts(db: Database, now: datetime, *reaches: Reach) -> list[str]:
    return [text for _, text in shown(db, now, *reaches)]


def status(db: Database, row: int) -> str:
    with db.read() as session:
        return session.get_one(Outbox, row).status


@pytest.mark.parametrize(
    ("later", "goes"),
    [
        (timedelta(0), True),
        (timedelta(hours=47), True),
        (HOURS, True),
        (HOURS + timedelta(microseconds=1), False),
        (timedelta(days=9), False),
    ],
)
def test_within_the_window_it_goes_and_after_it_waits(
    db: Database, person: Known, now: datetime, later: timedelta, goes: bool
) -> None:
    writes(db, person, now)
    put(db, person, "一", now)
    assert texts(db, now + later) == (["一"] if goes else [])


def test_who_never_wrote_gets_nothing_yet(db: Database, people: list[Known], now: datetime) -> None:
    writes(db, people[1], now)
    put(db, people[0], "一", now)
    put(db, people[1], "二", now)
    assert texts(db, now) == ["二"]


def test_the_sixth_waits_until_they_write(db: Database, person: Known, now: datetime) -> None:
    writes(db, person, now)
    for number in range(1, 8):
        put(db, person, f"{number}", now)
    assert texts(db, now + SECOND) == ["1", "2", "3", "4", "5"]
    assert texts(db, now + timedelta(hours=1)) == []
    writes(db, person, now + timedelta(hours=2))
    assert texts(db, now + timedelta(hours=2, seconds=1)) == ["6", "7"]


def test_a_message_counts_for_as_many_as_it_became(db: Database, person: Known, now: datetime) -> None:
    writes(db, person, now)
    put(db, person, "长", now)
    for number in range(3):
        put(db, person, f"{number}", now)
    sending = take(db, now)
    assert sending is not None
    sends.sent(db, sending, now + SECOND, "a,b,c")
    assert texts(db, now + SECOND) == ["0", "1"]


def test_an_answer_before_a_nudge_before_a_brief(db: Database, person: Known, now: datetime) -> None:
    """Also where the nudges wait already and the answer is still to be found: five have room."""
    put(db, person, "周报", now, "brief")
    for number in range(4):
        put(db, person, f"提醒{number}", now)
    writes(db, person, now + SECOND, handled=False)
    assert texts(db, now + SECOND) == []
    put(db, person, "回答", now + SECOND, "reply")
    with db.write() as session:
        session.exec(select(Inbox)).one().handled_at = now + SECOND
    assert texts(db, now + 2 * SECOND) == ["回答", "提醒0", "提醒1", "提醒2", "提醒3"]
    writes(db, person, now + 3 * SECOND)
    assert texts(db, now + 3 * SECOND) == ["周报"]


def test_what_has_no_room_goes_by_another_address(db: Database, person: Known, now: datetime) -> None:
    also_at(db, person, "other", now - timedelta(days=30))
    writes(db, person, now)
    for number in range(1, 8):
        put(db, person, f"{number}", now)
    went = shown(db, now + SECOND, APP, OTHER)
    assert sorted(went, key=lambda each: each[1]) == [("app" if n <= 5 else "other", f"{n}") for n in range(1, 8)]
    put(db, person, "8", now + HOURS)
    assert shown(db, now + HOURS + timedelta(hours=1), APP, OTHER) == [("other", "8")]


@pytest.mark.parametrize(
    ("seen", "reaches"),
    [
        (None, (APP, OTHER)),  # never written from there
        (timedelta(0), (APP,)),  # nobody serves that channel
        (timedelta(0), (APP, replace(OTHER, addresses=("somebody else",)))),  # not there just now
        (timedelta(0), (APP, replace(OTHER, window=HOURS))),  # its window is closed too
    ],
)
def test_where_the_other_address_takes_nothing_either_it_waits(
    db: Database, person: Known, now: datetime, seen: timedelta | None, reaches: tuple[Reach, ...]
) -> None:
    also_at(db, person, "other", None if seen is None else now - seen)
    row = put(db, person, "一", now)
    assert texts(db, now, *reaches) == [] and status(db, row) == "pending"
    writes(db, person, now + SECOND)
    assert shown(db, now + SECOND, *reaches) == [("app", "一")]


def test_it_goes_where_they_write_next(db: Database, person: Known, now: datetime) -> None:
    both = (APP, replace(OTHER, window=timedelta(hours=24), window_quota=10))
    also_at(db, person, "other", now - timedelta(days=30))
    put(db, person, "一", now)
    assert texts(db, now, *both) == []
    writes(db, person, now + SECOND, "other")
    assert shown(db, now + SECOND, *both) == [("other", "一")]


def test_refused_though_it_seemed_open_the_whole_address_waits(db: Database, person: Known, now: datetime) -> None:
    writes(db, person, now)
    put(db, person, "一", now)
    put(db, person, "二", now, "reply")
    sending = take(db, now + SECOND)
    assert sending is not None and sending.text == "二"
    unreachable.hold(db, sending, "45015", now + SECOND)
    assert texts(db, now + timedelta(hours=1)) == []
    writes(db, person, now + timedelta(hours=2))
    assert texts(db, now + timedelta(hours=2)) == ["二", "一"]


def test_who_writes_while_it_is_refused_gets_it_at_once(db: Database, person: Known, now: datetime) -> None:
    writes(db, person, now)
    put(db, person, "一", now)
    sending = take(db, now)
    assert sending is not None
    writes(db, person, now + 2 * SECOND)
    unreachable.hold(db, sending, "45015", now + SECOND)
    assert texts(db, now + 3 * SECOND) == ["一"]


def test_a_claim_that_was_lost_holds_nothing(db: Database, person: Known, now: datetime) -> None:
    writes(db, person, now)
    row = put(db, person, "一", now)
    sending = take(db, now)
    assert sending is not None
    sends.sent(db, sending, now)
    unreachable.hold(db, sending, "45015", now)
    unreachable.hold(db, replace(sending, claim_no=9), "45015", now)
    assert status(db, row) == "sent"


def test_what_waits_for_its_reader_is_no_backlog(db: Database, person: Known, now: datetime) -> None:
    put(db, person, "一", now - timedelta(days=3))
    with db.read_statement() as connection:
        assert sends.waits_since(connection, now, [APP]) is None
    writes(db, person, now)
    with db.read_statement() as connection:
        assert sends.waits_since(connection, now, [APP]) == now - timedelta(days=3)


def test_a_nudge_that_waits_is_known_to_be_unseen(db: Database, people: list[Known], now: datetime) -> None:
    first, second, third = (person.member_id for person in people)
    writes(db, people[1], now)
    put(db, people[0], "一", now)
    put(db, people[1], "二", now)
    put(db, people[2], "三", now, "brief")
    assert texts(db, now) == ["二"]
    with db.read() as session:
        later = now + timedelta(hours=4)
        assert unreachable.not_shown(session, {first, second, third}, later) == {(first, now)}
        assert unreachable.not_shown(session, {first}, now) == set()


def test_who_has_left_the_platform_is_written_to_elsewhere(db: Database, person: Known, now: datetime) -> None:
    also_at(db, person, "other", now - timedelta(days=30))
    writes(db, person, now)
    put(db, person, "一", now)
    with db.write() as session:
        unreachable.leave(session, "app", person.address)
        unreachable.leave(session, "app", "nobody known")
    assert shown(db, now, APP, OTHER) == [("other", "一")]
    with db.read() as session:
        assert outbox.address_of(session, person.conversation_id) == ("other", person.address)


def test_many_processes_keep_to_the_quota(db: Database, person: Known, now: datetime) -> None:
    """Each moves on what has no room, claims and sends, all at once."""
    also_at(db, person, "other", now - timedelta(days=30))
    writes(db, person, now)
    rows = [put(db, person, f"{number}", now) for number in range(12)]
    start = Barrier(4)

    def work(_: int) -> list[tuple[str, str]]:
        start.wait()
        found: list[tuple[str, str]] = []
        while any(status(db, row) != "sent" for row in rows):
            found += shown(db, now + SECOND, APP, OTHER)
        return found

    with ThreadPoolExecutor(4) as pool:
        went = [each for found in pool.map(work, range(4)) for each in found]
    assert sorted(text for _, text in went) == sorted(f"{number}" for number in range(12))
    assert sum(channel == "app" for channel, _ in went) == QUOTA


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_nothing_is_lost_or_doubled_and_no_window_overdrawn(
    db: Database, now: datetime, seed: int
) -> None:
    """People write, messages come, time passes, sends are refused and processes die between sending and marking."""
    chance = random.Random(seed)
    with db.write() as session:
        people = [enter(session, name) for name in ("甲", "乙")]
    also_at(db, people[1], "other", now)
    heard: dict[str, datetime] = {}
    went: dict[str, list[datetime]] = {person.address: [] for person in people}
    got: list[str] = []
    died: set[int] = set()
    count = 0
    for _ in range(70):
        person = chance.choice(people)
        match chance.choice(("writes", "put", "put", "put", "passes", "sends", "sends")):
            case "writes":
                now += SECOND
                writes(db, person, now)
                heard[person.address] = now
                went[person.address].clear()
            case "put":
                count += 1
                put(db, person, f"{count}", now, chance.choice(("reply", "nudge", "brief")))
            case "passes":
                now += timedelta(hours=chance.choice((1, 7, 30, 49)))
            case "sends":
                now += SECOND
                while (sending := take(db, now, APP, OTHER)) is not None:
                    if sending.channel == "app":
                        assert now - heard[sending.address] <= HOURS
                        went[sending.address].append(now)
                        assert len(went[sending.address]) <= QUOTA
                    end = chance.random()
                    if end < 0.1:
                        died.add(sending.id)
                        sends.doubtful(db, sending, "its process died")
                        _set_aside(db, sending)
                    elif end < 0.2 and sending.channel == "app":
                        went[sending.address].pop()
                        unreachable.hold(db, sending, "45015", now)
                    else:
                        sends.sent(db, sending, now)
                        got.append(sending.text)
    for _ in range(count):
        for person in people:
            now += SECOND
            writes(db, person, now)
        got += texts(db, now + SECOND, APP, OTHER)
        now += 2 * SECOND
    with db.read() as session:
        left = {row.text for row in session.exec(select(Outbox)) if row.id in died}
    assert sorted([*got, *left], key=int) == [f"{number}" for number in range(1, count + 1)]


def _set_aside(db: Database, sending: Sending) -> None:
    """As it would be after its two minutes: it may have been shown."""
    with db.write() as session:
        session.get_one(Outbox, sending.id).status = "maybe"
