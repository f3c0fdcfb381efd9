"""A process's threads: turns, slow work by kind, the sweep, the script library; on PostgreSQL also what tells others of
a commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import structlog

from bot.admin.figures import KeptFigures
from bot.app import App
from bot.messaging.jobs import pending_kinds
from bot.runtime.library_keeper import LibraryKeeper
from bot.runtime.notifier import Notifier
from bot.runtime.workers import Worker

TURN_WORKERS_ON_POSTGRES = 4
STAND_INS_ON_SQLITE = 3
LISTENERS = 2  # while one fetches a file, another is heard
log = structlog.get_logger(__name__)


class Threads:
    """The threads of a process. A commit wakes the workers and `deliver`; they also poll once a second, which is the
    tick of the sweep too. Workers of one kind of slow work are woken by the one that looks for all kinds."""

    def __init__(self, app: App, deliver: Callable[[], None]) -> None:
        self._workers = _workers(app, deliver)

    def start(self) -> None:
        """Begin to work."""
        for worker in self._workers:
            worker.start()

    def stop(self, patience_seconds: float) -> None:
        """Finish what has begun and take up nothing more; each worker has so much time for that."""
        for worker in self._workers:
            if not worker.stop(patience_seconds):
                log.warning("a worker was left at work; it goes on at the next start")


def _look_for_jobs(app: App, of_kinds: Mapping[str, Worker]) -> bool:
    """One question for all kinds of slow work: it wakes the workers that have something to do."""
    for kind in pending_kinds(app.db) & of_kinds.keys():
        of_kinds[kind].wake()
    return False


def _listeners(app: App) -> list[Worker]:
    """Hear voice messages beside chat, and hold those that wait."""
    app.processor.hear_apart()
    hearing = [Worker(f"voices-{number}", app.processor.hear_once) for number in range(1, LISTENERS + 1)]
    return [*hearing, Worker("voices-held", app.processor.keep_apart)]


def _workers(app: App, deliver: Callable[[], None]) -> list[Worker]:
    at_once = 1 if app.db.is_sqlite else TURN_WORKERS_ON_POSTGRES
    workers = [Worker(f"turns-{number}", app.processor.work_once) for number in range(1, at_once + 1)]
    of_kinds = {kind: Worker(f"work-{kind}", partial(app.work_off, kind), poll=False) for kind in app.work}
    workers += _listeners(app)
    workers.append(Worker("jobs", partial(_look_for_jobs, app, of_kinds)))
    wakes = [deliver, *(worker.wake for worker in workers)]
    workers += of_kinds.values()
    if app.db.is_sqlite:
        # One turn at a time is the fastest there. But that one may wait a minute for a file: whoever looks once a
        # second, unwoken, then answers everybody else.
        workers += [
            Worker(f"stand-in-{number}", app.processor.work_once) for number in range(1, STAND_INS_ON_SQLITE + 1)
        ]
    workers.append(Worker("sweep", app.sweep_once))
    workers.append(Worker("library", LibraryKeeper(app.db, app.library, app.transcribing).work_once))
    workers.append(Worker("figures", partial(KeptFigures(app.rules.policy).keep_some, app.db)))
    app.listeners += wakes
    if not app.db.is_sqlite:

        def committed_elsewhere() -> None:
            for wake in wakes:
                wake()

        notifier = Notifier(app.db, committed_elsewhere)
        app.listeners.append(notifier.notify)
        workers += notifier.workers
    return workers
