"""What a conversation is about just now, so that 他 is the contact and 这单 the deal that was spoken of last.

It is read from the journals of the runs before: what they recorded, moved or showed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.dialogue.journal import decode
from sales.customers import CustomerInfo
from sales.followups import Saved
from sales.leads import Registered
from sales.stages import Moved
from storage.talks import Run

FRESH = timedelta(minutes=30)
LOOKED_AT = 5
TELLING = tuple(f"{kind.__module__}:{kind.__qualname__}" for kind in (Saved, CustomerInfo, Registered, Moved))
_BACK = re.compile(r"[他她它]|这[家单个]|那[家单个边]|该客户|对方|人家")
_ONE_PERSON = re.compile(r"[他她](?!们)")


@dataclass(frozen=True)
class SpokenOf:
    """A customer with, where that is clear, one deal and the people spoken of."""

    customer_id: int
    customer: str
    deal_id: int | None = None
    contacts: tuple[str, ...] = ()


def refers_back(text: str) -> bool:
    """Whether the words point to somebody or something spoken of before."""
    return _BACK.search(text) is not None


def means_one_person(text: str) -> bool:
    """Whether the words speak of one person without a name (他, 她)."""
    return _ONE_PERSON.search(text) is not None


def last(session: Session, own_run: int, now: datetime) -> SpokenOf | None:
    """What the runs before `own_run` in its conversation were about, if that is not long ago."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    journals = session.exec(
        select(Run.journal)
        .where(col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= now - FRESH)
        .order_by(col(Run.updated_at).desc(), col(Run.id).desc())
        .limit(LOOKED_AT)
    ).all()
    for journal in journals:
        for _tag, _key, value in reversed(journal):
            if isinstance(value, dict) and value.get("$") in TELLING:
                return _read(decode(value))
    return None


def _read(told: Any) -> SpokenOf:
    match told:
        case Saved():
            return SpokenOf(told.customer_id, told.customer, told.deal_id, told.followup.contacts)
        case Registered():
            return SpokenOf(told.customer_id, told.customer, told.deal.id, told.contacts)
        case Moved():
            return SpokenOf(told.deal.customer_id, told.deal.customer, told.deal.id)
    deal = told.deals[0].deal.id if len(told.deals) == 1 else None
    people = told.followups[0].contacts if told.followups else tuple(one.name for one in told.contacts)
    return SpokenOf(told.id, told.name, deal, people)
