"""Rights that are unlocked by passing the exam and handing in recordings without a violation, once a superior agrees.
Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session, col

from coaching.exam import attempts, calls
from coaching.exam.attempts import ExamFact
from config.drills import ExamPolicy
from storage import rows
from storage.background import Audit
from storage.coaching import Exam, ExamRecording, Unlock
from storage.people import Member


@dataclass(frozen=True)
class UnlockFact:
    """A request to unlock rights; `asked_id` decides. `granted` is None while it waits. What was granted holds no
    longer where it `is_revoked`, for the reason `revoked_why`."""

    id: int
    member_id: int
    member: str
    names: tuple[str, ...]
    asked_id: int
    granted: bool | None
    at: datetime
    is_revoked: bool = False
    revoked_why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the rights are unlocked."""
        return self.granted is True and not self.is_revoked


@dataclass(frozen=True)
class Standing:
    """How far somebody is: the latest exam and the passed one, how often they tried, how many recordings count, were
    found to violate a rule, wait to be heard, are needed, and will never be heard; what was unlocked or is asked for
    last."""

    member_id: int
    member: str
    latest: ExamFact | None
    passed: ExamFact | None
    tries: int
    clean: int
    violated: int
    waiting: int
    needed: int
    unlock: UnlockFact | None
    unheard: int = 0

    @property
    def lacking(self) -> int:
        """How many recordings are missing."""
        return max(0, self.needed - self.clean)

    @property
    def is_complete(self) -> bool:
        """Whether all that is needed is there."""
        return self.passed is not None and not self.lacking

    @property
    def is_unlocked(self) -> bool:
        """Whether a superior has agreed."""
        return self.unlock is not None and self.unlock.holds


def standing(session: Session, member_id: int, needed: int) -> Standing:
    """How far somebody is, where so many recordings are needed."""
    handed_in = calls.of_member(session, member_id)
    member = session.get_one(Member, member_id)
    return Standing(
        member_id,
        member.name,
        attempts.latest(session, member_id),
        attempts.passed(session, member_id),
        attempts.tries(session, member_id),
        sum(call.counts for call in handed_in),
        sum(call.status == calls.VIOLATED and not call.counts for call in handed_in),
        sum(call.status == calls.WAITING for call in handed_in),
        needed,
        latest(session, member_id),
        sum(call.is_unhearable for call in handed_in),
    )


def of_team(session: Session, scope: ColumnElement[bool], needed: int) -> tuple[Standing, ...]:
    """How far the people in scope are who have begun, by name."""
    begun = or_(
        col(Member.id).in_(select(col(Exam.member_id))),
        col(Member.id).in_(select(col(ExamRecording.member_id))),
        col(Member.id).in_(select(col(Unlock.member_id))),
    )
    query = select(col(Member.id)).where(scope, col(Member.active).is_(True), begun).order_by(col(Member.name))
    return tuple(standing(session, member_id, needed) for member_id in session.execute(query).scalars())


def request(session: Session, member_id: int, asked_id: int, policy: ExamPolicy, now: datetime) -> UnlockFact | None:
    """Ask `asked_id` to unlock what policy names; None where something is missing, nothing is unlocked, or the same
    was asked of them, or agreed to, before. A request that waits for somebody else goes to them now."""
    rows.locked(session, Member, member_id)
    if not policy.unlocks or not standing(session, member_id, policy.recordings).is_complete:
        return None
    before = latest(session, member_id)
    if before is not None and (before.holds or (before.granted is None and before.asked_id == asked_id)):
        return None
    if before is not None and before.granted is None:
        waiting = session.get_one(Unlock, before.id)
        waiting.asked_id = asked_id
        session.add(waiting)
    else:
        session.add(Unlock(member_id=member_id, names=list(policy.unlocks), at=now, asked_id=asked_id))
    session.flush()
    return latest(session, member_id)


def decide(session: Session, unlock_id: int, by_id: int, now: datetime, *, granted: bool) -> UnlockFact | None:
    """Agree or not; None where that was decided before, or is gone."""
    row = rows.locked(session, Unlock, unlock_id)
    if row is None or row.granted is not None:
        return None
    row.granted, row.decided_by_id, row.decided_at = granted, by_id, now
    session.add(row)
    session.flush()
    return get(session, unlock_id)


def revoke(session: Session, by_id: int, unlock_id: int, why: str, now: datetime) -> UnlockFact | None:
    """The rights are unlocked no more, for this reason; None where they are not unlocked."""
    row = rows.locked(session, Unlock, unlock_id)
    if row is None or not row.granted or row.revoked_at is not None:
        return None
    row.revoked_at, row.revoked_why = now, why
    return _changed(session, row, by_id, "unlock_revoked", now)


def give_back(session: Session, by_id: int, unlock_id: int, now: datetime) -> UnlockFact | None:
    """The rights that were taken away are unlocked again; None where they were not, or others were asked for since."""
    row = rows.locked(session, Unlock, unlock_id)
    if row is None or row.revoked_at is None:
        return None
    newest = latest(session, row.member_id)
    if newest is None or newest.id != unlock_id:
        return None
    row.revoked_at = None
    return _changed(session, row, by_id, "unlock_given_back", now)


def _changed(session: Session, row: Unlock, by_id: int, what: str, now: datetime) -> UnlockFact | None:
    detail = {"member": row.member_id, "names": row.names, "why": row.revoked_why}
    session.add(Audit(at=now, member_id=by_id, what=what, subject=f"unlock:{row.id}", detail=detail))
    session.add(row)
    session.flush()
    return get(session, row.id or 0)


def get(session: Session, unlock_id: int) -> UnlockFact | None:
    """The request; None if it is gone."""
    return next(iter(_found(session, col(Unlock.id) == unlock_id)), None)


def asked_of(session: Session, member_id: int) -> tuple[UnlockFact, ...]:
    """The requests that wait for a member, the newest first."""
    return tuple(_found(session, col(Unlock.asked_id) == member_id, col(Unlock.granted).is_(None)))


def latest(session: Session, member_id: int) -> UnlockFact | None:
    """Somebody's latest request."""
    return next(iter(_found(session, col(Unlock.member_id) == member_id)), None)


def erase(session: Session, member_id: int) -> int:
    """Delete somebody's exams, recordings and requests; rights that were agreed to stay. Returns how many exams and
    recordings there were."""
    session.execute(delete(Unlock).where(col(Unlock.member_id) == member_id, col(Unlock.granted).is_not(True)))
    exams = attempts.erase(session, col(Exam.member_id) == member_id)
    return exams + calls.erase(session, col(ExamRecording.member_id) == member_id)


def forget(session: Session, before: datetime) -> int:
    """Delete exams and recordings from before this time; rights that were agreed to stay. Returns how many there
    were."""
    return attempts.erase(session, col(Exam.started_at) < before) + calls.erase(session, col(ExamRecording.at) < before)


def _found(session: Session, *where: Any) -> Sequence[UnlockFact]:
    query = (
        select(Unlock, col(Member.name))
        .join(Member, col(Member.id) == col(Unlock.member_id))
        .where(*where)
        .order_by(col(Unlock.id).desc())
    )
    return [
        UnlockFact(
            row.id,
            row.member_id,
            name,
            tuple(row.names),
            row.asked_id,
            row.granted,
            row.at,
            row.revoked_at is not None,
            row.revoked_why or "",
        )
        for row, name in session.execute(query)
    ]
