"""What logins brought and what they need from one message to the next, kept for every process.

A login is its person's: who scans again has a new one instead. Its token, and what WeChat wants to see with an answer,
are sealed with the company's key, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import col, select

from bot.channels import platform_values
from storage.engine import Database
from storage.people import Identity, Member

CHANNEL = "ilink"
LOGIN, CURSOR, CONTEXT = f"{CHANNEL}:login:", f"{CHANNEL}:cursor:", f"{CHANNEL}:context:"
TOLD = f"{CHANNEL}:told:"
HOLDS = timedelta(days=365)  # WeChat ends it before
ENDED_HOLDS = timedelta(days=7)  # for which an administrator is reminded of it
CONTEXT_HOLDS = timedelta(hours=24)


@dataclass(frozen=True)
class Login:
    """`user` is the person of the chat, `bot` what WeChat calls the other side of it. One that has `ended` takes
    nothing and brings nothing any more."""

    user: str
    bot: str
    token: str = field(repr=False)
    base_url: str
    ended: bool = False


@dataclass(frozen=True)
class Way:
    """How somebody is written to: `context` is what WeChat gave with what they wrote last."""

    login: Login
    context: str = field(repr=False)


class Logins:
    """The logins of one company."""

    def __init__(self, db: Database, key: str) -> None:
        self._db = db
        self._seal = Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"ilink login {key}".encode()).digest()))

    def all(self) -> list[Login]:
        """Those that are known, ended ones too."""
        found = map(self._opened, platform_values.all_kept(self._db, LOGIN))
        return [Login(**login) for login in found if login is not None]

    def sealed_otherwise(self) -> int:
        """How many there are that this key does not open."""
        return sum(self._opened(sealed) is None for sealed in platform_values.all_kept(self._db, LOGIN))

    def keep(self, login: Login) -> None:
        """A new one, instead of the one that its person had."""
        platform_values.forget(self._db, f"{CONTEXT}{login.user}")
        self._keep(f"{LOGIN}{login.user}", asdict(login), HOLDS)

    def end(self, login: Login) -> None:
        """WeChat knows it no more. Nothing happens where its person has another by now."""
        name = f"{LOGIN}{login.user}"
        kept = platform_values.kept(self._db, name)
        if kept is not None and self._opened(kept[0]) == asdict(login):
            ended = self._sealed(asdict(replace(login, ended=True)))
            platform_values.replace(self._db, name, kept[0], ended, ENDED_HOLDS)

    def cursor(self, login: Login) -> str:
        """Up to where its messages were taken in; empty for none."""
        kept = platform_values.kept(self._db, f"{CURSOR}{login.bot}")
        return kept[0] if kept is not None else ""

    def keep_cursor(self, login: Login, cursor: str) -> None:
        """Everything before it is taken in."""
        platform_values.keep(self._db, f"{CURSOR}{login.bot}", cursor, HOLDS)

    def heard(self, login: Login, sender: str, context: str, sent_at: int = 0) -> None:
        """Somebody has written, by this login, at a time of WeChat's; a message without a way to answer leaves the one
        known, and so does an older one that comes again."""
        known = self._value(f"{CONTEXT}{sender}") or {}
        if context and sent_at >= known.get("sent_at", 0):
            value = {"user": login.user, "context": context, "sent_at": sent_at}
            self._keep(f"{CONTEXT}{sender}", value, CONTEXT_HOLDS)

    def first_told(self, event: str) -> bool:
        """Whether nothing has been said to this event yet; from now on something has."""
        name = f"{TOLD}{event}"
        if platform_values.kept(self._db, name) is not None:
            return False
        platform_values.keep(self._db, name, "", CONTEXT_HOLDS)
        return True

    def way_to(self, address: str) -> Way | None:
        """How somebody is written to; None where they have to write first, or log in again."""
        context = self._value(f"{CONTEXT}{address}")
        login = self._of(context["user"]) if context is not None else None
        return Way(login, context["context"]) if context is not None and login is not None and not login.ended else None

    def name_of(self, login: Login) -> str | None:
        """Who of the company writes there; None where nobody known does."""
        here = (col(Identity.channel) == CHANNEL, col(Identity.address) == login.user)
        with self._db.read() as session:
            return session.exec(
                select(Member.name).join(Identity, col(Identity.member_id) == col(Member.id)).where(*here)
            ).first()

    def _of(self, user: str) -> Login | None:
        found = self._value(f"{LOGIN}{user}")
        return Login(**found) if found is not None else None

    def _value(self, name: str) -> Mapping[str, Any] | None:
        kept = platform_values.kept(self._db, name)
        return self._opened(kept[0]) if kept is not None else None

    def _opened(self, sealed: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads(self._seal.decrypt(sealed.encode()))
        except InvalidToken:  # by another key
            return None
        return found

    def _keep(self, name: str, value: Mapping[str, Any], holds: timedelta) -> None:
        platform_values.keep(self._db, name, self._sealed(value), holds)

    def _sealed(self, value: Mapping[str, Any]) -> str:
        return self._seal.encrypt(json.dumps(value).encode()).decode()
