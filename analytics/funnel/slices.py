"""Which deals are looked at, and by what they are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from storage.deals import Customer, Opportunity
from storage.people import Member, Team

Dimension = Literal["product", "region", "team", "person"]
DIMENSIONS: tuple[Dimension, ...] = ("product", "region", "team", "person")


@dataclass(frozen=True)
class Slice:
    """Deals with a region's customers, of those who are now in a team, of one owner, about a product, with an
    industry's customers; of all where nothing is given."""

    region: str | None = None
    team_id: int | None = None
    member_id: int | None = None
    product: str | None = None
    industry: str | None = None

    @property
    def condition(self) -> ColumnElement[bool] | None:
        """The condition on deals; None where all are meant."""
        conditions: list[ColumnElement[bool]] = []
        if self.region is not None:
            conditions.append(_of_customers(col(Customer.region) == self.region))
        if self.industry is not None:
            conditions.append(_of_customers(col(Customer.industry) == self.industry))
        if self.team_id is not None:
            theirs = select(col(Member.id)).where(col(Member.team_id) == self.team_id)
            conditions.append(col(Opportunity.owner_id).in_(theirs))
        if self.member_id is not None:
            conditions.append(col(Opportunity.owner_id) == self.member_id)
        if self.product is not None:
            conditions.append(col(Opportunity.product_line) == self.product)
        return and_(*conditions) if conditions else None

    def within(self, scope: ColumnElement[bool]) -> ColumnElement[bool]:
        """The condition on the deals of this slice that are in scope."""
        own = self.condition
        return scope if own is None else and_(scope, own)


def column(by: Dimension) -> Any:
    """The column that tells deals apart by a dimension; rows need Customer and Member beside Opportunity."""
    return {
        "product": col(Opportunity.product_line),
        "region": col(Customer.region),
        "team": col(Member.team_id),
        "person": col(Opportunity.owner_id),
    }[by]


def names(session: Session, by: Dimension) -> dict[str | int, str] | None:
    """What the values of a dimension are called, by id; None where they are names themselves."""
    if by == "team":
        return {key: name for key, name in session.execute(select(col(Team.id), col(Team.name))) if key is not None}
    if by == "person":
        return {key: name for key, name in session.execute(select(col(Member.id), col(Member.name))) if key is not None}
    return None


def _of_customers(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(Opportunity.customer_id).in_(select(col(Customer.id)).where(condition))
