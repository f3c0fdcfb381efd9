"""What 撤回 would undo now, and undoing it.

The newest thing is undone: a form still open, else the speaker's latest change set within policy's minutes. A change
set is reversed row by row, except rows that somebody has changed since; unsent messages to others are cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.admin import feedback
from bot.conversation import decode
from bot.messaging import outbox
from bot.turn.opening import Opening
from bot.wording.offers import Undo
from config.policy import Policy
from nlu.understanding import Understanding
from sales.names import names_changed
from storage.background import Audit
from storage.changes import Change, conflicts, reverse
from storage.conversations import ChangeSet, Run
from storage.deals import FollowUp, StageChange

LATELY = 20  # change sets
log = structlog.get_logger(__name__)
RECORDS = (FollowUp.__tablename__, StageChange.__tablename__)
ADDING = ("add_to_record",)  # flows whose change sets are undone without the record they belong to
RECORDING = ("log_followup", "correct_record")  # flows whose change sets are a follow-up and its effects


@dataclass(frozen=True)
class Nothing:
    """There is nothing to undo."""


@dataclass(frozen=True)
class Already:
    """What this button undoes has been undone already."""


@dataclass(frozen=True)
class TooLate:
    """Policy allows undoing for so many minutes only."""

    minutes: int


@dataclass(frozen=True)
class OpenForm:
    """An unfinished form. `before` is the run of the latest change set before it, if that can be undone."""

    run_id: int
    before: int | None = None


@dataclass(frozen=True)
class Undoable:
    """`built_on` names the tables of rows that have been changed since."""

    change_set_id: int
    built_on: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """`informed`: which members had been told what about it."""

    informed: tuple[tuple[int, str], ...]


def find(
    session: Session, policy: Policy, opening: Opening, now: datetime
) -> Nothing | Already | TooLate | OpenForm | Undoable:
    """What the speaker of `opening` would undo now: the change set of the run that a button names, or the newest."""
    wanted = Undo.of(opening.params).run
    change_set = _latest_change_set(session, opening.speaker.member_id, wanted)
    if wanted is None and (form := _open_form(session, opening.run)) is not None and not has_changes(session, form):
        lately = change_set is not None and now - change_set.at <= timedelta(minutes=policy.undo_minutes)
        return OpenForm(form, change_set.run_id if change_set is not None and lately else None)
    if change_set is None or change_set.id is None:
        return Nothing() if wanted is None or not has_changes(session, wanted) else Already()
    if now - change_set.at > timedelta(minutes=policy.undo_minutes):
        return TooLate(policy.undo_minutes)
    changes = _changes(_together(session, change_set, policy, now))
    return Undoable(change_set.id, tuple(change.table for change in conflicts(session, changes)))


def drop(session: Session, run_id: int) -> None:
    """Cancel an unfinished form."""
    run = session.get_one(Run, run_id)
    run.status = "cancelled"
    session.add(run)


def undo_change_set(session: Session, policy: Policy, change_set_id: int, now: datetime) -> Undone | Already:
    """Reverse a change set, with the corrections made to its records since."""
    change_set = session.exec(select(ChangeSet).where(col(ChangeSet.id) == change_set_id).with_for_update()).one()
    if change_set.undone_at is not None:
        return Already()
    change_sets = _together(session, change_set, policy, now)
    changes = _changes(change_sets)
    reverse(session, changes, keep=conflicts(session, changes))
    informed: list[tuple[int, str]] = []
    for undone in change_sets:
        run = session.get_one(Run, undone.run_id)
        informed += outbox.informed_others(session, undone.run_id, but_not=run.conversation_id)
        outbox.cancel_unsent(session, undone.run_id, but_not=run.conversation_id)
        undone.undone_at = now
        session.add(undone)
        session.add(Audit(at=now, member_id=undone.member_id, what="undo", subject=f"run:{undone.run_id}"))
        _learn(session, run, undone.member_id, now)
    if any(change.table in ("customer", "contact", "customeralias") for change in changes):
        names_changed(session)
    return Undone(tuple(informed))


def understood_when_recorded(session: Session, member_id: int, followup_id: int) -> Understanding | None:
    """The understanding from which a member's follow-up was recorded, if it is among their LATELY last change sets."""
    change_sets = session.exec(
        select(ChangeSet).where(col(ChangeSet.member_id) == member_id).order_by(col(ChangeSet.id).desc()).limit(LATELY)
    ).all()
    first = next((done for done in reversed(change_sets) if followup_id in _followups(done)), None)
    opening = None if first is None else _opening(session.get_one(Run, first.run_id))
    return None if opening is None else opening.understanding


