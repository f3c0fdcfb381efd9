"""An address from which nobody has written to the bot that it has now: its platform takes nothing for it.

That is what an identity without `last_seen_at` says. It is chosen last among a member's addresses, until they write.
"""

from __future__ import annotations

from sqlmodel import Session, col, select, update

from bot.messaging.sends import Sending
from storage.conversations import Outbox
from storage.people import Identity, Member


def give_up(session: Session, sending: Sending, reason: str) -> Identity | None:
    """Mark the address of a claimed message, which goes by another address of its member's, as does whatever waits
    for the same; without another it is "maybe", and offered when they write. Returns the identity that was marked;
    None where the claim is lost, or nobody known is there."""
    row = session.get_one(Outbox, sending.id)
    if row.claim_no != sending.claim_no or row.status != "sending":
        return None
    here = (col(Identity.channel) == sending.channel, col(Identity.address) == sending.address)
    identity = session.exec(select(Identity).where(*here)).first()
    row.last_error = reason[:500]
    if identity is None:
        row.status = "maybe"
        return None
    identity.last_seen_at = None
    session.flush()
    other = _another(session, identity)
    if other is None:
        row.status = "maybe"
        return identity
    row.status, row.claimed_at = "pending", None
    session.flush()
    waiting = (col(Outbox.channel) == sending.channel, col(Outbox.address) == sending.address)
    session.execute(
        update(Outbox)
        .where(col(Outbox.status) == "pending", *waiting)
        .values(channel=other.channel, address=other.address)
    )
    return identity


def elsewhere(session: Session, member_id: int, channel: str) -> tuple[str, str] | None:
    """Where the member has written from most lately on any channel but this one: (channel, address)."""
    seen = col(Identity.last_seen_at)
    mine = (col(Identity.member_id) == member_id, col(Identity.channel) != channel, seen.is_not(None))
    found = session.exec(select(Identity).where(*mine).order_by(seen.desc()).limit(1)).first()
    return (found.channel, found.address) if found is not None else None


def names(session: Session, channel: str, *, but_not: int) -> list[str]:
    """Who of the company now has nobody seen at their address on this channel."""
    here = (col(Identity.channel) == channel, col(Identity.last_seen_at).is_(None))
    members = select(Member.name).join(Identity, col(Identity.member_id) == col(Member.id))
    mine = (*here, col(Member.active), col(Member.id) != but_not)
    return list(session.exec(members.where(*mine).order_by(col(Member.id))))


def name_of(session: Session, identity: Identity) -> str:
    """Whose address it is."""
    return session.get_one(Member, identity.member_id).name


def _another(session: Session, identity: Identity) -> Identity | None:
    """Where the member has written from most lately."""
    seen = col(Identity.last_seen_at)
    mine = (col(Identity.member_id) == identity.member_id, seen.is_not(None))
    return session.exec(select(Identity).where(*mine).order_by(seen.desc()).limit(1)).first()
