"""Who may see and do what. A scope is a query condition, put into the query, never a filter on its results.

A rep and a new hire see their own customers and deals, and those that they look after for a colleague, for those days
(ADR 0056); a supervisor the team's; the manager and an
administrator the whole company's; other departments none: they see the tickets
that are with them or went through them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, true
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from config.policy import Policy
from sales.teamwork import absences
from storage.deals import Customer, Opportunity
from storage.library import Script
from storage.people import Member
from storage.statements import fetch, table_of
from storage.teamwork import Cover

SELLERS = frozenset({"rep", "new_hire"})
LEADERS = frozenset({"supervisor", "manager"})
ANY_MEMBER = frozenset(
    {"rep", "new_hire", "supervisor", "manager", "legal", "finance", "product", "production", "service"}
)
SALES = SELLERS | LEADERS
MOST_SPEAKERS = 1024  # whose conditions are cached
_CUSTOMERS, _DEALS, _MEMBERS = table_of(Customer), table_of(Opportunity), table_of(Member)
_SCRIPTS, _COVERS = table_of(Script), table_of(Cover)
_RIGHTS = (
    select(_MEMBERS.c.role, _MEMBERS.c.team_id, _MEMBERS.c.admin, _MEMBERS.c.active)
    .where(_MEMBERS.c.id == bindparam("member"))
    .with_for_update(read=True)
)
_OTHERS = (
    select(_MEMBERS.c.id)
    .where(_MEMBERS.c.active.is_(True), _MEMBERS.c.id.not_in(bindparam("but_not", expanding=True)))
    .order_by(_MEMBERS.c.id)
    .limit(1)
)
_SELF = _MEMBERS.alias()
_OWN_TEAM = select(_SELF.c.team_id).where(_SELF.c.id == bindparam("member")).scalar_subquery()
_OF_TEAM = (
    select(_MEMBERS.c.id)
    .where(
        _MEMBERS.c.active.is_(True),
        _MEMBERS.c.id != bindparam("member"),
        _MEMBERS.c.role == "supervisor",
        _MEMBERS.c.team_id.is_not_distinct_from(_OWN_TEAM),
    )
    .order_by(_MEMBERS.c.id)
    .limit(1)
)
_ADMINISTRATOR = _OTHERS.where(_MEMBERS.c.admin.is_(True))
_HEADS = (_OTHERS.where(_MEMBERS.c.role == "manager"), _ADMINISTRATOR)


@dataclass(frozen=True)
class Speaker:
    """Who is talking. A stranger has no id and no role."""

    id: int | None
    name: str
    role: str | None
    team_id: int | None = None
    admin: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether the whole company is in scope: the manager's and administrators'."""
        return self.admin or self.role == "manager"

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the speaker acts in: an administrator may do what a manager may."""
        return frozenset({self.role} if self.role else ()) | ({"manager"} if self.admin else frozenset())

    @property
    def leads(self) -> bool:
        """Whether the speaker leads others: supervisors, managers and administrators."""
        return not self.roles.isdisjoint(LEADERS)

    @property
    def customers(self) -> ColumnElement[bool]:
        """The customers in scope."""
        return customers(self)

    @property
    def deals(self) -> ColumnElement[bool]:
        """The deals in scope."""
        return deals(self)

    @property
    def members(self) -> ColumnElement[bool]:
        """The speaker and the people that the speaker leads."""
        return members(self)

    @property
    def member_id(self) -> int:
        """The id of a member; a stranger has none (LookupError)."""
        if self.id is None:
            raise LookupError("a stranger has no member id")
        return self.id


STRANGER = Speaker(None, "", None)


@lru_cache(MOST_SPEAKERS)
def customers(speaker: Speaker) -> ColumnElement[bool]:
    """The customers that `speaker` may see: own, the team's, those they look after, or all; and the customers of deals
    in scope."""
    if speaker.sees_all:
        return true()
    theirs = select(_DEALS.c.customer_id).where(deals(speaker))
    return or_(
        _is_of(speaker, _CUSTOMERS.c.owner_id),
        _looks_after(speaker, _CUSTOMERS.c.owner_id, _CUSTOMERS.c.id),
        _CUSTOMERS.c.id.in_(theirs),
    )


@lru_cache(MOST_SPEAKERS)
def deals(speaker: Speaker) -> ColumnElement[bool]:
    """The deals that `speaker` may see and change: own, the team's, those they look after, or all."""
    if speaker.sees_all:
        return true()
    return or_(_is_of(speaker, _DEALS.c.owner_id), _looks_after(speaker, _DEALS.c.owner_id, _DEALS.c.customer_id))


@lru_cache(MOST_SPEAKERS)
def own_deals(speaker: Speaker) -> ColumnElement[bool]:
    """The deals that count as `speaker`'s in figures: as `deals`, without those they only look after."""
    return true() if speaker.sees_all else _is_of(speaker, _DEALS.c.owner_id)


def members(speaker: Speaker) -> ColumnElement[bool]:
    """The people whose figures `speaker` may see."""
    if speaker.sees_all:
        return true()
    return _is_of(speaker, _MEMBERS.c.id)


def scripts(speaker: Speaker) -> ColumnElement[bool]:
    """The items of the script library that `speaker` may change: own, the team's, or all."""
    if speaker.sees_all:
        return true()
    return or_(_SCRIPTS.c.owner_id == speaker.id, _is_of(speaker, _SCRIPTS.c.owner_id))


def speaker(session: Session, member_id: int) -> Speaker | None:
    """The active member as a speaker; None if they have left."""
    member = session.get(Member, member_id)
    if member is None or not member.active:
        return None
    return Speaker(member.id, member.name, member.role, member.team_id, member.admin)


