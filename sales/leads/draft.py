"""A new lead while it is being reported: what is known so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from nlu.entities.reach import reach
from nlu.entities.surnames import TITLES
from nlu.understanding import Understanding
from sales import slot_values
from sales.followup_draft import FollowUpDraft
from sales.followup_history import FenRange

_KIND = re.compile(
    r"[^\W\da-z_要做买换上下套个台批款种些看中问谈有是和跟加配装求定订的了着过想我们他她你您咱客户新几两一]{2,4}$"
)


@dataclass(frozen=True)
class LeadDraft:
    """What a rep has reported of a new lead. Money is 分. The next step is at an instant or on a day."""

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
    phone: str | None = None
    weixin: str | None = None

    @classmethod
    def of(cls, understanding: Understanding) -> LeadDraft:
        """What an Understanding says."""
        slots, found = _with_titles(understanding.slots), reach(understanding.text)
        return cls(
            **{**slot_values.reported(slots), "product": _product(understanding)},
            buyer_role=slot_values.word(slots, "buyer_role"),
            industry=slot_values.word(slots, "industry"),
            region=slot_values.word(slots, "region"),
            said=understanding.text,
            phone=found.phone,
            weixin=found.weixin,
        )

    @property
    def worth_fen(self) -> int | None:
        """What the deal may be worth: the sum named, else the budget's middle."""
        return self.amount_fen if self.amount_fen is not None else slot_values.middle(self.budget_fen)

    @property
    def touched(self) -> bool:
        """Whether a contact with the customer is reported, and not only a name."""
        return bool(self.method or self.occurred_on or self.objections)

    @property
    def completes(self) -> bool:
        """Whether it tells what belongs to a lead, though it names no customer."""
        return not self.customer and bool(self.contacts or self.product or self.worth_fen is not None)

    @property
    def promises(self) -> bool:
        """Whether a next step is promised."""
        return bool(self.next_action or self.next_at or self.next_on)

    def followup(self) -> FollowUpDraft | None:
        """The contact or the next step that is reported with the lead, its sums left to the deal; None without."""
        only_role = (self.buyer_role,) if self.buyer_role and not self.contacts else ()
        if not (self.touched or self.promises or only_role):
            return None
        return FollowUpDraft(
            contacts=self.contacts or only_role,
            method=self.method,
            objections=self.objections,
            next_action=self.next_action,
            next_at=self.next_at,
            next_on=self.next_on,
            occurred_on=self.occurred_on,
            said=self.said,
        )

    def fill(self, name: str, value: Any) -> LeadDraft:
        """With a field, named as here or as the slot is, set to `value`."""
        target = {"contact": "contacts", "amount": "amount_fen", "budget": "budget_fen"}.get(name, name)
        if target == "contacts" and isinstance(value, str):
            value = (value,)
        return replace(self, **{target: value})

    def merge(self, understanding: Understanding) -> LeadDraft:
        """With what later words say in the place of what was said before."""
        later = LeadDraft.of(understanding)
        given = {f.name: value for f in fields(later) if (value := getattr(later, f.name)) not in (None, (), "")}
        if later.next_at or later.next_on:
            given.update(next_at=later.next_at, next_on=later.next_on)
        given["said"] = "\n".join(filter(None, (self.said, later.said)))
        return replace(self, **given)


def _product(understanding: Understanding) -> str | None:
    """What is wanted: a product of ours, or the words, where they say another kind of it (雪道音响 is no 船载音响)."""
    name = slot_values.word(understanding.slots, "product")
    start, end = next(iter(understanding.spans_of("product")), (0, 0))
    typed = understanding.text[start:end]
    kind = _KIND.search(understanding.text[:start])
    is_other = name is not None and name != typed and name.endswith(typed) and kind is not None
    return f"{kind.group()}{typed}" if is_other and kind is not None else name


def _with_titles(slots: Mapping[str, Any]) -> Mapping[str, Any]:
    """场长姓朴 is 朴场长."""
    people, role = slot_values.words(slots, "contact"), slot_values.word(slots, "buyer_role")
    if role not in TITLES or not any(len(person) == 1 for person in people):
        return slots
    return {**slots, "contact": [person + role if len(person) == 1 else person for person in people]}
