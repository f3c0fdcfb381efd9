"""An engine of understanding that loads in the background, so that the process takes messages in meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import structlog

from bot.turn.names import Understands
from nlu.lexicon import Lexicon
from nlu.understanding import Understanding

log = structlog.get_logger(__name__)


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

    def _load_it(self) -> None:
        try:
            self._loaded.set_result(self._load())
        except Exception as error:
            log.exception("the understanding engine does not load; nothing can be understood")
            self._loaded.set_exception(error)
