"""Who is looking at the page: a member chosen in the demo, a guest of the demo, or whoever holds a signed link.

Outside the demo a link (30 days) names a member's web address; the browser keeps it as a cookie. In the demo the
address is in the page's URL, so that several people can be played side by side.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, or_, select
from starlette.requests import HTTPConnection

from bot.access import LEADERS
from bot.channels.web.page import CHANNEL
from bot.messaging import inbox, outbox
from config.policy import Policy
from storage.conversations import Conversation, Outbox
from storage.engine import Database
from storage.people import Company, Identity, Member, Team

COOKIE = "xiaoban"
LINKED = "member:"
VALID = timedelta(days=30)
GUEST = re.compile(r"guest-([a-z0-9]{6,32})")


@dataclass(frozen=True)
class Viewer:
    """Who the page is for; `title` is how the role is called. A guest has no role."""

    address: str
    conversation_id: int
    name: str
    role: str | None
    title: str
    team: str | None


@dataclass(frozen=True)
class Person:
    """A member as the demo's chooser shows them; `unread` messages wait for them."""

    id: int
    name: str
    role: str
    title: str
    team: str | None
    unread: int


class Viewers:
    """Reads who a request comes from, and makes the identities and conversations they need."""

    def __init__(self, db: Database, secret: str | None, policy: Policy, *, demo: bool) -> None:
        """Raises ValueError where links could not be signed."""
        if not demo and not secret:
            raise ValueError("网页入口要先设置 XIAOBAN_SECRET,才能签发链接")
        self._db = db
        self._policy = policy
        self._demo = demo
        self._links = _links(secret or "")

    def address(self, connection: HTTPConnection) -> str | None:
        """The address that a request comes from, as it claims; `welcome` says whether there is such a person."""
        if not self._demo:
            return self._told(self.link_key(connection)) or self._told(connection.cookies.get(COOKIE, ""))
        claimed = connection.query_params.get("as", "")
        guest = GUEST.fullmatch(claimed)
        if guest:
            return f"guest:{guest[1]}"
        return f"demo:{int(claimed)}" if re.fullmatch(r"[0-9]{1,9}", claimed) else None

    def link_key(self, connection: HTTPConnection) -> str:
        """The key of the link that was followed, if one was and it holds."""
        key = connection.query_params.get("key", "")
        return key if self._told(key) else ""

    def asked_for_consent(self, address: str) -> str | None:
        """The name of the member at `address` who has not agreed yet to what is kept of them; None for others."""
        with self._db.read() as session:
            if not address.startswith(LINKED) or _member_at(session, address) is not None:
                return None
            member = session.get(Member, _member_id(address))
            return member.name if member is not None and member.active else None

    def agree(self, address: str, now: datetime) -> bool:
        """The member at `address` agrees; it is theirs from now on. False where nobody is asked there."""
        if self.asked_for_consent(address) is None:
            return False
        with suppress(IntegrityError), self._db.write() as session:  # said twice at once, it is said
            _bind(session, address, now)
        return True

    def welcome(self, address: str, now: datetime) -> Viewer | None:
        """Whoever writes from `address`, with the identity and conversation they need; None for nobody."""
        try:
            return self._welcome(address, now)
        except IntegrityError:  # two processes met them at once
            return self._welcome(address, now)

    def _welcome(self, address: str, now: datetime) -> Viewer | None:
        with self._db.write() as session:
            member = _member_at(session, address)
            if member is None and not address.startswith("guest:"):
                member = None if address.startswith(LINKED) else _bind(session, address, now)
                if member is None:
                    return None
            if member is not None and not member.active:
                return None
            conversation_id = inbox.conversation_of(session, CHANNEL, address)
            outbox.readdress(session, conversation_id)
            return self._viewer(session, address, conversation_id, member)

    def _viewer(self, session: Session, address: str, conversation_id: int, member: Member | None) -> Viewer:
        if member is None:
            return Viewer(address, conversation_id, "访客", None, "还没加入公司", None)
        team = session.get(Team, member.team_id) if member.team_id else None
        title = self._policy.say("roles", member.role)
        return Viewer(address, conversation_id, member.name, member.role, title, team.name if team else None)

    def conversation(self, address: str) -> int | None:
        """The conversation of an address that has been welcomed; None for nobody."""
        with self._db.read() as session:
            member = _member_at(session, address)
            if member is not None and not member.active:
                return None
            key = f"m:{member.id}" if member else f"a:{CHANNEL}:{address}"
            return session.exec(select(Conversation.id).where(col(Conversation.key) == key)).first()

    def company(self) -> str:
        """What the company is called."""
        with self._db.read() as session:
            return session.exec(select(Company.name)).first() or "一家演示公司"

    def people(self, now: datetime) -> list[dict[str, object]]:
        """Everybody whom the demo can be seen through, leaders of a team first."""
        with self._db.read() as session:
            unread = _unread(session, now)
            rows = session.exec(
                select(Member, Team.name)
                .outerjoin(Team, col(Team.id) == col(Member.team_id))
                .where(col(Member.active).is_(True))
            ).all()
        people = [
            Person(m.id or 0, m.name, m.role, self._policy.say("roles", m.role), team, unread.get(m.id or 0, 0))
            for m, team in rows
        ]
        order = sorted((role.key for role in self._policy.roles), key=lambda role: role not in LEADERS)
        rank = {role: place for place, role in enumerate(order)}
        people.sort(key=lambda p: (p.team is None, p.team or "", rank.get(p.role, len(rank)), p.id))
        return [asdict(person) for person in people]

    def _told(self, token: str) -> str | None:
        try:
            told = self._links.loads(token, max_age=int(VALID.total_seconds()))
        except BadData:
            return None
        return str(told["address"])


def link_for(member_id: int, secret: str, base_url: str) -> str:
    """The link by which a member opens the page, good for 30 days on any of their devices."""
    token = _links(secret).dumps({"address": f"{LINKED}{member_id}"})
    return f"{base_url.rstrip('/')}/?key={token}"


def _links(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="xiaoban.web.link")


def _member_at(session: Session, address: str) -> Member | None:
    return session.exec(
        select(Member)
        .join(Identity, col(Identity.member_id) == col(Member.id))
        .where(col(Identity.channel) == CHANNEL, col(Identity.address) == address)
    ).first()


def _member_id(address: str) -> int:
    return int(address.partition(":")[2])


def _bind(session: Session, address: str, now: datetime) -> Member | None:
    """`demo:<id>` is that member's from the first visit on, `member:<id>` once they have agreed."""
    member = session.get(Member, _member_id(address))
    if member is None or member.id is None or not member.active:
        return None
    session.add(Identity(channel=CHANNEL, address=address, member_id=member.id, consented_at=now))
    session.flush()
    return member


def _unread(session: Session, now: datetime) -> dict[int, int]:
    """How many messages wait for each member to open the page."""
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
