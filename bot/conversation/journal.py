"""The journal of a run: what each operation of its flow was answered, as JSON.

An entry is `[operation, key, value]`; the first is `["open", flow name, opening]`. Values are JSON, dates, and
frozen dataclasses of ours, never rows: a flow is a pure function of its journal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

Entry = list[Any]


class Drifted(Exception):
    """The journal does not fit the code: the code was changed while the conversation was open."""


class NotRecordable(TypeError):
    """A flow was handed something that cannot be kept in a journal (a row, a function, …)."""


class Silence:
    """The answer to a question whose time limit has passed."""

    def __repr__(self) -> str:
        return "SILENCE"


SILENCE = Silence()
PLAIN = frozenset({str, int, float, bool, type(None)})  # what JSON keeps as it is


def encode(value: Any) -> Any:
    """`value` as JSON from which `decode` makes an equal value. Raises NotRecordable."""
    if type(value) in PLAIN:
        return value
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
    kind: Any = type(value)
    name, own = _recordable(kind)
    return {"$": name, "v": {field: encode(getattr(value, field)) for field in own}}


def decode(data: Any) -> Any:
    """The value that `encode` was given. Raises Drifted where the code no longer knows its type."""
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


@lru_cache
def _recordable(kind: Any) -> tuple[str, tuple[str, ...]]:
    """How a frozen dataclass is called in a journal, and its fields. Raises NotRecordable for any other type."""
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        raise NotRecordable(f"{kind.__name__} cannot be kept in a journal; use ids and frozen dataclasses")
    return f"{kind.__module__}:{kind.__qualname__}", tuple(one.name for one in fields(kind) if one.init)


@lru_cache
def _known(name: str) -> Any:
    """The dataclass of this name. Raises Drifted where the code no longer has it."""
    module, _, qualname = name.partition(":")
    kind: Any = sys.modules.get(module)
    for part in qualname.split("."):
        kind = getattr(kind, part, None)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise Drifted(f"{name} is no longer known")
    return kind


def _dataclass(name: str, values: dict[str, Any]) -> Any:
    kind = _known(name)
    try:
        return kind(**{key: decode(item) for key, item in values.items()})
    except TypeError as error:
        raise Drifted(f"{name} has other fields now: {error}") from error


def before_last_answer(entries: list[Entry]) -> list[Entry] | None:
    """The journal as it was when the last answered question was asked (返回); None where something was
    already done since, or nothing was answered yet."""
    for index in range(len(entries) - 1, 0, -1):
        if entries[index][0] in ("do", "job"):
            return None
        if entries[index][0] == "ask":
            return entries[:index]
    return None