def change_set_of(session: Session, policy: Policy, member_id: int, followup_id: int, now: datetime) -> int | None:
    """The id of the member's change set that recorded this follow-up and no other, if all of it can be undone now."""
    lately = select(ChangeSet).where(
        col(ChangeSet.member_id) == member_id,
        col(ChangeSet.undone_at).is_(None),
        col(ChangeSet.at) >= now - timedelta(minutes=policy.undo_minutes),
    )
    first = next(
        (known for known in session.exec(lately.order_by(col(ChangeSet.id))) if followup_id in _followups(known)), None
    )
    if first is None or first.flow not in RECORDING:
        return None
    changes = _changes(_together(session, first, policy, now))
    alone = {change.key for change in changes if change.table == FollowUp.__tablename__} == {followup_id}
    return first.id if alone and not conflicts(session, changes) else None


def _latest_change_set(session: Session, member_id: int, run_id: int | None) -> ChangeSet | None:
    query = select(ChangeSet).where(col(ChangeSet.member_id) == member_id, col(ChangeSet.undone_at).is_(None))
    if run_id is not None:
        query = query.where(col(ChangeSet.run_id) == run_id)
    return session.exec(query.order_by(col(ChangeSet.at).desc(), col(ChangeSet.id).desc()).limit(1)).first()


def _open_form(session: Session, own_run: int) -> int | None:
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    return session.exec(
        select(Run.id)
        .where(
            col(Run.conversation_id) == conversation,
            text("run.status = 'waiting'"),  # as the partial index says it
            col(Run.id) != own_run,
        )
        .order_by(col(Run.turned_to).desc())
        .limit(1)
    ).first()


def has_changes(session: Session, run_id: int) -> bool:
    """Whether a run has changed anything."""
    return session.exec(select(ChangeSet.id).where(col(ChangeSet.run_id) == run_id)).first() is not None


def _together(session: Session, change_set: ChangeSet, policy: Policy, now: datetime) -> list[ChangeSet]:
    """`change_set` with the same member's recent ones on the same follow-ups or stage changes, oldest first: a record
    and its corrections are undone together; what was only added to a record is undone alone."""
    if change_set.flow in ADDING:
        return [change_set]
    touched = _records(change_set)
    recent = session.exec(
        select(ChangeSet)
        .where(
            col(ChangeSet.member_id) == change_set.member_id,
            col(ChangeSet.undone_at).is_(None),
            col(ChangeSet.at) >= now - timedelta(minutes=policy.undo_minutes),
        )
        .order_by(col(ChangeSet.at), col(ChangeSet.id))
    ).all()
    return [known for known in recent if known.id == change_set.id or touched & _records(known)]


def _followups(change_set: ChangeSet) -> set[int | str]:
    return {change.key for change in _changes([change_set]) if change.table == FollowUp.__tablename__}


def _records(change_set: ChangeSet) -> set[tuple[str, int | str]]:
    return {(change.table, change.key) for change in _changes([change_set]) if change.table in RECORDS}


def _changes(change_sets: Sequence[ChangeSet]) -> list[Change]:
    return [Change.from_json(data) for change_set in change_sets for data in change_set.changes]


def _opening(run: Run) -> Opening | None:
    """How the run began; None where the code no longer knows what its journal holds."""
    try:
        opening = decode(run.journal[0][2])
    except Exception as error:
        log.warning("an opening cannot be read", run=run.id, reason=type(error).__name__)
        return None
    return opening if isinstance(opening, Opening) and isinstance(opening.understanding, Understanding) else None


def _learn(session: Session, run: Run, member_id: int, now: datetime) -> None:
    """Keep the words that opened an undone run: they may have been understood wrongly."""
    opening = _opening(run)
    if opening is not None and opening.text:
        feedback.notice(session, member_id, opening.understanding, "undone", now)
