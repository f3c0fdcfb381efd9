"""A customer list of 100,000 lines, each a customer with a contact and a deal, is imported while a rep writes five
times a second: how long it takes, and how long the rep waits for an answer that can go out."""

from __future__ import annotations

import csv
import threading
from collections.abc import Mapping
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks import company
from benchmarks.company import NOW
from bot import access
from bot.admin.importing import Imports
from bot.app import App, build
from bot.messaging.inbound import Inbound, Said
from bot.runtime.names_beside import NamesBeside
from config import policy as policies
from config.settings import settings
from sales import importing
from scheduler.clock import SimulatedClock
from storage.engine import Database
from storage.media import FolderStore

LINES, REPS, EVERY = 100_000, 100, 0.2
HEADINGS = (
    "客户名称",
    "客户编码",
    "联系人",
    "行业",
    "地区",
    "负责人",
    "产品",
    "金额(万元)",
    "阶段",
    "进入阶段时间",
    "预计签约日期",
)


def measure() -> Mapping[str, str]:
    """Seconds for the phases of the import; milliseconds for turns meanwhile; megabytes of the largest process."""
    policy = policies.load()
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = Path(name)
        db = company.found(folder / "bot.db", company.world(100, REPS), policy)
        media = FolderStore(folder / "media")
        key = media.put(_list(folder / "list.csv").read_bytes(), ".csv")
        beside = NamesBeside(db, settings().cache)
        app = build(db, policy, company.engine(), SimulatedClock(NOW), media, beside=beside)
        _turn(app, 0, NOW.timestamp())
        turns: list[float] = []
        figures: dict[str, str] = {}
        work = threading.Thread(target=_import, args=(db, Imports(policy, media, has_processes=True), key, figures))
        work.start()
        number = 0
        began = perf_counter()
        while work.is_alive():
            number += 1
            due = began + number * EVERY
            sleep(max(due - perf_counter(), 0))
            turns.append(_turn(app, number, due))
        percentiles = quantiles(turns, n=100)
        db.close()
    said = f"{percentiles[49] * 1000:.0f} / {percentiles[98] * 1000:.0f} / {max(turns) * 1000:.0f} ms"
    figures["a turn meanwhile: median / 99th percentile / longest"] = said
    figures["the importing processes' memory at most"] = f"{getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
    return figures


def _import(db: Database, imports: Imports, key: str, figures: dict[str, str]) -> None:
    with db.write() as session:
        by = access.speaker(session, access.administrator(session) or 0)
        assert by is not None
        import_id = importing.begin(session, by, "list.csv", NOW)
    args = {"import": import_id, "member": by.member_id, "at": NOW.isoformat(), "key": key, "only_good": False}
    read, bring_in = (imports.work()[kind].run for kind in ("import.read", "import.bring_in"))
    began = perf_counter()
    assert read(db, args) == {}
    staged = perf_counter()
    done = bring_in(db, args)
    assert done["counts"]["deals"] == LINES, done
    ended = perf_counter()
    figures[f"a list of {LINES:,} customers with contacts and deals: read and checked"] = f"{staged - began:.1f} s"
    figures["… brought in, limits planned"] = f"{ended - staged:.1f} s"


def _list(path: Path) -> Path:
    """The list as a file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        for n in range(LINES):
            city, trade = company.CITIES[n % 10], company.TRADES[n // 10 % 8]
            first, second = (company.FIRST[n // step % len(company.FIRST)] for step in (80, 80 * len(company.FIRST)))
            title = f"{city}{first}{second}{n // (80 * len(company.FIRST) ** 2)}号{trade}有限公司"
            person = f"{company.SURNAMES[n % len(company.SURNAMES)]}总"
            seller, stage = f"销售{n % REPS:03}", "方案报价" if n % 2 else "线索"
            lines.writerow(
                (title, f"K{n:06}", person, trade, "华东", seller, "仓储系统", 36, stage, "2026/11/22", "12月底")
            )
    return path


def _turn(app: App, number: int, due: float) -> float:
    """Seconds from when the message was due to the commit of its answer."""
    app.receive(Inbound("simulated", str(number), "销售001", Said(text="今天我该跟谁" if number % 2 else "帮助"), NOW))
    while app.processor.work_once():
        pass
    return perf_counter() - due
