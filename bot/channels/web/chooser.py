"""The demo's chooser: the members whose part a visitor can play, and how many unread messages each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from bot.access import LEADERS
from config.policy import Policy
from storage.conversations import Conversation, Outbox
from storage.people import Company, Member, Team


@dataclass(frozen=True)
class Person:
    """A member as the chooser shows them; `unread` messages wait for them."""

    id: int
    name: str
    role: str
    title: str
    team: str | None
    unread: int


def company(session: Session) -> str:
    """The name of the company."""
    return session.exec(select(Company.name)).first() or "一家演示公司"


def people(session: Session, policy: Policy, now: datetime) -> Sequence[dict[str, object]]:
    """The members whose part can be played, as JSON, leaders of a team first."""
    unread = _unread(session, now)
    rows = session.exec(
        select(Member, Team.name)
        .outerjoin(Team, col(Team.id) == col(Member.team_id))
        .where(col(Member.active).is_(True))
    ).all()
    found = [
        Person(m.id or 0, m.name, m.role, policy.say("roles", m.role), team, unread.get(m.id or 0, 0))
        for m, team in rows
    ]
    order = sorted((role.key for role in policy.roles), key=lambda role: role not in LEADERS)
    rank = {role: place for place, role in enumerate(order)}
    found.sort(key=lambda p: (p.team is None, p.team or "", rank.get(p.role, len(rank)), p.id))
    return [asdict(person) for person in found]


def _unread(session: Session, now: datetime) -> dict[int, int]:
    """The number of unread messages of each member, by id."""
    rows = session.exec(
        select(Conversation.member_id, func.count())
        .join(Outbox, col(Outbox.conversation_id) == col(Conversation.id))
        .where(
            col(Outbox.status) == "pending",
            col(Conversation.member_id).is_not(None),
            or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= now),
        )
        .group_by(col(Conversation.member_id))
    ).all()
    return {member_id: count for member_id, count in rows if member_id is not None}
