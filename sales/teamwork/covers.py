"""Who looks after a colleague's customers for some days. The deals stay the owner's; whose they are in that time is
nobody else's business than who is asked about them, and who may report on them (bot/access)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from sales import deals
from sales.deals import DealFact
from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import people
from storage import rows
from storage.deals import Customer
from storage.people import Member
from storage.teamwork import Cover

SALES = frozenset({"rep", "new_hire", "supervisor", "manager"})  # roles that have customers


@dataclass(frozen=True)
class CoverFact:
    """Somebody stands in for a member, for one customer or (None) for all that is theirs."""

    id: int
    member_id: int
    member: str
    role: str
    stand_in_id: int
    stand_in: str
    customer_id: int | None
    customer: str | None
    first: date
    last: date
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def sells(self) -> bool:
        """Whether it is about customers; else about the tickets of a department."""
        return self.role in SALES

    @property
    def is_on(self) -> bool:
        """Whether it counts now."""
        return self.began_at is not None and self.ended_at is None


def add(
    session: Session,
    by: Actor,
    member_id: int,
    stand_in_id: int,
    customer_id: int | None,
    first: date,
    last: date,
    said: str,
    now: datetime,
) -> CoverFact:
    """Let somebody stand in for a member; what was noted for the same days and the same customers before counts no
    more. Raises Changed if who acts does not lead both, or one of them has left; of the tickets of a department, who
    has them says so too."""
    roles = {
        one.role for key in (member_id, stand_in_id) if (one := people.get(session, key)) is not None and one.active
    }
    own = by.member_id == member_id and len(roles) > 0 and roles.isdisjoint(SALES)
    if member_id == stand_in_id or not (own or people.all_of(session, by.members, {member_id, stand_in_id})):
        raise Changed("member", member_id, "not_in_scope")
    for known in open_of(session, {member_id}):
        if known.customer_id == customer_id and known.first <= last and known.last >= first:
            finish(session, known.id, now)
    row = Cover(
        member_id=member_id,
        stand_in_id=stand_in_id,
        customer_id=customer_id,
        first=first,
        last=last,
        said=said,
        by_id=by.member_id,
        at=now,
    )
    session.add(row)
    session.flush()
    return _known(session, row.id)


def begin(session: Session, cover_id: int, now: datetime) -> CoverFact | None:
    """It counts from now on; None where it has begun or ended, or was taken back."""
    row = rows.locked(session, Cover, cover_id)
    if row is None or row.began_at is not None or row.ended_at is not None:
        return None
    row.began_at = now
    session.add(row)
    session.flush()
    return _known(session, cover_id)


def finish(session: Session, cover_id: int, now: datetime) -> CoverFact | None:
    """It counts no longer; None where it has ended before, or was taken back."""
    row = rows.locked(session, Cover, cover_id)
    if row is None or row.ended_at is not None:
        return None
    row.ended_at = now
    session.add(row)
    session.flush()
    return _known(session, cover_id)


def end(session: Session, by: Actor, member_id: int, now: datetime) -> tuple[CoverFact, ...]:
    """Nobody stands in for the member any more; where nobody does now, nor is to. Raises Changed if there is nobody, or
    who acts is neither the member, nor who stands in, nor leads the member."""
    found = open_of(session, {member_id})
    found = tuple(one for one in found if one.is_on) or found
    if not found:
        raise Changed("member", member_id, "gone")
    involved = {member_id, *(one.stand_in_id for one in found)}
    if by.member_id not in involved and not people.all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "not_in_scope")
    ended = (finish(session, one.id, now) for one in found)
    return tuple(one for one in ended if one is not None)


def open_of(session: Session, member_ids: Collection[int]) -> tuple[CoverFact, ...]:
    """Who stands in for these members, or is to, the earliest first."""
    return tuple(_read(session, col(Cover.member_id).in_(member_ids), col(Cover.ended_at).is_(None)))


def open_by(session: Session, stand_in_id: int) -> tuple[CoverFact, ...]:
    """For whom this member stands in, or is to."""
    return tuple(_read(session, col(Cover.stand_in_id) == stand_in_id, col(Cover.ended_at).is_(None)))


def open_among(session: Session, members: ColumnElement[bool]) -> tuple[CoverFact, ...]:
    """Who stands in, or is to, for any of the `members`, a condition on Member."""
    theirs = select(col(Member.id)).where(members)
    return tuple(_read(session, col(Cover.member_id).in_(theirs), col(Cover.ended_at).is_(None)))


def stand_ins(session: Session, owned: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Of these (owner, customer) those that somebody else looks after now, with who does: whoever was named for the
    customer, else for all that is the owner's."""
    pairs = set(owned)
    found: dict[tuple[int, int], int] = {}
    on = [one for one in open_of(session, {owner for owner, _ in pairs}) if one.is_on] if pairs else []
    for one in sorted(on, key=lambda one: (one.customer_id is not None, one.id)):
        for owner, customer in pairs:
            if owner == one.member_id and one.customer_id in (None, customer):
                found[owner, customer] = one.stand_in_id
    return found


def looked_after(session: Session, fact: CoverFact, most: int) -> tuple[DealFact, ...]:
    """The open deals that somebody looks after, the last to enter its stage first; at most `most` of the owner's."""
    theirs = deals.open_owned(session, fact.member_id, most)
    return tuple(deal for deal in theirs if fact.customer_id in (None, deal.customer_id))


def get(session: Session, cover_id: int) -> CoverFact | None:
    """The cover; None if it was taken back."""
    return next(iter(_read(session, col(Cover.id) == cover_id)), None)


def _known(session: Session, cover_id: int | None) -> CoverFact:
    fact = get(session, cover_id or 0)
    assert fact is not None
    return fact


def _read(session: Session, *where: ColumnElement[bool]) -> Iterable[CoverFact]:
    session.flush()
    member, stand_in = aliased(Member), aliased(Member)
    found = session.execute(
        select(
            col(Cover.id),
            col(Cover.member_id),
            col(member.name),
            col(member.role),
            col(Cover.stand_in_id),
            col(stand_in.name),
            col(Cover.customer_id),
            col(Customer.name),
            col(Cover.first),
            col(Cover.last),
            col(Cover.began_at),
            col(Cover.ended_at),
        )
        .join(member, col(member.id) == col(Cover.member_id))
        .join(stand_in, col(stand_in.id) == col(Cover.stand_in_id))
        .outerjoin(Customer, col(Customer.id) == col(Cover.customer_id))
        .where(col(stand_in.active), *where)
        .order_by(col(Cover.first), col(Cover.id))
    )
    return [CoverFact(*row) for row in found]
