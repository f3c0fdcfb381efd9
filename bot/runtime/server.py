"""`python -m bot run`: the process from the first line it prints to a clean end.

1. `opening`: the port is taken, the database opened, migrated, and the demo company founded where there is none. What
   a dead process had begun is free again. The engine loads in the background; the page answers meanwhile.
2. `threads`: a worker for turns (several on PostgreSQL), a worker for jobs, and the tick of the sweep.
3. Here, on the event loop: the web server, each channel, and delivery.
4. On SIGINT or SIGTERM the channels take nothing more in, sends under way end, the channels close; then the workers
   finish what they have begun, and the rest waits in the database.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
import uvicorn

from bot.app import App
from bot.channels.base import Channel
from bot.channels.configured import platforms
from bot.channels.delivery import Delivery
from bot.channels.fetching import fetchers
from bot.channels.pictures import Pictures
from bot.channels.troubles import watch
from bot.channels.web.channel import WebChannel
from bot.channels.web.frames import LARGEST_FRAME
from bot.runtime import leases, logs
from bot.runtime.demo import COMPANY
from bot.runtime.http.connections import BACKLOG, LimitedProtocol, Limits, most_connections, note_accept_errors
from bot.runtime.http.webapp import create_webapp
from bot.runtime.opening import CannotStart, listen, open_app
from bot.runtime.threads import Threads
from config.settings import Settings
from config.yaml_lines import ConfigError

if TYPE_CHECKING:
    from starlette.applications import Starlette

RESTART_SECONDS = 1.0
PATIENCE_SECONDS = 10.0
INTERRUPTED = 130
log = structlog.get_logger(__name__)


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
        listening = listen(settings.web_host, settings.web_port)
        with listening, suppress(KeyboardInterrupt):
            app = open_app(settings)
            try:
                return asyncio.run(_live(app, _edges(app, settings), listening, settings.proxies))
            finally:
                app.db.close()
    except (CannotStart, ConfigError) as reason:
        sys.stderr.write(f"没有开起来:{reason}\n")
        return 1
    return INTERRUPTED


def _edges(app: App, settings: Settings) -> Edges:
    """The demo's page where no channel is configured; otherwise each channel whose credentials are there."""
    channels: list[Channel] = []
    places = []
    if not settings.has_channel:
        channels.append(WebChannel(app, app.rules.policy, demo=app, board=app.board, uploads=app.uploads))
    if settings.secret is not None:
        secret = settings.secret.get_secret_value()
        channels.append(WebChannel(app, app.rules.policy, secret=secret, board=app.board, uploads=app.uploads))
        places.append(f"网页 {settings.home}(要用管理员发的链接打开)")
    for place, channel in platforms(app, settings, partial(leases.NamedLease, app.db)):
        channels.append(channel)
        places.append(place)
    greeting = f"销伴开着:{'、'.join(places)};停下按 Ctrl+C" if places else _demo_greeting(settings)
    return Edges(tuple(channels), create_webapp(app, channels, settings), greeting)


def _demo_greeting(settings: Settings) -> str:
    greeting = f"销伴开着:用浏览器打开 {settings.home} (演示公司「{COMPANY}」,数据都是演示用的;停下按 Ctrl+C)"
    if settings.db_url or (settings.var / "xiaoban.db").exists():
        greeting += "\n你自己的公司还没开:要先在 .env 里配一个渠道,看 .env.example"
    return greeting


async def _live(app: App, edges: Edges, listening: socket.socket, proxies: Sequence[str]) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    note_accept_errors(asyncio.get_running_loop())
    app.fetchers.update(fetchers(edges.channels, app.media))
    delivery = Delivery(app.db, app.clock, edges.channels, Pictures(app.media).draw, app.cannot_reach)
    threads = Threads(app, delivery.wake)
    server = _Server(_http(edges.page, proxies))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    delivering = asyncio.create_task(_kept_up("delivery", delivery.run), name="delivery")
    taking_in = [
        asyncio.create_task(_kept_up(channel.name, channel.run), name=channel.name) for channel in edges.channels
    ]
    watching = partial(watch, edges.channels, app.in_trouble)
    taking_in.append(asyncio.create_task(_kept_up("troubles", watching), name="troubles"))
    threads.start()
    _say(edges.greeting)

    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    unasked = not stopping.done()
    log.info("stopping")
    await _end(taking_in)
    delivery.stop()
    await asyncio.wait([delivering], timeout=PATIENCE_SECONDS)
    await _end([delivering])
    for channel in edges.channels:
        await channel.close()
    server.should_exit = True
    await asyncio.wait([serving])
    await asyncio.to_thread(threads.stop, PATIENCE_SECONDS)
    if unasked:
        log.error("the web server ended by itself", exc_info=serving.exception())
    return int(unasked)


async def _kept_up(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """`run`, begun again if it failed, until it ends or is cancelled."""
    while True:
        try:
            return await run()
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


def _http(page: Starlette, proxies: Sequence[str]) -> uvicorn.Config:
    limits = Limits(most_connections(), proxies)
    return uvicorn.Config(
        page,
        http=partial(LimitedProtocol, limits),  # type: ignore[arg-type]
        backlog=BACKLOG,
        forwarded_allow_ips=list(proxies),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        ws_max_size=LARGEST_FRAME,
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
