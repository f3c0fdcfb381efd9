"""Changing an item of the library: under its row's lock, by whoever answers for it. Raises Changed where it is retired,
or the actor's to change no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from config.policy import Policy
from knowledge.trust import care, learning, shown
from knowledge.trust.care import Row, ScriptFact
from nlu.library.path import LAST
from sales.errors import Changed


def show(session: Session, actor: Speaker, codes: Sequence[str], now: datetime) -> None:
    """The actor is shown these items, and hears when they change."""
    shown.note(session, actor.member_id, codes, now)


def verify(session: Session, actor: Speaker, code: str, now: datetime) -> None:
    """The item holds, the actor says."""
    care.verify(session, _own(session, actor, code), actor.member_id, now)


def change_words(session: Session, actor: Speaker, code: str, words: str, now: datetime) -> None:
    """The item says this from now on. Raises ItemProblem."""
    care.change_words(session, _own(session, actor, code), words, actor.member_id, now)


def retire(session: Session, actor: Speaker, codes: Sequence[str], now: datetime) -> None:
    """The items are found no more."""
    rows = [_own(session, actor, code) for code in sorted(codes)]
    for row in rows:
        care.retire(session, row, now)


def require(session: Session, actor: Speaker, code: str, now: datetime) -> int:
    """Every new hire learns the item; returns its place, 0 where they did before."""
    row, _ = _there(session, actor, code)
    if not learning.require(session, row, actor.member_id, now):
        return 0
    return len(learning.path(session))


def move(session: Session, actor: Speaker, code: str, place: int) -> int:
    """The item comes at this place of what new hires learn (LAST: at its end), if the actor has set it or sees the
    whole company. Returns the place; 0 where it is there already."""
    row, _ = _there(session, actor, code)
    if row["required_at"] is not None and not (actor.sees_all or row["required_by"] == actor.id):
        raise Changed("script", None, "script_not_yours")
    return learning.move(session, row, len(learning.path(session)) if place == LAST else place)


def release(session: Session, actor: Speaker, code: str) -> bool:
    """No new hire needs to learn the item, if the actor has set it or sees the whole company. False if none needed
    to."""
    row, _ = _there(session, actor, code)
    if row["required_at"] is not None and not (actor.sees_all or row["required_by"] == actor.id):
        raise Changed("script", None, "script_not_yours")
    return learning.release(session, row)


def learn(session: Session, actor: Speaker, code: str, now: datetime) -> bool:
    """The actor has learnt the item. False if they had before."""
    row, _ = _there(session, actor, code)
    return learning.tick(session, row, actor.member_id, now)


def may_change(session: Session, speaker: Speaker, code: str) -> ScriptFact | None:
    """The item, if it is the speaker's to change."""
    return care.within(session, access.scripts(speaker), code)


def due(session: Session, policy: Policy, speaker: Speaker, now: datetime) -> tuple[ScriptFact, ...]:
    """The items that the speaker is to say of whether they still hold."""
    heads = access.head(session, ()) == speaker.id
    return care.due(session, speaker.member_id, policy.library.checked_since(now.astimezone(policy.zone)), heads=heads)


def _own(session: Session, actor: Speaker, code: str) -> Row:
    row, in_scope = _there(session, actor, code)
    if not in_scope:
        raise Changed("script", None, "script_not_yours")
    return row


def _there(session: Session, actor: Speaker, code: str) -> tuple[Row, bool]:
    row, in_scope = care.locked(session, code, access.scripts(actor))
    if row is None:
        raise Changed("script", None, "script_gone")
    return row, in_scope
