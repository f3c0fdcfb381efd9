"""What was of use to whom, and with which deal: one word of a member about an item and a customer, which may change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.library import ScriptUse
from storage.people import Member


@dataclass(frozen=True)
class UseFact:
    """What a member says of an item; `before` is what they said earlier (None: nothing). `is_first`: no colleague had
    found it useful before."""

    code: str
    useful: bool
    before: bool | None
    is_first: bool = False


@dataclass(frozen=True)
class Fault:
    """Why an item was of no use to a member, in the member's words."""

    words: str
    member: str


@dataclass(frozen=True)
class OfUse:
    """An item that was of use with a deal, for the first time at `at`."""

    code: str
    deal_id: int
    at: datetime


def rate(
    session: Session,
    member_id: int,
    code: str,
    about: tuple[int | None, int | None],
    useful: bool,
    day: date,
    now: datetime,
    words: str | None = None,
) -> UseFact:
    """Keep what a member says of an item with a customer and deal (`about`, ids), in place of what they said of it
    before; `words` are the member's own where it was no tap."""
    customer_id, deal_id = about
    key = f"{code}:{member_id}:{customer_id or '-'}"
    row = session.execute(select(ScriptUse).where(col(ScriptUse.key) == key).with_for_update()).scalar()
    others = (col(ScriptUse.code) == code, col(ScriptUse.useful).is_(True), col(ScriptUse.member_id) != member_id)
    own = (col(ScriptUse.code) == code, col(ScriptUse.member_id) == member_id)
    known = session.execute(select(col(ScriptUse.id)).where(*others)).first() is not None
    known = known or session.execute(select(col(ScriptUse.id)).where(*own)).first() is not None
    before = row.useful if row is not None else None
    if row is None:
        row = ScriptUse(
            key=key, code=code, member_id=member_id, customer_id=customer_id, day=day, at=now, useful=useful
        )
    if before != useful:
        row.deal_id, row.day, row.at, row.useful, row.words = deal_id, day, now, useful, words
    row.words = words or row.words
    session.add(row)
    session.flush()
    return UseFact(code, useful, before, is_first=useful and not known)


def faults(session: Session, code: str, most: int) -> tuple[Fault, ...]:
    """Why an item was of no use, in the words of those who said so last."""
    of_no_use = (col(ScriptUse.code) == code, col(ScriptUse.useful).is_(False), col(ScriptUse.words).is_not(None))
    newest = select(col(ScriptUse.words), col(Member.name)).join(Member, col(Member.id) == col(ScriptUse.member_id))
    rows = session.execute(newest.where(*of_no_use).order_by(col(ScriptUse.at).desc(), col(ScriptUse.id).desc()))
    return tuple(Fault(words, member) for words, member in rows.fetchmany(most))


def found_useful_on(session: Session, code: str, member_id: int, day: date) -> bool:
    """Whether a member found an item useful on a day, with any customer."""
    theirs = (col(ScriptUse.code) == code, col(ScriptUse.member_id) == member_id, col(ScriptUse.day) == day)
    return session.execute(select(col(ScriptUse.id)).where(*theirs, col(ScriptUse.useful))).first() is not None


def with_deal(session: Session, deal_id: int, since: datetime) -> tuple[tuple[str, int], ...]:
    """The items that were of use with a deal since then, and to which members, in the order of their first use."""
    rows = session.execute(
        select(col(ScriptUse.code), col(ScriptUse.member_id))
        .where(col(ScriptUse.deal_id) == deal_id, col(ScriptUse.useful), col(ScriptUse.at) >= since)
        .order_by(col(ScriptUse.id))
    )
    return tuple(dict.fromkeys((code, member_id) for code, member_id in rows))


def with_deals(session: Session) -> Sequence[OfUse]:
    """Every item with every deal with which it was of use."""
    first = func.min(col(ScriptUse.at), type_=ScriptUse.__table__.c.at.type)  # type: ignore[attr-defined]
    of_use = (col(ScriptUse.useful), col(ScriptUse.deal_id).is_not(None))
    pairs = (col(ScriptUse.code), col(ScriptUse.deal_id))
    return [OfUse(*row) for row in session.execute(select(*pairs, first).where(*of_use).group_by(*pairs))]


def of_items(session: Session, codes: Sequence[str]) -> int:
    """How often colleagues and authors found these items useful, a customer each."""
    found = select(func.count()).where(col(ScriptUse.code).in_(codes), col(ScriptUse.useful))
    return int(session.execute(found).scalar() or 0)
