"""What a conversation is about just now, so that 他 is the contact and 这单 the deal that was spoken of last.

It is read from the journals of the runs before: what they recorded, moved or showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.conversation import decode, standing, types
from nlu.context import Topic
from sales.followups import Saved
from sales.leads import Registered
from sales.stages import Moved
from storage.conversations import Run

FRESH = timedelta(minutes=30)
LOOKED_AT = 5
TELLING = frozenset().union(
    *map(types.former_names_of, ("follow_up_saved", "customer_info", "lead_registered", "moved"))
)


@dataclass(frozen=True)
class CurrentTopic:
    """A customer with, where that is clear, one deal and the people spoken of."""

    customer_id: int
    customer: str
    deal_id: int | None = None
    contacts: tuple[str, ...] = ()

    @property
    def topic(self) -> Topic:
        """As the understanding takes it; a contact only where it is clear which."""
        contact = self.contacts[0] if len(self.contacts) == 1 else None
        return Topic(contact, self.customer, str(self.deal_id) if self.deal_id is not None else None)


def last(session: Session, own_run: int, now: datetime) -> CurrentTopic | None:
    """What the runs before `own_run` in its conversation were about, if that is not long ago."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    journals = session.exec(
        select(Run.journal)
        .where(col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= now - FRESH)
        .order_by(col(Run.updated_at).desc(), col(Run.id).desc())
        .limit(LOOKED_AT)
    ).all()
    for journal in journals:
        for _tag, _key, value in reversed(standing(journal)):
            if isinstance(value, dict) and value.get("$") in TELLING:
                return _read(decode(value))
    return None


def _read(shown: Any) -> CurrentTopic:
    match shown:
        case Saved():
            return CurrentTopic(shown.customer_id, shown.customer, shown.deal_id, shown.followup.contacts)
        case Registered():
            return CurrentTopic(shown.customer_id, shown.customer, shown.deal.id, shown.contacts)
        case Moved():
            return CurrentTopic(shown.deal.customer_id, shown.deal.customer, shown.deal.id)
    deal = shown.deals[0].deal.id if len(shown.deals) == 1 else None
    people = shown.followups[0].contacts if shown.followups else tuple(contact.name for contact in shown.contacts)
    return CurrentTopic(shown.id, shown.name, deal, people)
