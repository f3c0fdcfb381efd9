"""What goes out, to whom, in which order, and what becomes of what may have gone out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from known import Known
from sqlmodel import select, update

from bot.conversation.messages import Choice, Kind, Message
from bot.messaging import offers, outbox, sends
from bot.messaging.sends import REPEATED, Reach, Sending
from storage.conversations import Outbox
from storage.engine import Database
from storage.people import Identity

KNOWS, BLIND = Reach("app", recognises_repeats=True), Reach("app", recognises_repeats=False)
SOON, LATER = timedelta(0), timedelta(hours=1)


def put(db: Database, to: Known, text: str, now: datetime, kind: Kind = "reply", **more: Any) -> int:
    with db.write() as session:
        return outbox.put(session, to.conversation_id, Message(text, (Choice("好"),), kind), now, **more)


def take(db: Database, now: datetime, reach: Reach = KNOWS) -> Sending | None:
    return sends.claim_next(db, now, [reach])


def taken(db: Database, now: datetime, reach: Reach = KNOWS) -> Sending:
    sending = take(db, now, reach)
    assert sending is not None
    return sending


def all_sent(db: Database, now: datetime, reach: Reach = KNOWS) -> list[str]:
    texts = []
    while (sending := take(db, now, reach)) is not None:
        texts.append(sending.text)
        sends.sent(db, sending, now)
    return texts


def status(db: Database, outbox_id: int) -> str:
    with db.read() as session:
        return session.get_one(Outbox, outbox_id).status


def pass_time(db: Database, length: timedelta) -> None:
    """As if the database's clock had gone on: what it wrote down is that much longer ago."""
    with db.write() as session:
        for row in session.exec(select(Outbox)):
            row.claimed_at = row.claimed_at and row.claimed_at - length
            row.retry_at = row.retry_at and row.retry_at - length
            session.add(row)


def test_in_order_within_a_priority_replies_first(db: Database, people: list[Known], now: datetime) -> None:
    kinds: tuple[Kind, ...] = ("brief", "nudge", "reply", "alert", "receipt")
    for text, kind in zip(("周报", "提醒一", "回答一", "预警", "回执"), kinds, strict=True):
        put(db, people[0], text, now, kind)
    assert all_sent(db, now) == ["回答一", "回执", "提醒一", "预警", "周报"]


def test_one_at_a_time_to_an_address(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "一", now)
    put(db, people[0], "二", now)
    put(db, people[1], "别人的", now)
    first = taken(db, now)
    assert (first.text, taken(db, now).text, take(db, now)) == ("一", "别人的", None)
    sends.sent(db, first, now)
    assert taken(db, now).text == "二"


def test_one_at_a_time_to_an_address_also_when_all_claim_at_once(
    db: Database, people: list[Known], now: datetime
) -> None:
    threads = 4
    for round_ in range(5):
        for number in range(threads):
            put(db, people[0], f"{round_}-{number}", now)
        start = Barrier(threads)

        def claim(_: int, start: Barrier = start) -> Sending | None:
            start.wait()
            return take(db, now)

        with ThreadPoolExecutor(threads) as pool:
            claimed = [sending for sending in pool.map(claim, range(threads)) if sending is not None]
        assert [sending.text for sending in claimed] == [f"{round_}-0"]
        sends.sent(db, claimed[0], now)
        assert len(all_sent(db, now)) == threads - 1


def test_a_refusal_stalls_its_address_alone(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "一", now)
    put(db, people[0], "二", now)
    put(db, people[1], "别人的", now)
    sends.refused(db, taken(db, now), "429", LATER)
    assert all_sent(db, now) == ["别人的"]
    pass_time(db, LATER)
    assert all_sent(db, now) == ["一", "二"]


def test_five_refusals_that_count_and_it_is_doubtful(db: Database, people: list[Known], now: datetime) -> None:
    key = put(db, people[0], "一", now)
    for _ in range(8):
        sends.refused(db, taken(db, now), "network", SOON, counts=False)
    for _ in range(sends.MAX_ATTEMPTS):
        assert status(db, key) == "pending"
        sends.refused(db, taken(db, now), "500", SOON)
    assert (status(db, key), take(db, now)) == ("maybe", None)


def test_what_is_never_taken_is_offered(db: Database, people: list[Known], now: datetime) -> None:
    key = put(db, people[0], "一", now)
    sends.refused(db, taken(db, now), "blocked", None)
    with db.write() as session:
        assert [row.id for row in offers.take_doubtful(session, people[0].conversation_id)] == [key]
        assert offers.take_doubtful(session, people[0].conversation_id) == []
    assert (status(db, key), take(db, now)) == ("offered", None)


