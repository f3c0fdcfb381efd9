"""Timers are rows. Setting a key again moves it; whoever changes a deal sets or cancels its timers with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.clockwork import Timer


def put(
    session: Session,
    key: str,
    kind: str,
    at: datetime,
    member_id: int,
    payload: Mapping[str, Any] | None = None,
    instead_of: Sequence[str] = (),
) -> None:
    """Let `kind` happen to `member_id` at `at`. A timer with this key is moved, those of `instead_of` are
    taken back."""
    found: dict[str, Timer] = {one.key: one for one in _of(session, (key, *instead_of))}
    timer = found.pop(key, None) or Timer(key=key, kind=kind, at=at, member_id=member_id)
    timer.kind, timer.at, timer.member_id, timer.payload = kind, at, member_id, dict(payload or {})
    timer.attempts = 0
    session.add(timer)
    for other in found.values():
        session.delete(other)


def cancel(session: Session, *keys: str) -> int:
    """Take back timers; unknown keys are ignored. Returns how many there were."""
    timers = _of(session, keys)
    for timer in timers:
        session.delete(timer)
    return len(timers)


def next_at(session: Session) -> datetime | None:
    """When the next timer falls due."""
    return session.exec(select(Timer.at).order_by(col(Timer.at)).limit(1)).first()


def _of(session: Session, keys: Sequence[str]) -> Sequence[Timer]:
    return session.execute(_BY_KEYS, {"keys": keys}).scalars().all()


_BY_KEYS = select(Timer).where(col(Timer.key).in_(bindparam("keys", expanding=True)))
