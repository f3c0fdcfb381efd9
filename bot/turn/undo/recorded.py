"""What a member's messages have recorded lately, thing by thing: what 撤回 and corrections can be about.

A change set is everything that one run changed. Each follow-up in it is a thing of its own, with the changes that
belong to its deal; any other change set is one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from sqlmodel import Session, col, select

from bot.turn.references.reference import Candidate
from config.policy import Policy
from nlu.context import said_choice
from sales import deals, followups, reminders, tickets
from sales.deals import DealFact
from sales.followups import Saved
from sales.reminders import ReminderFact
from sales.stages import Moved
from sales.teamwork.limit_changes import LimitBack
from sales.tickets import TicketFact
from storage.background import StageLimit, Timer
from storage.changes import Change
from storage.conversations import ChangeSet
from storage.deals import (
    Contact,
    Customer,
    CustomerAlias,
    DealFile,
    DecisionClaim,
    FollowUp,
    LimitBreach,
    Opportunity,
    Reminder,
    StageChange,
)
from storage.teamwork import Ticket

FOLLOWUP, MOVE, REMINDER, LEAD, TICKET, OTHER = "followup", "move", "reminder", "lead", "ticket", "other"
HANDOVER, HANDS_OVER = "handover", frozenset({"reassign", "assign", "decide_handover", "instruct"})  # kind, its flows
ADDING = "add_to_record"  # the flow whose change sets only add words to a follow-up
OF_CUSTOMER = frozenset(str(table.__tablename__) for table in (Contact, CustomerAlias, DecisionClaim))
BETWEEN = "\n"  # what stands between the words of a follow-up and those added to it
KINDS = {
    FOLLOWUP: re.compile(r"跟进|拜访|电话|通话|微信|见面|记录"),
    MOVE: re.compile(r"推进|阶段|成交|签[单约]|丢单|流失|重新?打?开"),
    REMINDER: re.compile(r"提醒|闹钟"),
    LEAD: re.compile(r"线索|新客户|建档"),
    TICKET: re.compile(r"工单"),
    HANDOVER: re.compile(r"转交|移交|交接|转手|转客户|转出|换人跟?|转给"),
}


@dataclass(frozen=True)
class Recorded:
    """One thing that was recorded by the run `run_id`: a follow-up, a move, a reminder; of what is none of these
    (`fact` is None) the flow is known, and the customer where there is one."""

    change_set_id: int
    run_id: int
    flow: str
    at: datetime
    kind: str
    fact: Saved | Moved | ReminderFact | LimitBack | None = None
    customer: str | None = None

    @property
    def followup_id(self) -> int | None:
        """The follow-up that this is."""
        return self.fact.followup_id if isinstance(self.fact, Saved) else None

    @property
    def deal_id(self) -> int | None:
        """The deal of the follow-up or the move."""
        match self.fact:
            case Saved(deal_id=deal_id):
                return deal_id
            case Moved(deal=deal):
                return deal.id
        return None

    def candidate(self, zone: tzinfo) -> Candidate[Recorded]:
        """As something that words may refer to."""
        match self.fact:
            case Saved(followup=followup):
                at = datetime.combine(followup.occurred_on, self.at.astimezone(zone).time(), zone)
                people, product, size = followup.contacts, self.fact.product_line, followup.amount_fen
                return Candidate(self, self.customer, people, product, at, size, followup.said)
            case Moved(deal=deal):
                at = self.at.astimezone(zone)
                return Candidate(self, self.customer, (deal.owner,), deal.product_line, at, deal.amount_fen)
            case ReminderFact(named_at=named_at, text=text):
                return Candidate(self, self.customer, (), None, named_at.astimezone(zone), None, text)
        return Candidate(self, self.customer, at=self.at.astimezone(zone))

    def words(self, policy: Policy) -> str:
        """All words that this may be named by."""
        match self.fact:
            case Saved(followup=followup, product_line=product):
                parts = [followup.said, *followup.contacts, followup.next_action, product]
            case Moved(deal=deal, stage_from=stage_from, stage_to=stage_to):
                parts = [deal.product_line, policy.stage_name(stage_from), policy.stage_name(stage_to), "签单"]
            case ReminderFact(text=text):
                parts = [text]
            case _:
                parts = []
        return " ".join(filter(None, [self.customer, *parts]))

    def is_kind_in(self, words: str) -> bool:
        """Whether the kinds and the method of contact that the words name, if any, are this one's."""
        named = {kind for kind, pattern in KINDS.items() if pattern.search(words)}
        method = said_choice(words, "method")
        met = not isinstance(self.fact, Saved) or method is None or self.fact.followup.method == method
        return met and (not named or self.kind in named)


