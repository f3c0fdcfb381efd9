"""A customer changes hands: with its open deals, at once or when a leader has agreed.

What was done about the deals' limits no longer counts: a limit that is passed begins anew for the new owner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from sales import customers, deals, followup_history
from sales.deals import DealFact
from sales.errors import Changed
from sales.followup_draft import NOBODY_REACHED
from sales.followup_history import FollowUpFact
from sales.scope import Actor
from sales.teamwork import people
from storage import rows
from storage.background import Audit
from storage.deals import Customer
from storage.people import Member
from storage.teamwork import HandoverRequest

FIRST = "lead"  # the stage of leads


@dataclass(frozen=True)
class HandedOver:
    """Who had the customer and who has it now, the deals that passed on with it, and the last contact on each that
    ended with a promise. `assigned`: the deals that nobody who sells had before. `stays`: only the deal passed on, the
    customer and its other deals stay where they were."""

    customer_id: int
    customer: str
    former_id: int | None
    former: str | None
    to_id: int
    deals: tuple[DealFact, ...]
    promises: tuple[FollowUpFact, ...]
    assigned: tuple[int, ...] = ()
    stays: bool = False

    @property
    def is_lead(self) -> bool:
        """Whether what passes on are leads that nobody who sells had before."""
        return bool(self.deals) and all(deal.id in self.assigned and deal.stage == FIRST for deal in self.deals)


@dataclass(frozen=True)
class PassedOn:
    """Who handed a customer from somebody to whom, and when."""

    customer: str
    by: str
    to: str
    at: datetime


@dataclass(frozen=True)
class GivenAway:
    """A customer that somebody had (`former`) and that another has since it was handed over `at` that time."""

    customer_id: int
    customer: str
    former_id: int
    former: str
    owner_id: int
    owner: str
    at: datetime


@dataclass(frozen=True)
class RequestFact:
    """Who wants to hand which customer to whom, what was decided (`granted` None: nothing yet), and the words, which
    may name one deal of it."""

    request_id: int
    customer_id: int
    customer: str
    owner_id: int | None
    asked_by_id: int
    asked_by: str
    to_id: int
    to: str
    granted: bool | None
    decided_by: str | None
    said: str = ""


def hand_over(
    session: Session,
    by: Actor,
    customer_id: int,
    to_id: int,
    now: datetime,
) -> HandedOver:
    """Give the customer, if whoever acts leads its owner, and its open deals in scope to another whom they lead. Raises
    Changed if they may not, or there is nothing to give."""
    customer = customers.locked(session, customer_id, by.customers)
    if not people.all_of(session, by.members, {to_id}):
        raise Changed("customer", customer_id, "decides")
    passing = [deal for deal in deals.open_of(session, by.deals, customer_id) if deal.owner_id != to_id]
    former_id = customer.owner_id
    if former_id != to_id and (former_id is None or people.all_of(session, by.members, {former_id})):
        customer.owner_id = to_id
        customer.region = customer.region or people.region_of(session, to_id)
        customer.version += 1
        session.add(customer)
    elif passing:
        former_id = passing[0].owner_id
    else:
        raise Changed("customer", customer_id, "gone")
    deal_ids = [deal.id for deal in passing]
    assigned = give(session, by, deal_ids, to_id, now)
    session.flush()
    detail = {"from": former_id, "to": to_id, "deals": deal_ids}
    session.add(
        Audit(at=now, member_id=by.member_id, what="hand_over", subject=f"customer:{customer_id}", detail=detail)
    )
    former = None if former_id is None else session.get_one(Member, former_id).name
    last = followup_history.latest_of_deals(session, deal_ids, outcome_not=NOBODY_REACHED)
    promises = tuple(fact for fact in last.values() if fact.next_action or fact.next_at or fact.next_on)
    given = tuple(deals.read(session, deal_id) for deal_id in deal_ids)
    return HandedOver(customer_id, customer.name, former_id, former, to_id, given, promises, assigned)


def hand_over_deal(session: Session, by: Actor, deal_id: int, to_id: int, now: datetime) -> HandedOver:
    """Give one open deal in scope to another whom whoever acts leads; its customer stays. Raises Changed if they may
    not, or it is theirs already or closed."""
    if not people.all_of(session, by.members, {to_id}):
        raise Changed("deal", deal_id, "decides")
    deal = deals.get(session, by.deals, deal_id)
    if deal is None or deal.closed or deal.owner_id == to_id:
        raise Changed("deal", deal_id, "gone")
    assigned = give(session, by, [deal_id], to_id, now)
    session.flush()
    detail = {"from": deal.owner_id, "to": to_id}
    session.add(Audit(at=now, member_id=by.member_id, what="hand_over_deal", subject=f"deal:{deal_id}", detail=detail))
    last = followup_history.latest_of_deals(session, [deal_id], outcome_not=NOBODY_REACHED)
    promises = tuple(fact for fact in last.values() if fact.next_action or fact.next_at or fact.next_on)
    given = (deals.read(session, deal_id),)
    former = session.get_one(Member, deal.owner_id).name
    return HandedOver(
        deal.customer_id, deal.customer, deal.owner_id, former, to_id, given, promises, assigned, stays=True
    )


def owners(session: Session, customer_id: int, scope: ColumnElement[bool]) -> tuple[int, ...]:
    """Who has the customer's open deals in scope."""
    return tuple(deal.owner_id for deal in deals.open_of(session, scope, customer_id))


