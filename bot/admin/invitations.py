"""Addresses of members: one-time codes by which one becomes a member's (of which only the SHA-256 is kept), and at
which of them a member wants to be written to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.access import Speaker
from bot.messaging import outbox
from bot.messaging.inbox import conversation_of_member
from sales.errors import Changed
from storage.background import PlatformValue
from storage.engine import database_time
from storage.people import Identity, Invite, Member

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
VALID = timedelta(days=7)
EXPECTED = timedelta(days=365)  # for which an address of a directory is expected
SLASH = "/"
Place = tuple[str, str]  # channel and address
WAY_IN = "way-in:"  # before a channel, in the name under which it notes the address that a code is put behind


@dataclass(frozen=True)
class Address:
    """A channel on which a member has an address: whether they have been `seen` there, and want to be written to."""

    channel: str
    seen: bool
    preferred: bool


@dataclass(frozen=True)
class Welcome:
    """The member that a code invites."""

    member_id: int
    name: str


def invite(session: Session, member_id: int, now: datetime) -> str:
    """A new code for a member, valid for seven days and one use (31^8 possibilities)."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    session.add(Invite(code_hash=_hash(code), member_id=member_id, created_at=now, expires_at=now + VALID))
    return code


def give(session: Session, by: Speaker, member_id: int, now: datetime) -> str:
    """A new code for a member, which an administrator gives. Raises Changed."""
    if not by.admin:
        raise Changed("invite", None, "decides")
    return invite(session, member_id, now)


def ways_in(session: Session) -> dict[str, str]:
    """Where a code may be used by opening an address, which ends in it: by channel, as each has noted it."""
    holds = (col(PlatformValue.name).startswith(WAY_IN), col(PlatformValue.until) > database_time(session.connection()))
    rows = session.exec(select(PlatformValue).where(*holds).order_by(col(PlatformValue.name)))
    return {row.name.removeprefix(WAY_IN): row.value for row in rows}


def expect(session: Session, member_id: int, place: Place, now: datetime) -> None:
    """The address is known to be the member's, as from a directory: whoever writes from there needs no code, and is
    asked for consent. Nothing happens where it is somebody's, or expected, already."""
    taken = (col(Identity.channel) == place[0], col(Identity.address) == place[1])
    there = session.exec(select(Identity.id).where(*taken)).first()
    known = session.exec(select(Invite.id).where(col(Invite.code_hash) == _hash(_code_of(place)))).first()
    if there is None and known is None:
        code_hash, until = _hash(_code_of(place)), now + EXPECTED
        session.add(Invite(code_hash=code_hash, member_id=member_id, created_at=now, expires_at=until))


def code_expected(session: Session, place: Place | None, now: datetime) -> str | None:
    """What stands for a code where somebody is expected at this address; None where nobody is."""
    code = _code_of(place) if place is not None else ""
    return code if code and check(session, code, now, place) is not None else None


def check(session: Session, code: str, now: datetime, place: Place | None) -> Welcome | None:
    """The member that a code invites, given at this address; None if it is wrong, used or expired."""
    if SLASH in code and (place is None or code != _code_of(place)):
        return None  # it stands for an address, and is said at another one
    found = session.exec(
        select(Member.id, Member.name)
        .join(Invite, col(Invite.member_id) == col(Member.id))
        .where(
            col(Invite.code_hash) == _hash(code),
            col(Invite.used_at).is_(None),
            col(Invite.expires_at) > now,
            col(Member.active).is_(True),
        )
    ).first()
    return Welcome(found[0], found[1]) if found and found[0] is not None else None


def bind(
    session: Session, _stranger: Speaker, code: str, address: tuple[str, str] | None, now: datetime
) -> Welcome | None:
    """Use up a code: `address` is the member's from now on. None if it was used meanwhile."""
    welcome = check(session, code, now, address)
    row = session.exec(select(Invite).where(col(Invite.code_hash) == _hash(code)).with_for_update()).first()
    if welcome is None or row is None or row.used_at is not None or address is None:
        return None
    row.used_at = now
    session.add(row)
    channel, place = address
    session.add(
        Identity(channel=channel, address=place, member_id=welcome.member_id, consented_at=now, last_seen_at=now)
    )
    session.flush()
    outbox.readdress(session, conversation_of_member(session, welcome.member_id))
    return welcome


def name_at(session: Session, place: Place) -> str | None:
    """Whose address it is; None where it is nobody's."""
    here = (col(Identity.channel) == place[0], col(Identity.address) == place[1])
    member = select(Member.name).join(Identity, col(Identity.member_id) == col(Member.id))
    return session.exec(member.where(*here)).first()


def addresses(session: Session, member_id: int) -> tuple[Address, ...]:
    """Where the member may be written to; where they wrote from most lately first."""
    mine = select(Identity).where(col(Identity.member_id) == member_id)
    rows = session.exec(mine.order_by(col(Identity.last_seen_at).desc().nulls_last(), col(Identity.id)))
    return tuple(Address(row.channel, row.last_seen_at is not None, row.preferred_at is not None) for row in rows)


def prefer(session: Session, by: Speaker, channels: Collection[str], now: datetime) -> str | None:
    """From now on the member is written to, unasked, on one of these channels, where they wrote from most lately; with
    none of them, wherever they wrote from last. Returns which; None where they are at none of them, and then nothing
    changes."""
    rows = session.exec(select(Identity).where(col(Identity.member_id) == by.member_id).with_for_update()).all()
    seen = [row for row in rows if row.channel in channels and row.last_seen_at is not None]
    if channels and not seen:
        return None
    chosen = max(seen, key=lambda row: row.last_seen_at or now) if channels else None
    for row in rows:
        row.preferred_at = now if row is chosen else None
        session.add(row)
    return chosen.channel if chosen is not None else None


def _code_of(place: Place) -> str:
    """What stands for a code at an address that is expected; no code has a slash."""
    return SLASH.join(place)


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
