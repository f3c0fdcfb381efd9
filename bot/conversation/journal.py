"""The journal of a run: what each operation of its flow was answered, as JSON.

An entry is `[operation, key, value]`; the first is `["open", flow name, opening]`. Entries are appended and never
changed. Values are JSON, dates, and frozen dataclasses with a stored name (see types), never rows: a flow is a pure
function of its journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.conversation.types import NotRecordable, UnknownType, name_of, type_of

Entry = list[Any]
PLAIN = frozenset({str, int, float, bool, type(None)})  # what JSON keeps as it is
FORMER_TAGS: Mapping[str, str] = {"look": "query", "do": "execute"}  # as release 0.1 wrote them
BACK = "back"
STEPS_APART = 10_000  # more than a journal has entries
DONE = frozenset({"execute", "job", "call"})  # operations that cannot be taken back by going back a question


class Drifted(Exception):
    """The journal does not fit the code: the code was changed while the conversation was open."""


class Silence:
    """The answer to a question whose time limit has passed."""

    def __repr__(self) -> str:
        return "SILENCE"


SILENCE = Silence()


def tag(entry: Entry) -> str:
    """Which operation an entry answers, whatever release wrote it."""
    return FORMER_TAGS.get(entry[0], entry[0])


def encode(value: Any) -> Any:
    """`value` as JSON from which `decode` makes an equal value. Raises NotRecordable."""
    if type(value) in PLAIN:
        return value
    if is_dataclass(value):
        kind: Any = type(value)
        name, own = name_of(kind)
        return {"$": name, "v": {field: encode(getattr(value, field)) for field in own}}
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return {"$": "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {"$": "date", "v": value.isoformat()}
    if isinstance(value, timedelta):
        return {"$": "timedelta", "v": value.total_seconds()}
    if isinstance(value, tuple):
        return {"$": "tuple", "v": [encode(item) for item in value]}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {"$": "map", "v": [[key, encode(item)] for key, item in value.items()]}
    if isinstance(value, Silence):
        return {"$": "silence"}
    raise NotRecordable(f"{type(value).__name__} cannot be kept in a journal; use ids and frozen dataclasses")


def decode(data: Any) -> Any:
    """The value that `encode` was given. Raises Drifted if the code no longer knows its type."""
    if type(data) in PLAIN:
        return data
    if isinstance(data, list):
        return [decode(item) for item in data]
    match data["$"]:
        case "datetime":
            return datetime.fromisoformat(data["v"])
        case "date":
            return date.fromisoformat(data["v"])
        case "timedelta":
            return timedelta(seconds=data["v"])
        case "tuple":
            return tuple(decode(item) for item in data["v"])
        case "map":
            return {key: decode(item) for key, item in data["v"]}
        case "silence":
            return SILENCE
    return _dataclass(data["$"], data["v"])


def before_last_answer(entries: Sequence[Entry]) -> list[Entry] | None:
    """The journal as it was when the last answered question was asked (返回); None where something was
    already done since, or nothing was answered yet."""
    for index in range(len(entries) - 1, 0, -1):
        if tag(entries[index]) in DONE:
            return None
        if tag(entries[index]) == "ask":
            return list(entries[:index])
    return None


def back_to(length: int) -> Entry:
    """An entry after which only the first `length` of the entries that counted before it count."""
    return [BACK, "", length]


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that count: those that were gone back behind do not."""
    counted: list[Entry] = []
    for entry in entries:
        if entry[0] == BACK:
            del counted[entry[2] :]
        else:
            counted.append(entry)
    return counted


def first_step(entries: Sequence[Entry]) -> int:
    """What the places of the entries that count begin at: higher each time somebody went back, so that a question asked
    then is never taken for one that was asked before."""
    return STEPS_APART * len([entry for entry in entries if entry[0] == BACK])


def _dataclass(name: str, values: dict[str, Any]) -> Any:
    try:
        kind, former = type_of(name)
        return kind(**{former.get(key, key): decode(item) for key, item in values.items()})
    except UnknownType as error:
        raise Drifted(f"{name} is no longer known") from error
    except TypeError as error:
        raise Drifted(f"{name} has other fields now: {error}") from error
