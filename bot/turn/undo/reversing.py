"""Reversing what was recorded: whole change sets, or single follow-ups of them.

It is reversed row by row, except rows that somebody has changed since; unsent messages to others are cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.access import Speaker
from bot.admin import feedback
from bot.messaging import outbox
from bot.turn.effects import Stale
from bot.turn.undo import recorded, rights
from bot.turn.undo.how_it_began import opening_of
from bot.turn.undo.recorded import Recorded
from bot.turn.undo.staying import staying
from config.policy import Policy
from nlu.understanding import Understanding
from sales.errors import Changed
from sales.names import named_in, names_changed
from sales.teamwork import limit_changes
from sales.tickets import TicketFact
from scheduler import signal_clock
from scheduler.limits_changed import plan_anew
from storage.background import Audit, StageLimit, Timer
from storage.changes import Change, conflicts, reverse
from storage.conversations import ChangeSet, Run
from storage.deals import FollowUp, StageChange

LATELY = 20  # change sets
RECORDS = (FollowUp.__tablename__, StageChange.__tablename__)
RECORDING = ("log_followup", "correct_record")  # flows whose change sets are a follow-up and its effects


@dataclass(frozen=True)
class Already:
    """What this button undoes has been undone already."""


@dataclass(frozen=True)
class Undoable:
    """`things` are what would be undone; `built_on` names the tables of rows that have been changed since. `again`: the
    last thing that the speaker did was to undo something, so that this one may be meant or not."""

    change_set_id: int
    built_on: tuple[str, ...]
    things: tuple[Recorded, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Undone:
    """`informed`: which members had been told what about it; `signals`: the rules of which the speaker had been told
    because of it; `reopened`: the tickets that are open again."""

    informed: tuple[tuple[int, str], ...]
    signals: tuple[str, ...] = ()
    reopened: tuple[TicketFact, ...] = ()


def of_things(
    session: Session, by: Speaker, policy: Policy, things: tuple[Recorded, ...], now: datetime
) -> Undoable | Already | Stale:
    """Undoing these things, with the tables of what has been built on them since; or why who acts may not any more."""
    parts = _parts(session, policy, things, now)
    changes = [change for part in parts for change in part.changes]
    if not changes:
        return Already()
    try:
        rights.check(session, by, policy, changes)
    except Changed as changed:
        return Stale(changed.reason)
    own = _changed_since_by(session, parts[-1].change_set)
    stay = staying(session, changes)
    built_on = tuple(change.table for change in stay if (change.table, change.key) not in own)
    kept = {(change.table, change.key) for change in stay}
    if built_on and all(
        (change.table, change.key) in kept for change in changes if change.table != Timer.__tablename__
    ):
        return Stale("built_on")
    return Undoable(things[0].change_set_id, built_on, things)


def _changed_since_by(session: Session, change_set: ChangeSet) -> set[tuple[str, int | str]]:
    """The rows that the member has changed since: they stay so, which needs no question."""
    later = [known for known in live(session, change_set.member_id) if (known.id or 0) > (change_set.id or 0)]
    return {(change.table, change.key) for change in _changes(later)}


def undo_change_set(
    session: Session, by: Speaker, policy: Policy, change_set_id: int, now: datetime
) -> Undone | Already:
    """Reverse a change set, with the corrections made to its records since. Raises Changed as `rights.check`."""
    change_set = session.exec(select(ChangeSet).where(col(ChangeSet.id) == change_set_id).with_for_update()).one()
    return _reverse(session, by, policy, _whole(session, change_set, policy, now), now)


def take_back(session: Session, by: Speaker, policy: Policy, found: Undoable, now: datetime) -> Undone | Already:
    """Reverse what was found: whole change sets, or single follow-ups of them, with the corrections made to them.
    Raises Changed as `rights.check`."""
    if not found.things:  # found by an earlier release
        return undo_change_set(session, by, policy, found.change_set_id, now)
    return _reverse(session, by, policy, _parts(session, policy, found.things, now), now)


def bring_back(session: Session, by: Speaker, policy: Policy, change_set_id: int, now: datetime) -> Undone | Already:
    """Let what was taken back be as it was before that, with all that was taken back at once, where none of its rows
    has been changed since. Raises Changed as `rights.check`."""
    change_set = session.get_one(ChangeSet, change_set_id, with_for_update=True)
    same = (col(ChangeSet.member_id) == change_set.member_id, col(ChangeSet.undone_at) == change_set.undone_at)
    query = select(ChangeSet).where(*same).order_by(col(ChangeSet.at), col(ChangeSet.id))
    together = [
        known
        for known in (session.exec(query).all() if change_set.undone_at is not None else ())
        if known.id == change_set.id or _records(known) & _records(change_set)
    ]
    again = [Change(known.table, known.key, known.after, known.before) for known in _changes(together)[::-1]]
    if not again or staying(session, again):
        return Already()
    rights.check(session, by, policy, again)
    reverse(session, again)
    signal_clock.derive_anew(session, policy, again, now)
    informed: list[tuple[int, str]] = []
    for known in together:
        known.undone_at = None
        session.add(known)
        session.add(Audit(at=now, member_id=known.member_id, what="undo_undone", subject=f"run:{known.run_id}"))
        run = session.get_one(Run, known.run_id)
        informed += outbox.informed_others(session, known.run_id, but_not=run.conversation_id)
    names_changed(session, named_in(session, again))
    return Undone(tuple(informed))


@dataclass(frozen=True)
class _Part:
    """What is undone of a change set: the changes at these `places`."""

    change_set: ChangeSet
    places: tuple[int, ...]
    customers: frozenset[str] | None = None  # of whom others were told; None: of all

    @property
    def changes(self) -> list[Change]:
        return [Change.from_json(self.change_set.changes[place]) for place in self.places]

    @property
    def is_whole(self) -> bool:
        return len(self.places) == len(self.change_set.changes)


def _parts(session: Session, policy: Policy, things: Sequence[Recorded], now: datetime) -> list[_Part]:
    """The parts of change sets that these things are, oldest first, each change once."""
    parts: dict[int, _Part] = {}
    for key in dict.fromkeys(thing.change_set_id for thing in things):
        change_set = session.get_one(ChangeSet, key, with_for_update=True)
        of_it = recorded.lately(session, [change_set])
        meant = [thing for thing in things if thing.change_set_id == key]
        whole = {thing.followup_id for thing in of_it} <= {thing.followup_id for thing in meant}
        for part in _whole(session, change_set, policy, now) if whole else _shares(session, change_set, meant, now):
            parts[part.change_set.id or 0] = part
    return sorted(parts.values(), key=lambda part: (part.change_set.at, part.change_set.id))


def _whole(session: Session, change_set: ChangeSet, policy: Policy, now: datetime) -> list[_Part]:
    if change_set.undone_at is not None:
        return []
    return [_Part(known, recorded.undone_with_it(known)) for known in _together(session, change_set, policy, now)]


def _shares(session: Session, change_set: ChangeSet, meant: Sequence[Recorded], now: datetime) -> list[_Part]:
    """Of a change set with several follow-ups the shares of those meant, and the corrections of these."""
    if change_set.undone_at is not None:
        return []
    places = {place for thing in meant for place in recorded.share(session, change_set, thing)}
    customers = frozenset(thing.customer for thing in meant if thing.customer)
    ids = {thing.followup_id for thing in meant}
    later = [known for known in live(session, change_set.member_id) if known.at >= change_set.at]
    corrections = [known for known in later if known.id != change_set.id and followups_in(known) & ids]
    return [
        _Part(change_set, tuple(sorted(places)), customers),
        *(_Part(known, tuple(range(len(known.changes)))) for known in corrections),
    ]


def _reverse(session: Session, by: Speaker, policy: Policy, parts: Sequence[_Part], now: datetime) -> Undone | Already:
    changes = [change for part in parts for change in part.changes]
    if not changes:
        return Already()
    rights.check(session, by, policy, changes)
    reverse(session, changes, keep=staying(session, changes))
    informed: list[tuple[int, str]] = []
    for part in parts:
        informed += _mark_undone(session, part, now)
    names_changed(session, named_in(session, changes))
    _plan_stages(session, policy, changes, parts[0].change_set.member_id, now)
    over = signal_clock.derive_anew(session, policy, changes, now)
    told = tuple(known.key for known in over if known.told_at is not None)
    return Undone(tuple(informed), told, recorded.tickets_reopened(session, changes))


def _plan_stages(session: Session, policy: Policy, changes: Sequence[Change], member_id: int, now: datetime) -> None:
    """Plan the deals of stages anew whose limits are as they were before."""
    stages = sorted({str(change.key) for change in changes if change.table == StageLimit.__tablename__})
    for stage in stages:
        plan_anew(session, limit_changes.in_force(session, policy), stage, member_id, now)


def _mark_undone(session: Session, part: _Part, now: datetime) -> list[tuple[int, str]]:
    """Note that a part of a change set is undone. Returns which members had been told what about it."""
    undone = part.change_set
    run = session.get_one(Run, undone.run_id)
    told = outbox.informed_others(session, undone.run_id, but_not=run.conversation_id)
    if part.customers is None:
        outbox.cancel_unsent(session, undone.run_id, but_not=run.conversation_id)
    else:
        told = [(member, text) for member, text in told if any(name in text for name in part.customers)]
    if part.is_whole:
        undone.undone_at = now
    else:
        undone.changes = [change for place, change in enumerate(undone.changes) if place not in part.places]
    session.add(undone)
    session.add(Audit(at=now, member_id=undone.member_id, what="undo", subject=f"run:{undone.run_id}"))
    _learn(session, run, undone.member_id, now)
    return told


def understood_when_recorded(session: Session, member_id: int, followup_id: int) -> Understanding | None:
    """The understanding from which a member's follow-up was recorded, if it is among their LATELY last change sets."""
    change_sets = session.exec(
        select(ChangeSet).where(col(ChangeSet.member_id) == member_id).order_by(col(ChangeSet.id).desc()).limit(LATELY)
    ).all()
    first = next((done for done in reversed(change_sets) if followup_id in followups_in(done)), None)
    opening = None if first is None else opening_of(session.get_one(Run, first.run_id))
    return None if opening is None else opening.understanding


