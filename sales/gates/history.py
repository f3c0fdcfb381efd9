"""The way of a deal through its stages: who moved it when, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from sales import deals
from storage.deals import Customer, DealFile, Opportunity, StageChange, StageEvidence
from storage.people import Member


@dataclass(frozen=True)
class StageStep:
    """A deal came from one stage (None: it was entered) to another. `files` are the kinds and names of the papers on
    which it did, `roles` who held which; `override` is why a leader let it in without what was missing."""

    stage_from: str | None
    stage_to: str
    at: datetime
    by: str | None
    reason: tuple[str, ...] = ()
    files: tuple[tuple[str | None, str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    override: str | None = None


def steps(session: Session, scope: ColumnElement[bool], deal_id: int) -> tuple[StageStep, ...]:
    """The deal's way, from its beginning; nothing if it is out of scope."""
    if deals.get(session, scope, deal_id) is None:
        return ()
    query = select(StageChange, Member.name).outerjoin(Member, col(Member.id) == col(StageChange.by_id))
    rows = session.exec(query.where(StageChange.deal_id == deal_id).order_by(col(StageChange.id))).all()
    papers = _papers(session, deal_id)
    return tuple(
        StageStep(
            change.stage_from,
            change.stage_to,
            change.at,
            by,
            tuple(change.reason),
            tuple(papers.get(change.id or 0, ())),
            tuple((change.roles or {}).items()),
            change.override,
        )
        for change, by in rows
    )


@dataclass(frozen=True)
class LetIn:
    """A deal that `by` let into a stage although something was missing, and why."""

    customer: str
    product_line: str | None
    stage: str
    at: datetime
    by: str
    why: str


def let_in_since(session: Session, scope: ColumnElement[bool], since: datetime, most: int) -> tuple[LetIn, ...]:
    """The deals in scope that were let in since then, the newest first."""
    columns = (Customer.name, Opportunity.product_line, StageChange.stage_to, StageChange.at, Member.name)
    query = select(*columns, StageChange.override).select_from(StageChange)  # type: ignore[call-overload]
    query = query.join(Opportunity, col(Opportunity.id) == col(StageChange.deal_id))
    query = query.join(Customer, col(Customer.id) == col(Opportunity.customer_id))
    query = query.join(Member, col(Member.id) == col(StageChange.by_id))
    query = query.where(scope, col(StageChange.override).is_not(None), col(StageChange.at) >= since)
    return tuple(LetIn(*row) for row in session.execute(query.order_by(col(StageChange.id).desc()).limit(most)))


def _papers(session: Session, deal_id: int) -> dict[int, list[tuple[str | None, str]]]:
    query = select(StageEvidence.change_id, DealFile.kind, DealFile.name)
    query = query.join(DealFile, col(DealFile.id) == col(StageEvidence.file_id))
    found: dict[int, list[tuple[str | None, str]]] = {}
    for change_id, kind, name in session.exec(query.where(DealFile.deal_id == deal_id).order_by(col(DealFile.id))):
        found.setdefault(change_id, []).append((kind, name))
    return found
