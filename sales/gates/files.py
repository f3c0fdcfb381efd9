"""Files kept with deals: keeping one, and finding those that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, select

from sales import deals
from sales.scope import Actor
from storage.deals import Customer, DealFile, Opportunity
from storage.people import Member


@dataclass(frozen=True)
class FileFact:
    """A file kept with a deal, and who sent it when. `kind` is a key of policy's evidence, None for other papers."""

    id: int
    deal_id: int
    customer_id: int
    customer: str
    product_line: str | None
    kind: str | None
    key: str
    name: str
    at: datetime
    by: str


def keep(session: Session, by: Actor, deal_id: int, kind: str | None, key: str, name: str, now: datetime) -> bool:
    """Keep a file with a deal, open or closed. False if it was kept as that before. Raises Changed if the deal is out
    of scope."""
    deals.locked_in_any_stage(session, deal_id, by.deals)
    same = select(DealFile.id).where(DealFile.deal_id == deal_id, DealFile.key == key, col(DealFile.kind) == kind)
    if session.exec(same).first() is not None:
        return False
    session.add(DealFile(deal_id=deal_id, kind=kind, key=key, name=name, at=now, by_id=by.member_id))
    session.flush()
    return True


def get(session: Session, scope: ColumnElement[bool], file_id: int) -> FileFact | None:
    """The file; None if there is none of a deal in scope."""
    row = session.execute(_all().where(scope, col(DealFile.id) == file_id)).first()
    return None if row is None else FileFact(*row)


def of_customer(
    session: Session, scope: ColumnElement[bool], customer_id: int, kind: str | None = None
) -> tuple[FileFact, ...]:
    """The files (of one kind) of a customer's deals in scope, the newest first."""
    of_kind = () if kind is None else (col(DealFile.kind) == kind,)
    query = _all().where(scope, col(Opportunity.customer_id) == customer_id, *of_kind)
    return tuple(FileFact(*row) for row in session.execute(query.order_by(col(DealFile.id).desc())))


def of_kinds(session: Session, deal_id: int, kinds: tuple[str, ...]) -> dict[str, int]:
    """The newest file of each of these kinds that is kept with the deal, by kind."""
    query = select(DealFile.kind, DealFile.id).where(DealFile.deal_id == deal_id, col(DealFile.kind).in_(kinds))
    return {str(kind): int(key or 0) for kind, key in session.exec(query.order_by(col(DealFile.id)))}


def _all() -> Select[tuple[int, int, int, str, str | None, str | None, str, str, datetime, str]]:
    columns = (DealFile.id, DealFile.deal_id, Customer.id, Customer.name, Opportunity.product_line)
    query = select(*columns, DealFile.kind, DealFile.key, DealFile.name, DealFile.at, Member.name)  # type: ignore[call-overload]
    query = query.select_from(DealFile).join(Opportunity, col(Opportunity.id) == col(DealFile.deal_id))
    query = query.join(Customer, col(Customer.id) == col(Opportunity.customer_id))
    return query.join(Member, col(Member.id) == col(DealFile.by_id))  # type: ignore[no-any-return]
