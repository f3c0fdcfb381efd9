"""The open deals told apart: by stage, by the month in which they are expected to be won, by product, by whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from analytics.funnel import slices
from analytics.funnel.slices import Dimension
from sales.deals import IS_OPEN
from storage.deals import Customer, Opportunity
from storage.people import Member

By = Dimension | Literal["stage", "month"]


@dataclass(frozen=True)
class OpenPart:
    """The open deals of a part, a stage by its key, a month as 2026-11; without a `name` those that have none of it."""

    name: str | None
    count: int
    amount_fen: int


def open_parts(session: Session, scope: ColumnElement[bool], by: By) -> tuple[OpenPart, ...]:
    """The open deals in scope told apart, those worth most first; months in order of time."""
    part, names = _told_apart(session, by)
    total = func.sum(func.coalesce(col(Opportunity.amount_fen), 0))
    query = (
        select(part, func.count(), total)
        .select_from(Opportunity)
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .join(Member, col(Member.id) == col(Opportunity.owner_id))
        .where(scope, IS_OPEN)
        .group_by(part)
    )
    found: dict[str | None, OpenPart] = {}
    for key, count, amount in session.execute(query):
        name = f"{key:%Y-%m}" if by == "month" and key is not None else key if names is None else names.get(key)
        before = found.get(name, OpenPart(name, 0, 0))
        found[name] = OpenPart(name, before.count + count, before.amount_fen + int(amount))
    if by == "month":
        return tuple(sorted(found.values(), key=lambda one: (one.name is None, one.name)))
    return tuple(sorted(found.values(), key=lambda one: (-one.amount_fen, -one.count, one.name or "")))


def _told_apart(session: Session, by: By) -> tuple[Any, Mapping[str | int, str] | None]:
    """The column of a part, and what its values are called, None where they are names themselves."""
    if by == "stage":
        return col(Opportunity.stage), None
    if by == "month":
        return col(Opportunity.expected_close), None
    return slices.column(by), slices.names(session, by)
