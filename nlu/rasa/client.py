"""Rasa as the engine of understanding: a server of its own, asked over HTTP, with the embedded engine behind it.

Rasa says which intent a message has and which of its words are what; what those words stand for is read by the same
readers of names, times and sums as in the embedded engine (`slots.py`). Whenever Rasa gives no usable answer in time,
the embedded engine reads the message and one line of the log says why.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nlu.engine import EmbeddedEngine
from nlu.intent.examples import Entity
from nlu.lexicon import Changes, Lexicon
from nlu.rasa.slots import understood
from nlu.schema import schema
from nlu.understanding import Understanding

if TYPE_CHECKING:
    import httpx

LOCAL_URL = "http://127.0.0.1:5005"  # where `make rasa` serves
TIMEOUT = 1.0  # seconds
LONGEST_ASKED = 500  # code points: Rasa's time and memory grow with the square of a message's length
COMMAND = "/"  # Rasa takes text that begins so for the name of an intent and does not read it
log = logging.getLogger(__name__)


class NoAnswer(Exception):
    """Rasa gave no answer that can be used; the message says why, without address or token."""


@dataclass(frozen=True)
class Answer:
    """What Rasa said of one message: intents with their confidence, likeliest first, and entities."""

    intents: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...]


class RasaServer:
    """One Rasa server. Safe to share between threads; the connection is kept open."""

    def __init__(self, url: str, token: str, timeout: float = TIMEOUT) -> None:
        import httpx

        self._address = f"{url.rstrip('/')}/model/parse"
        self._token = token
        self._client: httpx.Client = httpx.Client(timeout=timeout, trust_env=False)

    def ask(self, text: str) -> Answer:
        """What Rasa makes of `text`. Raises NoAnswer."""
        import httpx

        try:
            response = self._client.post(self._address, params={"token": self._token}, json={"text": text})
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswer(type(error).__name__) from None  # its text may hold the address with the token
        if response.status_code != httpx.codes.OK:
            raise NoAnswer(f"HTTP {response.status_code}")
        try:
            return _answer(response.json(), len(text))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NoAnswer("not an answer of /model/parse") from None


class RasaEngine:
    """Immutable: `with_lexicon` and `with_changes` give another engine that knows other names and shares the server."""

    def __init__(self, server: RasaServer, embedded: EmbeddedEngine) -> None:
        self._server = server
        self._embedded = embedded

    def with_lexicon(self, lexicon: Lexicon) -> RasaEngine:
        return RasaEngine(self._server, self._embedded.with_lexicon(lexicon))

    def with_changes(self, changes: Changes) -> RasaEngine:
        return RasaEngine(self._server, self._embedded.with_changes(changes))

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        """What `text`, said at `now`, means; as `meaning`, where somebody chose that. Never raises on any text."""
        if meaning is not None or not _can_be_asked(text):
            return self._embedded.parse(text, now, meaning)
        try:
            return self.ask(text, now)
        except NoAnswer as why:
            log.warning("Rasa did not answer (%s); the embedded engine reads this message", why)
            return self._embedded.parse(text, now)

    def ask(self, text: str, now: datetime) -> Understanding:
        """What Rasa makes of `text`, said at `now`. Raises NoAnswer."""
        sent = text.strip()  # Rasa strips what it is asked, and its offsets are those of the rest
        answer = self._server.ask(sent)
        indent = len(text) - len(text.lstrip())
        entities = [replace(entity, start=entity.start + indent, end=entity.end + indent) for entity in answer.entities]
        return understood(text, now, answer.intents, entities, self._embedded)


def _can_be_asked(text: str) -> bool:
    return 0 < len(text.strip()) <= LONGEST_ASKED and not text.strip().startswith(COMMAND)


def _answer(data: Any, length: int) -> Answer:
    """Rasa's JSON as an Answer. Raises ValueError, TypeError, KeyError or AttributeError where it is not of the
    documented form."""
    best = (data["intent"]["name"], float(data["intent"]["confidence"]))
    ranking = [(choice["name"], float(choice["confidence"])) for choice in data.get("intent_ranking", ())]
    intents = (best, *(choice for choice in ranking if choice[0] != best[0]))
    if any(name not in schema().intents or not 0 <= confidence <= 1 for name, confidence in intents):
        raise ValueError("an intent that is not ours")
    return Answer(intents, tuple(_entity(entity, length) for entity in data.get("entities", ())))


def _entity(data: Mapping[str, Any], length: int) -> Entity:
    start, end, value = int(data["start"]), int(data["end"]), data.get("value")
    if not 0 <= start < end <= length:
        raise ValueError("an entity outside the text")
    return Entity(start, end, str(data["entity"]), value if isinstance(value, str) else None)
