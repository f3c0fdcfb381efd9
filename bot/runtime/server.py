"""`python -m bot run`: the process and what lives in it, from the first line it prints to a clean end.

1. The port is taken, the database opened, migrated, and the demo company founded where there is none.
2. What a dead process had begun is free again. The engine loads in the background; the page answers meanwhile.
3. Threads: a worker for turns (several on PostgreSQL), a worker for jobs, and the tick of the sweep. On the event
   loop: the web server, each channel, and delivery. A commit wakes whoever has something to do; all look by
   themselves every second.
4. On SIGINT or SIGTERM nothing more is taken up, what has begun is finished, and the rest waits in the database.
"""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog
import uvicorn
from sqlalchemy.exc import DBAPIError

from bot.admin import policy_change
from bot.app import App, build
from bot.channels.base import Channel
from bot.channels.delivery import Delivery
from bot.channels.web.app import create_webapp
from bot.channels.web.channel import WebChannel
from bot.channels.web.health import health_only
from bot.messaging import inbox, jobs
from bot.runtime import leases, logs
from bot.runtime.demo import COMPANY, open_demo
from bot.runtime.lazy_engine import LazyEngine
from bot.runtime.notifier import Notifier
from bot.runtime.workers import Worker
from bot.turn.company_engine import Understands
from config import policy
from config.settings import Settings
from config.yaml_lines import ConfigError
from scheduler.clock import SystemClock
from storage.engine import DatabaseError, open_database
from storage.media import MediaStore
from storage.migrate import migrate

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from starlette.applications import Starlette

SWEEP_SECONDS = 1
TURN_WORKERS_ON_POSTGRES = 4
RESTART_SECONDS = 1.0
PATIENCE_SECONDS = 10.0
INTERRUPTED = 130
log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """Why the process does not start, in one sentence for a person."""


@dataclass(frozen=True)
class Edges:
    """How this process is reached: its channels, and what answers HTTP. `greeting` is the line it prints."""

    channels: tuple[Channel, ...]
    page: Starlette
    greeting: str


def serve(settings: Settings) -> int:
    """Run until told to stop. Returns the exit status: 1 where it could not start, after one sentence saying why."""
    logs.set_up(settings.log_level, settings.secrets)
    try:
        listening = _listen(settings.web_host, settings.web_port)
    except CannotStart as reason:
        return _refuse(str(reason))
    with listening, suppress(KeyboardInterrupt):
        try:
            app = _open(settings, lambda: _load_engine(settings))
            edges = _edges(app, settings)
        except (ConfigError, DatabaseError) as reason:
            return _refuse(str(reason))
        except DBAPIError as error:
            return _refuse(f"数据库打不开:{error.orig}")
        try:
            return asyncio.run(_live(app, edges, listening))
        finally:
            app.db.close()
    return INTERRUPTED


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise CannotStart(f"XIAOBAN_WEB_HOST 写的地址 {host} 找不到:{error.strerror}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"端口 {port} 已经被占用,也许销伴已经开着了。换一个端口再开:XIAOBAN_WEB_PORT={port + 1} make run"
            ) from error
        raise CannotStart(f"在 {host}:{port} 开不了网页:{error.strerror}") from error


def _open(settings: Settings, load: Callable[[], Understands]) -> App:
    rules = policy.load(settings.policy)
    db = open_database(settings.company_db if settings.has_channel else settings.demo_db)
    migrate(db)
    clock = SystemClock() if settings.has_channel else open_demo(db, rules)
    if db.is_sqlite:  # nobody else is at work on it
        inbox.recover(db)
        jobs.recover(db)
        leases.recover(db)
    policy_change.follow(db, rules, clock.now())
    app = build(db, rules, LazyEngine(load), clock, MediaStore(settings.media))
    jobs.refuse_unknown(db, app.work.keys(), clock.now())
    return app


def _load_engine(settings: Settings) -> Understands:
    from nlu.engine import load_engine

    embedded = load_engine(settings.cache, settings.local_examples)
    if settings.rasa_url is None:
        return embedded
    from nlu.rasa.client import RasaEngine, RasaServer

    return RasaEngine(RasaServer(settings.rasa_url, settings.rasa_secret), embedded)


