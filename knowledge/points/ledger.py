"""The ledger of points: entries that are each made once, by their key. A balance is their sum and never below 0."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.library import PointAccount, PointEntry
from storage.people import Member
from storage.statements import execute, table_of

APPROVED, REUSED, WON, REDEEMED, REFUNDED = "approved", "reused", "won", "redeemed", "refunded"
EARNED = (APPROVED, REUSED, WON)  # kinds of entries by which one is ranked
BY_OTHERS = (REUSED, WON)  # those that colleagues bring about


@dataclass(frozen=True)
class Entry:
    """Points that somebody was given, or spent (below 0), and for what: the name of an item or a reward."""

    kind: str
    points: int
    about: str
    day: date


@dataclass(frozen=True)
class Place:
    """A member's place among all who have earned points; those with as many share it."""

    place: int
    member_id: int
    member: str
    points: int


def give(
    session: Session, kind: str, key: str, member_id: int, points: int, about: str, day: date, now: datetime
) -> bool:
    """Give points for `key` (its kind is put before it). False if they were given before, or there are none to give."""
    whole = f"{kind}:{key}"
    if points <= 0 or _has(session, whole):
        return False
    _add(session, whole, kind, member_id, points, about, day, now)
    return True


def take(
    session: Session, kind: str, key: str, member_id: int, points: int, about: str, day: date, now: datetime
) -> bool:
    """Take points from a member, whose account is locked. False if they have too few, or it was done before."""
    lock(session, {member_id})
    whole = f"{kind}:{key}"
    if points <= 0 or _has(session, whole) or balance(session, member_id) < points:
        return False
    _add(session, whole, kind, member_id, -points, about, day, now)
    return True


def take_back(session: Session, kind: str, key: str) -> bool:
    """Let what was given for `key` not have been given. False if nothing was, or the member has spent it."""
    row = session.execute(select(PointEntry).where(col(PointEntry.key) == f"{kind}:{key}")).scalar()
    if row is None or short_of(session, {row.member_id: -row.points}):
        return False
    session.delete(row)
    session.flush()
    return True


def lock(session: Session, member_ids: Collection[int]) -> None:
    """Hold the accounts of these members until the transaction ends, in the order of their ids."""
    add = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for member_id in sorted(member_ids):
        execute(session, add(_ACCOUNTS).on_conflict_do_nothing(), {"member_id": member_id})
        execute(session, select(_ACCOUNTS.c.id).where(_ACCOUNTS.c.member_id == member_id).with_for_update(), {})


def balance(session: Session, member_id: int) -> int:
    """The points that a member has now."""
    return _sum(session, col(PointEntry.member_id) == member_id)


def given_by_others(session: Session, member_id: int, day: date) -> int:
    """How many points colleagues have brought a member on a day."""
    return _sum(
        session,
        col(PointEntry.member_id) == member_id,
        col(PointEntry.kind).in_(BY_OTHERS),
        col(PointEntry.day) == day,
    )


def earned(session: Session, member_id: int, days: tuple[date, date] | None = None) -> int:
    """How many points a member has earned, in all or on the days from the first to the last."""
    within = [col(PointEntry.day).between(*days)] if days else []
    return _sum(session, col(PointEntry.member_id) == member_id, col(PointEntry.kind).in_(EARNED), *within)


def latest(session: Session, member_id: int, most: int) -> tuple[Entry, ...]:
    """The member's newest entries."""
    own = select(*_COLUMNS).where(col(PointEntry.member_id) == member_id)
    return tuple(Entry(*row) for row in session.execute(own.order_by(col(PointEntry.id).desc()).limit(most)))


def ranking(session: Session) -> tuple[Place, ...]:
    """All active members who have earned points, the most first."""
    total = func.sum(col(PointEntry.points))
    rows = session.execute(
        select(col(Member.id), col(Member.name), total)
        .join(PointEntry, col(PointEntry.member_id) == col(Member.id))
        .where(col(PointEntry.kind).in_(EARNED), col(Member.active).is_(True))
        .group_by(col(Member.id), col(Member.name))
        .order_by(total.desc(), col(Member.id))
    ).all()
    sums = [int(row[2]) for row in rows]
    return tuple(Place(sums.index(int(points)) + 1, key, name, int(points)) for key, name, points in rows)


def short_of(session: Session, changes: Mapping[int, int]) -> frozenset[int]:
    """The members who would be left with less than nothing, if their balances changed by so much; the accounts of those
    who would have less are locked."""
    less = {member_id for member_id, points in changes.items() if points < 0}
    lock(session, less)
    return frozenset(key for key in less if balance(session, key) + changes[key] < 0)


def _add(
    session: Session, key: str, kind: str, member_id: int, points: int, about: str, day: date, now: datetime
) -> None:
    session.add(PointEntry(key=key, kind=kind, member_id=member_id, points=points, about=about, day=day, at=now))
    session.flush()


def _has(session: Session, key: str) -> bool:
    return session.execute(select(col(PointEntry.id)).where(col(PointEntry.key) == key)).first() is not None


def _sum(session: Session, *where: object) -> int:
    found = session.execute(select(func.coalesce(func.sum(col(PointEntry.points)), 0)).where(*where))  # type: ignore[arg-type]
    return int(found.scalar() or 0)


_ACCOUNTS = table_of(PointAccount)
_COLUMNS = (col(PointEntry.kind), col(PointEntry.points), col(PointEntry.about), col(PointEntry.day))
