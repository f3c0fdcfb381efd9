"""Recorded answers of drills as rows: kept only where their speaker wants that. Never commits.

The files themselves lie elsewhere: what is deleted here gives back the keys of the files that are no longer needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, select
from sqlmodel import Session, col

from storage import rows
from storage.coaching import Drill, DrillRecording, RecordingConsent
from storage.people import Member

Keys = Mapping[int, tuple[str, ...]]  # of files, by the member who recorded them


def consent(session: Session, member_id: int) -> bool | None:
    """Whether a member wants recordings kept; None where they have not said."""
    return session.execute(_keep_of(member_id)).scalars().first()


def ask_once(session: Session, member_id: int, now: datetime) -> bool:
    """Note that a member is asked whether recordings are kept; False where they were asked or have said it before."""
    rows.locked(session, Member, member_id)
    if session.execute(_keep_of(member_id)).first() is not None:
        return False
    session.add(RecordingConsent(member_id=member_id, at=now))
    session.flush()
    return True


def decide(session: Session, member_id: int, now: datetime, *, keep: bool) -> None:
    """From now on the member's recordings are kept, or not."""
    rows.locked(session, Member, member_id)
    found = session.execute(select(RecordingConsent).where(col(RecordingConsent.member_id) == member_id)).scalar()
    row = found or RecordingConsent(member_id=member_id, at=now)
    row.keep, row.at = keep, now
    session.add(row)
    session.flush()


def keep(session: Session, member_id: int, run_id: int, turn: int, media: str, now: datetime) -> bool:
    """Keep the recorded answer of a turn; False, and nothing is kept, where the member does not want that."""
    if not consent(session, member_id):
        return False
    session.add(DrillRecording(member_id=member_id, run_id=run_id, turn=turn, media=media, at=now))
    session.flush()
    return True


def take_back(session: Session, run_id: int, turn: int) -> Sequence[str]:
    """Delete the recorded answer of a turn that does not count. Returns the keys of its files."""
    where = and_(col(DrillRecording.run_id) == run_id, col(DrillRecording.turn) == turn)
    return [media for found in _delete(session, where).values() for media in found]


def of_drill(session: Session, drill_id: int) -> Mapping[int, str]:
    """The media keys of the recorded answers of a drill, by turn (from 1)."""
    query = (
        select(col(DrillRecording.turn), col(DrillRecording.media))
        .join(Drill, col(Drill.run_id) == col(DrillRecording.run_id))
        .where(col(Drill.id) == drill_id)
        .order_by(col(DrillRecording.turn))
    )
    return {row.turn: row.media for row in session.execute(query)}


def any_of(session: Session, member_id: int) -> bool:
    """Whether recordings of a member's are kept."""
    mine = select(col(DrillRecording.id)).where(col(DrillRecording.member_id) == member_id)
    return session.execute(mine.limit(1)).first() is not None


def erase(session: Session, member_id: int) -> Sequence[str]:
    """Delete a member's recordings. Returns the keys of their files."""
    return _delete(session, col(DrillRecording.member_id) == member_id).get(member_id, ())


def erase_run(session: Session, run_id: int) -> Sequence[str]:
    """Delete the recorded answers of the drill of a run. Returns the keys of their files."""
    return [media for found in _delete(session, col(DrillRecording.run_id) == run_id).values() for media in found]


def forget(session: Session, before: datetime) -> Keys:
    """Delete the recordings from before this time. Returns the keys of their files."""
    return _delete(session, col(DrillRecording.at) < before)


def _delete(session: Session, which: ColumnElement[bool]) -> Keys:
    keys: dict[int, tuple[str, ...]] = {}
    for member_id, media in session.execute(
        select(col(DrillRecording.member_id), col(DrillRecording.media)).where(which)
    ):
        keys[member_id] = (*keys.get(member_id, ()), media)
    if keys:
        session.execute(delete(DrillRecording).where(which))
    return keys


def _keep_of(member_id: int) -> Select[bool | None]:
    return select(col(RecordingConsent.keep)).where(col(RecordingConsent.member_id) == member_id)
