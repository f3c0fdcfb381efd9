"""Rasa's entities as slots in normal form.

Rasa says where in a message something is said and of what kind; what it stands for is read by the readers of the
embedded engine. An entity that touches a name, a time, a sum or a concept they found becomes that; nothing they found
becomes a slot without an entity of Rasa's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from nlu.engine import EmbeddedEngine
from nlu.entities.mentions import NameMention
from nlu.intent.examples import Entity
from nlu.reading import Reading, read
from nlu.slots.filling import NAMELESS, PERIODS, STAGED_QUERIES, TOPICS, Filled
from nlu.understanding import Understanding

ALTERNATIVES = 2  # next likeliest intents that an Understanding names
SHORTEST_NAME = 2  # characters of a name that no lexicon knows
NAMES = frozenset(
    {"customer", "contact", "product", "sku", "contract_no", "person", "region", "industry", "buyer_role"}
)
OWN_WORDS = frozenset({"next_action", "text"})
VALUES = {
    "method": {"phone", "visit", "wechat", "meeting", "demo", "email", "exhibition"},
    "outcome": {"interested", "considering", "agreed", "refused_meeting", "rejected", "no_answer"},
    "objection": {"price", "feature", "decision_chain", "budget", "competitor"},
    "stage": {"lead", "needs", "quote", "solution", "contract", "won", "lost"},
    "department": {"product", "tech", "legal", "finance", "production", "service"},
}
REPORTS = frozenset({"log_followup", "log_lead"})
ONLY_IN = {  # slots that not every intent carries; a correction (deny) may carry any
    "method": REPORTS,
    "occurred_on": REPORTS,
    "outcome": frozenset({"log_followup"}),
    "objection": REPORTS | TOPICS | {"close_deal"},
    "next_action": REPORTS | {"set_reminder"},
    "next_time": REPORTS | {"set_reminder", "snooze", "raise_ticket"},
    "duration": frozenset({"snooze", "query_overdue"}),
    "period": PERIODS,
    "stage": STAGED_QUERIES | {"advance_stage", "close_deal", "log_lead"},
    "department": frozenset({"raise_ticket"}),
    "text": frozenset({"daily_action", "contribute_script"}),
}


def understood(
    text: str,
    now: datetime,
    intents: Sequence[tuple[str, float]],
    entities: Sequence[Entity],
    embedded: EmbeddedEngine,
) -> Understanding:
    """What a message means by Rasa's intents, likeliest first, and entities; always one record."""
    (intent, confidence), *others = intents
    reading = read(text, now, embedded.index, embedded.thesaurus)
    filled = Filled()
    for entity in _whole(entities):
        if _carries(intent, entity.kind):
            _add(filled, entity, reading)
    return Understanding(intent, confidence, filled.slots(), filled.spans(), text, tuple(others[:ALTERNATIVES]))


def _carries(intent: str, slot: str) -> bool:
    if slot in NAMES:
        return intent not in NAMELESS
    return intent == "deny" or intent in ONLY_IN.get(slot, {intent})


def _whole(entities: Sequence[Entity]) -> Iterable[Entity]:
    """The entities in order, those in the speaker's own words put together: Rasa breaks a long stretch into pieces."""
    for slot in sorted(OWN_WORDS):
        if pieces := [one for one in entities if one.kind == slot]:
            yield Entity(min(one.start for one in pieces), max(one.end for one in pieces), slot)
    yield from sorted((one for one in entities if one.kind not in OWN_WORDS), key=lambda one: one.start)


def _add(filled: Filled, entity: Entity, reading: Reading) -> None:
    if entity.kind in NAMES:
        name = _name(entity, reading)
        if name is not None:
            filled.add(name.kind, name.value, name.start, name.end)
    elif entity.kind == "objection" or entity.kind not in filled.found:
        value, start, end = _value(entity, reading)
        if value is not None:
            filled.add(entity.kind, value, start, end)


def _name(entity: Entity, reading: Reading) -> NameMention | None:
    """The name that was found there, else the words as Rasa has them."""
    touched = _touched(entity, reading.names)
    if touched:
        return next((one for one in touched if one.kind == entity.kind), touched[0])
    words = reading.text[entity.start : entity.end]
    return NameMention(entity.start, entity.end, entity.kind, words) if len(words) >= SHORTEST_NAME else None


def _value(entity: Entity, reading: Reading) -> tuple[Any, int, int]:
    """Normal form and place; the value is None where the words cannot mean what Rasa takes them for."""
    if entity.kind in OWN_WORDS:
        return reading.text[entity.start : entity.end], entity.start, entity.end
    if entity.value in VALUES.get(entity.kind, ()):  # the words stand in the training data
        return entity.value, entity.start, entity.end
    found: list[tuple[Any, int, int]] = []
    if (time := TIMES.get(entity.kind)) is not None:
        found = [(time(one), one.start, one.end) for one in _touched(entity, reading.times)]
    elif (money := SUMS.get(entity.kind)) is not None:
        found = [(money(one), one.start, one.end) for one in _touched(entity, reading.sums)]
    else:
        said = [one for one in _touched(entity, reading.concepts) if one.slot == entity.kind and one.said]
        found = [(one.value, one.start, one.end) for one in said]
    return next((one for one in found if one[0] is not None), (None, entity.start, entity.end))


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Found = TypeVar("Found", bound=_Placed)


def _touched(entity: Entity, mentions: Iterable[Found]) -> list[Found]:
    return [one for one in mentions if one.start < entity.end and entity.start < one.end]


TIMES: dict[str, Callable[[Any], Any]] = {
    "next_time": lambda time: time.next_time,
    "occurred_on": lambda time: time.occurred_on,
    "period": lambda time: time.period,
    "duration": lambda time: time.duration,
}
SUMS: dict[str, Callable[[Any], Any]] = {"amount": lambda one: one.amount, "budget": lambda one: one.budget()}
