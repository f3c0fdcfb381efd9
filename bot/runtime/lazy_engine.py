"""An understanding engine that gets ready in the background, so that the process answers while it loads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import structlog

from bot.turn.company_engine import Understands
from nlu.lexicon import Lexicon
from nlu.understanding import Understanding

log = structlog.get_logger(__name__)


class LazyEngine:
    """Stands for the engine that `load` gives; whoever asks it waits until it is there."""

    def __init__(self, load: Callable[[], Understands]) -> None:
        self._load = load
        self._ready: Future[Understands] = Future()
        threading.Thread(target=self._warm, name="warming", daemon=True).start()

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        return self._ready.result().parse(text, now, meaning)

    def with_lexicon(self, lexicon: Lexicon) -> Understands:
        return self._ready.result().with_lexicon(lexicon)

    def _warm(self) -> None:
        try:
            self._ready.set_result(self._load())
        except Exception as error:
            log.exception("the understanding engine does not load; nothing can be understood")
            self._ready.set_exception(error)
