"""Which engine understands messages: the embedded one, or a Rasa server with the embedded one behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from bot.turn.names import Understands  # not when this runs: it brings the database along


def load(settings: Settings, *, rasa: bool) -> Understands:
    """The engine, ready to be asked. `rasa`: a Rasa server is asked first, at its usual address where none is set."""
    from nlu.engine import load_engine

    embedded = load_engine(settings.cache, settings.local_examples)
    if not rasa:
        return embedded
    from nlu.rasa.client import LOCAL_URL, RasaEngine, RasaServer

    return RasaEngine(RasaServer(settings.rasa_url or LOCAL_URL, settings.rasa_secret), embedded)
