"""Who is viewing the page: a member chosen in the demo, a guest of the demo, or the member of a signed link.

Outside the demo a link names a member's web address; the browser keeps it as a cookie. In the demo the address is in
the page's URL, so that several people can be played side by side.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from starlette.requests import HTTPConnection

from bot.channels.web.links import LINKED, Links
from bot.channels.web.page import CHANNEL
from bot.messaging import inbox, outbox
from bot.messaging.conversation_key import ConversationKey
from config.policy import Policy
from storage.conversations import Conversation
from storage.engine import Database
from storage.people import Identity, Member, Team

COOKIE = "xiaoban"
GUEST = re.compile(r"guest-([a-z0-9]{6,32})")


@dataclass(frozen=True)
class Viewer:
    """The person that the page is for; `title` is the name of the role. A guest is no member and has no role."""

    address: str
    member_id: int | None
    conversation_id: int
    name: str
    role: str | None
    title: str
    team: str | None


class Viewers:
    """Reads who a request comes from, and makes the identities and conversations they need. Without `links` it is the
    demo: everybody is who they claim to be."""

    def __init__(self, db: Database, policy: Policy, links: Links | None) -> None:
        self._db = db
        self._policy = policy
        self._links = links

    def address(self, connection: HTTPConnection) -> str | None:
        """The address that a request comes from, as it claims; `welcome` says whether there is such a person."""
        if self._links is not None:
            cookie = connection.cookies.get(COOKIE, "")
            return self._links.address_in(self.link_key(connection)) or self._links.address_in(cookie)
        claimed = connection.query_params.get("as", "")
        guest = GUEST.fullmatch(claimed)
        if guest:
            return f"guest:{guest[1]}"
        return f"demo:{int(claimed)}" if re.fullmatch(r"[0-9]{1,9}", claimed) else None

    def link_key(self, connection: HTTPConnection) -> str:
        """The key of the link that was followed, if one was and it holds."""
        key = connection.query_params.get("key", "")
        return key if self._links is not None and self._links.address_in(key) else ""

    async def viewer(self, connection: HTTPConnection, now: datetime) -> Viewer | None:
        """The viewer that a request comes from, created if need be; None if it comes from nobody known."""
        address = self.address(connection)
        return None if address is None else await asyncio.to_thread(self.welcome, address, now)

    def asked_for_consent(self, address: str) -> str | None:
        """The name of the member at `address` who has not agreed yet to what is kept of them; None for others."""
        with self._db.read() as session:
            if not address.startswith(LINKED) or _member_at(session, address) is not None:
                return None
            member = session.get(Member, _member_id(address))
            return member.name if member is not None and member.active else None

    def agree(self, address: str, now: datetime) -> bool:
        """Record the consent of the member at `address`, which becomes theirs. False if none is asked for there."""
        if self.asked_for_consent(address) is None:
            return False
        with suppress(IntegrityError), self._db.write() as session:  # agreed to twice at once is agreed to
            _bind(session, address, now)
        return True

    def welcome(self, address: str, now: datetime) -> Viewer | None:
        """The viewer at `address`, with identity and conversation created if need be; None if it is nobody's."""
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
            return Viewer(address, None, conversation_id, "访客", None, "还没加入公司", None)
        team = session.get(Team, member.team_id) if member.team_id else None
        title = self._policy.say("roles", member.role)
        return Viewer(address, member.id, conversation_id, member.name, member.role, title, team.name if team else None)

    def conversation(self, address: str) -> int | None:
        """The id of the conversation of a welcomed address; None if it is nobody's."""
        with self._db.read() as session:
            member = _member_at(session, address)
            if member is not None and not member.active:
                return None
            key = ConversationKey(member_id=member.id) if member else ConversationKey(None, CHANNEL, address)
            return session.exec(select(Conversation.id).where(col(Conversation.key) == str(key))).first()


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