def lately(session: Session, change_sets: Sequence[ChangeSet]) -> list[Recorded]:
    """What change sets (the newest first) recorded, the newest first, the things of one message as they were told. A
    record and its corrections are one thing."""
    found: list[Recorded] = []
    for change_set in change_sets:
        earlier = [other for other in change_sets if (other.at, other.id or 0) < (change_set.at, change_set.id or 0)]
        for thing in _things(session, change_set):
            key = thing.followup_id
            corrects = key is not None and change_set.flow == "correct_record"
            if not corrects or not any(_records(other, key) for other in earlier):
                found.append(thing)
    return found


def undone_with_it(change_set: ChangeSet) -> tuple[int, ...]:
    """The places of the changes that are undone with a change set: of a move, not those of the files that came for
    it."""
    moves = any(table == StageChange.__tablename__ for table, *_ in change_set.changes)
    kept = {DealFile.__tablename__} if moves else set()
    return tuple(place for place, (table, *_) in enumerate(change_set.changes) if table not in kept)


def share(session: Session, change_set: ChangeSet, thing: Recorded) -> list[int]:
    """The places of the changes of a change set that belong to one follow-up in it. What it shares with another one of
    the same deal or customer stays with that."""
    assert isinstance(thing.fact, Saved)
    others = [other.fact for other in _things(session, change_set) if other.followup_id != thing.followup_id]
    saved = [fact for fact in others if isinstance(fact, Saved)]
    deal_id = None if thing.deal_id in {fact.deal_id for fact in saved} else thing.deal_id
    customer_id = None if thing.fact.customer_id in {fact.customer_id for fact in saved} else thing.fact.customer_id
    places = []
    for place, data in enumerate(change_set.changes):
        change = Change.from_json(data)
        own = change.table == FollowUp.__tablename__ and change.key == thing.followup_id
        of_deal = deal_id is not None and _deal_of(session, change) == deal_id
        of_customer = customer_id is not None and _customer_of(change) == customer_id
        if own or of_deal or of_customer:
            places.append(place)
    return places


def _things(session: Session, change_set: ChangeSet) -> list[Recorded]:
    changes = [Change.from_json(data) for data in change_set.changes]
    keys = dict.fromkeys(change.key for change in changes if change.table == FollowUp.__tablename__)
    facts = [followups.saved(session, int(key)) for key in keys]
    saved = [fact for fact in facts if fact is not None]
    if saved and change_set.flow == ADDING:
        saved = [_added(fact, changes) for fact in saved]
    if saved:
        return [_recorded(change_set, FOLLOWUP, fact, fact.customer) for fact in saved]
    if any(change.table == Opportunity.__tablename__ and change.before is None for change in changes):
        return [_recorded(change_set, LEAD, None, _about(session, changes))]
    for change in changes:
        if change.table == StageChange.__tablename__ and change.before is None:
            moved = _moved(session, int(change.key))
            return [_recorded(change_set, MOVE, moved, moved.deal.customer if moved else None)]
        if change.table == Reminder.__tablename__ and change.before is None:
            reminder = reminders.get(session, int(change.key))
            return [_recorded(change_set, REMINDER, reminder, reminder.customer if reminder else None)]
    if any(change.table == Ticket.__tablename__ for change in changes):
        return [_recorded(change_set, TICKET, None, _about(session, changes))]
    limits = [change for change in changes if change.table == StageLimit.__tablename__]
    if limits:
        return [_recorded(change_set, OTHER, _limit(limits[0]) if len(limits) == 1 else None, None)]
    passed = change_set.flow in HANDS_OVER and any(change.table == Customer.__tablename__ for change in changes)
    return [_recorded(change_set, HANDOVER if passed else OTHER, None, _about(session, changes))]


