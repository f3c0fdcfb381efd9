"""Full log_followup turns per second on SQLite, against a floor measured in the same run.

A turn: a message is received, handled (understanding included), its receipt claimed, delivered and marked. The floor
writes the rows that those turns wrote, values and all, with SQLAlchemy Core into a database set up alike, in the same
number of commits. Both alternate for several rounds after a warm-up; what counts is the median.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from benchmarks import company
from bot.app import App, build
from bot.channels.simulated import NAME, REACH
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from config.world import World
from scheduler.clock import SimulatedClock
from storage.background import Timer
from storage.conversations import ChangeSet, Conversation, Inbox, Outbox, Run
from storage.deals import FollowUp, Opportunity
from storage.engine import Database
from storage.media import FolderStore

CUSTOMERS, REPS = 400, 40
WARM_UP, TURNS, ROUNDS = 50, 200, 5
SAID = "刚跟{customer}{contact}打完电话,他嫌价格高,12月{day}号下午{hour}点我再去一趟"
TABLES: Mapping[str, Table] = {
    table.__tablename__: table.__table__  # type: ignore[attr-defined]
    for table in (Inbox, Conversation, Run, FollowUp, Opportunity, Timer, Outbox, ChangeSet)
}
inboxes, conversations, runs, followups, deals, timers, messages, change_sets = TABLES.values()


@dataclass(frozen=True)
class Written:
    """The rows of one turn, as they are afterwards."""

    inbox: Mapping[str, Any]
    run: Mapping[str, Any]
    followup: Mapping[str, Any]
    outbox: Mapping[str, Any]
    change_set: Mapping[str, Any]
    deal: Mapping[str, Any]
    timer: Mapping[str, Any]


def measure() -> Mapping[str, str]:
    """Turns and floor per second, and the ratio."""
    world, policy = company.world(CUSTOMERS, REPS), policies.load()
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = Path(name)
        db = company.found(folder / "bot.db", world, policy)
        app = build(db, policy, company.engine(), SimulatedClock(world.now), FolderStore(folder / "media"))
        numbers = count(1)
        play(app, world, numbers, WARM_UP)
        floor = company.copied(folder / "bot.db", folder / "floor.db")
        pairs = [_pair(app, floor, world, numbers) for _ in range(ROUNDS + 1)][1:]
        db.close()
        floor.close()
    turns, floors = (TURNS / median(seconds) for seconds in zip(*pairs, strict=True))
    ratio = median(floor / turn for turn, floor in pairs)
    return {
        "log_followup turns a second": f"{turns:.0f}",
        "floor: the same rows by SQLAlchemy Core in as many commits": f"{floors:.0f}",
        "turns as a share of the floor": f"{ratio:.0%}",
        "milliseconds a turn / at the floor": f"{1000 / turns:.1f} / {1000 / floors:.1f}",
    }


def _pair(app: App, floor: Database, world: World, numbers: Iterator[int]) -> tuple[float, float]:
    """Seconds for a round of turns, and for their rows at the floor."""
    last = _last(app.db)
    turns = play(app, world, numbers, TURNS)
    return turns, _floor(floor, _written(app.db, last))


def play(app: App, world: World, numbers: Iterator[int], turns: int) -> float:
    """Seconds for so many turns."""
    gc.collect()
    began = perf_counter()
    for _ in range(turns):
        _turn(app, world, next(numbers))
    return perf_counter() - began


def _turn(app: App, world: World, number: int) -> None:
    customer = world.customers[number % len(world.customers)]
    lap = number // len(world.customers)  # the same told twice would be one record
    when = {"day": 1 + lap % 28, "hour": 1 + lap // 28 % 5}
    words = SAID.format(customer=customer.aliases[0], contact=customer.contacts[0].name, **when)
    app.receive(Inbound(NAME, str(number), customer.owner or "", Said(text=words), app.clock.now()))
    app.work_once()
    sending = sends.claim_next(app.db, app.clock.now(), [REACH])
    if sending is None or not sending.text.startswith("已记录"):
        raise RuntimeError(f"no receipt for {words!r}: {sending and sending.text}")
    sends.sent(app.db, sending, app.clock.now())


def _last(db: Database) -> int:
    with db.engine.connect() as connection:
        return connection.execute(select(inboxes.c.id).order_by(inboxes.c.id.desc()).limit(1)).scalar_one()


def _written(db: Database, after: int) -> list[Written]:
    """What the turns of the messages `after` this one have written."""
    with db.engine.connect() as connection:
        ids = connection.execute(select(inboxes.c.id).where(inboxes.c.id > after).order_by(inboxes.c.id)).scalars()
        return [_rows(connection, inbox_id) for inbox_id in ids]


def _rows(connection: Connection, inbox_id: int) -> Written:
    inbox = _row(connection, inboxes, id=inbox_id)
    sent = _row(connection, messages, cause=f"inbox:{inbox_id}")
    change_set = _row(connection, change_sets, run_id=sent["run_id"])
    (followup_id,) = (key for table, key, before, _ in change_set["changes"] if table == "followup" and before is None)
    followup = _row(connection, followups, id=followup_id)
    return Written(
        inbox,
        _row(connection, runs, id=sent["run_id"]),
        followup,
        sent,
        change_set,
        _row(connection, deals, id=followup["deal_id"]),
        _row(connection, timers, key=f"stage_nudge:{followup['deal_id']}"),
    )


def _row(connection: Connection, table: Table, **where: Any) -> Mapping[str, Any]:
    return connection.execute(select(table).filter_by(**where)).mappings().one()


def _floor(db: Database, written: list[Written]) -> float:
    """Seconds to write the same by Core."""
    gc.collect()
    began = perf_counter()
    for turn in written:
        _write(db, turn)
    return perf_counter() - began


def _write(db: Database, turn: Written) -> None:
    taken_in = {"handled_at": None, "understanding": None}
    under_way = {"status": "pending", "claimed_at": None, "claim_no": 0, "sent_at": None}
    lease_until = turn.outbox["claimed_at"]
    with db.engine.begin() as connection:
        connection.execute(insert(inboxes), {**turn.inbox, **taken_in})
    with db.engine.begin() as connection:
        _update(
            connection,
            conversations,
            turn.inbox["conversation_id"],
            lease_no=1,
            lease_until=lease_until,
            served_at=lease_until,
        )
    with db.engine.begin() as connection:
        connection.execute(insert(runs), dict(turn.run))
        connection.execute(insert(followups), dict(turn.followup))
        _update(connection, deals, turn.deal["id"], **_of(turn.deal, "clock_started_at", "clock_no", "version"))
        _update(connection, timers, turn.timer["id"], **_of(turn.timer, "at", "payload", "attempts"))
        connection.execute(insert(messages), {**turn.outbox, **under_way})
        connection.execute(insert(change_sets), dict(turn.change_set))
        _update(connection, inboxes, turn.inbox["id"], **_of(turn.inbox, *taken_in))
        _update(connection, conversations, turn.inbox["conversation_id"], lease_until=None)
    with db.engine.begin() as connection:
        _update(connection, messages, turn.outbox["id"], status="sending", **_of(turn.outbox, "claimed_at", "claim_no"))
    with db.engine.begin() as connection:
        _update(connection, messages, turn.outbox["id"], **_of(turn.outbox, "status", "sent_at", "platform_id"))


def _update(connection: Connection, table: Table, key: int, **values: Any) -> None:
    connection.execute(update(table).where(table.c.id == key), values)


def _of(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