def change_set_of(session: Session, policy: Policy, member_id: int, followup_id: int, now: datetime) -> int | None:
    """The id of the member's change set that recorded this follow-up and no other, if all of it can be undone now."""
    lately = select(ChangeSet).where(
        col(ChangeSet.member_id) == member_id,
        col(ChangeSet.undone_at).is_(None),
        col(ChangeSet.at) >= now - timedelta(minutes=policy.undo_minutes),
    )
    first = next(
        (known for known in session.exec(lately.order_by(col(ChangeSet.id))) if followup_id in followups_in(known)),
        None,
    )
    if first is None or first.flow not in RECORDING:
        return None
    changes = _changes(_together(session, first, policy, now))
    alone = {change.key for change in changes if change.table == FollowUp.__tablename__} == {followup_id}
    return first.id if alone and not conflicts(session, changes) else None


def live(session: Session, member_id: int) -> list[ChangeSet]:
    """The member's LATELY last change sets that are not undone, the newest first."""
    query = select(ChangeSet).where(col(ChangeSet.member_id) == member_id, col(ChangeSet.undone_at).is_(None))
    return list(session.exec(query.order_by(col(ChangeSet.at).desc(), col(ChangeSet.id).desc()).limit(LATELY)))


def _together(session: Session, change_set: ChangeSet, policy: Policy, now: datetime) -> list[ChangeSet]:
    """`change_set` with the same member's recent ones on the same follow-ups or stage changes, oldest first: a record
    and its corrections are undone together; what was only added to a record is undone alone."""
    if change_set.flow == recorded.ADDING:
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


def followups_in(change_set: ChangeSet) -> set[int | str]:
    return {change.key for change in _changes([change_set]) if change.table == FollowUp.__tablename__}


def _records(change_set: ChangeSet) -> set[tuple[str, int | str]]:
    return {(change.table, change.key) for change in _changes([change_set]) if change.table in RECORDS}


def _changes(change_sets: Sequence[ChangeSet]) -> list[Change]:
    return [Change.from_json(data) for change_set in change_sets for data in change_set.changes]


def _learn(session: Session, run: Run, member_id: int, now: datetime) -> None:
    """Keep the words that opened an undone run: they may have been understood wrongly."""
    opening = opening_of(run)
    if opening is not None and opening.text:
        feedback.notice(session, member_id, opening.understanding, "undone", now)