def test_what_has_a_time_waits_for_the_companys_clock(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "早上见", now, not_before=now + LATER)
    put(db, people[0], "现在", now)
    assert all_sent(db, now) == ["现在"]
    with db.read() as session:
        assert outbox.next_at(session, now) == now + LATER
    assert all_sent(db, now + LATER) == ["早上见"]


def test_a_reply_goes_where_it_was_asked_anything_else_where_the_person_was_last(
    db: Database, people: list[Known], now: datetime
) -> None:
    person = people[0]
    with db.write() as session:
        session.add(Identity(channel="app", address="新手机", member_id=person.member_id, last_seen_at=now))
    put(db, person, "答", now, address=("app", person.address))
    put(db, person, "提醒", now, "nudge")
    assert [taken(db, now).address, taken(db, now).address] == [person.address, "新手机"]


def test_without_an_address_it_waits_for_one(db: Database, people: list[Known], now: datetime) -> None:
    person = people[0]
    with db.write() as session:
        session.delete(session.exec(select(Identity).where(Identity.member_id == person.member_id)).one())
    put(db, person, "提醒", now, "nudge")
    assert take(db, now) is None
    with db.write() as session:
        session.add(Identity(channel="app", address="来了", member_id=person.member_id))
        session.flush()
        outbox.readdress(session, person.conversation_id)
    assert taken(db, now).address == "来了"


def test_only_what_this_process_can_reach(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "一", now)
    assert take(db, now, Reach("web", recognises_repeats=True)) is None
    assert take(db, now, Reach("app", True, addresses=[people[1].address])) is None
    assert take(db, now, Reach("app", True, addresses=[people[0].address])) is not None


URGENT = [("nudge", None), ("alert", None), ("reply", 3)]
OTHERS = [("reply", None), ("receipt", None), ("prompt", None), ("brief", None)]


@pytest.mark.parametrize(("kind", "step"), URGENT + OTHERS)
def test_left_sending_where_a_repeat_is_recognised_it_goes_again(
    db: Database, people: list[Known], now: datetime, kind: Kind, step: int | None
) -> None:
    put(db, people[0], "一", now, kind, step=step, run_id=step)
    dead = taken(db, now)
    assert take(db, now) is None
    pass_time(db, sends.GONE)
    again = taken(db, now)
    assert (again.id, again.text, again.claim_no) == (dead.id, "一", dead.claim_no + 1)


def test_after_a_start_it_goes_again_at_once(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "一", now)
    dead = taken(db, now)
    assert sends.recover(db, [BLIND]) == 0
    assert sends.recover(db, [KNOWS]) == 1
    assert taken(db, now).id == dead.id


def test_where_a_repeat_is_recognised_for_some_time_it_is_marked_after_that(
    db: Database, people: list[Known], now: datetime
) -> None:
    lately = Reach("app", recognises_repeats=True, recognises_for=timedelta(minutes=30))
    put(db, people[0], "一", now)
    taken(db, now, lately)
    pass_time(db, timedelta(minutes=29))
    assert taken(db, now, lately).text == "一"
    pass_time(db, timedelta(minutes=31))
    assert sends.recover(db, [lately]) == 0
    assert taken(db, now, lately).text == REPEATED + "一"
    pass_time(db, timedelta(minutes=31))
    assert taken(db, now, lately).text == REPEATED + "一"


def test_what_went_lately_to_an_address_and_its_place(db: Database, people: list[Known], now: datetime) -> None:
    rows = [put(db, people[0], text, now) for text in "一二三"]
    other = put(db, people[1], "别人", now)
    for at in (now - timedelta(hours=2), now):
        sends.sent(db, taken(db, now), at, "a,b")
    with db.read() as session:
        lately = outbox.went_lately(session, rows[2], now - timedelta(hours=1))
        assert lately == [(now, "a,b")] and outbox.went_lately(session, other, now - timedelta(hours=9)) == []
        assert [outbox.place(session, row) for row in (*rows, other)] == [1, 2, 3, 1]


