"""What a message was understood to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

INTENTS = (
    "log_followup", "log_lead", "advance_stage", "close_deal", "set_reminder", "snooze", "raise_ticket",
    "daily_action", "my_tasks", "customer_info", "find_script", "contribute_script", "start_drill", "take_exam",
    "my_progress", "query_overdue", "query_funnel", "query_forecast", "query_team", "query_health", "check_stock",
    "check_payment", "check_shipment", "confirm", "deny", "cancel", "undo", "help", "greet", "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True)
class Understanding:
    """`slots` hold normal forms (NLU.md), `spans` where each was said, in code points of `text`, end exclusive.
    `alternatives` are the next likeliest intents; `more` the second and later records of the message."""

    intent: str
    confidence: float
    slots: dict[str, Any]
    spans: dict[str, Any]
    text: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()
    more: tuple[Understanding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer of the `parse` contract."""
        data: dict[str, Any] = {
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "slots": self.slots,
            "spans": self.spans,
        }
        if self.more:
            data["more"] = [one.as_json() for one in self.more]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Understanding:
        more = tuple(cls.from_json(one) for one in data.get("more", ()))
        return cls(data["intent"], data["confidence"], dict(data["slots"]), dict(data["spans"]), more=more)
