"""Recorded calls as rows: handed in, heard and checked, appealed against. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Session, col

from coaching.exam.call_check import CallViolation, Segment, Speech, heard_clearly
from storage import rows
from storage.coaching import ExamRecording, RecordingAppeal
from storage.people import Member

WAITING, CLEAN, VIOLATED = "waiting", "clean", "violated"
Unhearable = Literal["unplayable", "too_long", "silent", "too_little"]
UNHEARABLE: tuple[Unhearable, ...] = ("unplayable", "too_long", "silent", "too_little")  # why one cannot be checked


@dataclass(frozen=True)
class CallFact:
    """A recorded call: `number` counts somebody's recordings from 1; `status` waiting (to be heard) | clean | violated
    or one of UNHEARABLE; `speech` is how much was heard clearly. `appealed`: a person is or was asked to look at it;
    `cleared` is what they decided, None while it waits."""

    id: int
    member_id: int
    member: str
    number: int
    media: str
    status: str
    violations: tuple[CallViolation, ...]
    at: datetime
    appealed: bool = False
    cleared: bool | None = None
    speech: Speech = field(default_factory=Speech)

    @property
    def counts(self) -> bool:
        """Whether it counts as one of the recordings that are needed."""
        return self.status == CLEAN or self.cleared is True

    @property
    def is_unhearable(self) -> bool:
        """Whether it cannot be checked, so that another is needed in its place."""
        return self.status in UNHEARABLE


@dataclass(frozen=True)
class CallAppeal:
    """An appeal against the violations of a recording; `asked_id` decides. `granted` is None while it waits."""

    id: int
    call: CallFact
    reason: str
    asked_id: int
    asked: str
    asked_at: datetime
    granted: bool | None

    @property
    def member_id(self) -> int:
        """Who appeals."""
        return self.call.member_id

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.granted is None


def hand_in(session: Session, member_id: int, media: str, now: datetime) -> CallFact | None:
    """Take a recording; None where the member handed in the same before."""
    rows.locked(session, Member, member_id)
    known = (col(ExamRecording.member_id) == member_id, col(ExamRecording.media) == media)
    if session.execute(select(col(ExamRecording.id)).where(*known)).first() is not None:
        return None
    recording = ExamRecording(member_id=member_id, media=media, at=now)
    session.add(recording)
    session.flush()
    return next(fact for fact in of_member(session, member_id) if fact.id == recording.id)


def keep_check(
    session: Session,
    recording_id: int,
    segments: Sequence[Segment],
    violations: Sequence[CallViolation],
    now: datetime,
) -> CallFact | None:
    """Keep what was heard and found; checked again, the newer check holds. None if it is gone."""
    recording = rows.locked(session, ExamRecording, recording_id)
    if recording is None:
        return None
    recording.transcript = [asdict(segment) for segment in segments]
    recording.violations = [asdict(violation) for violation in violations]
    recording.status, recording.checked_at = VIOLATED if violations else CLEAN, now
    session.add(recording)
    session.flush()
    return find(session, recording_id)


def keep_unheard(
    session: Session, recording_id: int, why: Unhearable, now: datetime, segments: Sequence[Segment] = ()
) -> CallFact | None:
    """Keep that a recording cannot be checked, with what little was heard. None if it is gone."""
    recording = rows.locked(session, ExamRecording, recording_id)
    if recording is None:
        return None
    recording.transcript = [asdict(segment) for segment in segments]
    recording.status, recording.checked_at = why, now
    session.add(recording)
    session.flush()
    return find(session, recording_id)


def waiting(session: Session, member_id: int) -> tuple[int, ...]:
    """The ids of somebody's recordings that were not heard yet."""
    return tuple(call.id for call in of_member(session, member_id) if call.status == WAITING)


def of_member(session: Session, member_id: int) -> tuple[CallFact, ...]:
    """Somebody's recordings, in order."""
    return _facts(session, col(ExamRecording.member_id) == member_id)


def counted(session: Session, member_id: int) -> tuple[CallFact, ...]:
    """Somebody's recordings that count, in order."""
    return tuple(call for call in of_member(session, member_id) if call.counts)


def get(session: Session, scope: ColumnElement[bool], own_id: int, recording_id: int) -> CallFact | None:
    """A recording of one's own or of somebody in scope; None if there is none."""
    found = find(session, recording_id)
    if found is None or found.member_id == own_id:
        return found
    seen = select(col(Member.id)).where(scope, col(Member.id) == found.member_id)
    return found if session.execute(seen).first() is not None else None


def find(session: Session, recording_id: int) -> CallFact | None:
    """The recording; None if it is gone."""
    recording = session.get(ExamRecording, recording_id)
    if recording is None:
        return None
    return next((fact for fact in of_member(session, recording.member_id) if fact.id == recording_id), None)


