"""Which colleague a name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true
from sqlmodel import Session, col

from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.background import Audit
from storage.people import Member, Team

_TEAM = re.compile(r"(?P<name>[一-鿿]{2,6}?)(?:[一二三四五六七八九十\d]*[组部队区]|团队)")
_FAMILIAR = re.compile(r"[小老阿](?P<name>.{1,2})|(?P<surname>.)(?:总|经理|主管|姐|哥|工)")


@dataclass(frozen=True)
class MemberFact:
    """A member of the company; one who is not `active` has left."""

    id: int
    name: str
    role: str
    team_id: int | None
    active: bool


@dataclass(frozen=True)
class Named:
    """A member or a team as `words` of a text call it."""

    words: str
    name: str
    member_id: int | None = None
    team_id: int | None = None


def find(session: Session, words: str) -> tuple[MemberFact, ...]:
    """The members that `words` name: of exactly this name, else those who have it as a part (家豪) or are called so
    (小王, 老张, 何总). Of these somebody who has left only where nobody else is meant."""
    everybody = [MemberFact(*row) for row in session.execute(select(*_COLUMNS).order_by(col(Member.id)))]
    exact = tuple(member for member in everybody if member.name == words)
    if exact:
        return exact
    alike = [member for member in everybody if _may_be(words, member.name)]
    return tuple(member for member in alike if member.active) or tuple(alike)


def departed_in(session: Session, text: str) -> MemberFact | None:
    """The former member whose name the text holds."""
    gone = session.execute(select(*_COLUMNS).where(col(Member.active).is_(False)).order_by(col(Member.id).desc()))
    return next((MemberFact(*row) for row in gone if row[1] in text), None)


def get(session: Session, member_id: int) -> MemberFact | None:
    """The member; None if there is none of this id."""
    row = session.execute(select(*_COLUMNS).where(col(Member.id) == member_id)).first()
    return None if row is None else MemberFact(*row)


def all_of(session: Session, members: ColumnElement[bool], wanted: Collection[int | None]) -> bool:
    """Whether every one of the wanted members (ids) is among `members`, a condition on Member."""
    found = session.execute(select(col(Member.id)).where(members, col(Member.id).in_(wanted))).all()
    return len(found) == len(wanted)


def called(name: str | None, members: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of these members those of a name; all of them without one."""
    return members if name is None else and_(members, col(Member.name) == name)