def give(session: Session, by: Actor, deal_ids: Iterable[int], to_id: int, now: datetime) -> tuple[int, ...]:
    """Give open deals in scope to another; what was done about their limits no longer counts. Returns those that had
    been assigned to nobody who sells and are now."""
    assigned: list[int] = []
    for deal_id in deal_ids:
        deal = deals.locked(session, deal_id, by.deals)
        first = {"assigned_at": now, "assigned_by_id": by.member_id} if deal["assigned_at"] is None else {}
        assigned += [deal_id] if first else []
        deals.supersede_breach(session, deal, owner_id=to_id, **first)
    return tuple(assigned)


def ask(session: Session, by: Actor, customer_id: int, to_id: int, words: str, now: datetime) -> RequestFact:
    """Keep that a member wants to hand a customer to another; `words` are the member's own. Raises Changed if it is
    out of the member's scope."""
    customers.locked(session, customer_id, by.customers)
    row = HandoverRequest(customer_id=customer_id, asked_by_id=by.member_id, to_id=to_id, said=words, at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    fact = request(session, row.id)
    assert fact is not None
    return fact


def request(session: Session, request_id: int) -> RequestFact | None:
    """The request as it stands; None if it is gone."""
    asker, taker, decider = aliased(Member), aliased(Member), aliased(Member)
    row = session.execute(
        select(
            col(HandoverRequest.id),
            col(Customer.id),
            col(Customer.name),
            col(Customer.owner_id),
            col(asker.id),
            col(asker.name),
            col(taker.id),
            col(taker.name),
            col(HandoverRequest.granted),
            col(decider.name),
            col(HandoverRequest.said),
        )
        .select_from(HandoverRequest)
        .join(Customer, col(Customer.id) == col(HandoverRequest.customer_id))
        .join(asker, col(asker.id) == col(HandoverRequest.asked_by_id))
        .join(taker, col(taker.id) == col(HandoverRequest.to_id))
        .outerjoin(decider, col(decider.id) == col(HandoverRequest.decided_by_id))
        .where(col(HandoverRequest.id) == request_id)
    ).first()
    return None if row is None else RequestFact(*row)


def undecided(session: Session, by: Actor, request_id: int) -> HandoverRequest:
    """The request, locked. Raises Changed if it is gone or decided already, or not for who acts to decide: they lead
    whom the customer would go to, and have it in scope."""
    row = rows.locked(session, HandoverRequest, request_id)
    if row is None or row.granted is not None:
        raise Changed("request", request_id, "gone")
    in_scope = customers.get(session, by.customers, row.customer_id) is not None
    if not in_scope or not people.all_of(session, by.members, {row.to_id}):
        raise Changed("request", request_id, "decides")
    return row


def decide(session: Session, by: Actor, request_id: int, granted: bool, now: datetime) -> None:
    """Keep what was decided. Raises Changed as `undecided`."""
    row = undecided(session, by, request_id)
    row.granted, row.decided_by_id, row.decided_at = granted, by.member_id, now
    session.add(row)


def passed_from(session: Session, member_id: int, customer: str) -> PassedOn | None:
    """How the customer of this name was last handed on from the member; None if it never was."""
    key = session.execute(select(col(Customer.id)).where(col(Customer.name) == customer)).scalar()
    handed = session.execute(
        select(col(Audit.detail), col(Audit.at), col(Audit.member_id))
        .where(col(Audit.what) == "hand_over", col(Audit.subject) == f"customer:{key}")
        .order_by(col(Audit.id).desc())
    )
    for detail, at, by_id in handed:
        if detail.get("from") == member_id:
            by, to = (people.get(session, one or 0) for one in (by_id, detail["to"]))
            return PassedOn(customer, by.name, to.name, at) if by is not None and to is not None else None
    return None


def owner_of(session: Session, customer_id: int) -> int | None:
    """Who has the customer."""
    return session.execute(select(col(Customer.owner_id)).where(col(Customer.id) == customer_id)).scalar()


def given_away(session: Session, by: Actor) -> tuple[GivenAway, ...]:
    """The customers in scope as they were handed over last, the newest first: those that still are with whom they went
    to, from somebody whom whoever acts leads and who is still there."""
    handed = session.execute(
        select(col(Audit.detail), col(Audit.at), col(Customer.id), col(Customer.name), col(Customer.owner_id))
        .join(Customer, literal("customer:") + cast(col(Customer.id), String) == col(Audit.subject))
        .where(col(Audit.what) == "hand_over", by.customers)
        .order_by(col(Audit.id).desc())
    )
    found: dict[int, GivenAway | None] = {}
    for detail, at, customer_id, name, owner_id in handed:
        if customer_id in found or owner_id != detail.get("to"):
            continue
        former, owner = (people.get(session, key or 0) for key in (detail.get("from"), owner_id))
        found[customer_id] = None
        if former is None or owner is None or not former.active:
            continue
        if people.all_of(session, by.members, {former.id}):
            found[customer_id] = GivenAway(customer_id, name, former.id, former.name, owner.id, owner.name, at)
    return tuple(given for given in found.values() if given is not None)
