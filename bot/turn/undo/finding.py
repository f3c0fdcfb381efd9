"""What 撤回 would undo now, and undoing it.

What the words name is undone: a follow-up, a reminder, a move. Where they name nothing it is the newest: a form still
open, else the speaker's latest change set within policy's minutes. Rows that somebody has changed since stay; unsent
messages to others are cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.access import Speaker
from bot.messaging import inbox
from bot.turn.effects import Stale
from bot.turn.opening import Opening
from bot.turn.undo import recorded, unfinished
from bot.turn.undo.how_it_began import opening_of
from bot.turn.undo.named import Named
from bot.turn.undo.recorded import Recorded
from bot.turn.undo.reversing import Already, Undoable, live, of_things
from bot.wording.offers import Undo
from config.policy import Policy
from knowledge import withdrawing
from knowledge.withdrawing import Brought
from nlu import corrections
from sales import importing, slot_values
from sales.errors import Changed
from sales.importing import Imported
from storage.background import Audit
from storage.conversations import ChangeSet, Run

SHOWN = 4  # things that are offered


@dataclass(frozen=True)
class Nothing:
    """There is nothing to undo."""


@dataclass(frozen=True)
class TooLate:
    """Policy allows undoing for so many minutes only."""

    minutes: int


@dataclass(frozen=True)
class OpenForm:
    """An unfinished form, with the words that opened it. `before` is the run of the latest change set before it, if
    that can be undone."""

    run_id: int
    before: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Which:
    """The words name several things (`found`), or none: then `found` is what could be undone."""

    found: tuple[Recorded, ...]
    named: bool


def find(
    session: Session, policy: Policy, opening: Opening, now: datetime
) -> Nothing | Already | TooLate | OpenForm | Undoable | Which | Stale | Imported | Brought:
    """What the speaker of `opening` would undo now: the change set of the run that a button names, what the words name,
    or the newest, which may be an import; or why they may not any more."""
    wanted = Undo.of(opening.params).run
    member_id = opening.speaker.member_id
    change_set = _latest_change_set(session, member_id, wanted)
    named = Named.of(opening, policy)
    form = _open_form(session, opening.run) if wanted is None else None
    if form is not None and named is None and _is_newer(session, change_set, form):
        form = None
    if form is not None and not has_changes(session, form) and _is_form_meant(session, form, named):
        recently = change_set is not None and now - change_set.at <= timedelta(minutes=policy.undo_minutes)
        words = opening_of(session.get_one(Run, form))
        before = change_set.run_id if change_set is not None and recently else None
        return OpenForm(form, before, words.text if words is not None else "")
    imported = _latest_import(session, member_id, policy, now) if wanted is None and named is None else None
    if imported is not None and (change_set is None or change_set.at <= imported.at):
        return imported
    if change_set is None or change_set.id is None:
        return Nothing() if wanted is None or not has_changes(session, wanted) else Already()
    if wanted is None and named is not None:
        return _named(session, policy, opening.speaker, named, now)
    if now - change_set.at > timedelta(minutes=policy.undo_minutes):
        return TooLate(policy.undo_minutes)
    newest = tuple(recorded.lately(session, [change_set]))
    if wanted is None and corrections.says_repeated(opening.text) and not _is_repeated(session, change_set, newest):
        return Which(newest, named=False)
    found = of_things(session, opening.speaker, policy, newest, now)
    again = wanted is None and _undid_since(session, opening.run, change_set)
    return replace(found, again=again) if isinstance(found, Undoable) else found


def _latest_import(session: Session, member_id: int, policy: Policy, now: datetime) -> Imported | Brought | None:
    """The newest import of the member's, of customers or of scripts."""
    undoable = timedelta(minutes=policy.undo_minutes)
    customers = importing.latest(session, member_id, now, undoable, None)
    scripts = withdrawing.latest(session, member_id, now, undoable)
    if customers is None or scripts is None:
        return customers or scripts
    return scripts if scripts.at >= customers.at else customers


def drop(session: Session, by: Speaker, run_id: int, policy: Policy, now: datetime) -> None:
    """Cancel an unfinished form, and what was kept of it. Raises Changed if it is somebody else's."""
    run = session.get_one(Run, run_id, with_for_update=True)
    if run.conversation_id != inbox.conversation_of_member(session, by.member_id):
        raise Changed("run", run_id, "not_yours")
    run.status = "cancelled"
    session.add(run)
    unfinished.withdraw(session, by.member_id, run_id, policy, now)


def _named(
    session: Session, policy: Policy, by: Speaker, named: Named, now: datetime
) -> Nothing | Already | TooLate | Undoable | Which | Stale:
    things = recorded.lately(session, live(session, by.member_id))
    since = now - timedelta(minutes=policy.undo_minutes)
    open_things = [thing for thing in things if thing.at >= since]
    meant = named.among(open_things, policy)
    if not meant:
        late = named.among(things, policy)
        return TooLate(policy.undo_minutes) if late else Which(tuple(open_things[:SHOWN]), named=False)
    if named.several or len(meant) == 1 or _is_one_record(meant):
        return of_things(session, by, policy, meant, now)
    return Which(meant[:SHOWN], named=True)


def _is_one_record(things: Sequence[Recorded]) -> bool:
    """Whether the things are one record with what was added to it."""
    return len({thing.followup_id for thing in things}) == 1 and things[0].followup_id is not None


def _is_repeated(session: Session, change_set: ChangeSet, newest: Sequence[Recorded]) -> bool:
    """Whether something else was recorded about the same customer."""
    others = recorded.lately(session, live(session, change_set.member_id))
    about = {(thing.kind, thing.customer) for thing in newest}
    keys = {thing.followup_id for thing in newest}
    return any(
        (thing.kind, thing.customer) in about and thing.change_set_id != change_set.id and thing.followup_id not in keys
        for thing in others
    )


def _undid_since(session: Session, own_run: int, change_set: ChangeSet) -> bool:
    """Whether the last thing that the member did by 撤回 came after this change set."""
    conversation = select(Run.conversation_id).where(col(Run.id) == own_run).scalar_subquery()
    runs = (col(Run.conversation_id) == conversation, col(Run.flow) == "undo", col(Run.id) != own_run)
    asked = session.exec(select(Run.id).where(*runs, col(Run.id) > change_set.run_id).limit(1)).first()
    done = (col(Audit.member_id) == change_set.member_id, col(Audit.what) == "undo", col(Audit.at) >= change_set.at)
    return asked is not None and session.exec(select(Audit.id).where(*done).limit(1)).first() is not None


def _is_form_meant(session: Session, form: int, named: Named | None) -> bool:
    """Whether words that name something (None: nothing) mean the open form."""
    if named is None:
        return True
    opening = opening_of(session.get_one(Run, form))
    customers = slot_values.words(opening.understanding.slots, "customer") if opening is not None else ()
    return bool(set(customers) & set(named.reference.customers))


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


def _is_newer(session: Session, change_set: ChangeSet | None, form: int) -> bool:
    """Whether something was recorded after the last word to an unfinished form, while it waited."""
    if change_set is None or change_set.run_id < form:
        return False
    return change_set.at >= session.get_one(Run, form).updated_at


def has_changes(session: Session, run_id: int) -> bool:
    """Whether a run has changed anything."""
    return session.exec(select(ChangeSet.id).where(col(ChangeSet.run_id) == run_id)).first() is not None
