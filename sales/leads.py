"""A new lead: a customer of the speaker's own, one that was there already, or a colleague's.

A colleague's customer is not taken: it becomes a `LeadClaim` that a supervisor decides. Which company is meant is
looked for in the whole company's customers, whatever the speaker may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from sales import customers, deals
from sales.company_names import SHORTEST, Known, company_name, same_company
from sales.deals import DealFact
from sales.errors import Changed
from sales.lead_draft import LeadDraft
from storage.deals import Customer, CustomerAlias, FollowUp, LeadClaim, Opportunity, StageChange
from storage.people import Member

__all__ = [
    "AlreadyMine",
    "ClaimFact",
    "Decided",
    "LeadDraft",
    "Registered",
    "Taken",
    "another_deal",
    "claim_facts",
    "decide",
    "match",
    "register",
]
FIRST_STAGE = "lead"


@dataclass(frozen=True)
class Registered:
    """A new customer and deal of the speaker's. `followup_id` holds a contact or a next step that was told."""

    customer_id: int
    customer: str
    deal: DealFact
    contacts: tuple[str, ...]
    followup_id: int | None = None


@dataclass(frozen=True)
class AlreadyMine:
    """The speaker's own customer already; `deals` are the open ones there."""

    customer_id: int
    customer: str
    deals: tuple[DealFact, ...]
    new_contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A colleague's customer: `claim_id` waits for a supervisor. `first` is False where it had been waiting."""

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