def _limit(change: Change) -> LimitBack:
    before, after = ({} if image is None else image for image in (change.before, change.after))
    return LimitBack(str(change.key), before.get("hours"), after.get("hours"))


def _recorded(
    change_set: ChangeSet, kind: str, fact: Saved | Moved | ReminderFact | LimitBack | None, customer: str | None
) -> Recorded:
    return Recorded(change_set.id or 0, change_set.run_id, change_set.flow, change_set.at, kind, fact, customer)


def _added(fact: Saved, changes: Iterable[Change]) -> Saved:
    """The follow-up with the words alone that changes added to it."""
    said = next((change.before["said"] for change in changes if change.before and "said" in change.before), "")
    added = fact.followup.said.removeprefix(said).lstrip(BETWEEN)
    return replace(fact, followup=replace(fact.followup, said=added))


def _records(change_set: ChangeSet, followup_id: int | None) -> bool:
    return any(data[0] == FollowUp.__tablename__ and data[1] == followup_id for data in change_set.changes)


def _moved(session: Session, key: int) -> Moved | None:
    change = session.get(StageChange, key)
    if change is None:
        return None
    return Moved(deals.read(session, change.deal_id), change.stage_from or "", change.stage_to, change.at)


def _about(session: Session, changes: Iterable[Change]) -> str | None:
    """The customer that changes are about."""
    for change in changes:
        customer_id, deal_id = _customer_of(change), _deal_of(session, change)
        if deal_id is not None and (deal := _deal(session, deal_id)) is not None:
            return deal.customer
        customer = session.get(Customer, customer_id) if customer_id is not None else None
        if customer is not None:
            return customer.name
    return None


def _deal(session: Session, deal_id: int) -> DealFact | None:
    return deals.read(session, deal_id) if session.get(Opportunity, deal_id) is not None else None


def _customer_of(change: Change) -> int | None:
    """The customer whose row, contact or other name was changed."""
    if change.table == Customer.__tablename__:
        return int(change.key)
    found = {**(change.before or {}), **(change.after or {})}.get("customer_id")
    return int(found) if found is not None and change.table in OF_CUSTOMER else None


def _deal_of(session: Session, change: Change) -> int | None:
    """The deal that was changed, or whose timer or breach was."""
    if change.table == Opportunity.__tablename__:
        return int(change.key)
    image: dict[str, Any] = {**(change.before or {}), **(change.after or {})}
    if change.table == Timer.__tablename__:
        payload = image.get("payload")
        if payload is None:
            payload = session.exec(select(col(Timer.payload)).where(col(Timer.id) == change.key)).first()
        return (payload or {}).get("deal")
    if change.table == LimitBreach.__tablename__ and "deal_id" not in image:
        breach = session.get(LimitBreach, change.key)
        return breach.deal_id if breach is not None else None
    if change.table == StageChange.__tablename__ and "deal_id" not in image:
        moved = session.get(StageChange, change.key)
        return moved.deal_id if moved is not None else None
    return image.get("deal_id")


def tickets_reopened(session: Session, undone: Iterable[Change]) -> tuple[TicketFact, ...]:
    """The tickets that had ended by changes just undone, and are open again."""
    ended = [
        int(change.key)
        for change in undone
        if change.table == Ticket.__tablename__ and change.after and change.after.get("closed_at")
    ]
    found = (tickets.get(session, key) for key in ended)
    return tuple(ticket for ticket in found if ticket is not None and ticket.is_open)
