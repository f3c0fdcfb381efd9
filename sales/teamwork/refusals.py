"""Which customers refused to meet our people, or refused altogether, in a period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from sales.period import Period
from storage.deals import Customer, FollowUp, Opportunity
from storage.people import Member

MEETING, ALTOGETHER = "refused_meeting", "rejected"  # outcomes


@dataclass(frozen=True)
class Refusal:
    """A customer refused somebody; `objections` are what they said against it."""

    customer_id: int
    customer: str
    member: str
    outcome: str
    on: date
    objections: tuple[str, ...]


def refusals(
    session: Session,
    members: ColumnElement[bool],
    period: Period,
    outcomes: Collection[str],
    product: str | None = None,
) -> tuple[Refusal, ...]:
    """What these members (a condition) reported to have been refused, of a product where one is given; the newest
    first."""
    query = (
        select(
            col(FollowUp.customer_id),
            col(Customer.name),
            col(Member.name),
            col(FollowUp.outcome),
            col(FollowUp.occurred_on),
            col(FollowUp.objections),
        )
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .join(Member, col(Member.id) == col(FollowUp.author_id))
        .where(members, col(FollowUp.outcome).in_(outcomes))
        .where(col(FollowUp.occurred_on).between(period.first, period.last))
        .order_by(col(FollowUp.occurred_on).desc(), col(FollowUp.id).desc())
    )
    if product is not None:
        about = select(col(Opportunity.id)).where(col(Opportunity.product_line) == product)
        query = query.where(col(FollowUp.deal_id).in_(about))
    rows = session.execute(query)
    return tuple(
        Refusal(key, name, member, outcome or "", on, tuple(objections))
        for key, name, member, outcome, on, objections in rows
    )
