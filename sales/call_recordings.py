"""Recorded calls with customers: kept, heard later, found by what was said in them. Never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, select

from sales import customers
from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.background import Audit
from storage.deals import CallRecording, Customer
from storage.people import Member

WAITING, HEARD, UNHEARD = "waiting", "heard", "unheard"
MOST_SEARCHED = 500  # recordings, the newest


@dataclass(frozen=True)
class CallFact:
    """A recorded call, and who sent it when. `status` waiting (to be heard) | heard | unheard (it never will be)."""

    id: int
    customer_id: int
    customer: str
    media: str
    status: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Passage:
    """What was said in a call at so many seconds."""

    call: CallFact
    at: int
    words: str


def keep(session: Session, by: Actor, customer_id: int, media: str, now: datetime) -> CallFact | None:
    """Keep a recording with a customer; None where it was kept there before. Raises Changed if the customer is out of
    scope."""
    if customers.get(session, by.customers, customer_id) is None:
        raise Changed("customer", None, "not_in_scope")
    same = select(CallRecording.id).where(CallRecording.customer_id == customer_id, CallRecording.media == media)
    if session.exec(same).first() is not None:
        return None
    row = CallRecording(customer_id=customer_id, by_id=by.member_id, media=media, at=now)
    session.add(row)
    session.flush()
    return find(session, row.id or 0)


def keep_transcript(session: Session, call_id: int, transcript: Sequence[Mapping[str, Any]], status: str) -> None:
    """Keep what was heard: HEARD, or UNHEARD where nothing ever will be."""
    row = rows.locked(session, CallRecording, call_id)
    if row is not None:
        row.transcript, row.status = [dict(segment) for segment in transcript], status
        session.add(row)
        session.flush()


def waiting(session: Session) -> Sequence[int]:
    """The recordings that were not heard yet (ids)."""
    return session.exec(select(CallRecording.id).where(CallRecording.status == WAITING)).all()  # type: ignore[return-value]


def find(session: Session, call_id: int) -> CallFact | None:
    """The recording; None if there is none."""
    return next(iter(_found(session, col(CallRecording.id) == call_id)), None)


def get(session: Session, scope: ColumnElement[bool], call_id: int) -> CallFact | None:
    """The recording of a customer in scope; None if there is none."""
    return next(iter(_found(session, scope, col(CallRecording.id) == call_id)), None)


def of_customer(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[CallFact, ...]:
    """The recordings of a customer in scope, the newest first."""
    return _found(session, scope, col(CallRecording.customer_id) == customer_id)


def erasable(session: Session, by: Actor, most: int) -> tuple[CallFact, ...]:
    """The recordings that who acts may delete, the newest first: they handed them in, or follow the customer."""
    own = (col(CallRecording.by_id) == by.member_id) | (col(Customer.owner_id) == by.member_id)
    return _found(session, own, count=most)


def erase(session: Session, by: Actor, call_id: int, now: datetime) -> int | None:
    """Delete a recording with what was heard in it. Returns who handed it in; None where it is gone. Raises Changed if
    it is not theirs to delete who acts."""
    row = rows.locked(session, CallRecording, call_id)
    if row is None:
        return None
    owner_id = session.get_one(Customer, row.customer_id).owner_id
    if by.member_id not in (row.by_id, owner_id):
        raise Changed("customer", row.customer_id, "not_in_scope")
    detail = {"call": call_id, "by": row.by_id, "at": row.at.isoformat()}
    session.add(
        Audit(at=now, member_id=by.member_id, what="call_erased", subject=f"customer:{row.customer_id}", detail=detail)
    )
    session.delete(row)
    session.flush()
    return row.by_id


def search(session: Session, scope: ColumnElement[bool], words: str, most: int) -> tuple[Passage, ...]:
    """Where these words were said in the calls of customers in scope, the newest call first; one passage a call."""
    heard = (scope, col(CallRecording.status) == HEARD)
    found = []
    for call in _found(session, *heard, count=MOST_SEARCHED):
        passage = _passage(call, session.get_one(CallRecording, call.id).transcript, words)
        found += [passage] if passage is not None else []
        if len(found) == most:
            break
    return tuple(found)


def _passage(call: CallFact, transcript: Sequence[Mapping[str, Any]], words: str) -> Passage | None:
    wanted = words.casefold()
    at = next((part for part in transcript if wanted in part["words"].casefold()), None)
    return Passage(call, int(at["start"]), at["words"]) if at is not None else None


def _found(session: Session, *where: Any, count: int | None = None) -> tuple[CallFact, ...]:
    query = _all().where(*where).order_by(col(CallRecording.id).desc()).limit(count)
    return tuple(CallFact(*row) for row in session.execute(query))


def _all() -> Select[tuple[int, int, str, str, str, datetime, str]]:
    call = CallRecording
    query = select(call.id, Customer.id, Customer.name, call.media, call.status, call.at, Member.name)  # type: ignore[call-overload]
    query = query.select_from(call).join(Customer, col(Customer.id) == col(call.customer_id))
    return query.join(Member, col(Member.id) == col(call.by_id))  # type: ignore[no-any-return]
