"""What must be there before anything is taken in: the port, the database, a company, the rules it lives by.

Whatever is missing or wrong is one sentence for a person; nothing has been changed for anybody then.
"""

from __future__ import annotations

import errno
import socket
import sys
import threading
import time
from collections.abc import Callable
from itertools import chain, repeat
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.admin import policy_change
from bot.admin.board_links import board_links
from bot.admin.large_files import upload_links
from bot.app import App, build
from bot.channels.configured import qr_login
from bot.messaging import inbox, jobs
from bot.runtime import leases
from bot.runtime.demo import open_demo
from bot.runtime.hearing import choose_hearing
from bot.runtime.http.guard import LOCAL
from bot.runtime.lazy_engine import LazyEngine, load
from bot.runtime.names_beside import NamesBeside
from config import policy
from config.settings import Settings
from config.yaml_lines import ConfigError
from knowledge import pg_vectors
from knowledge.embedding.choosing import choose
from knowledge.library import Library
from scheduler.clock import Clock, SystemClock
from storage.engine import Database, DatabaseError, open_database
from storage.media import MediaError, open_media
from storage.migrate import migrate

T = TypeVar("T")
PAUSES = (1.0, 2.0, 5.0)
log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """Why the process does not start, in one sentence for a person."""


def listen(host: str, port: int) -> socket.socket:
    """The socket of the web server. Raises CannotStart if another process has the port, or nobody the host."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise CannotStart(f"XIAOBAN_WEB_HOST 写的地址 {host} 找不到:{error.strerror}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"端口 {port} 已经被占用。如果是销伴已经开着,直接用那一个就行;"
                f"如果是别的程序,换一个端口:XIAOBAN_WEB_PORT={port + 1} make run"
            ) from error
        raise CannotStart(f"在 {host}:{port} 开不了网页:{error.strerror}") from error


def open_app(settings: Settings) -> App:
    """The app on a migrated database: the company's where a channel is configured, else the demo's, founded first
    where there is none. Its engine loads in the background. Raises CannotStart."""
    try:
        return _open_app(settings)
    except (ConfigError, DatabaseError, MediaError) as reason:
        raise CannotStart(str(reason)) from reason
    except DBAPIError as error:
        raise CannotStart(f"数据库打不开:{error.orig}") from error


def await_database(db: Database, pause: Callable[[float], None] = time.sleep) -> None:
    """Wait until a PostgreSQL server answers, saying so once; a wrong password or name is an error at once."""
    for number, seconds in enumerate(chain(PAUSES, repeat(PAUSES[-1]))):
        try:
            with db.engine.connect():
                return
        except OperationalError as error:
            if db.is_sqlite or not _is_away(error):
                raise
            if number == 0:
                place = f"{db.engine.url.host}:{db.engine.url.port or 5432}"
                sys.stderr.write(f"数据库({place})还连不上,等它起来就接着开(停下按 Ctrl+C)\n")
            log.warning("the database cannot be reached; it is tried again", seconds=seconds)
        pause(seconds)


def _is_away(error: OperationalError) -> bool:
    """Whether nobody answered, or the server is only just starting, rather than that it refused us."""
    reason = str(error.orig)
    return not any(word in reason for word in ("authentication failed", "does not exist", "no password", "pg_hba"))


def _read_names(app: App) -> None:
    """Read the company's names before the first message does."""
    try:
        app.engine.refresh()
    except Exception:
        log.exception("the company's names are not read yet; the first message reads them")


def _keep_demo_private(settings: Settings) -> None:
    """In the demo everybody is whoever they say they are: it is for this machine alone. Raises CannotStart."""
    if not settings.has_channel and settings.web_host not in LOCAL:
        raise CannotStart(
            f"演示不用登录,谁都能选身份,所以只在本机开,不能开在 {settings.web_host} 上。"
            "要让别人也能打开,先设置 XIAOBAN_SECRET 用自己的公司(见 docs),或去掉 XIAOBAN_WEB_HOST。"
        )


def _open_app(settings: Settings) -> App:
    rules = policy.load(settings.policy)
    _keep_demo_private(settings)
    db = open_database(settings.company_db if settings.has_channel else settings.demo_db)
    db.hold()
    lease = leases.NamedLease(db, policy_change.PLANNED_BY, policy_change.LEASE)

    def bring_up_to_date() -> Clock:
        migrate(db)
        clock = SystemClock() if settings.has_channel else open_demo(db, rules)
        if db.is_sqlite:  # nobody else is at work on it: what a dead process had begun is free again
            inbox.recover(db)
            jobs.recover(db)
            leases.recover(db)
        policy_change.follow(db, rules, clock.now(), lease)
        return clock

    clock = _through_restarts(db, bring_up_to_date)
    engine = LazyEngine(lambda: load(settings, rasa=settings.rasa_url is not None))
    chosen = choose(settings)
    if chosen.missing:
        sys.stderr.write(f"{chosen.missing}\n")
    library = Library(chosen.embedder, settings.cache)
    if not (db.is_sqlite or pg_vectors.is_in(db)):
        log.info("PostgreSQL has no pgvector for us; the library's vectors are searched in memory")
    media = open_media(settings.media_url if settings.has_channel else None, settings.media)
    beside, hearing = NamesBeside(db, settings.cache), choose_hearing(settings)
    app = build(
        db,
        rules,
        engine,
        clock,
        media,
        beside=beside,
        library=library,
        hearing=hearing,
        board=board_links(settings),
        uploads=upload_links(settings),
        qr_login=qr_login(settings),
    )
    threading.Thread(target=_read_names, args=(app,), name="names", daemon=True).start()
    _through_restarts(db, lambda: jobs.refuse_unknown(db, app.work.keys(), clock.now()))
    return app


def _through_restarts(db: Database, step: Callable[[], T]) -> T:
    """The result of `step`, which is begun again if a PostgreSQL server goes away in the middle."""
    while True:
        await_database(db)
        try:
            return step()
        except OperationalError as error:
            went_away = error.connection_invalidated or error.statement is None  # None: on connecting
            if db.is_sqlite or not went_away:
                raise
            log.warning("the database went away during the start; this step begins again")
