"""Links to the page by which a large file comes: signed, good for minutes, for one member and one file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import col, select

from bot.admin.board_links import LOCAL, PAGE
from bot.messaging.work import Work
from config.policy import Policy
from config.settings import Settings
from storage.conversations import Upload
from storage.engine import Database

UPLOAD_LINK = "upload_link"
PATH = "/send"


class Link(NamedTuple):
    """What a link says: whose it is, which, and until when it may be opened."""

    member_id: int
    id: str
    expires_at: datetime


class UploadLinks:
    """Signs links under `home`, the address by which people open pages, and reads what it signed."""

    def __init__(self, secret: str, home: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="xiaoban.web.upload")
        self._home = home

    @property
    def is_local(self) -> bool:
        """Whether the address is one of this machine only."""
        return (urlsplit(self._home).hostname or "") in LOCAL

    def url(self, link: Link) -> str:
        """What is to be opened."""
        return f"{self._home}{PATH}?key={self.sign(link)}"

    def sign(self, link: Link) -> str:
        """The link's key."""
        return str(self._serializer.dumps([link.member_id, link.id, int(link.expires_at.timestamp())]))

    def read(self, key: str) -> Link | None:
        """The link of a key; None if it is not ours."""
        try:
            member_id, link_id, expires = self._serializer.loads(key)
        except BadData:
            return None
        return Link(member_id, link_id, datetime.fromtimestamp(expires, UTC))


def upload_links(settings: Settings) -> UploadLinks | None:
    """As the settings say; None where the company has no web page. The demo's hold until the process ends."""
    if settings.secret is not None:
        return UploadLinks(settings.secret.get_secret_value(), settings.home)
    return None if settings.has_channel else UploadLinks(secrets.token_urlsafe(32), settings.home)


def work(policy: Policy, links: UploadLinks | None) -> Mapping[str, Work]:
    """The step by its kind."""
    return {UPLOAD_LINK: Work(partial(make, policy, links))}


def make(policy: Policy, links: UploadLinks | None, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """A link for `member`, who asked in `run` from `address` on `channel` at `at`, for a file with this `caption`, if
    it is a recording one that is `meant` for this; or what is `lacking` for it: a page, or one that can be opened
    from elsewhere. Made again, it is the same."""
    member_id, channel = args["member"], args["channel"]
    if links is None:
        return {"lacking": "page"}
    if links.is_local and channel != PAGE:
        return {"lacking": "address"}
    expires_at = datetime.fromisoformat(args["at"]) + timedelta(minutes=policy.files.link_minutes)
    link = Link(member_id, f"{member_id}:{args['run']}", expires_at)
    of = {"channel": channel, "address": args["address"], "caption": args["caption"], "meant": args["meant"]}
    with db.write() as session:
        if session.exec(select(Upload.id).where(col(Upload.link) == link.id)).first() is None:
            session.add(Upload(member_id=member_id, link=link.id, link_until=expires_at, **of))
    return {"url": links.url(link)}
