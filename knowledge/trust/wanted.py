"""悬赏: questions that nothing in the library answers, with how many people want each answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from config.names import as_compared
from knowledge.search import asked
from storage.changes import insert_row, update_row
from storage.library import ScriptWish, WantedScript
from storage.people import Member
from storage.statements import execute, fetch, table_of

_WANTED, _WISHES, _MEMBERS = table_of(WantedScript), table_of(ScriptWish), table_of(Member)


@dataclass(frozen=True)
class Question:
    """What was asked, without names of customers, and for whom: industries, buyers' roles, a budget (分)."""

    words: str
    industry: tuple[str, ...] = ()
    buyer_role: tuple[str, ...] = ()
    budget_from: int | None = None
    budget_to: int | None = None

    @property
    def same(self) -> str:
        """What equal questions have in common: what they are about, and for whom."""
        whom = [*sorted({*self.industry, *self.buyer_role}), str(self.budget_from or ""), str(self.budget_to or "")]
        return "|".join([as_compared(asked(self.words)), *whom])


@dataclass(frozen=True)
class Wanted:
    """A question that is wanted to be answered, and by how many people."""

    id: int
    words: str
    whom: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class Noted:
    """A wish that was noted: how many people want the same, and whether this member did before."""

    people: int
    again: bool


def note(session: Session, question: Question, member_id: int, now: datetime) -> Noted:
    """The member wants the question answered: one that somebody else asked too, or a new one."""
    row = fetch(session, _SAME, {"same": question.same}).first()
    if row is not None and row.answered_at is not None:
        execute(session, _REOPEN, {"of": row.id})
    wanted_id = row.id if row is not None else insert_row(session, _WANTED, _values(question, now))
    again = fetch(session, _WISH, {"wanted": wanted_id, "member": member_id}).first() is not None
    if not again:
        insert_row(session, _WISHES, {"wanted_id": wanted_id, "member_id": member_id, "at": now})
    people: int = fetch(session, _PEOPLE, {"wanted": wanted_id}).scalar_one()
    return Noted(people, again)


def most_wanted(session: Session, most: int) -> tuple[Wanted, ...]:
    """The open questions that most people want answered, the oldest of equals first."""
    rows = fetch(session, _MOST, {"most": most})
    return tuple(Wanted(row.id, row.question, (*row.industry, *row.buyer_role), row.people) for row in rows)


def answered(session: Session, wanted_id: int, code: str, now: datetime) -> tuple[int, ...]:
    """The item of this code answers the question from now on, which is wanted no more; returns the active members who
    wanted it. None of them where it was answered before, or nobody asked it."""
    row = fetch(session, _OF_ID, {"of": wanted_id}).mappings().first()
    if row is None or row["answered_at"] is not None:
        return ()
    update_row(session, _WANTED, row, {"answered_at": now, "answered_by": code})
    return tuple(fetch(session, _WHO, {"wanted": wanted_id}).scalars())


def get(session: Session, wanted_id: int) -> Wanted | None:
    """The question, if it is still open."""
    row = fetch(session, _OPEN.where(_WANTED.c.id == wanted_id), {}).first()
    return None if row is None else Wanted(row.id, row.question, (*row.industry, *row.buyer_role), row.people)


def _values(question: Question, now: datetime) -> dict[str, Any]:
    return {
        "same": question.same,
        "question": question.words,
        "industry": list(question.industry),
        "buyer_role": list(question.buyer_role),
        "budget_from": question.budget_from,
        "budget_to": question.budget_to,
        "created_at": now,
        "answered_at": None,
        "answered_by": None,
    }


_SAME = select(_WANTED.c.id, _WANTED.c.answered_at).where(_WANTED.c.same == bindparam("same")).with_for_update()
_REOPEN = update(_WANTED).where(_WANTED.c.id == bindparam("of")).values(answered_at=None, answered_by=None)
_WISH = select(_WISHES.c.id).where(
    _WISHES.c.wanted_id == bindparam("wanted"), _WISHES.c.member_id == bindparam("member")
)
_PEOPLE = select(func.count()).where(_WISHES.c.wanted_id == bindparam("wanted"))
_COUNT = (
    select(func.count()).where(_WISHES.c.wanted_id == _WANTED.c.id).correlate(_WANTED).scalar_subquery().label("people")
)
_OPEN = select(_WANTED.c.id, _WANTED.c.question, _WANTED.c.industry, _WANTED.c.buyer_role, _COUNT).where(
    _WANTED.c.answered_at.is_(None)
)
_MOST = _OPEN.where(_COUNT > 0).order_by(_COUNT.desc(), _WANTED.c.id).limit(bindparam("most"))
_OF_ID = select(_WANTED).where(_WANTED.c.id == bindparam("of")).with_for_update()
_WHO = (
    select(_WISHES.c.member_id)
    .join(_MEMBERS, _MEMBERS.c.id == _WISHES.c.member_id)
    .where(_WISHES.c.wanted_id == bindparam("wanted"), _MEMBERS.c.active.is_(True))
    .order_by(_WISHES.c.member_id)
)
