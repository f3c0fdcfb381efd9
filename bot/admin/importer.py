"""Importing a world file: teams, members, customers, deals, and the timers of every deal.

Importing the same file again adds nothing; what is there already is not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from bot.access import SELLERS
from bot.admin import invitations, policy_change
from config.names import as_compared
from config.policy import Policy
from config.world import World, WorldContact
from sales import decision_chain
from sales.deals import DealState
from sales.names import all_names_changed
from sales.teamwork import limit_changes, people
from scheduler import signal_clock, stage_clock
from storage.deals import Contact, Customer, CustomerAlias, Opportunity, StageChange
from storage.people import Company, Identity, Member, Team


@dataclass(frozen=True)
class Imported:
    """How many of each an import added."""

    teams: int
    members: int
    customers: int
    deals: int


Address = Callable[[Member], tuple[str, str]]  # (channel, address) at which a member can be reached


def is_empty(session: Session) -> bool:
    """Whether the company has no members yet."""
    return session.exec(select(Member.id).limit(1)).first() is None


def import_world(
    session: Session, world: World, policy: Policy, now: datetime, address: Address | None = None
) -> Imported:
    """Add what is new in `world`. With `address`, new members get that address at once (demo, simulation)."""
    teams = _teams(session, world)
    members, new_members = _members(session, world, teams, address, now)
    customers, new_customers = _customers(session, world, members, now)
    deals = _deals(session, world, members, customers, new_customers)
    session.flush()
    in_force = limit_changes.in_force(session, policy)
    stage_clock.watch_new(session, in_force, deals, now)
    signal_clock.watch_new(session, in_force, deals, now)
    policy_change.remember(session, policy)
    all_names_changed(session)
    return Imported(len(teams), new_members, len(new_customers), len(deals))


def name_company(session: Session, name: str, now: datetime, *, demo: bool) -> None:
    """Create the company of this database, unless it has been created already."""
    if session.get(Company, 1) is None:
        session.add(Company(id=1, name=name, demo=demo, created_at=now))


def _teams(session: Session, world: World) -> dict[str, Team]:
    teams = {team.name: team for team in session.exec(select(Team))}
    for entry in world.teams:
        if entry.name not in teams:
            teams[entry.name] = Team(name=entry.name, region=entry.region)
            session.add(teams[entry.name])
    session.flush()
    return teams


def _members(
    session: Session, world: World, teams: dict[str, Team], address: Address | None, now: datetime
) -> tuple[dict[str, Member], int]:
    members = {member.name: member for member in session.exec(select(Member))}
    nobody_yet = not any(member.admin for member in members.values())
    admins = {entry.name for entry in world.members if entry.admin} or {
        entry.name for entry in world.members if entry.role == "manager" and nobody_yet
    }
    new: list[Member] = []
    for entry in world.members:
        if entry.name not in members:
            team = teams[entry.team].id if entry.team else None
            members[entry.name] = Member(name=entry.name, role=entry.role, team_id=team, admin=entry.name in admins)
            new.append(members[entry.name])
    session.add_all(new)
    session.flush()
    for member in new if address else ():
        assert address is not None and member.id is not None
        channel, place = address(member)
        session.add(Identity(channel=channel, address=place, member_id=member.id, consented_at=now))
    for entry in world.members:
        for account in entry.accounts.items():
            member_id = members[entry.name].id
            assert member_id is not None
            invitations.expect(session, member_id, account, now)
    return members, len(new)


def _customers(
    session: Session, world: World, members: dict[str, Member], now: datetime
) -> tuple[dict[str, Customer], set[str]]:
    by_name = {as_compared(customer.name): customer for customer in session.exec(select(Customer))}
    known: dict[str, Customer] = {}
    new: set[str] = set()
    for entry in world.customers:
        if (there := by_name.get(as_compared(entry.name))) is not None:
            known[entry.name] = there
            continue
        owner = members[entry.owner].id if entry.owner else None
        region = entry.region or (people.region_of(session, owner) if owner is not None else None)
        known[entry.name] = Customer(
            name=entry.name, industry=entry.industry, region=region, owner_id=owner, created_at=now
        )
        session.add(known[entry.name])
        new.add(entry.name)
    session.flush()
    for entry in world.customers:
        if entry.name in new:
            _names_of(session, known[entry.name], entry.aliases, entry.contacts, now)
    return known, new


def _names_of(
    session: Session, customer: Customer, aliases: Sequence[str], contacts: Sequence[WorldContact], now: datetime
) -> None:
    assert customer.id is not None
    session.add_all(CustomerAlias(customer_id=customer.id, alias=alias) for alias in dict.fromkeys(aliases))
    known = [
        Contact(customer_id=customer.id, name=c.name, title=c.title, role=c.role, influence=c.influence)
        for c in contacts
    ]
    session.add_all(known)
    if any(contact.role or contact.influence for contact in known):
        session.flush()
        session.add_all(decision_chain.imported(known, now))


def _deals(
    session: Session, world: World, members: dict[str, Member], customers: dict[str, Customer], new: set[str]
) -> list[DealState]:
    deals: list[Opportunity] = []
    for entry in world.opportunities:
        if entry.customer not in new:
            continue
        customer_id, owner_id = customers[entry.customer].id, members[entry.owner].id
        assert customer_id is not None and owner_id is not None
        deals.append(
            Opportunity(
                customer_id=customer_id,
                owner_id=owner_id,
                product_line=entry.product_line,
                amount_fen=None if entry.amount is None else round(entry.amount * 100),
                stage=entry.stage,
                stage_entered_at=entry.stage_entered_at,
                clock_started_at=entry.stage_entered_at,
                assigned_at=entry.stage_entered_at if members[entry.owner].role in SELLERS else None,
                expected_close=entry.expected_close,
            )
        )
    session.add_all(deals)
    session.flush()
    for deal in deals:
        assert deal.id is not None
        session.add(StageChange(deal_id=deal.id, stage_to=deal.stage, at=deal.stage_entered_at))
    return [DealState(*(getattr(deal, name) for name in DealState._fields)) for deal in deals]


def reachable_by_name(member: Member) -> tuple[str, str]:
    """A simulated company's members write under their names."""
    return "simulated", member.name


def reachable_in_demo(member: Member) -> tuple[str, str]:
    """The demo company's members write from the local page."""
    return "web", f"demo:{member.id}"
