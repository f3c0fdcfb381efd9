"""How much of a member's files is taken in: so many megabytes a day and in all, by company policy. A file that is sent
again counts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, delete, func
from sqlmodel import Session, col, select

from bot.wording import turn as wording
from config.policy import Policy
from storage.conversations import ReceivedFile
from storage.engine import Database
from storage.people import Member

MB = 1024 * 1024


class OverQuota(Exception):
    """Why a file is not taken in, for the member who sent it."""


def check(db: Database, policy: Policy, member_id: int, size: int, now: datetime) -> None:
    """Whether a file of so many bytes (0: not known yet) would be taken in. Raises OverQuota."""
    with db.read() as session:
        _check(session, policy, member_id, size, now)


def count(db: Database, policy: Policy, member_id: int, key: str, size: int, now: datetime) -> None:
    """Count a file of the member's. Raises OverQuota; then it is not counted, and must not be kept."""
    with db.write() as session:
        # One file of a member after the other, so that many at once do not pass together.
        session.exec(select(Member.id).where(col(Member.id) == member_id).with_for_update(key_share=True)).one()
        mine = (col(ReceivedFile.member_id) == member_id, col(ReceivedFile.key) == key)
        if session.exec(select(ReceivedFile.id).where(*mine)).first() is None:
            _check(session, policy, member_id, size, now)
            session.add(ReceivedFile(member_id=member_id, key=key, size=size, at=now))


def discount(db: Database, member_id: int, key: str) -> None:
    """A file that was counted could not be kept."""
    with db.write() as session:
        mine = (col(ReceivedFile.member_id) == member_id, col(ReceivedFile.key) == key)
        session.execute(delete(ReceivedFile).where(*mine))


def let_go(db: Database, member_id: int, key: str) -> bool:
    """A file that a member sent is no longer wanted, and no longer counts; False where others sent it too."""
    with db.write() as session:
        session.execute(
            delete(ReceivedFile).where(col(ReceivedFile.member_id) == member_id, col(ReceivedFile.key) == key)
        )
        return session.exec(select(ReceivedFile.id).where(col(ReceivedFile.key) == key)).first() is None


def _check(session: Session, policy: Policy, member_id: int, size: int, now: datetime) -> None:
    midnight = now.astimezone(policy.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = func.sum(case((col(ReceivedFile.at) >= midnight, col(ReceivedFile.size)), else_=0))
    used = select(today, func.sum(col(ReceivedFile.size))).where(col(ReceivedFile.member_id) == member_id)
    of_today, in_all = session.exec(used).one()
    if (of_today or 0) + size > policy.files.mb_a_day * MB:
        raise OverQuota(wording.files_of_a_day(policy.files.mb_a_day))
    if (in_all or 0) + size > policy.files.mb_kept * MB:
        raise OverQuota(wording.files_in_all(policy.files.mb_kept))