def _edges(app: App, settings: Settings) -> Edges:
    """The demo's page where no channel is configured; otherwise each channel whose credentials are there."""
    if not settings.has_channel:
        web = WebChannel(app)
        return Edges((web,), create_webapp(app, web, settings, demo=True), _demo_greeting(settings))
    channels: list[Channel] = []
    page, places = health_only(app), []
    if settings.secret is not None:
        web = WebChannel(app)
        channels.append(web)
        page = create_webapp(app, web, settings, demo=False)
        places.append(f"网页 {settings.home}(要用管理员发的链接打开)")
    if settings.telegram_token is not None:
        channels.append(_telegram(app, settings))
        places.append("Telegram")
    return Edges(tuple(channels), page, f"销伴开着:{'、'.join(places)};停下按 Ctrl+C")


def _demo_greeting(settings: Settings) -> str:
    greeting = f"销伴开着:用浏览器打开 {settings.home} (演示公司「{COMPANY}」,数据都是演示用的;停下按 Ctrl+C)"
    if settings.db_url or (settings.var / "xiaoban.db").exists():
        greeting += "\n你自己的公司还没开:要先在 .env 里配一个渠道,看 .env.example"
    return greeting


def _telegram(app: App, settings: Settings) -> Channel:
    from bot.channels.telegram.channel import TelegramChannel

    assert settings.telegram_token is not None
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    return TelegramChannel(app, settings.telegram_token.get_secret_value(), settings.telegram_base_url, proxy)


async def _live(app: App, edges: Edges, listening: socket.socket) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    delivery = Delivery(app.db, app.clock, edges.channels)
    workers = _workers(app, delivery.wake)
    server = _Server(_http(edges.page))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    delivering = asyncio.create_task(_kept_up("delivery", delivery.run), name="delivery")
    taking_in = [
        asyncio.create_task(_kept_up(channel.name, channel.run), name=channel.name) for channel in edges.channels
    ]
    for worker in workers:
        worker.start()
    tick = _tick(app)
    _say(edges.greeting)

    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    unasked = not stopping.done()
    log.info("stopping")
    await _end(taking_in)
    await _end([delivering])
    server.should_exit = True
    await asyncio.wait([serving])
    await asyncio.to_thread(_stop, tick, workers)
    if unasked:
        log.error("the web server ended by itself", exc_info=serving.exception())
    return int(unasked)


def _workers(app: App, deliver: Callable[[], None]) -> list[Worker]:
    """The threads of this process, and who is woken by a commit: here, and on PostgreSQL in the other processes."""
    at_once = 1 if app.db.is_sqlite else TURN_WORKERS_ON_POSTGRES
    workers = [Worker(f"turns-{number}", app.processor.work_once) for number in range(1, at_once + 1)]
    workers += [Worker(f"work-{kind}", partial(app.work_off, kind)) for kind in app.work]
    wakes = [deliver, *(worker.wake for worker in workers)]
    app.listeners += wakes
    if not app.db.is_sqlite:

        def heard() -> None:
            for wake in wakes:
                wake()

        notifier = Notifier(app.db, heard)
        app.listeners.append(notifier.notify)
        workers += notifier.workers
    return workers


def _tick(app: App) -> BackgroundScheduler:
    """The sweep every second. A sweep that takes longer lets ticks fall out; none is ever too late to happen."""
    from apscheduler.schedulers.background import BackgroundScheduler

    tick = BackgroundScheduler(timezone=UTC)
    tick.add_job(
        app.sweep,
        "interval",
        seconds=SWEEP_SECONDS,
        next_run_time=datetime.now(UTC),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    tick.start()
    return tick


def _stop(tick: BackgroundScheduler, workers: list[Worker]) -> None:
    tick.shutdown(wait=True)
    for worker in workers:
        if not worker.stop(PATIENCE_SECONDS):
            log.warning("a worker was left at work; it goes on at the next start")


async def _kept_up(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """`run`, begun again where it failed, until cancelled."""
    while True:
        try:
            await run()
        except Exception:
            log.exception("a part of the process failed; it begins again", part=name)
        await asyncio.sleep(RESTART_SECONDS)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    _, left = await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
    if left:
        log.warning("a part of the process does not end", parts=[task.get_name() for task in left])


class _Server(uvicorn.Server):
    """The web server; signals are ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _http(page: Starlette) -> uvicorn.Config:
    return uvicorn.Config(page, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _refuse(reason: str) -> int:
    sys.stderr.write(f"没有开起来:{reason}\n")
    return 1
