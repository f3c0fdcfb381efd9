"""Who gets a lead that nobody sells yet, and how soon it was given to somebody and first touched.

A lead is assigned when it first belongs to somebody who sells: at once where they enter it themselves, else when a
leader gives it to them or their turn comes. It is first touched by the first contact that reached somebody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from sales import deals
from sales.deals import DealFact
from sales.followup_draft import NOBODY_REACHED
from sales.period import Period
from storage.deals import Customer, FollowUp, Opportunity, StageChange
from storage.people import Member, Team

FIRST_STAGE = "lead"
SELLERS = ("rep", "new_hire")
_SELLS: ColumnElement[bool] = and_(col(Member.role).in_(SELLERS), col(Member.active).is_(True))


@dataclass(frozen=True)
class LeadTimes:
    """When a lead was entered, first assigned to somebody who sells, and first touched (None: not yet). A leader who
    touches it has it."""

    deal_id: int
    customer: str
    owner_id: int
    owner: str
    entered_at: datetime
    assigned_at: datetime | None
    first_touch_at: datetime | None


@dataclass(frozen=True)
class Taker:
    """Somebody who sells, with how many open deals they have."""

    id: int
    name: str
    open_deals: int


def lead_times(session: Session, scope: ColumnElement[bool], day: date, zone: tzinfo) -> tuple[LeadTimes, ...]:
    """The leads in scope that were entered on a day of the company, in order of entry."""
    period = Period(day, day)
    rows = session.execute(
        select(
            col(Opportunity.id),
            col(Customer.name),
            col(Opportunity.owner_id),
            col(Member.name),
            col(StageChange.at),
            col(Opportunity.assigned_at),
        )
        .join(StageChange, col(StageChange.deal_id) == col(Opportunity.id))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .join(Member, col(Member.id) == col(Opportunity.owner_id))
        .where(
            scope,
            col(StageChange.stage_from).is_(None),
            col(StageChange.stage_to) == FIRST_STAGE,
            col(StageChange.at) >= period.start(zone),
            col(StageChange.at) < period.end(zone),
        )
        .order_by(col(StageChange.at), col(Opportunity.id))
    ).all()
    touched = _first_touches(session, [row[0] for row in rows])
    return tuple(
        LeadTimes(key, name, owner_id, owner, entered, assigned or touched.get(key), touched.get(key))
        for key, name, owner_id, owner, entered, assigned in rows
    )


def _first_touches(session: Session, deal_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these deals was first touched, of those that were; what only came with its entry is no touch."""
    reached = func.coalesce(col(FollowUp.outcome), "") != NOBODY_REACHED
    rows = session.execute(
        select(col(FollowUp.deal_id), col(FollowUp.at), col(FollowUp.details))
        .where(col(FollowUp.deal_id).in_(deal_ids), reached)
        .order_by(col(FollowUp.at).desc(), col(FollowUp.id).desc())
    )
    return {deal_id: at for deal_id, at, details in rows if not details.get("entry")}


def takers(session: Session, members: ColumnElement[bool], but_not: Collection[int], most: int) -> tuple[Taker, ...]:
    """Who of `members` (a condition on Member) could take a deal, fewest open deals first."""
    count = func.count(col(Opportunity.id))
    rows = session.execute(
        select(col(Member.id), col(Member.name), count)
        .outerjoin(Opportunity, and_(col(Opportunity.owner_id) == col(Member.id), deals.IS_OPEN))
        .where(members, _SELLS, col(Member.id).not_in(but_not))
        .group_by(col(Member.id), col(Member.name))
        .order_by(count, col(Member.id))
        .limit(most)
    )
    return tuple(Taker(*row) for row in rows)


def next_in_turn(session: Session, team_ids: Collection[int], among: Collection[int] = ()) -> int | None:
    """Who of these teams, or `among` these members, was given a lead longest ago, those never first; None if nobody of
    them sells."""
    of_these = col(Member.id).in_(among) if among else col(Member.team_id).in_(team_ids)
    last = func.max(col(Opportunity.assigned_at))
    given = and_(col(Opportunity.owner_id) == col(Member.id), col(Opportunity.assigned_by_id).is_not(None))
    found: int | None = session.execute(
        select(col(Member.id))
        .outerjoin(Opportunity, given)
        .where(_SELLS, of_these)
        .group_by(col(Member.id))
        .order_by(last.is_not(None), last, col(Member.id))
        .limit(1)
    ).scalar()
    return found


def teams_of_customer(session: Session, customer_id: int) -> tuple[int, ...]:
    """The teams of the region that the customer is in; none where that is not known."""
    region = select(col(Customer.region)).where(col(Customer.id) == customer_id).scalar_subquery()
    return tuple(session.execute(select(col(Team.id)).where(col(Team.region) == region)).scalars())


def selling_teams(session: Session) -> tuple[int, ...]:
    """The teams in which somebody sells."""
    teams = session.execute(select(col(Member.team_id)).where(_SELLS, col(Member.team_id).is_not(None)).distinct())
    return tuple(teams.scalars())


def untouched(session: Session, scope: ColumnElement[bool]) -> tuple[DealFact, ...]:
    """The open leads in scope in which nobody has been reached yet, the first entered first."""
    rows = session.execute(
        deals.select_deals()
        .where(scope, deals.IS_OPEN, col(Opportunity.stage) == FIRST_STAGE)
        .order_by(col(Opportunity.stage_entered_at), col(Opportunity.id))
    )
    found = tuple(deals.fact(row) for row in rows)
    touched = _first_touches(session, [deal.id for deal in found])
    return tuple(deal for deal in found if deal.id not in touched)


def unassigned(session: Session, scope: ColumnElement[bool]) -> tuple[DealFact, ...]:
    """The leads in scope that nobody who sells has had yet, the last entered first."""
    rows = session.execute(
        deals.select_deals()
        .where(scope, col(Opportunity.stage) == FIRST_STAGE, col(Opportunity.assigned_at).is_(None))
        .order_by(col(Opportunity.id).desc())
    )
    return tuple(deals.fact(row) for row in rows)


def is_seller(session: Session, member_id: int) -> bool:
    """Whether the member is one of those whom leads are assigned to."""
    return session.execute(select(col(Member.role)).where(col(Member.id) == member_id)).scalar() in SELLERS
