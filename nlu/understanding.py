"""What a message was understood to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]  # code points of a text, end exclusive


@dataclass(frozen=True)
class Understanding:
    """`slots` hold normal forms (schema.yml), `spans` where each was said, in code points of `text`: for a slot of
    one value [start, end], for a list of values a list of those. `alternatives` are the next likeliest intents; `more`
    the second and later records of the message; `factuality` is what each of its statements does (reports, asks …).
    `unplaced` are clauses of a report, as they were said, that tell something no slot takes."""

    intent: str
    confidence: float
    slots: dict[str, Any]
    spans: dict[str, Any]
    text: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()
    more: tuple[Understanding, ...] = ()
    factuality: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    def spans_of(self, slot: str) -> list[Span]:
        """Where the values of `slot` were said, in their order; nothing if it has none."""
        spans = self.spans.get(slot) or []
        several = spans if spans and isinstance(spans[0], list | tuple) else [spans] if spans else []
        return [(start, end) for start, end in several]

    def as_json(self) -> dict[str, Any]:
        """The answer of the `parse` contract."""
        data: dict[str, Any] = {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "slots": self.slots,
            "spans": self.spans,
        }
        if self.more:
            data["more"] = [record.as_json() for record in self.more]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Understanding:
        more = tuple(cls.from_json(record) for record in data.get("more", ()))
        return cls(data["intent"], data["confidence"], dict(data["slots"]), dict(data["spans"]), more=more)
