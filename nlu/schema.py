"""The schema of what can be understood, from schema.yml: intents, the slots each carries, their types and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).with_name("schema.yml")
REFUSAL = "out_of_scope"  # the intent of what no other intent is meant by
NEEDS = ("report", "order")  # what must be said before anything is written
_ALL_NAMES, _ALL_SLOTS = "names", "all"
_OF_SLOT = {"type", "values", "stand_in"}
_OF_INTENT = {"slots", "read_by", "records", "names_customer", "needs", "corrects"}


class SchemaError(ValueError):
    """What is wrong in schema.yml, and where."""


class SlotType(StrEnum):
    """The normal forms of values; schema.yml describes each."""

    NAME = "name"
    CHOICE = "choice"
    MONEY = "money"
    MONEY_RANGE = "money_range"
    TIME = "time"
    DATE = "date"
    PERIOD = "period"
    DURATION = "duration"
    WORDS = "words"


@dataclass(frozen=True)
class Slot:
    """`values` are those a choice has; `stand_in` is put in place of the words where they must not be kept."""

    name: str
    type: SlotType
    values: tuple[str, ...] = ()
    stand_in: str | None = None


@dataclass(frozen=True)
class IntentSchema:
    """`slots` are the names of the slots the intent carries, `readers` of the readers that fill them, in order.
    `needs` is what must be said for it, a report or an order; None where a question may mean it too."""

    name: str
    slots: frozenset[str]
    readers: tuple[str, ...]
    several_records: bool
    names_customer: bool
    corrects: bool
    needs: str | None = None


@dataclass(frozen=True)
class Schema:
    """Both mappings in the order of the file."""

    slots: Mapping[str, Slot]
    intents: Mapping[str, IntentSchema]

    def slots_of(self, *types: SlotType) -> frozenset[str]:
        """The names of the slots of these types."""
        return frozenset(slot.name for slot in self.slots.values() if slot.type in types)

    def carries(self, intent: str, slot: str) -> bool:
        """Whether `slot` may be filled where the message is of `intent`."""
        return slot in self.intents[intent].slots


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The schema of this product, read once a process. Raises SchemaError."""
    return parsed(PATH.read_text("utf-8"))


def parsed(text: str) -> Schema:
    """A schema from YAML. Raises SchemaError."""
    try:
        data = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise SchemaError(f"not YAML: {error}") from error
    data = _fields(data, "the file", {"slots", "intents"})
    slots = {name: _slot(name, fields) for name, fields in _entries(data, "slots")}
    intents = {name: _intent(name, fields, slots) for name, fields in _entries(data, "intents")}
    if REFUSAL not in intents:
        raise SchemaError(f"intents: {REFUSAL} is missing")
    return Schema(slots, intents)


def _slot(name: str, data: Any) -> Slot:
    where = f"slots.{name}"
    fields = _fields(data, where, _OF_SLOT)
    try:
        kind = SlotType(str(fields.get("type")))
    except ValueError:
        raise SchemaError(f"{where}: type is one of {', '.join(SlotType)}, not {fields.get('type')!r}") from None
    values = _words(fields.get("values", []), f"{where}.values")
    if bool(values) != (kind is SlotType.CHOICE):
        raise SchemaError(f"{where}: a choice has values, and nothing else does")
    stand_in = fields.get("stand_in")
    if stand_in is not None and not isinstance(stand_in, str):
        raise SchemaError(f"{where}.stand_in: words, not {stand_in!r}")
    return Slot(name, kind, values, stand_in)


def _intent(name: str, data: Any, slots: Mapping[str, Slot]) -> IntentSchema:
    where = f"intents.{name}"
    fields = _fields(data, where, _OF_INTENT)
    records = fields.get("records", "one")
    if records not in ("one", "several"):
        raise SchemaError(f"{where}.records: one or several, not {records!r}")
    needs = fields.get("needs")
    if needs not in (None, *NEEDS):
        raise SchemaError(f"{where}.needs: {' or '.join(NEEDS)}, not {needs!r}")
    return IntentSchema(
        name,
        frozenset(_carried(_words(fields.get("slots", []), f"{where}.slots"), slots, where)),
        _words(fields.get("read_by", []), f"{where}.read_by"),
        records == "several",
        _flag(fields, where, "names_customer"),
        _flag(fields, where, "corrects"),
        needs,
    )


def _carried(named: Iterable[str], slots: Mapping[str, Slot], where: str) -> Iterable[str]:
    """The slots that are named, one by one or as a group."""
    for name in named:
        if name == _ALL_SLOTS:
            yield from slots
        elif name == _ALL_NAMES:
            yield from (slot.name for slot in slots.values() if slot.type is SlotType.NAME)
        elif name in slots:
            yield name
        else:
            raise SchemaError(f"{where}.slots: there is no slot {name}")


def _entries(data: Mapping[str, Any], key: str) -> Iterable[tuple[str, Any]]:
    entries = data.get(key)
    if not isinstance(entries, dict) or not all(isinstance(name, str) for name in entries):
        raise SchemaError(f"{key}: a mapping by name")
    return entries.items()


def _fields(data: Any, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise SchemaError(f"{where}: a mapping with {', '.join(sorted(known))}")
    if unknown := sorted(map(str, data.keys() - known)):
        raise SchemaError(f"{where}: there is no {', '.join(unknown)}")
    return data


def _words(values: Any, where: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SchemaError(f"{where}: a list of words")
    if len(set(values)) < len(values):
        raise SchemaError(f"{where}: one of them twice")
    return tuple(values)


def _flag(fields: Mapping[str, Any], where: str, key: str) -> bool:
    flag = fields.get(key, False)
    if not isinstance(flag, bool):
        raise SchemaError(f"{where}.{key}: true or false")
    return flag