def register(
    session: Session, author_id: int, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered | AlreadyMine | Taken:
    """Enter the lead that the author tells. ValueError without a customer's name."""
    if not draft.customer or not draft.customer.strip():
        raise ValueError("a lead needs the customer's name")
    known = match(session, draft.customer)
    if known is None:
        return _new(session, author_id, draft, now, zone)
    row = _locked_customer(session, known)
    if row.owner_id is None:
        row.owner_id = author_id
        row.version += 1
        session.add(row)
        return _with_deal(session, author_id, row, draft, now, zone)
    theirs = deals.open_of(session, col(Opportunity.owner_id) == author_id, known)
    if row.owner_id == author_id or theirs:
        new = customers.add_contacts(session, known, draft.contacts, draft.buyer_role, any_name=True)
        return AlreadyMine(known, row.name, theirs, new)
    return _claim(session, author_id, row, draft, now)


def another_deal(
    session: Session, author_id: int, customer_id: int, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered:
    """One more deal with a customer of the author's. Changed where the customer is gone."""
    return _with_deal(session, author_id, _locked_customer(session, customer_id), draft, now, zone)


def match(session: Session, words: str) -> int | None:
    """The one customer of the whole company that `words` mean, if any."""
    name = company_name(words)
    if len(name.core) < SHORTEST:
        return None
    short = col(CustomerAlias.alias)
    rows = session.execute(
        select(col(Customer.id), col(Customer.name), short)
        .outerjoin_from(Customer, CustomerAlias, col(CustomerAlias.customer_id) == col(Customer.id))
        .where(
            or_(
                col(Customer.name).icontains(name.core, autoescape=True),
                col(Customer.name) == words.strip(),
                literal(name.whole).icontains(short),
                short.icontains(name.core, autoescape=True),
            )
        )
        .order_by(col(Customer.id), col(CustomerAlias.id))
    ).all()
    known: dict[int, Known] = {}
    for key, full, alias in rows:
        before = known.get(key, Known(key, full))
        known[key] = Known(key, full, (*before.aliases, *([alias] if alias else [])))
    return same_company(words, list(known.values()))


def claim_facts(session: Session, claim_id: int) -> ClaimFact | None:
    """The claim as it stands; None where it is gone."""
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


def decide(session: Session, claim_id: int, by_id: int, granted: bool, now: datetime) -> Decided:
    """Grant the claim or not. Granted, the customer and its owner's open deals there go to the claimant, whose passes
    of their limits begin anew. A second decision changes nothing. Changed where the claim is gone."""
    query = select(LeadClaim).where(col(LeadClaim.id) == claim_id).with_for_update()
    claim = session.execute(query, execution_options={"populate_existing": True}).scalar()
    before = claim_facts(session, claim_id)
    if claim is None or before is None:
        raise Changed("claim", claim_id, "gone")
    if claim.granted is not None:
        return Decided(before, already=True)
    deal_ids = _hand_over(session, before.customer_id, before.claimant_id) if granted else ()
    claim.granted, claim.decided_by_id, claim.decided_at = granted, by_id, now
    session.add(claim)
    session.flush()
    after = claim_facts(session, claim_id)
    assert after is not None
    return Decided(after, False, before.owner_id, deal_ids)


def _new(session: Session, author_id: int, draft: LeadDraft, now: datetime, zone: tzinfo) -> Registered:
    name = (draft.customer or "").strip()
    row = Customer(name=name, industry=draft.industry, region=draft.region, owner_id=author_id, created_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    short = company_name(name).core
    if short != name:
        session.add(CustomerAlias(customer_id=row.id, alias=short))
    customers.names_changed(session)
    return _with_deal(session, author_id, row, draft, now, zone)


def _with_deal(
    session: Session, author_id: int, row: Customer, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered:
    assert row.id is not None
    deal = Opportunity(
        customer_id=row.id,
        owner_id=author_id,
        product_line=draft.product,
        amount_fen=draft.worth_fen,
        stage=FIRST_STAGE,
        stage_entered_at=now,
        clock_started_at=now,
    )
    session.add(deal)
    session.flush()
    assert deal.id is not None
    session.add(StageChange(deal_id=deal.id, stage_from=None, stage_to=FIRST_STAGE, at=now, by_id=author_id))
    contacts = customers.add_contacts(session, row.id, draft.contacts, draft.buyer_role, any_name=True)
    followup_id = _followup(session, author_id, deal, draft, now, zone)
    fact = deals.fact(session.execute(deals.select_deals().where(col(Opportunity.id) == deal.id)).one())
    return Registered(row.id, row.name, fact, contacts or draft.contacts, followup_id)


def _followup(
    session: Session, author_id: int, deal: Opportunity, draft: LeadDraft, now: datetime, zone: tzinfo
) -> int | None:
    """Keep the contact or the next step that was told with the lead. Where no contact took place it is marked
    `entry`: it is no first touch."""
    only_role = (draft.buyer_role,) if draft.buyer_role and not draft.contacts else ()
    if not (draft.touched or draft.promises or only_role):
        return None
    row = FollowUp(
        customer_id=deal.customer_id,
        deal_id=deal.id,
        author_id=author_id,
        at=now,
        occurred_on=draft.occurred_on or now.astimezone(zone).date(),
        contacts=list(draft.contacts or only_role),
        method=draft.method,
        objections=list(draft.objections),
        next_action=draft.next_action,
        next_at=draft.next_at,
        next_on=draft.next_on,
        details={} if draft.touched else {"entry": True},
        said=draft.said,
    )
    session.add(row)
    session.flush()
    return row.id


def _claim(session: Session, author_id: int, row: Customer, draft: LeadDraft, now: datetime) -> Taken:
    assert row.id is not None and row.owner_id is not None
    owner = session.execute(select(col(Member.name)).where(col(Member.id) == row.owner_id)).scalar_one()
    waiting = session.execute(
        select(col(LeadClaim.id)).where(
            col(LeadClaim.customer_id) == row.id,
            col(LeadClaim.claimant_id) == author_id,
            col(LeadClaim.granted).is_(None),
        )
    ).scalar()
    if waiting is not None:
        return Taken(waiting, row.id, row.name, row.owner_id, owner, first=False)
    claim = LeadClaim(customer_id=row.id, claimant_id=author_id, said=draft.said, at=now)
    session.add(claim)
    session.flush()
    assert claim.id is not None
    return Taken(claim.id, row.id, row.name, row.owner_id, owner, first=True)


def _hand_over(session: Session, customer_id: int, to_id: int) -> tuple[int, ...]:
    row = _locked_customer(session, customer_id)
    former_id = row.owner_id
    row.owner_id = to_id
    row.version += 1
    session.add(row)
    theirs = session.execute(
        select(Opportunity)
        .where(col(Opportunity.customer_id) == customer_id, col(Opportunity.owner_id) == former_id, deals.IS_OPEN)
        .order_by(col(Opportunity.id))
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).scalars()
    passed_on = list(theirs)
    for deal in passed_on:
        deal.owner_id = to_id
        deal.clock_no += 1
        deal.version += 1
        session.add(deal)
    return tuple(deal.id for deal in passed_on if deal.id is not None)


def _locked_customer(session: Session, customer_id: int) -> Customer:
    query = select(Customer).where(col(Customer.id) == customer_id).with_for_update()
    row: Customer | None = session.execute(query, execution_options={"populate_existing": True}).scalar()
    if row is None:
        raise Changed("customer", customer_id, "gone")
    return row