def may_change_limits(speaker: Speaker, policy: Policy) -> bool:
    """Whether somebody may change limits of the company."""
    return speaker.admin or (policy.managers_change_limits and speaker.role == "manager")


def may_import(speaker: Speaker, policy: Policy) -> bool:
    """Whether somebody may import customers: leaders for their people, reps for themselves where policy says so."""
    return speaker.admin or speaker.role in LEADERS or (policy.imports.by_reps and speaker.role == "rep")


def may_fill_library(speaker: Speaker) -> bool:
    """Whether somebody may bring files into the script library: managers and administrators."""
    return speaker.sees_all


def hold_rights(session: Session, speaker: Speaker) -> None:
    """Keep the speaker's rights as they are until the transaction ends. Raises StaleDataError, for which a turn is
    replayed, if they have been changed since `speaker` was read. On SQLite the transaction is alone."""
    if speaker.id is None or session.get_bind().dialect.name == "sqlite":
        return
    rights = fetch(session, _RIGHTS, {"member": speaker.id}).one()
    if tuple(rights) != (speaker.role, speaker.team_id, speaker.admin, True):
        raise StaleDataError(f"the rights of member {speaker.id} have been changed")


def superior(session: Session, member_id: int) -> int | None:
    """Who is told of `member_id`'s stuck deals: the team's supervisor, else the manager, else an administrator.
    Never the member; None if there is nobody else."""
    found: int | None = fetch(session, _OF_TEAM, {"member": member_id}).scalar()
    if found is None and session.get(Member, member_id) is not None:
        return head(session, {member_id})
    return found


def superior_on(session: Session, member_id: int, day: date) -> int | None:
    """Who is told on a day: the superior, or while they are away whoever stands in for them. Where all of these are
    away, the superior."""
    first = there = superior(session, member_id)
    but_not = {member_id}
    while there is not None and there in absences.away_until(session, (there,), day):
        but_not.add(there)
        there = head(session, but_not)
    return first if there is None else there


def superiors(session: Session, member_ids: Collection[int], but_not: Collection[int]) -> tuple[int, ...]:
    """The superiors of these members, each once, without `but_not`."""
    found = dict.fromkeys(superior(session, member_id) for member_id in member_ids)
    return tuple(one for one in found if one is not None and one not in but_not)


def above(session: Session, superior_id: int, owner_id: int) -> int | None:
    """Who is told after the superior: the manager, else an administrator, if the superior is a supervisor; nobody
    (None) if the superior stood in for one."""
    superior = session.get(Member, superior_id)
    if superior is None or superior.role != "supervisor":
        return None
    return head(session, {superior_id, owner_id})


def led_by(session: Session, member_id: int) -> tuple[str, ...]:
    """The names of those who lead a member: the superior, and who is told after them."""
    superior_id = superior(session, member_id)
    above_id = above(session, superior_id, member_id) if superior_id is not None else None
    found = (session.get(Member, one) for one in (superior_id, above_id) if one is not None)
    return tuple(one.name for one in found if one is not None)


def decider(session: Session, claimant_id: int, owner_id: int) -> int | None:
    """Who decides between two people: the supervisor of both, else the manager, else an administrator."""
    claimant, owner = session.get(Member, claimant_id), session.get(Member, owner_id)
    if claimant is not None and owner is not None and claimant.team_id == owner.team_id:
        return superior(session, claimant_id)
    return head(session, {claimant_id, owner_id})


def head(session: Session, but_not: Collection[int]) -> int | None:
    """The manager, else an administrator, except `but_not`; None if there is nobody."""
    return _first(session, but_not, *_HEADS)


def topmost(session: Session, owner_id: int) -> int | None:
    """Who is told last of an owner's stuck deal: the manager, else an administrator; None if that is nobody else."""
    return head(session, {owner_id})


def active_in(session: Session, roles: Collection[str]) -> tuple[int, ...]:
    """The active members of these roles, in the order of their ids."""
    where = (col(Member.active).is_(True), col(Member.role).in_(sorted(roles)))
    found = session.exec(select(Member.id).where(*where).order_by(col(Member.id)))
    return tuple(member_id for member_id in found if member_id is not None)


def administrator(session: Session) -> int | None:
    """The first administrator; None if the company has none."""
    return _first(session, (), _ADMINISTRATOR)


def _first(session: Session, but_not: Collection[int], *ranks: Select[Any]) -> int | None:
    """The first active member, but not these, of the first rank that has one."""
    found = (fetch(session, rank, {"but_not": list(but_not)}).scalar() for rank in ranks)
    return next((member_id for member_id in found if member_id is not None), None)


def _looks_after(
    speaker: Speaker, owner_id: ColumnElement[int], customer_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """The condition that the speaker stands in for the owner now, for this customer or for all that is theirs."""
    if speaker.id is None or speaker.role not in SALES:
        return false()
    return (
        select(_COVERS.c.id)
        .where(
            _COVERS.c.stand_in_id == speaker.id,
            _COVERS.c.ended_at.is_(None),
            _COVERS.c.began_at.is_not(None),
            _COVERS.c.member_id == owner_id,
            or_(_COVERS.c.customer_id.is_(None), _COVERS.c.customer_id == customer_id),
        )
        .exists()
    )


def _is_of(speaker: Speaker, member_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that `member_id` is the speaker's, or one of the team's that the speaker leads."""
    if speaker.role == "supervisor" and speaker.team_id is not None:
        team = select(_MEMBERS.c.id).where(_MEMBERS.c.team_id == speaker.team_id)
        return member_id.in_(team.correlate(None))
    if speaker.id is None or speaker.role not in SALES:
        return false()
    return member_id == speaker.id
