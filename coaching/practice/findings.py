"""What was said that may not be: in drills that were scored, and in recorded calls that were checked. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from storage.coaching import Drill, ExamRecording, RecordingAppeal
from storage.people import Member

DRILL, CALL = "drill", "call"


@dataclass(frozen=True)
class Finding:
    """Words of somebody that broke a rule: in a drill or a call (`where`), scored or handed in at that time."""

    member_id: int
    member: str
    where: str
    words: str
    rule: str
    at: datetime


def found(session: Session, scope: ColumnElement[bool], since: datetime, until: datetime) -> tuple[Finding, ...]:
    """What people in scope said that may not be, from `since` on and before `until`, the newest first. What somebody
    decided on appeal to be none is left out."""
    drills = (
        select(col(Drill.member_id), col(Member.name), col(Drill.card), col(Drill.at))
        .join(Member, col(Member.id) == col(Drill.member_id))
        .where(scope, col(Drill.at) >= since, col(Drill.at) < until)
    )
    calls = (
        select(col(ExamRecording.member_id), col(Member.name), col(ExamRecording.violations), col(ExamRecording.at))
        .join(Member, col(Member.id) == col(ExamRecording.member_id))
        .join(RecordingAppeal, col(RecordingAppeal.recording_id) == col(ExamRecording.id), isouter=True)
        .where(scope, col(ExamRecording.at) >= since, col(ExamRecording.at) < until)
        .where(col(RecordingAppeal.granted).is_not(True))
    )
    findings = [
        Finding(member_id, member, where, one["words"], one["rule"], at)
        for where, rows in (
            (DRILL, [(who, name, card.get("violations", ()), at) for who, name, card, at in session.execute(drills)]),
            (CALL, session.execute(calls)),
        )
        for member_id, member, violations, at in rows
        for one in violations
    ]
    return tuple(sorted(findings, key=lambda finding: finding.at, reverse=True))