def in_team(team_id: int | None, members: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of these members those of a team; all of them without one."""
    return members if team_id is None else and_(members, col(Member.team_id) == team_id)


def teams_by_member(session: Session) -> dict[int, str]:
    """The name of each active member's team, by the member's id."""
    rows = session.execute(
        select(col(Member.id), col(Team.name)).join(Team, col(Team.id) == col(Member.team_id)).where(col(Member.active))
    )
    return {row[0]: row[1] for row in rows}


def team_of(session: Session, leader: MemberFact) -> tuple[MemberFact, ...]:
    """The active members of the leader's team besides the leader, in the order of their ids."""
    theirs = (col(Member.team_id) == leader.team_id, col(Member.id) != leader.id, col(Member.active).is_(True))
    return tuple(MemberFact(*row) for row in session.execute(select(*_COLUMNS).where(*theirs).order_by(col(Member.id))))


def everybody(session: Session, but_not: int) -> tuple[MemberFact, ...]:
    """All active members besides one, in the order of their ids."""
    theirs = (col(Member.id) != but_not, col(Member.active).is_(True))
    return tuple(MemberFact(*row) for row in session.execute(select(*_COLUMNS).where(*theirs).order_by(col(Member.id))))


def named_team(session: Session, text: str) -> tuple[str, int] | None:
    """The name and id of the team that the text names."""
    teams = session.execute(select(col(Team.name), col(Team.id))).all()
    return next(((name, team_id) for name, team_id in teams if name in text and team_id is not None), None)


def team_called(session: Session, text: str) -> tuple[str, int] | None:
    """The name and id of the team that the text names in full, or the only one by the beginning of its name or its
    region (华东组 for 华东一部)."""
    if (named := named_team(session, text)) is not None:
        return named
    teams = session.execute(select(col(Team.name), col(Team.id), col(Team.region))).all()
    called = {found["name"] for found in _TEAM.finditer(text)}
    alike = [
        (name, team_id)
        for name, team_id, region in teams
        if any(words.endswith((name[:2], region or name[:2])) for words in called)
    ]
    return alike[0] if len(alike) == 1 else None


def named_in(session: Session, text: str) -> tuple[Named, ...]:
    """The active members and the teams that the text names: members in full, or by the given name that no other has;
    teams as `team_called`."""
    members = session.execute(select(col(Member.id), col(Member.name)).where(col(Member.active).is_(True))).all()
    given = Counter(name[1:] for _, name in members if len(name) > 2)
    found = [Named(name, name, member_id=key) for key, name in members if name in text and key is not None]
    for key, name in members:
        short = name[1:]
        if given[short] == 1 and name not in text and short in text and not any(short in one.words for one in found):
            found.append(Named(short, name, member_id=key))
    teams = session.execute(select(col(Team.id), col(Team.name))).all()
    found += [Named(name, name, team_id=key) for key, name in teams if name in text]
    for match in _TEAM.finditer(text):
        team = team_called(session, match.group())
        if team is not None and team[0] not in text:
            found.append(Named(match.group(), team[0], team_id=team[1]))
    return tuple(found)


def team_name(session: Session, team_id: int | None) -> str | None:
    """What the team is called."""
    team = session.get(Team, team_id) if team_id is not None else None
    return team.name if team is not None else None


def region_of(session: Session, member_id: int) -> str | None:
    """The region of the member's team."""
    query = select(col(Team.region)).join(Member, col(Member.team_id) == col(Team.id))
    found: str | None = session.execute(query.where(col(Member.id) == member_id)).scalar()
    return found


def region_of_owner(owner_id: ColumnElement[Any]) -> ColumnElement[str | None]:
    """The region of the team that the owner in this column is in, as part of a query."""
    theirs = select(col(Team.region)).join(Member, col(Member.team_id) == col(Team.id))
    return theirs.where(col(Member.id) == owner_id).scalar_subquery()


def team_names(session: Session) -> tuple[str, ...]:
    """The names of all teams."""
    return tuple(session.execute(select(col(Team.name)).order_by(col(Team.id))).scalars())


def administrators(session: Session) -> tuple[str, ...]:
    """The names of the active administrators."""
    where = (col(Member.admin).is_(True), col(Member.active).is_(True))
    return tuple(session.execute(select(col(Member.name)).where(*where).order_by(col(Member.id))).scalars())


def is_administrator(session: Session, member_id: int) -> bool:
    """Whether the member is an active administrator now."""
    member = session.get(Member, member_id)
    return member is not None and member.admin and member.active


def place(session: Session, by: Actor, member_id: int, team_id: int | None, role: str, now: datetime) -> None:
    """Put the member into a team and a post; what they have goes along. Raises Changed if they are gone."""
    row = rows.locked(session, Member, member_id)
    if row is None or not row.active or not all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "gone")
    detail = {"from": [row.team_id, row.role], "to": [team_id, role]}
    row.team_id, row.role = team_id, role
    session.add(row)
    session.add(
        Audit(at=now, member_id=by.member_id, what="place_member", subject=f"member:{member_id}", detail=detail)
    )


def leaders_of(session: Session, team_id: int) -> tuple[MemberFact, ...]:
    """The active supervisors of a team."""
    where = (col(Member.role) == "supervisor", col(Member.active).is_(True), col(Member.team_id) == team_id)
    return tuple(MemberFact(*row) for row in session.execute(select(*_COLUMNS).where(*where).order_by(col(Member.id))))


def sellers_of(session: Session, team_id: int | None) -> tuple[MemberFact, ...]:
    """The active reps and new hires of a team; of the company, where there is no team."""
    return sellers_among(session, true() if team_id is None else col(Member.team_id) == team_id)


def sellers_among(session: Session, members: ColumnElement[bool]) -> tuple[MemberFact, ...]:
    """The active reps and new hires among `members`, a condition on Member."""
    where = (members, col(Member.role).in_(("rep", "new_hire")), col(Member.active).is_(True))
    return tuple(MemberFact(*row) for row in session.execute(select(*_COLUMNS).where(*where).order_by(col(Member.id))))


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
