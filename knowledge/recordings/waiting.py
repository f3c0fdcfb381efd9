"""Recordings on their way into the library: a leader's are there at once, others' wait for their supervisor."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from knowledge.importing import REQUIRED, REVISION
from knowledge.items import LISTS, Item, read_item
from storage import revisions
from storage.changes import unrecorded
from storage.library import Recording, Script
from storage.people import Member


@dataclass(frozen=True)
class Decided:
    """What was decided of a member's recording: None where it waits no longer, or is not the decider's."""

    member_id: int
    code: str
    title: str
    kind: str


def add(session: Session, member_id: int, item: Item, now: datetime) -> None:
    """Bring the item in, for the member to answer for, or change it. Taken back it is retired, or as it was: its row
    stays, which others may name."""
    row = session.exec(select(Script).where(col(Script.code) == item.code).with_for_update()).first()
    values = asdict(item) | {name: list(getattr(item, name)) for name in LISTS}
    if row is None:
        with unrecorded(session):
            row = Script(**values, content_hash=item.content_hash, created_at=now, changed_at=now)
            row.owner_id, row.retired_at = member_id, now
            session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.content_hash, row.file_hash = item.content_hash, item.content_hash
    row.changed_at, row.retired_at = now, None
    row.required_at = row.required_at or now if REQUIRED in item.tags else None
    session.add(row)
    session.flush()
    revisions.count_up(session, REVISION)


def propose(session: Session, member_id: int, item: Item, now: datetime) -> int:
    """Have the item wait for the member's supervisor; returns its key. What waits of the same recording is replaced."""
    mine = (col(Recording.member_id) == member_id, col(Recording.code) == item.code)
    row = session.exec(select(Recording).where(*mine, col(Recording.status) == "waiting").with_for_update()).first()
    row = row or Recording(member_id=member_id, code=item.code, at=now)
    row.item, row.at = item.as_data, now
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def waits(session: Session, recording_id: int) -> bool:
    """Whether nobody has decided yet."""
    row = session.get(Recording, recording_id)
    return row is not None and row.status == "waiting"


def decide(
    session: Session, by: int, led: ColumnElement[bool], recording_id: int, now: datetime, *, granted: bool
) -> Decided | None:
    """Let a recording of somebody whom the decider leads (`led`: a condition on members) into the library, or not. None
    where nothing waits for this decider."""
    row = session.exec(select(Recording).where(col(Recording.id) == recording_id).with_for_update()).first()
    if row is None or row.status != "waiting" or row.member_id == by or not _leads(session, led, row.member_id):
        return None
    item = read_item(row.item)
    row.status, row.decided_by, row.decided_at = "added" if granted else "returned", by, now
    session.add(row)
    session.flush()
    if granted:
        add(session, row.member_id, item, now)
    return Decided(row.member_id, item.code, item.title, item.kind)


def _leads(session: Session, led: ColumnElement[bool], member_id: int) -> bool:
    return session.exec(select(Member.id).where(led, col(Member.id) == member_id)).first() is not None
