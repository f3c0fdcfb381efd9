"""Links to the board: signed for one member, good for minutes, and for one browser (who opens it notes its id)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeSerializer

from bot.messaging.work import Work
from config.policy import Policy
from config.settings import Settings
from storage.engine import Database

BOARD_LINK = "board_link"
PATH = "/board"
PAGE = "web"  # the channel of people who have the page open, so that its address is one of theirs
LOCAL = frozenset({"127.0.0.1", "localhost", "::1", "0.0.0.0", "::"})


@dataclass(frozen=True)
class Link:
    """What a link says: whose it is, which, the address it was asked for from (channel, address), and until when it may
    be opened."""

    member_id: int
    id: str
    channel: str
    address: str
    expires_at: datetime


class BoardLinks:
    """Signs links under `home`, the address by which people open pages, and reads what it signed."""

    def __init__(self, secret: str, home: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="xiaoban.web.board")
        self._home = home

    @property
    def is_local(self) -> bool:
        """Whether the address is one of this machine only."""
        return (urlsplit(self._home).hostname or "") in LOCAL

    def sign(self, link: Link) -> str:
        """The link's key."""
        expires = int(link.expires_at.timestamp())
        return str(self._serializer.dumps([link.member_id, link.id, link.channel, link.address, expires]))

    def read(self, key: str) -> Link | None:
        """The link of a key; None if it is not ours."""
        try:
            member_id, link_id, channel, address, expires = self._serializer.loads(key)
        except BadData:
            return None
        return Link(member_id, link_id, channel, address, datetime.fromtimestamp(expires, UTC))

    def url(self, link: Link) -> str:
        """What is to be opened."""
        return f"{self._home}{PATH}?key={self.sign(link)}"


def board_links(settings: Settings) -> BoardLinks | None:
    """As the settings say; None where the company has no web page. The demo's hold until the process ends."""
    if settings.secret is not None:
        return BoardLinks(settings.secret.get_secret_value(), settings.home)
    return None if settings.has_channel else BoardLinks(secrets.token_urlsafe(32), settings.home)


def work(policy: Policy, links: BoardLinks | None) -> Mapping[str, Work]:
    """The step by its kind."""
    return {BOARD_LINK: Work(partial(make, policy, links))}


def make(policy: Policy, links: BoardLinks | None, _db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """A link for `member`, who asked in `run` from `address` on `channel` at `at`; or what is `lacking` for it: a page,
    or one that can be opened from elsewhere."""
    member_id, channel = args["member"], args["channel"]
    if links is None:
        return {"lacking": "page"}
    if links.is_local and channel != PAGE:
        return {"lacking": "address"}
    expires_at = datetime.fromisoformat(args["at"]) + timedelta(minutes=policy.board.link_minutes)
    link = Link(member_id, f"{member_id}:{args['run']}", channel, args["address"], expires_at)
    return {"url": links.url(link)}
