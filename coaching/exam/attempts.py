"""Exams as rows: when one may be begun, what came of it. Never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session, col

from coaching.exam import marking
from coaching.exam.marking import Mark
from coaching.exam.paper import Paper
from coaching.exam.questions import Question
from storage import rows
from storage.coaching import Exam
from storage.people import Member

SEEN = 4  # latest exams whose questions are not asked again as long as there are others


@dataclass(frozen=True)
class ExamFact:
    """An exam; `total` in tenths of 100, None (as `passed`) where it goes on or was broken off. `ended`: handed_in |
    time."""

    id: int
    member_id: int
    member: str
    total: int | None
    passed: bool | None
    ended: str | None
    started_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class ExamDetail:
    """An exam with its marks."""

    fact: ExamFact
    marks: tuple[Mark, ...]


def latest(session: Session, member_id: int) -> ExamFact | None:
    """Somebody's latest exam."""
    return next(iter(_found(session, col(Exam.member_id) == member_id, count=1)), None)


def passed(session: Session, member_id: int) -> ExamFact | None:
    """The latest exam that somebody passed."""
    return next(iter(_found(session, col(Exam.member_id) == member_id, col(Exam.passed).is_(True), count=1)), None)


def tries(session: Session, member_id: int) -> int:
    """How many exams somebody has begun."""
    return len(_found(session, col(Exam.member_id) == member_id))


def barred_by(session: Session, member_id: int, retry_days: int, now: datetime) -> ExamFact | None:
    """The exam because of which none may be begun now: one that was passed, or one that is too recent; None if nothing
    is in the way."""
    before = passed(session, member_id) or latest(session, member_id)
    if before is None or (not before.passed and now >= again_at(before, retry_days)):
        return None
    return before


def again_at(fact: ExamFact, retry_days: int) -> datetime:
    """When the next exam may begin."""
    return max(fact.started_at + timedelta(days=retry_days), fact.ends_at if fact.ended is None else fact.started_at)


def seen(session: Session, member_id: int) -> frozenset[str]:
    """The ids of the questions of somebody's latest exams."""
    query = select(col(Exam.questions)).where(col(Exam.member_id) == member_id).order_by(col(Exam.id).desc())
    return frozenset(key for keys in session.execute(query.limit(SEEN)).scalars() for key in keys)


def begin(session: Session, member_id: int, run_id: int, paper: Paper, now: datetime) -> ExamFact | None:
    """Begin an exam, which counts as one from now on; None if none may be begun."""
    rows.locked(session, Member, member_id)
    if barred_by(session, member_id, paper.retry_days, now) is not None:
        return None
    exam = Exam(
        member_id=member_id,
        run_id=run_id,
        questions=[question.id for question in paper.questions],
        started_at=now,
        ends_at=now + timedelta(minutes=paper.minutes),
    )
    session.add(exam)
    session.flush()
    return latest(session, member_id)


def finish(
    session: Session, member_id: int, exam_id: int, marks: Sequence[Mark], pass_points: int, ended: str, now: datetime
) -> ExamDetail | None:
    """The member's exam is over; None if its row is gone, or was finished before."""
    exam = rows.locked(session, Exam, exam_id)
    if exam is None or exam.member_id != member_id or exam.total is not None:
        return None
    exam.marks, exam.total = [asdict(mark) for mark in marks], marking.total(marks)
    exam.passed, exam.ended, exam.finished_at = exam.total >= pass_points * 10, ended, now
    session.add(exam)
    session.flush()
    (fact,) = _found(session, col(Exam.id) == exam_id)
    return ExamDetail(fact, tuple(marks))


def get(session: Session, scope: ColumnElement[bool], own_id: int, exam_id: int) -> ExamDetail | None:
    """An exam of one's own or of somebody in scope; None if there is none."""
    seen = or_(scope, col(Exam.member_id) == own_id)
    fact = next(iter(_found(session, col(Exam.id) == exam_id, seen)), None)
    exam = session.get(Exam, exam_id)
    return None if fact is None or exam is None else ExamDetail(fact, tuple(map(_mark, exam.marks)))


def erase(session: Session, which: ColumnElement[bool]) -> int:
    """Delete the exams of which this holds. Returns how many there were."""
    ids = list(session.execute(select(col(Exam.id)).where(which)).scalars())
    if ids:
        session.execute(delete(Exam).where(col(Exam.id).in_(ids)))
    return len(ids)


def _mark(data: Mapping[str, Any]) -> Mark:
    told = dict(data["question"])
    told |= {name: tuple(told[name]) for name in ("options", "points", "heard")}
    return Mark(Question(**told), data["given"], data["earned"], data["most"], tuple(data["missed"]))


def _found(session: Session, *where: Any, count: int | None = None) -> list[ExamFact]:
    query = (
        select(
            col(Exam.id),
            col(Exam.member_id),
            col(Member.name),
            col(Exam.total),
            col(Exam.passed),
            col(Exam.ended),
            col(Exam.started_at),
            col(Exam.ends_at),
        )
        .join(Member, col(Member.id) == col(Exam.member_id))
        .where(*where)
        .order_by(col(Exam.id).desc())
        .limit(count)
    )
    return [ExamFact(*row) for row in session.execute(query)]
