"""The current topic of a conversation: the customer, deal and contact that 他 and 这单 refer to.

It is read from the journals of the latest runs: what they recorded, moved or showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.conversation import decode, standing, types
from nlu.context import Topic
from sales.customers import CustomerInfo
from sales.followups import Saved
from sales.leads import Registered
from sales.stages import Moved
from storage.conversations import Run

FRESH = timedelta(minutes=30)
RUNS_READ = 5
TOPIC_TYPES = frozenset().union(
    *map(types.former_names_of, ("follow_up_saved", "customer_info", "lead_registered", "moved"))
)


@dataclass(frozen=True)
class CurrentTopic:
    """A customer, the deal if there is only one, and the contacts."""

    customer_id: int
    customer: str
    deal_id: int | None = None
    contacts: tuple[str, ...] = ()

    @property
    def topic(self) -> Topic:
        """The topic as NLU takes it; it names a contact only if there is exactly one."""
        contact = self.contacts[0] if len(self.contacts) == 1 else None
        return Topic(contact, self.customer, str(self.deal_id) if self.deal_id is not None else None)


def last(session: Session, own_run: int, now: datetime, after: datetime | None = None) -> CurrentTopic | None:
    """The topic of the latest run before `own_run` in its conversation, if it is FRESH and was opened `after` that."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    since = max(now - FRESH, after or now - FRESH)
    journals = session.exec(
        select(Run.journal)
        .where(col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= since)
        .order_by(col(Run.updated_at).desc(), col(Run.id).desc())
        .limit(RUNS_READ)
    ).all()
    for journal in journals:
        for _tag, _key, value in reversed(standing(journal)):
            if isinstance(value, dict) and value.get("$") in TOPIC_TYPES:
                return _topic_of(decode(value))
    return None


def _topic_of(recorded: Saved | Registered | Moved | CustomerInfo) -> CurrentTopic:
    match recorded:
        case Saved(followup=followup):
            return CurrentTopic(recorded.customer_id, recorded.customer, recorded.deal_id, followup.contacts)
        case Registered(deal=deal):
            return CurrentTopic(recorded.customer_id, recorded.customer, deal.id, recorded.contacts)
        case Moved(deal=deal):
            return CurrentTopic(deal.customer_id, deal.customer, deal.id)
        case CustomerInfo(deals=deals, followups=followups):
            only_deal = deals[0].deal.id if len(deals) == 1 else None
            contacts = followups[0].contacts if followups else tuple(contact.name for contact in recorded.contacts)
            return CurrentTopic(recorded.id, recorded.name, only_deal, contacts)
