"""Redeeming points: they are reserved when a reward is asked for, and come back where it is not granted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from config.library.points import Reward
from knowledge.points import ledger
from storage import rows
from storage.library import Redemption
from storage.people import Member

Refusal = Literal["too_few", "waits"]


@dataclass(frozen=True)
class RedemptionFact:
    """A reward that somebody asked for; `granted` None: it waits for `asked_id`, and its points are reserved."""

    id: int
    member_id: int
    member: str
    name: str
    points: int
    asked_id: int
    asked: str
    granted: bool | None
    decided_by: str | None
    at: datetime
    asked_at: datetime

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.granted is None


def redeem(
    session: Session, member_id: int, reward: Reward, asked_id: int, day: date, now: datetime
) -> RedemptionFact | Refusal:
    """Reserve the points of a reward, which then waits for `asked_id`. Refused where the member has too few, or the
    same reward waits already."""
    ledger.lock(session, {member_id})
    same = (col(Redemption.member_id) == member_id, col(Redemption.reward) == reward.key)
    if session.execute(select(col(Redemption.id)).where(*same, col(Redemption.granted).is_(None))).first() is not None:
        return "waits"
    if ledger.balance(session, member_id) < reward.points:
        return "too_few"
    row = Redemption(
        member_id=member_id,
        reward=reward.key,
        name=reward.name,
        points=reward.points,
        at=now,
        asked_id=asked_id,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    ledger.take(session, ledger.REDEEMED, str(row.id), member_id, reward.points, reward.name, day, now)
    return _fact(session, row.id)


def get(session: Session, redemption_id: int) -> RedemptionFact | None:
    """The redemption; None if it was taken back."""
    return next(iter(_found(session, col(Redemption.id) == redemption_id)), None)


def of_member(session: Session, member_id: int) -> tuple[RedemptionFact, ...]:
    """All that a member has asked for, the newest first."""
    return tuple(_found(session, col(Redemption.member_id) == member_id))


def asked_of(session: Session, member_id: int) -> tuple[int, ...]:
    """The redemptions that wait for a member (ids)."""
    waits = (col(Redemption.asked_id) == member_id, col(Redemption.granted).is_(None))
    return tuple(session.execute(select(col(Redemption.id)).where(*waits)).scalars())


def ask(session: Session, redemption_id: int, asked_id: int, now: datetime) -> None:
    """Let it wait for somebody else."""
    row = rows.locked(session, Redemption, redemption_id)
    if row is not None and row.granted is None:
        row.asked_id, row.asked_at = asked_id, now
        session.add(row)
        session.flush()


def decide(
    session: Session, by_id: int, redemption_id: int, granted: bool, day: date, now: datetime
) -> RedemptionFact | None:
    """Keep the decision of `by_id`; what is not granted gives the points back. None if it was decided or taken back
    before."""
    row = rows.locked(session, Redemption, redemption_id)
    if row is None or row.granted is not None:
        return None
    row.granted, row.decided_by_id, row.decided_at = granted, by_id, now
    session.add(row)
    session.flush()
    if not granted:
        ledger.give(session, ledger.REFUNDED, str(row.id), row.member_id, row.points, row.name, day, now)
    return _fact(session, row.id)


def _fact(session: Session, redemption_id: int | None) -> RedemptionFact:
    (fact,) = _found(session, col(Redemption.id) == redemption_id)
    return fact


def _found(session: Session, *where: Any) -> list[RedemptionFact]:
    asked, decider = aliased(Member), aliased(Member)
    query = (
        select(
            col(Redemption.id),
            col(Redemption.member_id),
            col(Member.name),
            col(Redemption.name),
            col(Redemption.points),
            col(Redemption.asked_id),
            asked.name,
            col(Redemption.granted),
            decider.name,
            col(Redemption.at),
            col(Redemption.asked_at),
        )  # type: ignore[call-overload]
        .select_from(Redemption)
        .join(Member, col(Member.id) == col(Redemption.member_id))
        .join(asked, asked.id == col(Redemption.asked_id))
        .outerjoin(decider, decider.id == col(Redemption.decided_by_id))
    )
    found = session.execute(query.where(*where).order_by(col(Redemption.id).desc()))
    return [RedemptionFact(*row) for row in found]
