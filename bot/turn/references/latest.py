"""What a member recorded last, by the change sets of their runs: what 不对 without a name refers to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.changes import Change
from storage.conversations import ChangeSet

LATELY = 10  # change sets


def latest_row(session: Session, member_id: int, tables: Collection[str], since: datetime) -> tuple[str, int] | None:
    """The table and key of the row of one of these tables that the member's newest standing change set made or changed;
    None if there is none since then."""
    change_sets = session.exec(
        select(ChangeSet.changes)
        .where(col(ChangeSet.member_id) == member_id, col(ChangeSet.undone_at).is_(None), col(ChangeSet.at) >= since)
        .order_by(col(ChangeSet.at).desc(), col(ChangeSet.id).desc())
        .limit(LATELY)
    )
    for changes in change_sets:
        for change in map(Change.from_json, reversed(changes)):
            if change.table in tables:
                return change.table, int(change.key)
    return None
