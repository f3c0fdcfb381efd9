"""The current topic of a conversation: the customer, deal and contact that 他 and 这单 refer to.

It is read from the journals of the latest runs: what they recorded, moved or showed; and from a nudge shown since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot.conversation import decode, standing, types
from bot.turn.references import nudged
from bot.turn.references.named_lately import named_last
from nlu.context import Topic
from sales import stages
from sales.customers import CustomerInfo
from sales.followups import Saved
from sales.leads import Registered
from sales.stages import Moved
from storage.conversations import Run
from storage.deals import FollowUp, Opportunity

FRESH = timedelta(minutes=30)
WINDOW = timedelta(minutes=10)  # after a record, what belongs to it may follow
RUNS_READ = 5
TOPIC_TYPES = frozenset().union(
    *map(types.former_names_of, ("follow_up_saved", "customer_info", "lead_registered", "moved"))
)


@dataclass(frozen=True)
class CurrentTopic:
    """A customer, the deal if there is only one, and the contacts. `is_recent`: it was recorded, moved or shown within
    the WINDOW, or `is_nudged`: the newest thing shown is a nudge about it."""

    customer_id: int
    customer: str
    deal_id: int | None = None
    contacts: tuple[str, ...] = ()
    is_recent: bool = False
    is_nudged: bool = False

    @property
    def topic(self) -> Topic:
        """The topic as NLU takes it; it names a contact only if there is exactly one."""
        contact = self.contacts[0] if len(self.contacts) == 1 else None
        return Topic(contact, self.customer, str(self.deal_id) if self.deal_id is not None else None)


@dataclass(frozen=True)
class Recent:
    """What was recorded within the WINDOW: the customers, their follow-ups and the products of these, or the deal just
    lost. `lacks_class`: no objection is recorded of one of them, or no reason of the loss."""

    customers: tuple[str, ...]
    followups: tuple[int, ...] = ()
    products: tuple[str, ...] = ()
    lost_deal: int | None = None
    lacks_class: bool = False


def recent(session: Session, conversation_id: int, now: datetime) -> Recent | None:
    """What the latest run of the conversation that recorded or showed anything has recorded; None if it recorded no
    follow-up, or not within the WINDOW, or if that is gone."""
    return _recent(session, now, col(Run.conversation_id) == conversation_id)


def recent_before(session: Session, own_run: int, now: datetime) -> Recent | None:
    """As `recent`, of the runs before `own_run` in its conversation."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    return _recent(session, now, col(Run.conversation_id) == conversation, col(Run.id) != own_run)


def lead_before(session: Session, own_run: int, now: datetime) -> Registered | None:
    """The lead that was entered last, if nothing but leads was recorded or shown since, within the WINDOW."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    where = (col(Run.conversation_id) == conversation, col(Run.id) != own_run)
    recorded = next(iter(_spoken_of(session, now, *where)), [])
    lead = recorded[-1] if recorded else None
    return lead if isinstance(lead, Registered) and session.get(Opportunity, lead.deal.id) is not None else None


def _recent(session: Session, now: datetime, *where: ColumnElement[bool]) -> Recent | None:
    recorded = next(iter(_spoken_of(session, now, *where)), None)
    return None if recorded is None else _recorded(session, recorded)


def _spoken_of(session: Session, now: datetime, *where: ColumnElement[bool]) -> Iterator[list[Any]]:
    """What each run within the WINDOW recorded or showed, the latest first, those that did neither left out."""
    in_window = (col(Run.opened_at) >= now - FRESH, col(Run.updated_at) >= now - WINDOW)
    for journal, _at in _journals(session, *where, *in_window):
        entries = [value for _tag, _key, value in standing(journal) if isinstance(value, dict)]
        if recorded := [decode(value) for value in entries if value.get("$") in TOPIC_TYPES]:
            yield recorded


def _recorded(session: Session, recorded: Sequence[Any]) -> Recent | None:
    moved = recorded[-1]
    if isinstance(moved, Moved) and stages.is_lost(session, moved.deal.id):
        unexplained = stages.is_unexplained(session, moved.deal.id)
        return Recent((moved.deal.customer,), lost_deal=moved.deal.id, lacks_class=unexplained)
    saved = {known.followup_id: known for known in recorded if isinstance(known, Saved)}
    kept = [known for key, known in saved.items() if session.get(FollowUp, key) is not None]
    if not kept:
        return None
    products = tuple(known.product_line for known in kept if known.product_line)
    return Recent(
        tuple(known.customer for known in kept),
        tuple(known.followup_id for known in kept),
        products,
        lacks_class=not all(known.followup.objections for known in kept),
    )


def _journals(session: Session, *where: ColumnElement[bool]) -> list[tuple[list[Any], datetime]]:
    newest_first = (col(Run.updated_at).desc(), col(Run.id).desc())
    query = sql_select(col(Run.journal), col(Run.updated_at)).where(*where).order_by(*newest_first)
    return [(journal, at) for journal, at in session.execute(query.limit(RUNS_READ))]


def last(session: Session, own_run: int, now: datetime, after: datetime | None = None) -> CurrentTopic | None:
    """The topic of the latest run before `own_run` in its conversation, if it is FRESH and was opened `after` that; or
    of a nudge shown since."""
    conversation = session.exec(select(Run.conversation_id).where(col(Run.id) == own_run)).one()
    spoken_of, spoken_at = _last_spoken_of(session, conversation, own_run, now, after)
    nudge = nudged.last_nudge(session, conversation, now)
    if nudge is None or (spoken_at is not None and spoken_at >= nudge.at) or (after is not None and nudge.at < after):
        return spoken_of
    same = spoken_of is not None and spoken_of.customer_id == nudge.customer_id
    contacts = spoken_of.contacts if spoken_of is not None and same else ()
    return CurrentTopic(nudge.customer_id, nudge.customer, nudge.deal_id, contacts, is_recent=True, is_nudged=True)


def under_discussion(session: Session, own_run: int, now: datetime) -> CurrentTopic | None:
    """As `last`, or the customer that was named since in words that recorded and showed nothing."""
    about = last(session, own_run, now)
    if about is not None and about.is_nudged:
        return about
    named = named_last(session, own_run, now - FRESH)
    if named is None or (about is not None and about.customer_id == named.customer_id):
        return about
    return CurrentTopic(named.customer_id, named.customer, contacts=named.contacts, is_recent=named.at >= now - WINDOW)


def _last_spoken_of(
    session: Session, conversation: int, own_run: int, now: datetime, after: datetime | None
) -> tuple[CurrentTopic | None, datetime | None]:
    """The topic of the latest run before `own_run`, and when that was."""
    since = max(now - FRESH, after or now - FRESH)
    here = (col(Run.conversation_id) == conversation, col(Run.id) < own_run, col(Run.opened_at) >= since)
    for journal, at in _journals(session, *here):
        for _tag, _key, value in reversed(standing(journal)):
            if isinstance(value, dict) and value.get("$") in TOPIC_TYPES:
                return replace(_topic_of(decode(value)), is_recent=at >= now - WINDOW), at
    return None, None


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
