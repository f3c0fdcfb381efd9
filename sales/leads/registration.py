"""Entering a new lead: a new customer, one that has no owner yet, one of the author's own, or a colleague's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlmodel import Session

from config.names import as_compared
from nlu.statements.buying_roles import role_claims
from sales import customers, deals, decision_chain, followups
from sales.deals import DealFact
from sales.errors import Changed
from sales.leads.assignment import FIRST_STAGE, is_seller
from sales.leads.claims import ANYBODYS, Taken, claim
from sales.leads.company_match import match
from sales.leads.draft import LeadDraft
from sales.leads.reach import UNNAMED, set_reach
from sales.names import company_name, names_changed
from sales.scope import Actor
from sales.teamwork import people
from storage.deals import Customer, CustomerAlias, Opportunity, StageChange


@dataclass(frozen=True)
class Registered:
    """A new customer and deal of the speaker's. `followup_id` holds a contact or a next step that was reported."""

    customer_id: int
    customer: str
    deal: DealFact
    contacts: tuple[str, ...]
    followup_id: int | None = None
    phone: str | None = None


@dataclass(frozen=True)
class AlreadyMine:
    """The speaker's own customer already; `deals` are the open ones there."""

    customer_id: int
    customer: str
    deals: tuple[DealFact, ...]
    new_contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Similar:
    """A customer whose name is only like the one reported: the author's own, or a colleague's, who is not shown."""

    customer_id: int
    customer: str
    own: bool


def register(
    session: Session, by: Actor, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered | AlreadyMine | Taken | Similar:
    """Enter the lead that somebody reports, unless it is not certain that it is a new customer (Similar). ValueError
    without a customer's name."""
    if not draft.customer or not draft.customer.strip():
        raise ValueError("a lead needs the customer's name")
    known = match(session, draft.customer)
    if known is None:
        return register_new(session, by, draft, now, zone)
    if not known.certain:
        customer = customers.locked(session, known.customer_id, ANYBODYS)
        return Similar(known.customer_id, customer.name, own=_is_theirs(session, by.member_id, customer))
    return register_known(session, by, known.customer_id, draft, now, zone)


def register_new(session: Session, by: Actor, draft: LeadDraft, now: datetime, zone: tzinfo) -> Registered:
    """Enter a new customer, whatever others are called."""
    return _with_deal(session, by, _new_customer(session, by.member_id, draft, now), draft, now, zone)


def register_known(
    session: Session, by: Actor, known: int, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered | AlreadyMine | Taken:
    """Enter a lead for a customer that is there already. Raises Changed if it is gone."""
    customer, author_id = customers.locked(session, known, ANYBODYS), by.member_id
    if customer.owner_id is None:
        customer.owner_id = author_id
        customer.region = customer.region or people.region_of(session, author_id)
        customer.version += 1
        session.add(customer)
        return _with_deal(session, by, customer, draft, now, zone)
    if _is_theirs(session, author_id, customer):
        own = deals.open_of(session, deals.owned_by(author_id), known)
        return AlreadyMine(known, customer.name, own)
    return claim(session, author_id, customer, draft.said, now)


def _is_theirs(session: Session, author_id: int, customer: Customer) -> bool:
    """Whether the customer, or an open deal there, is the author's."""
    assert customer.id is not None
    own = customer.owner_id == author_id
    return own or bool(deals.open_of(session, deals.owned_by(author_id), customer.id))


def another_deal(
    session: Session, by: Actor, customer_id: int, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered:
    """One more deal with a customer of who acts. Raises Changed if the customer is gone or somebody else's."""
    customer = customers.locked(session, customer_id, by.customers)
    if not _is_theirs(session, by.member_id, customer):
        raise Changed("customer", customer_id, "not_in_scope")
    return _with_deal(session, by, customer, draft, now, zone)


def add_people(session: Session, by: Actor, customer_id: int, draft: LeadDraft) -> tuple[str, ...]:
    """Add the people reported with a lead that turned out to be a deal there is; returns the new ones' names. Raises
    Changed if the customer is out of scope."""
    customers.locked(session, customer_id, by.customers)
    added = customers.add_contacts(session, customer_id, draft.contacts, draft.buyer_role, any_name=True)
    if draft.phone or draft.weixin:
        name = draft.contacts[0] if draft.contacts else None
        reached = set_reach(session, customer_id, name, draft.phone, draft.weixin, instead=False)
        added = added or ((reached,) if reached == UNNAMED else ())
    return added


def complete(session: Session, by: Actor, lead: Registered, draft: LeadDraft) -> Registered:
    """Add to a lead what was told of it later. Raises Changed if its deal is not that of who acts any more."""
    deal = deals.locked(session, lead.deal.id, deals.own(by))
    told = {"product_line": draft.product, "amount_fen": draft.worth_fen}
    values = {name: value for name, value in told.items() if value is not None}
    if values:
        deals.write(session, deal, **values)
        names_changed(session, (lead.customer_id,))
    added = add_people(session, by, lead.customer_id, draft)
    return replace(
        lead, deal=deals.read(session, lead.deal.id), contacts=(*lead.contacts, *added), phone=draft.phone or lead.phone
    )


def _new_customer(session: Session, author_id: int, draft: LeadDraft, now: datetime) -> Customer:
    name = (draft.customer or "").strip()
    region = draft.region or people.region_of(session, author_id)
    customer = Customer(name=name, industry=draft.industry, region=region, owner_id=author_id, created_at=now)
    session.add(customer)
    session.flush()
    assert customer.id is not None
    short = company_name(name).core
    if short != as_compared(name):
        session.add(CustomerAlias(customer_id=customer.id, alias=short))
    return customer


def _with_deal(
    session: Session, by: Actor, customer: Customer, draft: LeadDraft, now: datetime, zone: tzinfo
) -> Registered:
    assert customer.id is not None
    deal_id = _new_deal(session, by.member_id, customer.id, draft, now)
    names_changed(session, (customer.id,))
    contacts = add_people(session, by, customer.id, draft)
    claims = role_claims(draft.said, draft.contacts)
    decision_chain.record(session, by.member_id, customer.id, claims, draft.said, now)
    followup_id, followup = None, draft.followup()
    if followup is not None:
        entry = {} if draft.touched else {"entry": True}  # no first touch: no contact took place
        followup_id = followups.insert(
            session,
            followup,
            author_id=by.member_id,
            customer_id=customer.id,
            deal_id=deal_id,
            now=now,
            zone=zone,
            details=entry,
        )
    return Registered(
        customer.id, customer.name, deals.read(session, deal_id), contacts or draft.contacts, followup_id, draft.phone
    )


def _new_deal(session: Session, author_id: int, customer_id: int, draft: LeadDraft, now: datetime) -> int:
    deal = Opportunity(
        customer_id=customer_id,
        owner_id=author_id,
        product_line=draft.product,
        amount_fen=draft.worth_fen,
        stage=FIRST_STAGE,
        stage_entered_at=now,
        clock_started_at=now,
        assigned_at=now if is_seller(session, author_id) else None,
    )
    session.add(deal)
    session.flush()
    assert deal.id is not None
    session.add(StageChange(deal_id=deal.id, stage_from=None, stage_to=FIRST_STAGE, at=now, by_id=author_id))
    return deal.id
