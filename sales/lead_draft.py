"""A new lead while it is being told."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from nlu.understanding import Understanding
from sales import slots
from sales.history import FenRange


@dataclass(frozen=True)
class LeadDraft:
    """What a rep has told of a new lead. Money is 分. The next step is at an instant or on a day."""

    customer: str | None = None
    contacts: tuple[str, ...] = ()
    buyer_role: str | None = None
    industry: str | None = None
    region: str | None = None
    amount_fen: int | None = None
    budget_fen: FenRange | None = None
    product: str | None = None
    method: str | None = None
    occurred_on: date | None = None
    objections: tuple[str, ...] = ()
    next_action: str | None = None
    next_at: datetime | None = None
    next_on: date | None = None
    said: str = ""

    @classmethod
    def of(cls, understanding: Understanding) -> LeadDraft:
        """What an Understanding says."""
        told = understanding.slots
        next_at, next_on = slots.moment(told)
        return cls(
            customer=slots.word(told, "customer"),
            contacts=slots.words(told, "contact"),
            buyer_role=slots.word(told, "buyer_role"),
            industry=slots.word(told, "industry"),
            region=slots.word(told, "region"),
            amount_fen=slots.fen(told.get("amount")),
            budget_fen=slots.fen_range(told.get("budget")),
            product=slots.word(told, "product"),
            method=slots.word(told, "method"),
            occurred_on=slots.day(told, "occurred_on"),
            objections=slots.words(told, "objection"),
            next_action=slots.word(told, "next_action"),
            next_at=next_at,
            next_on=next_on,
            said=understanding.text,
        )

    @property
    def worth_fen(self) -> int | None:
        """What the deal may be worth: the sum named, else the budget's middle."""
        return self.amount_fen if self.amount_fen is not None else slots.middle(self.budget_fen)

    @property
    def touched(self) -> bool:
        """Whether a contact with the customer is told, and not only a name."""
        return bool(self.method or self.occurred_on or self.objections)

    @property
    def promises(self) -> bool:
        """Whether a next step is told."""
        return bool(self.next_action or self.next_at or self.next_on)

    def fill(self, name: str, value: Any) -> LeadDraft:
        """With a field, named as here or as the slot is, set to `value`."""
        target = {"contact": "contacts", "amount": "amount_fen", "budget": "budget_fen"}.get(name, name)
        if target == "contacts" and isinstance(value, str):
            value = (value,)
        return replace(self, **{target: value})

    def merge(self, understanding: Understanding) -> LeadDraft:
        """With what later words say in the place of what was said before."""
        later = LeadDraft.of(understanding)
        told = {f.name: value for f in fields(later) if (value := getattr(later, f.name)) not in (None, (), "")}
        if later.next_at or later.next_on:
            told.update(next_at=later.next_at, next_on=later.next_on)
        told["said"] = "\n".join(filter(None, (self.said, later.said)))
        return replace(self, **told)
