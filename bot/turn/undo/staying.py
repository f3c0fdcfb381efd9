"""What stays as it is when something is taken back: rows that somebody has built on since, and points that have been
spent, with what they were given for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session

from knowledge.points import ledger
from storage.changes import Change, conflicts
from storage.library import Contribution, PointEntry, Redemption
from storage.statements import table_of


def staying(session: Session, changes: Sequence[Change]) -> list[Change]:
    """The changes whose rows stay."""
    built_on = conflicts(session, changes)
    entries = [change for change in changes if change.table == _ENTRIES]
    left: Counter[int] = Counter()
    for change in entries:
        gone, back = change.after or {}, change.before or {}
        left[(gone or back)["member_id"]] += back.get("points", 0) - gone.get("points", 0)
    short = ledger.short_of(session, left)
    spent = [change for change in entries if (change.after or change.before or {})["member_id"] in short]
    given_for = [change for change in changes if spent and change.table in _GIVEN_FOR]
    known = {(change.table, change.key) for change in built_on}
    return [*built_on, *(change for change in (*spent, *given_for) if (change.table, change.key) not in known)]


_ENTRIES = table_of(PointEntry).name
_GIVEN_FOR = frozenset({table_of(Contribution).name, table_of(Redemption).name})
