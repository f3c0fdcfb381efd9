"""A company of 10,000 customers, a deal with each, 1,000 of them over their limit: importing it, asking as its manager,
nudging its reps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from benchmarks import company
from bot.app import App, build
from bot.channels.simulated import NAME, REACH
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from config.world import read_world
from scheduler.clock import SimulatedClock
from storage.media import FolderStore

CUSTOMERS, REPS, OVERDUE, TIMES = 10_000, 100, 1_000, 5
ALL_SPREAD = timedelta(minutes=20)
QUESTIONS = ("今天我该跟谁", "哪些单子超时了", "{customer}现在什么情况")


def measure() -> Mapping[str, str]:
    """Seconds for the import, milliseconds for each question and for the sweep that nudges."""
    policy, figures = policies.load(), {}
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = Path(name)
        file = folder / "company.yaml"
        world = company.world(CUSTOMERS, REPS, OVERDUE)
        file.write_text(yaml.dump(json.loads(world.model_dump_json(exclude_none=True)), allow_unicode=True), "utf-8")
        began = perf_counter()
        db = company.found(folder / "bot.db", read_world(file), policy)
        figures[f"import of {CUSTOMERS:,} customers with their deals"] = f"{perf_counter() - began:.1f} s"
        clock = SimulatedClock(world.now)
        app = build(db, policy, company.engine(), clock, FolderStore(folder / "media"))
        _ask(app, 0, QUESTIONS[0])
        for number, question in enumerate(QUESTIONS, 1):
            words = question.format(customer=world.customers[0].name)
            seconds = [_ask(app, number * TIMES + time, words) for time in range(TIMES)]
            figures[f"the manager asks: {question.format(customer='某客户')}"] = f"{median(seconds) * 1000:.0f} ms"
        clock.move_to(world.now + ALL_SPREAD)
        began = perf_counter()
        fired = app.sweep()
        figures[f"the sweep nudges {REPS} reps about {fired:,} deals"] = f"{(perf_counter() - began) * 1000:.0f} ms"
        db.close()
    return figures


def _ask(app: App, number: int, words: str) -> float:
    """Seconds until the answer can go out."""
    began = perf_counter()
    app.receive(Inbound(NAME, str(number), "总经理", Said(text=words), app.clock.now()))
    app.work_once()
    sending = sends.claim_next(app.db, app.clock.now(), [REACH])
    seconds = perf_counter() - began
    if sending is None:
        raise RuntimeError(f"no answer to {words!r}")
    sends.sent(app.db, sending, app.clock.now())
    return seconds