def heard(session: Session, recording_id: int) -> tuple[Segment, ...]:
    """What was heard in a recording, in order; nothing where it is gone."""
    recording = session.get(ExamRecording, recording_id)
    return tuple(Segment(**segment) for segment in recording.transcript) if recording is not None else ()


def appeal(session: Session, recording_id: int, reason: str, asked_id: int, now: datetime) -> CallAppeal | None:
    """Ask `asked_id` to look at the violations; None where somebody was asked before, there are none, or it is gone."""
    recording = rows.locked(session, ExamRecording, recording_id)
    asked = select(col(RecordingAppeal.id)).where(col(RecordingAppeal.recording_id) == recording_id)
    if recording is None or recording.status != VIOLATED or session.execute(asked).first() is not None:
        return None
    row = RecordingAppeal(recording_id=recording_id, reason=reason, at=now, asked_id=asked_id, asked_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return appeal_of(session, row.id)


def settle(session: Session, appeal_id: int, by_id: int, now: datetime, *, granted: bool) -> CallAppeal | None:
    """The violations no longer count, or they stay; None where it was settled before, or is gone."""
    row = rows.locked(session, RecordingAppeal, appeal_id)
    if row is None or row.granted is not None:
        return None
    row.granted, row.settled_by_id, row.settled_at = granted, by_id, now
    session.add(row)
    session.flush()
    return appeal_of(session, appeal_id)


def appeal_of(session: Session, appeal_id: int) -> CallAppeal | None:
    """The appeal; None if its recording was deleted."""
    row = session.get(RecordingAppeal, appeal_id)
    call = find(session, row.recording_id) if row is not None else None
    if row is None or row.id is None or call is None:
        return None
    asked = session.get_one(Member, row.asked_id).name
    return CallAppeal(row.id, call, row.reason, row.asked_id, asked, row.asked_at, row.granted)


def appeals_of(session: Session, member_id: int) -> tuple[int, ...]:
    """The appeals that wait for a member (ids)."""
    waits = (col(RecordingAppeal.asked_id) == member_id, col(RecordingAppeal.granted).is_(None))
    return tuple(session.execute(select(col(RecordingAppeal.id)).where(*waits)).scalars())


def latest_appeal(session: Session, member_id: int) -> CallAppeal | None:
    """The member's own latest appeal."""
    mine = select(col(RecordingAppeal.id)).join(
        ExamRecording, col(ExamRecording.id) == col(RecordingAppeal.recording_id)
    )
    query = mine.where(col(ExamRecording.member_id) == member_id).order_by(col(RecordingAppeal.id).desc())
    found = session.execute(query).scalar()
    return None if found is None else appeal_of(session, found)


def waiting_appeals(session: Session, member_id: int) -> tuple[CallAppeal, ...]:
    """The appeals that wait for a member."""
    found = [appeal_of(session, appeal_id) for appeal_id in appeals_of(session, member_id)]
    return tuple(appeal for appeal in found if appeal is not None)


def ask(session: Session, appeal_id: int, asked_id: int, now: datetime) -> None:
    """Let it wait for somebody else."""
    row = rows.locked(session, RecordingAppeal, appeal_id)
    if row is not None and row.granted is None:
        row.asked_id, row.asked_at = asked_id, now
        session.add(row)
        session.flush()


def files(session: Session, before: datetime) -> tuple[tuple[int, str], ...]:
    """Who handed in which file (media key) before this time."""
    handed_in = select(col(ExamRecording.member_id), col(ExamRecording.media)).where(col(ExamRecording.at) < before)
    return tuple((member_id, media) for member_id, media in session.execute(handed_in))


def erase(session: Session, which: ColumnElement[bool]) -> int:
    """Delete the recordings of which this holds, with their transcripts and appeals. Returns how many there were."""
    ids = list(session.execute(select(col(ExamRecording.id)).where(which)).scalars())
    if ids:
        session.execute(delete(RecordingAppeal).where(col(RecordingAppeal.recording_id).in_(ids)))
        session.execute(delete(ExamRecording).where(col(ExamRecording.id).in_(ids)))
    return len(ids)


def _facts(session: Session, which: Any) -> tuple[CallFact, ...]:
    query = (
        select(ExamRecording, col(Member.name), col(RecordingAppeal.id), col(RecordingAppeal.granted))
        .join(Member, col(Member.id) == col(ExamRecording.member_id))
        .join(RecordingAppeal, col(RecordingAppeal.recording_id) == col(ExamRecording.id), isouter=True)
        .where(which)
        .order_by(col(ExamRecording.id))
    )
    found = enumerate(session.execute(query), start=1)
    return tuple(
        CallFact(
            recording.id,
            recording.member_id,
            member,
            number,
            recording.media,
            recording.status,
            tuple(CallViolation(**violation) for violation in recording.violations),
            recording.at,
            appeal_id is not None,
            granted,
            heard_clearly([Segment(**segment) for segment in recording.transcript]),
        )
        for number, (recording, member, appeal_id, granted) in found
    )
