"""Which engine understands messages, and one that loads in the background while the process takes messages in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from config.collector import keep_loaded
from config.files import make_private
from config.settings import Settings
from nlu.lexicon import Changes, Lexicon
from nlu.understanding import Understanding

if TYPE_CHECKING:
    from bot.turn.names import Understands  # not when this runs: it brings the database along

log = structlog.get_logger(__name__)


def load(settings: Settings, *, rasa: bool) -> Understands:
    """The embedded engine, ready to be asked. `rasa`: a Rasa server with the embedded engine behind it, at its usual
    address where none is set."""
    from nlu.engine import load_engine

    make_private(settings.cache)  # what is wrong with the folder is better said before minutes of training
    embedded = load_engine(settings.cache, settings.local_examples)
    keep_loaded()
    if not rasa:
        return embedded
    from nlu.rasa.client import LOCAL_URL, RasaEngine, RasaServer

    return RasaEngine(RasaServer(settings.rasa_url or LOCAL_URL, settings.rasa_secret), embedded)


class LazyEngine:
    """Stands for the engine that `load` returns. Whoever asks waits until it is loaded; where it does not load, each
    question raises the error of `load`."""

    def __init__(self, load: Callable[[], Understands]) -> None:
        self._load = load
        self._loaded: Future[Understands] = Future()
        threading.Thread(target=self._load_it, name="engine", daemon=True).start()

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        return self._loaded.result().parse(text, now, meaning)

    def with_lexicon(self, lexicon: Lexicon) -> Understands:
        return self._loaded.result().with_lexicon(lexicon)

    def with_changes(self, changes: Changes) -> Understands:
        return self._loaded.result().with_changes(changes)

    def _load_it(self) -> None:
        try:
            self._loaded.set_result(self._load())
        except Exception as error:
            log.exception("the understanding engine does not load; nothing can be understood")
            self._loaded.set_exception(error)
