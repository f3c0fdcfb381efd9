"""What members had the bot tell each other to do. It touches neither a deal's time nor any record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.deals import Customer
from storage.people import Member
from storage.statements import fetch, table_of
from storage.teamwork import Instruction


@dataclass(frozen=True)
class InstructionFact:
    """What one member is to do because another said so."""

    id: int
    by_id: int
    by: str
    to_id: int
    to: str
    text: str
    customer: str | None
    named_at: datetime | None
    done_at: datetime | None


def add(
    session: Session,
    by: Actor,
    to_id: int,
    text: str,
    now: datetime,
    *,
    customer_id: int | None = None,
    named_at: datetime | None = None,
) -> InstructionFact:
    """Keep what who acts has `to_id` told to do."""
    row = Instruction(
        by_id=by.member_id,
        to_id=to_id,
        text=text,
        customer_id=customer_id,
        named_at=named_at,
        at=now,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    fact = get(session, row.id)
    assert fact is not None
    return fact


def get(session: Session, instruction_id: int) -> InstructionFact | None:
    """The instruction; None if it is gone."""
    row = session.execute(_select().where(col(Instruction.id) == instruction_id)).first()
    return None if row is None else InstructionFact(*row)


def open_of(session: Session, to_id: int, customer_id: int) -> tuple[InstructionFact, ...]:
    """What a member is still to do about a customer, in the order told."""
    found = fetch(session, _OPEN, {"to": to_id, "customer": customer_id}).scalars().all()
    return _facts(session, col(Instruction.id).in_(found)) if found else ()


def given_by(session: Session, by_id: int, since: datetime) -> tuple[InstructionFact, ...]:
    """What a member has had others told since then, in the order told."""
    return _facts(session, col(Instruction.by_id) == by_id, col(Instruction.at) >= since)


def given_to(session: Session, to_id: int, since: datetime) -> tuple[InstructionFact, ...]:
    """What a member was told since then, in the order told."""
    return _facts(session, col(Instruction.to_id) == to_id, col(Instruction.at) >= since)


def finish(session: Session, by: Actor, instruction_id: int, now: datetime) -> InstructionFact:
    """It is done. Raises Changed if it is gone, somebody else's, or was done before."""
    row = rows.locked(session, Instruction, instruction_id)
    if row is None or row.to_id != by.member_id:
        raise Changed("instruction", instruction_id, "gone")
    if row.done_at is not None:
        raise Changed("instruction", instruction_id, "closed")
    row.done_at = now
    session.add(row)
    session.flush()
    fact = get(session, instruction_id)
    assert fact is not None
    return fact


def _facts(session: Session, *where: Any) -> tuple[InstructionFact, ...]:
    found = session.execute(_select().where(*where).order_by(col(Instruction.id)))
    return tuple(InstructionFact(*row) for row in found)


def _select() -> Select[*tuple[Any, ...]]:
    giver, taker = aliased(Member), aliased(Member)
    return (
        select(
            col(Instruction.id),
            col(Instruction.by_id),
            col(giver.name),
            col(Instruction.to_id),
            col(taker.name),
            col(Instruction.text),
            col(Customer.name),
            col(Instruction.named_at),
            col(Instruction.done_at),
        )
        .select_from(Instruction)
        .join(giver, col(giver.id) == col(Instruction.by_id))
        .join(taker, col(taker.id) == col(Instruction.to_id))
        .outerjoin(Customer, col(Customer.id) == col(Instruction.customer_id))
    )


_INSTRUCTIONS = table_of(Instruction)
_OPEN = select(_INSTRUCTIONS.c.id).where(
    _INSTRUCTIONS.c.to_id == bindparam("to"),
    _INSTRUCTIONS.c.customer_id == bindparam("customer"),
    _INSTRUCTIONS.c.done_at.is_(None),
)
