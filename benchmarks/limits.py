"""1,000 deals of 200 people pass their limit among 10,000 and among 1,000,000 open ones: one sweep that nudges them.

The floor writes the rows that the sweep wrote and takes out those that it took out, with SQLAlchemy Core, in a copy of
the database and in as many transactions: one a person. Both alternate for several rounds after a warm-up; what counts
is the median. In the last round people write while the sweep goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from benchmarks import company
from benchmarks.company import NOW
from bot.app import App, build
from bot.channels.simulated import NAME
from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from config.world import World
from scheduler import stage_clock
from scheduler.clock import SimulatedClock
from scheduler.stage_clock import STAGE_ALERT, STAGE_NUDGE
from storage.background import Timer
from storage.conversations import Conversation, Outbox
from storage.deals import LimitBreach, Opportunity, Signal
from storage.engine import Database
from storage.media import FolderStore
from storage.statements import table_of

FEW, MANY, DUE, PEOPLE = 10_000, 1_000_000, 1_000, 200
ROUNDS = 5  # of them the first is the warm-up, in the last people write meanwhile
CUSTOMERS, WRITING, WARM_UP = (
    8_000,
    400,
    20,
)  # DUE for each round, then those that are written about, then those with many deals
FIRST, APART, ALL_SPREAD = timedelta(minutes=3), timedelta(minutes=40), timedelta(minutes=10)
LIMIT = timedelta(hours=72)
CHUNK = 20_000
deals, timers, breaches, signals, messages, conversations = map(
    table_of, (Opportunity, Timer, LimitBreach, Signal, Outbox, Conversation)
)


@dataclass(frozen=True)
class Written:
    """What a sweep wrote for one person, and the timers that it took out."""

    fired: Sequence[str]
    message: Mapping[str, Any]
    breaches: Sequence[Mapping[str, Any]]
    signals: Sequence[Mapping[str, Any]]
    alerts: Sequence[Mapping[str, Any]]


def measure() -> Mapping[str, str]:
    """Milliseconds for a sweep among few and many deals, as a multiple of the floor, and what people wait meanwhile."""
    few, _, _ = _of_size(FEW)
    many, floor, waited = _of_size(MANY)
    return {
        f"a sweep nudges {PEOPLE} people about {DUE:,} deals among {FEW:,} open ones": f"{few * 1000:.0f} ms",
        f"the same among {MANY:,}": f"{many * 1000:.0f} ms",
        "floor: the same rows by SQLAlchemy Core in as many transactions": f"{floor * 1000:.0f} ms",
        "the sweep as a multiple of the floor": f"{many / floor:.2f}",
        "a follow-up's turn meanwhile, median / p99": " / ".join(f"{wait * 1000:.0f}" for wait in waited) + " ms",
    }


def _of_size(size: int) -> tuple[float, float, tuple[float, float]]:
    """Seconds for a sweep, for its floor, and for a turn meanwhile (median, p99)."""
    world = _world()
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = Path(name)
        db = company.found(folder / "bot.db", world, policies.load())
        _add_deals(db, size - CUSTOMERS)
        clock = SimulatedClock(world.now)
        app = build(db, policies.load(), company.engine(), clock, FolderStore(folder / "media"))
        _sweep(app, clock, 0)
        floor = company.copied(folder / "bot.db", folder / "floor.db")
        pairs = [_round(app, clock, floor, number) for number in range(1, ROUNDS - 1)]
        waited = _meanwhile(app, clock, world)
        db.close()
        floor.close()
    swept, written = (median(seconds) for seconds in zip(*pairs, strict=True))
    return swept, written, waited


def _world() -> World:
    """DUE deals pass their limit in each round, the others days later."""
    world = company.world(CUSTOMERS, PEOPLE)
    opportunities = list(world.opportunities)
    for index in range(ROUNDS * DUE):
        entered = NOW + FIRST + index // DUE * APART - LIMIT
        opportunities[index] = opportunities[index].model_copy(update={"stage_entered_at": entered})
    return world.model_copy(update={"opportunities": tuple(opportunities)})


def _add_deals(db: Database, number: int) -> None:
    """So many more open deals, and their timers, with the customers that are left."""
    with db.engine.connect() as connection:
        last = connection.execute(select(deals.c.id).order_by(deals.c.id.desc()).limit(1)).scalar_one()
        left = select(deals).where(deals.c.id > ROUNDS * DUE + WRITING)
        patterns = [dict(row) for row in connection.execute(left).mappings()]
    rows = ({**patterns[index % len(patterns)], "id": last + 1 + index} for index in range(number))
    while chunk := list(islice(rows, CHUNK)):
        with db.engine.begin() as connection:
            connection.execute(insert(deals), chunk)
            connection.execute(insert(timers), [_timer(deal) for deal in chunk])


def _timer(deal: Mapping[str, Any]) -> Mapping[str, Any]:
    at = deal["clock_started_at"] + LIMIT
    payload = {"deal": deal["id"], "due": at.astimezone(UTC).isoformat()}
    key = stage_clock.key(STAGE_NUDGE, deal["id"])
    return {"at": at, "kind": STAGE_NUDGE, "key": key, "member_id": deal["owner_id"], "payload": payload, "attempts": 0}


def _round(app: App, clock: SimulatedClock, floor: Database, number: int) -> tuple[float, float]:
    """Seconds for the sweep of this round, and for its rows at the floor."""
    swept = _sweep(app, clock, number)
    written = list(_written(app.db, clock.now(), number))
    began = perf_counter()
    for person in written:
        _write(floor, person)
    return swept, perf_counter() - began


def _sweep(app: App, clock: SimulatedClock, number: int) -> float:
    clock.move_to(NOW + FIRST + number * APART + ALL_SPREAD)
    began = perf_counter()
    fired = app.sweep()
    seconds = perf_counter() - began
    if fired != DUE:
        raise RuntimeError(f"{fired} timers fired instead of {DUE}")
    return seconds


def _written(db: Database, now: datetime, number: int) -> Iterator[Written]:
    """What the sweep of this round wrote, person by person."""
    with db.engine.connect() as connection:

        def found(table: Any, where: ColumnElement[bool]) -> list[dict[str, Any]]:
            return [dict(row) for row in connection.execute(select(table).where(where)).mappings()]

        of_round = (deals.c.id > number * DUE) & (deals.c.id <= (number + 1) * DUE)
        owners = dict(connection.execute(select(deals.c.id, deals.c.owner_id).where(of_round)).tuples().all())
        people = dict(connection.execute(select(conversations.c.id, conversations.c.member_id)).tuples().all())
        told = {people[row["conversation_id"]]: row for row in found(messages, messages.c.at == now)}
        late = {row["deal_id"]: row for row in found(breaches, breaches.c.nudged_at == now)}
        begun = found(signals, (signals.c.began_at == now) & signals.c.deal_id.in_(list(owners)))
        planned = {row["payload"]["deal"]: row for row in found(timers, timers.c.kind == STAGE_ALERT)}
    for owner, group in groupby(sorted(owners, key=lambda deal: owners[deal]), key=lambda deal: owners[deal]):
        ids = list(group)
        fired = [stage_clock.key(STAGE_NUDGE, deal) for deal in ids]
        signalled = [row for row in begun if row["deal_id"] in ids]
        yield Written(fired, told[owner], [late[deal] for deal in ids], signalled, [planned[deal] for deal in ids])


def _write(db: Database, person: Written) -> None:
    with db.engine.begin() as connection:
        connection.execute(delete(timers).where(timers.c.key.in_(person.fired)))
        connection.execute(insert(messages), dict(person.message))
        connection.execute(insert(breaches), [dict(row) for row in person.breaches])
        if person.signals:
            connection.execute(insert(signals), [dict(row) for row in person.signals])
        connection.execute(insert(timers), [dict(row) for row in person.alerts])


def _meanwhile(app: App, clock: SimulatedClock, world: World) -> tuple[float, float]:
    """Seconds for a turn, median and p99, while the sweep of the last round goes on."""
    for number in range(WARM_UP):
        _turn(app, world, number)
    sweeping = Thread(target=_sweep, args=(app, clock, ROUNDS - 1))
    waited: list[float] = []
    sweeping.start()
    while sweeping.is_alive() and len(waited) < WRITING - WARM_UP:
        waited.append(_turn(app, world, WARM_UP + len(waited)))
    sweeping.join()
    return median(waited), quantiles(waited, n=100)[-1]


def _turn(app: App, world: World, number: int) -> float:
    """Seconds until a follow-up is handled."""
    customer = world.customers[ROUNDS * DUE + number]
    words = f"刚跟{customer.aliases[0]}{customer.contacts[0].name}打完电话,他嫌价格高,周四下午三点我再去一趟"
    began = perf_counter()
    app.receive(Inbound(NAME, str(number), customer.owner or "", Said(text=words), app.clock.now()))
    app.work_once()
    return perf_counter() - began
