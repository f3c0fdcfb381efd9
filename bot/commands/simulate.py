"""`simulate`: a whole company on a simulated clock, from a world file and a script of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.admin import importer, policy_change
from bot.admin.board_links import board_links
from bot.admin.library import bring_in
from bot.app import App, build
from bot.runtime import leases
from bot.runtime.hearing import choose_hearing
from bot.runtime.lazy_engine import load
from bot.runtime.simulation import Simulation, so_far
from config import policy as policies
from config.policy import Policy
from config.settings import Settings
from config.world import World, read_world
from knowledge.embedding.choosing import choose
from knowledge.library import Library
from scheduler.clock import SimulatedClock
from storage.engine import Database, open_database
from storage.media import FolderStore
from storage.migrate import migrate


def simulate(world: Path, url: str | None, settings: Settings, script: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The transcript's lines. A database that was played on before is played on from where it stopped. Raises
    ConfigError or DatabaseError before the first line."""
    company, policy = read_world(world), policies.load(settings.policy)
    engine = load(settings, rasa=False)
    with _database(url) as db:
        _found(db, company, policy)
        said, last_said = so_far(db)
        clock = SimulatedClock(max(company.now, last_said or company.now))
        library, hearing = Library(choose(settings).embedder), choose_hearing(settings)
        board = board_links(settings) if settings.has_channel else None  # here is no page but a configured one
        if company.scripts is not None:
            bring_in(db, [world.parent / company.scripts], company.now)

        def rebuild() -> App:
            media = FolderStore(settings.media)
            app = build(
                db, policy, engine, clock, media, retry_in=timedelta(0), library=library, hearing=hearing, board=board
            )
            return replace(app, awaited=frozenset())  # on a simulated clock nobody waits for long

        yield from Simulation(rebuild(), clock, rebuild, first_event=said).run(script)


def _found(db: Database, world: World, policy: Policy) -> None:
    migrate(db)
    with db.write() as session:
        importer.name_company(session, "模拟公司", world.now, demo=False)
        importer.import_world(session, world, policy, world.now, importer.reachable_by_name)
    lease = leases.NamedLease(db, policy_change.PLANNED_BY, policy_change.LEASE)
    policy_change.follow(db, policy, world.now, lease)


@contextmanager
def _database(url: str | None) -> Iterator[Database]:
    """The database of `url`; without one, one that is thrown away."""
    with TemporaryDirectory(prefix="xiaoban-") as folder:
        db = open_database(url or f"sqlite:///{folder}/simulated.db")
        db.hold()
        try:
            yield db
        finally:
            db.close()
