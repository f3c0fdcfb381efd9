"""Rasa's entities as slots in normal form.

Rasa says where in a message something is said and of what kind; what it stands for is read by the readers of the
embedded engine. An entity that touches a name, a time, a sum or a concept they found becomes that; nothing they found
becomes a slot without an entity of Rasa's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from nlu.engine import ALTERNATIVES, EmbeddedEngine
from nlu.entities.mentions import NameMention
from nlu.entities.money import Sum
from nlu.intent.examples import Entity
from nlu.reading import Reading, read
from nlu.schema import Slot, SlotType, schema
from nlu.slots.filled import Filled
from nlu.time.times import TimeMention
from nlu.understanding import Understanding

SHORTEST_NAME = 2  # characters of a name that no lexicon knows
SEVERAL = frozenset({"objection"})  # slots besides names that may have several values in one record


def understood(
    text: str,
    now: datetime,
    intents: Sequence[tuple[str, float]],
    entities: Sequence[Entity],
    embedded: EmbeddedEngine,
) -> Understanding:
    """What a message means by Rasa's intents, likeliest first, and entities; always one record."""
    reading = read(text, now, embedded.index, embedded.thesaurus)
    ranked, forces = embedded.judged(list(intents), reading)
    (intent, confidence), *others = ranked
    filled = Filled()
    for entity in _whole(entities):
        if schema().carries(intent, entity.kind):
            _add(filled, schema().slots[entity.kind], entity, reading)
    likely = tuple(others[:ALTERNATIVES])
    return Understanding(intent, confidence, filled.slots(), filled.spans(), text, likely, factuality=forces)


def _whole(entities: Sequence[Entity]) -> Iterable[Entity]:
    """The entities in order, those in the speaker's own words put together: Rasa breaks long ones into pieces."""
    verbatim = schema().slots_of(SlotType.WORDS)
    for slot in sorted(verbatim):
        if pieces := [entity for entity in entities if entity.kind == slot]:
            yield Entity(min(piece.start for piece in pieces), max(piece.end for piece in pieces), slot)
    yield from sorted((entity for entity in entities if entity.kind not in verbatim), key=lambda entity: entity.start)


def _add(filled: Filled, slot: Slot, entity: Entity, reading: Reading) -> None:
    if slot.type is SlotType.NAME:
        name = _name(entity, reading)
        if name is not None:
            filled.add(name.kind, name.value, name.start, name.end)
    elif slot.name in SEVERAL or slot.name not in filled.found:
        value, start, end = _value(slot, entity, reading)
        if value is not None:
            filled.add(slot.name, value, start, end)


def _name(entity: Entity, reading: Reading) -> NameMention | None:
    """The name that was found there, else the words as Rasa has them."""
    touched = _touched(entity, reading.names)
    if touched:
        return next((name for name in touched if name.kind == entity.kind), touched[0])
    words = reading.text[entity.start : entity.end]
    return NameMention(entity.start, entity.end, entity.kind, words) if len(words) >= SHORTEST_NAME else None


def _value(slot: Slot, entity: Entity, reading: Reading) -> tuple[Any, int, int]:
    """Normal form and place; the value is None if the words cannot mean what Rasa takes them for."""
    if slot.type is SlotType.WORDS:
        return reading.text[entity.start : entity.end], entity.start, entity.end
    if entity.value in slot.values:  # the words stand in the training data
        return entity.value, entity.start, entity.end
    found: list[tuple[Any, int, int]] = []
    if (in_time := OF_TIME.get(slot.type)) is not None:
        found = [(in_time(time), time.start, time.end) for time in _touched(entity, reading.times)]
    elif (in_sum := OF_SUM.get(slot.type)) is not None:
        found = [(in_sum(money), money.start, money.end) for money in _touched(entity, reading.sums)]
    else:
        concepts = [concept for concept in _touched(entity, reading.concepts) if concept.slot == slot.name]
        found = [(concept.value, concept.start, concept.end) for concept in concepts if concept.said]
    return next((value for value in found if value[0] is not None), (None, entity.start, entity.end))


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Found = TypeVar("Found", bound=_Placed)


def _touched(entity: Entity, mentions: Iterable[Found]) -> list[Found]:
    return [mention for mention in mentions if mention.start < entity.end and entity.start < mention.end]


OF_TIME: dict[SlotType, Callable[[TimeMention], Any]] = {
    SlotType.TIME: lambda time: time.next_time,
    SlotType.DATE: lambda time: time.occurred_on,
    SlotType.PERIOD: lambda time: time.period,
    SlotType.DURATION: lambda time: time.duration,
}
OF_SUM: dict[SlotType, Callable[[Sum], Any]] = {
    SlotType.MONEY: lambda money: money.amount,
    SlotType.MONEY_RANGE: lambda money: money.budget(),
}
