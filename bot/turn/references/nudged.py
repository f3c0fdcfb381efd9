"""What the newest nudge of a conversation is about: the deal over its limit, or the customer of a reminder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.messaging import offers
from bot.wording.offers import LogFollowup
from sales import deals
from storage.deals import Customer

FRESH = timedelta(hours=2)  # how long it is answered without naming the customer


@dataclass(frozen=True)
class Nudged:
    """A customer, and the deal where the nudge is about one; shown `at`."""

    customer_id: int
    customer: str
    deal_id: int | None
    at: datetime


def last_nudge(session: Session, conversation_id: int, now: datetime) -> Nudged | None:
    """The newest nudge within FRESH; None if there is none, or if it is about several customers or none."""
    shown = offers.newest_of_kind(session, conversation_id, "nudge", now - FRESH)
    if shown is None:
        return None
    asked = [choice["params"] for choice in shown.choices if choice.get("opens") == LogFollowup.flow]
    return _about(session, asked[0], shown.at) if len(asked) == 1 else None


def _about(session: Session, offer: dict[str, int | None], at: datetime) -> Nudged | None:
    deal_id, customer_id = offer.get("deal"), offer.get("customer")
    if deal_id is not None:
        deal = deals.read(session, deal_id)
        return None if deal.closed else Nudged(deal.customer_id, deal.customer, deal.id, at)
    customer = session.get(Customer, customer_id) if customer_id is not None else None
    return Nudged(customer.id, customer.name, None, at) if customer is not None and customer.id is not None else None
