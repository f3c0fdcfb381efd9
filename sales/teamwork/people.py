"""Which colleague a name means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from storage.people import Member

_FAMILIAR = re.compile(r"[小老阿](?P<name>.{1,2})|(?P<surname>.)(?:总|经理|主管|姐|哥|工)")


@dataclass(frozen=True)
class MemberFact:
    """A member of the company; one who is not `active` has left."""

    id: int
    name: str
    role: str
    team_id: int | None
    active: bool


def find(session: Session, words: str) -> tuple[MemberFact, ...]:
    """The members that `words` name: of exactly this name, else those who have it as a part (家豪) or are called so
    (小王, 老张, 何总). Of these somebody who has left only where nobody else is meant."""
    everybody = [MemberFact(*row) for row in session.execute(select(*_COLUMNS).order_by(col(Member.id)))]
    exact = tuple(member for member in everybody if member.name == words)
    if exact:
        return exact
    alike = [member for member in everybody if _may_be(words, member.name)]
    return tuple(member for member in alike if member.active) or tuple(alike)


def get(session: Session, member_id: int) -> MemberFact | None:
    """The member; None if there is none of this id."""
    row = session.execute(select(*_COLUMNS).where(col(Member.id) == member_id)).first()
    return None if row is None else MemberFact(*row)


def team_of(session: Session, leader: MemberFact) -> tuple[MemberFact, ...]:
    """The active members of the leader's team besides the leader, in the order of their ids."""
    theirs = (col(Member.team_id) == leader.team_id, col(Member.id) != leader.id, col(Member.active).is_(True))
    return tuple(MemberFact(*row) for row in session.execute(select(*_COLUMNS).where(*theirs).order_by(col(Member.id))))


def _may_be(words: str, name: str) -> bool:
    if len(words) > 1 and words in name:
        return True
    familiar = _FAMILIAR.fullmatch(words)
    if familiar is None:
        return False
    if familiar["surname"]:
        return name.startswith(familiar["surname"])
    return name.startswith(familiar["name"]) or name.endswith(familiar["name"])


_COLUMNS = (col(Member.id), col(Member.name), col(Member.role), col(Member.team_id), col(Member.active))
