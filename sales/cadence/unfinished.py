"""What was reported of a contact while a forced field of it is still asked for: it is kept at once, so that what was
told is known, its promise is reminded of and a refusal counts. It is no logged follow-up: the deal's clock goes on.

At most one is kept for a run of a conversation; the logged follow-up takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import RowMapping, bindparam, select
from sqlmodel import Session

from sales import deals, followup_history, followups
from sales.followup_history import WAITS, FollowUpFact
from sales.followups import FollowUpDraft
from sales.scope import Actor
from storage.changes import delete_row
from storage.deals import FollowUp
from storage.statements import fetch, table_of

KEPT_FOR = timedelta(days=30)  # in which what was left open may be taken up
MOST_READ = 300  # of the newest follow-ups of a member


def keep(
    session: Session,
    by: Actor,
    run_id: int,
    customer_id: int,
    deal_id: int,
    draft: FollowUpDraft,
    now: datetime,
    zone: tzinfo,
) -> FollowUpFact:
    """Keep what was told so far. Raises Changed if the deal is out of scope."""
    deals.locked(session, deal_id, by.deals)
    key = followups.insert(
        session,
        draft,
        author_id=by.member_id,
        customer_id=customer_id,
        deal_id=deal_id,
        now=now,
        zone=zone,
        details={WAITS: run_id},
    )
    fact = followup_history.get(session, key)
    assert fact is not None
    return fact


def take(session: Session, member_id: int, run_id: int, now: datetime) -> int | None:
    """The key of what the run has kept, which is there no longer: it is to be logged, or was cancelled. None if it kept
    nothing."""
    known = next((row for row in _recent(session, member_id, now) if row["details"][WAITS] == run_id), None)
    if known is None:
        return None
    delete_row(session, _FOLLOWUPS, known)
    return int(known["id"])


def of_deal(session: Session, member_id: int, deal_id: int, now: datetime) -> int | None:
    """The run that still asks for a field of what the member told of the deal, the latest; None where none does."""
    rows = (row for row in _recent(session, member_id, now) if row["deal_id"] == deal_id)
    return next((row["details"][WAITS] for row in rows), None)


def open_runs(session: Session, member_id: int, now: datetime) -> frozenset[int]:
    """The runs that still ask for a field of what the member told of a deal that is open."""
    found = _recent(session, member_id, now)
    closed = {key for key in {row["deal_id"] for row in found} if deals.read(session, key).closed}
    return frozenset(row["details"][WAITS] for row in found if row["deal_id"] not in closed)


def _recent(session: Session, member_id: int, now: datetime) -> Sequence[RowMapping]:
    """What is kept for the member's runs, the newest first."""
    rows = fetch(session, _RECENT, {"author": member_id, "since": now - KEPT_FOR}).mappings()
    return [row for row in rows if WAITS in row["details"]]


_FOLLOWUPS = table_of(FollowUp)
_RECENT = (
    select(_FOLLOWUPS)
    .where(_FOLLOWUPS.c.author_id == bindparam("author"), _FOLLOWUPS.c.at >= bindparam("since"))
    .order_by(_FOLLOWUPS.c.id.desc())
    .limit(MOST_READ)
)