@pytest.mark.parametrize("doubted", [False, True], ids=["its process died", "the channel does not know"])
@pytest.mark.parametrize(("kind", "step"), URGENT)
def test_elsewhere_what_is_urgent_goes_once_more_and_says_so(
    db: Database, people: list[Known], now: datetime, kind: Kind, step: int | None, doubted: bool
) -> None:
    key = put(db, people[0], "一", now, kind, step=step, run_id=step)
    sending = taken(db, now, BLIND)
    if doubted:
        sends.doubtful(db, sending, "timeout")
    sends.set_doubtful_aside(db, [BLIND])
    assert (take(db, now, BLIND), status(db, key)) == (None, "sending")
    pass_time(db, sends.STALE)
    sends.set_doubtful_aside(db, [BLIND])
    again = taken(db, now, BLIND)
    assert (again.text, again.buttons) == (REPEATED + "一", sending.buttons)
    if doubted:
        sends.doubtful(db, again, "timeout")
    pass_time(db, sends.STALE)
    sends.set_doubtful_aside(db, [BLIND])
    assert (take(db, now, BLIND), status(db, key)) == (None, "maybe")


@pytest.mark.parametrize(("kind", "step"), OTHERS)
def test_anything_else_is_offered_and_not_repeated(
    db: Database, people: list[Known], now: datetime, kind: Kind, step: int | None
) -> None:
    died, doubted = put(db, people[0], "一", now, kind), put(db, people[1], "二", now, kind)
    taken(db, now, BLIND)
    sends.doubtful(db, taken(db, now, BLIND), "timeout")
    assert (status(db, died), status(db, doubted)) == ("sending", "maybe")
    pass_time(db, sends.GONE)
    assert take(db, now, BLIND) is None
    assert sends.set_doubtful_aside(db, [BLIND]) == 1
    assert (status(db, died), status(db, doubted)) == ("maybe", "maybe")


@pytest.mark.parametrize(("kind", "step"), URGENT + OTHERS)
def test_what_a_dead_process_was_sending_soon_holds_nothing_up(
    db: Database, people: list[Known], now: datetime, kind: Kind, step: int | None
) -> None:
    left = put(db, people[0], "一", now, kind, step=step, run_id=step)
    put(db, people[0], "二", now, kind)
    taken(db, now, BLIND)
    sends.set_doubtful_aside(db, [BLIND])
    assert take(db, now, BLIND) is None
    pass_time(db, sends.GONE)
    assert sends.set_doubtful_aside(db, [BLIND]) == 1
    assert sends.set_doubtful_aside(db, [BLIND]) == 0
    assert taken(db, now, BLIND).text == "二"
    assert status(db, left) == ("sending" if (kind, step) in URGENT else "maybe")


def test_a_nudge_acted_on_is_not_repeated(db: Database, people: list[Known], now: datetime) -> None:
    key = put(db, people[0], "一", now, "nudge")
    taken(db, now, BLIND)
    with db.write() as session:
        session.execute(update(Outbox).values(acted_at=now))
    pass_time(db, sends.STALE)
    assert take(db, now, BLIND) is None
    sends.set_doubtful_aside(db, [BLIND])
    assert status(db, key) == "maybe"


def test_a_doubtful_send_holds_nothing_up(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "一", now, "nudge")
    put(db, people[0], "二", now, "nudge")
    sends.doubtful(db, taken(db, now, BLIND), "timeout")
    assert all_sent(db, now, BLIND) == ["二"]


def test_one_whose_claim_is_over_marks_nothing(db: Database, people: list[Known], now: datetime) -> None:
    key = put(db, people[0], "一", now)
    paused = taken(db, now)
    pass_time(db, sends.STALE)
    second = taken(db, now)
    sends.refused(db, paused, "late", None)
    sends.doubtful(db, paused, "late")
    sends.sent(db, paused, now)
    assert status(db, key) == "sending"
    sends.sent(db, second, now, "platform 7")
    with db.read() as session:
        row = session.get_one(Outbox, key)
        assert (row.status, row.platform_id, row.sent_at) == ("sent", "platform 7", now)


def test_what_a_run_had_not_sent_to_others_is_cancelled(db: Database, people: list[Known], now: datetime) -> None:
    mine, sent, waiting = (put(db, people[number], "一", now, run_id=7) for number in (0, 1, 2))
    sends.sent(db, taken(db, now, Reach("app", True, [people[1].address])), now)
    with db.write() as session:
        assert outbox.cancel_unsent(session, 7, but_not=people[0].conversation_id) == 1
    assert [status(db, key) for key in (mine, sent, waiting)] == ["pending", "sent", "cancelled"]


def test_seen_is_kept_once_and_for_the_reader_alone(db: Database, people: list[Known], now: datetime) -> None:
    key = put(db, people[0], "一", now)
    sends.seen(db, people[1].conversation_id, key, now)
    sends.seen(db, people[0].conversation_id, key, now + SOON)
    sends.seen(db, people[0].conversation_id, key, now + LATER)
    with db.read() as session:
        assert session.get_one(Outbox, key).seen_at == now
