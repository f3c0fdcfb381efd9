"""Who sends a file by the page: a link opens it once, in one browser; then a cookie stands for the upload."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from bot.admin.large_files.links import UploadLinks
from bot.wording.admin import uploading as wording
from config.policy import Policy
from storage.conversations import Upload
from storage.engine import Database
from storage.people import Identity, Member

MB = 1024 * 1024


class NotOpened(Exception):
    """The page is not opened; the message says why, for a person."""


@dataclass(frozen=True)
class Standing:
    """How far an upload is: the file's name and size, "" and 0 before one was chosen, how many bytes are kept, how many
    it may have, and whether it is with the bot."""

    name: str
    size: int
    received: int
    most: int
    done: bool


class Opening:
    """Opens uploads by their links, and says how far they are."""

    def __init__(self, db: Database, policy: Policy, links: UploadLinks) -> None:
        self._db = db
        self._policy = policy
        self._links = links

    def open(self, key: str, cookie: str, now: datetime) -> str:
        """Use up a link; returns the cookie that stands for its upload. Whoever opens it again where it is open goes
        on. Raises NotOpened."""
        link = self._links.read(key)
        if link is None:
            raise NotOpened(wording.NOT_OURS)
        with self._db.write() as session:
            mine = col(Upload.link) == link.id
            row = session.exec(select(Upload).where(mine).with_for_update()).first()
            if row is None:
                raise NotOpened(wording.EXPIRED)
            if row.cookie_hash is not None and row.cookie_hash == hashed(cookie) and of_cookie(session, cookie, now):
                return cookie
            if row.cookie_hash is not None or row.done_at is not None:
                raise NotOpened(wording.USED)
            if link.expires_at <= now:
                raise NotOpened(wording.EXPIRED)
            token = secrets.token_urlsafe(32)
            row.cookie_hash, row.until = hashed(token), now + timedelta(hours=self._policy.files.upload_hours)
            session.add(row)
            session.flush()
            if of_cookie(session, token, now) is None:
                raise NotOpened(wording.NOT_FOR_YOU)
            return token

    def standing(self, cookie: str, now: datetime) -> Standing | None:
        """How far the upload of a cookie is; None where there is none, or it is over."""
        with self._db.read() as session:
            row = of_cookie(session, cookie, now)
            return None if row is None else standing_of(row, self._policy)


def standing_of(row: Upload, policy: Policy) -> Standing:
    """How far it is."""
    return Standing(row.name, row.size, row.received, policy.files.mb_upload * MB, row.done_at is not None)


def hashed(cookie: str) -> str:
    """As which a cookie is kept."""
    return sha256(cookie.encode()).hexdigest()


def of_cookie(session: Session, cookie: str, now: datetime, *, lock: bool = False) -> Upload | None:
    """The upload that a cookie stands for, while its time lasts and it is for somebody who is of the company and at the
    address from which the link was asked for."""
    if not cookie:
        return None
    here = (
        col(Identity.channel) == col(Upload.channel),
        col(Identity.address) == col(Upload.address),
        col(Identity.member_id) == col(Upload.member_id),
    )
    found = (
        select(Upload)
        .join(Member, col(Member.id) == col(Upload.member_id))
        .join(Identity, here[0] & here[1] & here[2])
        .where(col(Upload.cookie_hash) == hashed(cookie), col(Upload.until) > now, col(Member.active).is_(True))
    )
    return session.exec(found.with_for_update(of=Upload) if lock else found).first()
