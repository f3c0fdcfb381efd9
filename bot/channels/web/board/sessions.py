"""Who is looking at the board: a link opens it once, in one browser; then a cookie stands for the person, while they
are who they were when they opened it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import and_, delete, exists
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot import access
from bot.access import SALES, Speaker
from bot.admin.board_links import BoardLinks, Link
from bot.wording.reports import board as wording
from config.policy import Policy
from storage.engine import Database
from storage.people import BoardSession, Identity, Member

_SAME_RIGHTS = and_(
    col(Member.id) == col(BoardSession.member_id),
    col(Member.active).is_(True),
    col(Member.role) == col(BoardSession.role),
    col(Member.team_id).is_not_distinct_from(col(BoardSession.team_id)),
    col(Member.admin) == col(BoardSession.admin),
    exists().where(
        col(Identity.channel) == col(BoardSession.channel),
        col(Identity.address) == col(BoardSession.address),
        col(Identity.member_id) == col(BoardSession.member_id),
    ),
)


class Refused(Exception):
    """The board is not opened; the message says why, for a person."""


class Sessions:
    """Opens sessions and says whose they are. Moments are by the clock that the links were made by."""

    def __init__(self, db: Database, policy: Policy, links: BoardLinks) -> None:
        self._db = db
        self._policy = policy
        self._links = links

    def open(self, key: str, cookie: str, asked_at: datetime, now: datetime) -> str:
        """Use up a link at `asked_at`; returns the cookie of the session, which begins `now`. Whoever opens an old link
        of theirs where their board is open goes on. Raises Refused."""
        link = self._links.read(key)
        if link is None:
            raise Refused(wording.NOT_OURS)
        try:
            with self._db.write() as session:
                return self._open(session, link, cookie, asked_at, now)
        except IntegrityError:  # opened twice at once
            raise Refused(wording.USED) from None

    def _open(self, session: Session, link: Link, cookie: str, asked_at: datetime, now: datetime) -> str:
        used = session.exec(select(BoardSession.id).where(col(BoardSession.link) == link.id)).first() is not None
        if used or link.expires_at <= asked_at:
            owner = cookie_owner(session, cookie, now)
            if owner is None or owner.id != link.member_id:
                raise Refused(wording.USED if used else wording.EXPIRED)
            return cookie
        speaker = access.speaker(session, link.member_id)
        if speaker is None or speaker.role is None or speaker.roles.isdisjoint(SALES):
            raise Refused(wording.NOT_FOR_YOU)
        session.execute(delete(BoardSession).where(col(BoardSession.expires_at) <= now - timedelta(days=1)))
        token = secrets.token_urlsafe(32)
        session.add(
            BoardSession(
                member_id=link.member_id, link=link.id, cookie_hash=hashed(token), channel=link.channel,
                address=link.address, role=speaker.role, team_id=speaker.team_id, admin=speaker.admin, opened_at=now,
                expires_at=now + timedelta(hours=self._policy.board.session_hours),
            )
        )  # fmt: skip
        session.flush()
        if cookie_owner(session, token, now) is None:
            raise Refused(wording.NOT_FOR_YOU)
        return token

    def speaker(self, cookie: str, now: datetime) -> Speaker | None:
        """Who is looking, with the rights they have now; None where the session is over or never was."""
        return self.speakers({hashed(cookie)}, now).get(hashed(cookie)) if cookie else None

    def speakers(self, hashes: Collection[str], now: datetime) -> dict[str, Speaker]:
        """Who is looking in each of these sessions, by the hash of its cookie, without those that are over."""
        with self._db.read() as session:
            return _speakers(session, hashes, now)


def hashed(cookie: str) -> str:
    """As which a cookie is kept."""
    return sha256(cookie.encode()).hexdigest()


def cookie_owner(session: Session, cookie: str, now: datetime) -> Speaker | None:
    """Whose session a cookie is of; None where it is over."""
    return _speakers(session, {hashed(cookie)}, now).get(hashed(cookie))


def _speakers(session: Session, hashes: Collection[str], now: datetime) -> dict[str, Speaker]:
    rows = session.exec(
        select(BoardSession.cookie_hash, Member)
        .join(Member, _SAME_RIGHTS)
        .where(col(BoardSession.cookie_hash).in_(hashes), col(BoardSession.expires_at) > now)
    )
    found = {key: Speaker(m.id, m.name, m.role, m.team_id, m.admin) for key, m in rows}
    return {key: speaker for key, speaker in found.items() if not speaker.roles.isdisjoint(SALES)}
