"""What a new customer costs in a company with 20,000 and 100,000: its names are known at the next message, all names
are built beside the turns, and the process that answers stays small.

Each size is measured in a process of its own, which is what the bot is without its web server.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle, islice, product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from benchmarks import company
from benchmarks.company import CITIES, FIRST, NOW, SURNAMES, TRADES
from bot.app import App, build
from bot.channels.simulated import NAME, REACH
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Said
from bot.runtime.names_beside import NamesBeside
from config import policy as policies
from sales.names import all_names_changed
from scheduler.clock import SimulatedClock
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.engine import Database, open_database
from storage.media import FolderStore
from storage.statements import table_of

SIZES, REPS, NEW, CHUNK = (20_000, 100_000), 100, 20, 10_000
KINDS = ("", "科技")
LEAD = "新线索:衢州{short}有限公司,潘总,预算大概30万"
REPORT = "刚跟{short}潘总打完电话,挺感兴趣,{day}号{hour}点{minute}分再去一趟"


def measure() -> Mapping[str, str]:
    """Milliseconds, seconds and MB at each size."""
    figures: dict[str, str] = {}
    for size in SIZES:
        with TemporaryDirectory(dir=company.disk()) as name:
            _company(Path(name), size)
            found, again = _measured(Path(name), NEW), _measured(Path(name), 0)
        figures |= {
            f"{size:,} customers: names ready at the first start / at the next": (
                f"{found['ready']:.1f} / {again['ready']:.1f} s"
            ),
            f"{size:,}: the turn that enters one": f"{found['lead']:.1f} ms",
            f"{size:,}: its names known, median / most": f"{found['new']:.1f} / {found['most']:.1f} ms",
            f"{size:,}: all names built beside the turns": f"{found['built']:.1f} s",
            f"{size:,}: a follow-up's turn, alone / meanwhile": f"{found['turn']:.1f} / {found['beside']:.1f} ms",
            f"{size:,}: resident memory, without names / with them / of the build at most": (
                f"{found['before']:.0f} / {found['after']:.0f} / {found['build']:.0f} MB"
            ),
        }
    return figures


def _measured(folder: Path, new: int) -> Any:
    command = [sys.executable, "-m", "benchmarks.names", str(folder), str(new)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def main(folder: Path, new: int) -> Mapping[str, float]:
    """The process that is measured, with so many new customers."""
    db, cache = open_database(f"sqlite:///{folder / 'bot.db'}"), folder / "cache"
    engine = replace(company.engine(), cache=cache)
    before = _megabytes()
    beside = NamesBeside(db, cache)
    app = build(db, policies.load(), engine, SimulatedClock(NOW), FolderStore(folder / "media"), beside=beside)
    began = perf_counter()
    app.engine.refresh()
    figures = {"before": before, "ready": perf_counter() - began}
    return {**figures, **_used(app, beside, new)} if new else figures


def _used(app: App, beside: NamesBeside, new: int) -> Mapping[str, float]:
    numbers, moments = count(), cycle(product(range(1, 60), range(8, 18), range(1, 29)))
    shorts = [f"磐{first}{second}数控" for first, second in islice(product(FIRST, FIRST), new)]
    leads, known = zip(*(_new(app, next(numbers), short) for short in shorts), strict=True)
    alone = [_report(app, next(numbers), short, *next(moments)) for short in shorts for _ in range(3)]
    began = perf_counter()
    beside.start()
    meanwhile = []
    while beside.result() is None:
        meanwhile.append(_report(app, next(numbers), shorts[len(meanwhile) % new], *next(moments)))
    return {
        "built": perf_counter() - began,
        **{"lead": median(leads) * 1000, "new": median(known) * 1000, "most": max(known) * 1000},
        **{"turn": median(alone) * 1000, "beside": median(meanwhile) * 1000},
        **{"after": _megabytes(), "build": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6},
    }


def _new(app: App, number: int, short: str) -> tuple[float, float]:
    """Seconds of the turn that enters a lead, and then until its names are known."""
    entered = _turn(app, number, LEAD.format(short=short), "新线索记好了")
    began = perf_counter()
    app.engine.refresh()
    return entered, perf_counter() - began


def _report(app: App, number: int, short: str, minute: int, hour: int, day: int) -> float:
    return _turn(app, number, REPORT.format(short=short, day=day, hour=hour, minute=minute), "已记录")


def _turn(app: App, number: int, words: str, answer: str) -> float:
    """Seconds from a message to its answer."""
    began = perf_counter()
    app.receive(Inbound(NAME, f"{os.getpid()}-{number}", "销售000", Said(text=words), app.clock.now()))
    app.work_once()
    sending = sends.claim_next(app.db, app.clock.now(), [REACH])
    seconds = perf_counter() - began
    if sending is None or not sending.text.startswith(answer):
        raise RuntimeError(f"no {answer} for {words!r}: {sending and sending.text}")
    sends.sent(app.db, sending, app.clock.now())
    return seconds


def _company(folder: Path, size: int) -> None:
    """A company with so many customers, an alias, a contact and a deal each; inserted as rows, not imported."""
    db = company.found(folder / "bot.db", company.world(0, REPS), policies.load())
    rows = _rows(size)
    while chunk := list(islice(rows, CHUNK)):
        _insert(db, chunk)
    with db.write() as session:
        all_names_changed(session)
    db.close()


def _rows(size: int) -> Iterator[tuple[Mapping[str, Any], ...]]:
    parts = islice(product(KINDS, CITIES, FIRST, FIRST, TRADES), size)
    for key, (kind, city, first, second, trade) in enumerate(parts, 1):
        short = f"{first}{second}{trade}{kind}"
        customer = {"name": f"{city}{short}有限公司", "industry": trade, "region": "华东", "created_at": NOW}
        deal = {"stage": "quote", "stage_entered_at": NOW, "clock_started_at": NOW, "product_line": "仓储系统"}
        yield (
            {"id": key, "owner_id": key % REPS + 1, "version": 1, **customer},
            {"customer_id": key, "alias": short},
            {"customer_id": key, "name": f"{SURNAMES[key % len(SURNAMES)]}总"},
            {"customer_id": key, "owner_id": key % REPS + 1, "clock_no": 1, "version": 1, "amount_fen": 1, **deal},
        )


def _insert(db: Database, rows: Iterable[tuple[Mapping[str, Any], ...]]) -> None:
    with db.write_connection() as connection:
        for model, values in zip((Customer, CustomerAlias, Contact, Opportunity), zip(*rows, strict=True), strict=True):
            connection.execute(insert(table_of(model)), list(values))


def _megabytes() -> float:
    """Resident memory of this process, as Linux counts it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
