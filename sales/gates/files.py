"""Files kept with deals: keeping one, and finding those that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, select

from sales import deals
from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.deals import Customer, DealFile, Opportunity, StageChange, StageEvidence
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


def latest_by(session: Session, scope: ColumnElement[bool], member_id: int, kind: str | None = None) -> FileFact | None:
    """The newest file (of one kind) that the member sent, of a deal in scope and of a kind that policy names."""
    of_kind = col(DealFile.kind).is_not(None) if kind is None else col(DealFile.kind) == kind
    query = _all().where(scope, col(DealFile.by_id) == member_id, of_kind).order_by(col(DealFile.id).desc()).limit(1)
    row = session.execute(query).first()
    return None if row is None else FileFact(*row)


def retype(session: Session, by: Actor, file_id: int, kind: str | None) -> str | None:
    """Let the file be of another kind, or of none that policy names: it was not what it was taken for. Returns the
    stage from which its deal came to where it is on this file; None if it did not. Raises Changed if the deal is out of
    scope."""
    row = rows.locked(session, DealFile, file_id)
    if row is None:
        raise Changed("deal", None, "gone")
    deal = deals.locked_in_any_stage(session, row.deal_id, by.deals)
    row.kind = kind
    session.add(row)
    last = select(StageChange).where(StageChange.deal_id == row.deal_id).order_by(col(StageChange.id).desc()).limit(1)
    change = session.exec(last).one_or_none()
    if change is None or change.stage_to != deal["stage"]:
        return None
    rests = select(StageEvidence.id).where(StageEvidence.change_id == change.id, StageEvidence.file_id == file_id)
    return change.stage_from if session.exec(rests).first() is not None else None


def of_kinds(session: Session, deal_id: int, kinds: tuple[str, ...]) -> dict[str, int]:
    """The newest file of each of these kinds that is kept with the deal, by kind."""
    query = select(DealFile.kind, DealFile.id).where(DealFile.deal_id == deal_id, col(DealFile.kind).in_(kinds))
    return {str(kind): int(key or 0) for kind, key in session.exec(query.order_by(col(DealFile.id)))}


def newest(session: Session, deal_id: int, kinds: tuple[str, ...]) -> tuple[tuple[str | None, str], ...]:
    """The kind and the name of the newest file of each of these kinds that is kept with the deal."""
    query = select(DealFile.kind, DealFile.name).where(col(DealFile.id).in_(of_kinds(session, deal_id, kinds).values()))
    return tuple((kind, name) for kind, name in session.exec(query.order_by(col(DealFile.id))))


def _all() -> Select[tuple[int, int, int, str, str | None, str | None, str, str, datetime, str]]:
    columns = (DealFile.id, DealFile.deal_id, Customer.id, Customer.name, Opportunity.product_line)
    query = select(*columns, DealFile.kind, DealFile.key, DealFile.name, DealFile.at, Member.name)  # type: ignore[call-overload]
    query = query.select_from(DealFile).join(Opportunity, col(Opportunity.id) == col(DealFile.deal_id))
    query = query.join(Customer, col(Customer.id) == col(Opportunity.customer_id))
    return query.join(Member, col(Member.id) == col(DealFile.by_id))  # type: ignore[no-any-return]
