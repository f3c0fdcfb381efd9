"""`parse`: what each message of a file means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.settings import Settings

if TYPE_CHECKING:
    from bot.turn.company_engine import Understands  # not when this runs: it brings the database along

KEYS = {"text", "now"}
IGNORED = {"gold", "grade", "band", "note"}


class BadLine(ValueError):
    """A line that is no message; the message of the error says why."""


def parse(lexicon: Path, engine: str, lines: Iterable[str], settings: Settings) -> Iterator[dict[str, Any]]:
    """One answer a line, in order; a bad line is answered `{"line": N, "error": …}` and the next one read."""
    from nlu.lexicon import Lexicon

    ready = _engine(engine, settings).with_lexicon(Lexicon.read(lexicon))
    for number, line in enumerate(lines, start=1):
        try:
            text, now = message_of(line)
        except BadLine as bad:
            yield {"line": number, "error": str(bad)}
        else:
            yield ready.parse(text, now).as_json()


def _engine(name: str, settings: Settings) -> Understands:
    from nlu.engine import load_engine

    embedded = load_engine(settings.cache, settings.local_examples)
    if name == "embedded":
        return embedded
    from nlu.rasa.client import LOCAL_URL, RasaEngine, RasaServer

    return RasaEngine(RasaServer(settings.rasa_url or LOCAL_URL, settings.rasa_secret), embedded)


def message_of(line: str) -> tuple[str, datetime]:
    """The text and the moment of one line of the contract. Raises BadLine."""
    try:
        data = json.loads(line)
    except ValueError as bad:
        raise BadLine(f"not JSON: {bad}") from None
    if not isinstance(data, dict):
        raise BadLine("not a JSON object")
    if unknown := sorted(set(data) - KEYS - IGNORED):
        raise BadLine(f"unknown key: {', '.join(unknown)}")
    if missing := sorted(KEYS - set(data)):
        raise BadLine(f"missing key: {', '.join(missing)}")
    if not isinstance(data["text"], str):
        raise BadLine("text is not a string")
    try:
        now = datetime.fromisoformat(data["now"])
    except (TypeError, ValueError):
        raise BadLine(f"now is not an ISO 8601 time: {data['now']!r}") from None
    if now.tzinfo is None:
        raise BadLine(f"now has no offset: {data['now']!r}")
    return data["text"], now
