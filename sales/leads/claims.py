"""A new lead that is a colleague's customer is not taken: a claim waits for somebody who leads both to decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from sales import customers, deals
from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import handover, people
from storage import rows
from storage.background import Audit
from storage.deals import Customer, LeadClaim
from storage.people import Member

ANYBODYS: ColumnElement[bool] = true()  # what is reported as new may turn out to be a customer of anybody


@dataclass(frozen=True)
class Taken:
    """A colleague's customer: `claim_id` waits for a supervisor. `first` is False if it had been waiting."""

    claim_id: int
    customer_id: int
    customer: str
    owner_id: int
    owner: str
    first: bool


@dataclass(frozen=True)
class ClaimFact:
    """Who claims whose customer, and what was decided (`granted` None: nothing yet)."""

    claim_id: int
    customer_id: int
    customer: str
    owner_id: int | None
    owner: str | None
    claimant_id: int
    claimant: str
    said: str
    at: datetime
    granted: bool | None
    decided_by_id: int | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Decided:
    """The claim as decided; `already` where that was before. `former_id` is whose customer it was, `deal_ids` what
    has passed on with it."""

    claim: ClaimFact
    already: bool
    former_id: int | None = None
    deal_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Settled:
    """A claim as it stands, and since when the customer has been its owner's."""

    claim: ClaimFact
    since: datetime


def claim(session: Session, claimant_id: int, customer: Customer, words: str, now: datetime) -> Taken:
    """Claim the customer of another for the claimant, once while it waits; `words` are the claimant's own."""
    assert customer.id is not None and customer.owner_id is not None
    owner = session.execute(select(col(Member.name)).where(col(Member.id) == customer.owner_id)).scalar_one()
    waiting = session.execute(
        select(col(LeadClaim.id)).where(
            col(LeadClaim.customer_id) == customer.id,
            col(LeadClaim.claimant_id) == claimant_id,
            col(LeadClaim.granted).is_(None),
        )
    ).scalar()
    if waiting is not None:
        return Taken(waiting, customer.id, customer.name, customer.owner_id, owner, first=False)
    row = LeadClaim(customer_id=customer.id, claimant_id=claimant_id, said=words, at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return Taken(row.id, customer.id, customer.name, customer.owner_id, owner, first=True)


def claim_facts(session: Session, claim_id: int) -> ClaimFact | None:
    """The claim as it stands; None if it is gone."""
    owner, claimant, decider = aliased(Member), aliased(Member), aliased(Member)
    row = session.execute(
        select(
            col(LeadClaim.id),
            col(Customer.id),
            col(Customer.name),
            col(owner.id),
            col(owner.name),
            col(claimant.id),
            col(claimant.name),
            col(LeadClaim.said),
            col(LeadClaim.at),
            col(LeadClaim.granted),
            col(decider.id),
            col(decider.name),
            col(LeadClaim.decided_at),
        )
        .select_from(LeadClaim)
        .join(Customer, col(Customer.id) == col(LeadClaim.customer_id))
        .join(claimant, col(claimant.id) == col(LeadClaim.claimant_id))
        .outerjoin(owner, col(owner.id) == col(Customer.owner_id))
        .outerjoin(decider, col(decider.id) == col(LeadClaim.decided_by_id))
        .where(col(LeadClaim.id) == claim_id)
    ).first()
    return None if row is None else ClaimFact(*row)


def settled(session: Session, claimant_id: int, named: str | None) -> Settled | None:
    """The newest claim of the claimant on the customer of this name, or reported by this name; on any where none is
    `named`. None if there is none."""
    claims = session.execute(
        select(col(LeadClaim.id)).where(col(LeadClaim.claimant_id) == claimant_id).order_by(col(LeadClaim.id).desc())
    ).scalars()
    for claim_id in claims:
        fact = claim_facts(session, claim_id)
        if fact is not None and (named is None or named == fact.customer or named in fact.said):
            return Settled(fact, _owned_since(session, fact.customer_id))
    return None


def _owned_since(session: Session, customer_id: int) -> datetime:
    """Since when the customer is whose it is."""
    handed = select(func.max(col(Audit.at))).where(
        col(Audit.what) == "hand_over", col(Audit.subject) == f"customer:{customer_id}"
    )
    at: datetime | None = session.execute(handed).scalar()
    return at or session.get_one(Customer, customer_id).created_at


def decide(session: Session, by: Actor, claim_id: int, granted: bool, now: datetime) -> Decided:
    """Grant the claim or not. Granted, the customer and its owner's open deals there go to the claimant; what was done
    about their limits no longer counts. A second decision changes nothing. Raises Changed if the claim is gone, or who
    acts does not lead both."""
    claim = rows.locked(session, LeadClaim, claim_id)
    if claim is None:
        raise Changed("claim", claim_id, "gone")
    customer = customers.locked(session, claim.customer_id, ANYBODYS)
    before = claim_facts(session, claim_id)
    assert before is not None
    if claim.granted is not None:
        return Decided(before, already=True)
    if not people.all_of(session, by.members, {before.claimant_id, before.owner_id} - {None}):
        raise Changed("claim", claim_id, "decides")
    deal_ids = _hand_over(session, by, customer, before.claimant_id, now) if granted else ()
    claim.granted, claim.decided_by_id, claim.decided_at = granted, by.member_id, now
    session.add(claim)
    session.flush()
    after = claim_facts(session, claim_id)
    assert after is not None
    return Decided(after, False, before.owner_id, deal_ids)


def _hand_over(session: Session, by: Actor, customer: Customer, to_id: int, now: datetime) -> tuple[int, ...]:
    """Give the locked customer and its owner's open deals there to another; returns the deals' ids."""
    assert customer.id is not None
    former_id = customer.owner_id
    customer.owner_id = to_id
    customer.region = customer.region or people.region_of(session, to_id)
    customer.version += 1
    session.add(customer)
    passed_on = tuple(deal["id"] for deal in deals.locked_of(session, customer.id, former_id))
    handover.give(session, by, passed_on, to_id, now)
    detail = {"from": former_id, "to": to_id, "deals": list(passed_on)}
    session.add(
        Audit(at=now, member_id=by.member_id, what="hand_over", subject=f"customer:{customer.id}", detail=detail)
    )
    return passed_on
