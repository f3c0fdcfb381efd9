"""Messages to go out, as rows: committed with the turn that says them, cancelled if it is undone. See `sends` for
sending them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, insert, select, update
from sqlmodel import Session, col

from bot.conversation.attachments import as_json
from bot.conversation.messages import Choice, Message, Offer
from bot.messaging.conversation_key import ConversationKey
from bot.messaging.send_queue import OPEN, OUTBOX
from storage.conversations import Conversation, Outbox
from storage.people import Identity, Member
from storage.statements import execute, inserted, table_of

MOST_LATELY = 1000  # messages; no platform takes more in an hour
PRIORITY: Mapping[str, int] = {"reply": 0, "receipt": 0, "alert": 1, "nudge": 1, "prompt": 2, "brief": 2}


def put(
    session: Session,
    conversation_id: int,
    message: Message,
    at: datetime,
    *,
    address: tuple[str, str] | None = None,
    run_id: int | None = None,
    step: int | None = None,
    cause: str | None = None,
    not_before: datetime | None = None,
) -> int:
    """Add `message` to this transaction, to go out after the commit, not before `not_before`. Returns the row's id.

    It goes to `address` (channel, address), by default to the one that the member used last. With `step`, its choices
    answer that step of the run. `cause` says what it answers (`inbox:<id>`, `timer`).
    """
    channel, to = address or address_of(session, conversation_id) or (None, None)
    values = {
        "conversation_id": conversation_id,
        "channel": channel,
        "address": to,
        "kind": message.kind,
        "text": message.text,
        "choices": [_choice(choice, step) for choice in message.choices],
        "image": message.image,
        "attachments": [as_json(attachment) for attachment in message.attachments] or None,
        "run_id": run_id,
        "step": step,
        "cause": cause,
        "priority": PRIORITY[message.kind],
        "at": at,
        "not_before": not_before,
        "status": "pending",
        "attempts": 0,
        "claim_no": 0,
    }
    return inserted(session, _PUT, values)


def times_put(session: Session, run_id: int, step: int) -> int:
    """How often the question of this step of a run has been put."""
    return int(execute(session, _TIMES_PUT, {"run": run_id, "step": step}).scalar_one())


def was_put(session: Session, conversation_id: int, cause: str, since: datetime) -> bool:
    """Whether a message of this cause went to the conversation since then."""
    given = {"conversation": conversation_id, "cause": cause, "since": since}
    return execute(session, _WAS_PUT, given).first() is not None


def last_put(session: Session, conversation_id: int, cause: str, since: datetime) -> Outbox | None:
    """The newest message of this cause that went to the conversation since then, or waits to."""
    mine = (col(Outbox.conversation_id) == conversation_id, col(Outbox.cause) == cause, col(Outbox.at) > since)
    newest = select(Outbox).where(*mine).order_by(col(Outbox.id).desc()).limit(1)
    return session.scalars(newest).first()


def last_said(session: Session, conversation_id: int) -> str | None:
    """The text of the newest message to a conversation."""
    query = (
        select(col(Outbox.text)).where(col(Outbox.conversation_id) == conversation_id).order_by(col(Outbox.id).desc())
    )
    return session.execute(query.limit(1)).scalar_one_or_none()


def address_of(session: Session, conversation_id: int) -> tuple[str, str] | None:
    """The (channel, address) of a conversation: the one that the member prefers, if they are there, else
    the one they used last; or the stranger's; None without one."""
    key, member_id, *found = execute(session, _WHERE, {"conversation": conversation_id}).one()
    if member_id is None:
        stranger = ConversationKey.read(key)
        return stranger.channel, stranger.address
    return (found[0], found[1]) if found[0] is not None else None


def readdress(session: Session, conversation_id: int) -> None:
    """Give pending messages without an address the one that their conversation has now."""
    address = address_of(session, conversation_id)
    if address:
        session.execute(
            update(Outbox)
            .where(
                col(Outbox.conversation_id) == conversation_id,
                col(Outbox.status) == "pending",
                col(Outbox.address).is_(None),
            )
            .values(channel=address[0], address=address[1])
        )


def next_at(session: Session, now: datetime) -> datetime | None:
    """The earliest `not_before` after `now` of a pending message."""
    waits = (OPEN, OUTBOX.c.status == "pending", OUTBOX.c.address.is_not(None), OUTBOX.c.not_before > now)
    found: datetime | None = session.execute(
        select(OUTBOX.c.not_before).where(*waits).order_by(OUTBOX.c.not_before).limit(1)
    ).scalar()
    return found


def went_lately(session: Session, outbox_id: int, since: datetime) -> list[tuple[datetime, str | None]]:
    """When each message was sent since then to the address of this one, and its ids on the platform."""
    mine = session.get_one(Outbox, outbox_id)
    here = col(Outbox.conversation_id) == mine.conversation_id
    newest = select(OUTBOX).where(here).order_by(col(Outbox.id).desc()).limit(MOST_LATELY).subquery().c
    to = (newest.channel == mine.channel, newest.address == mine.address)
    went = session.execute(select(newest.sent_at, newest.platform_id).where(*to, newest.sent_at >= since))
    return [(at, ids) for at, ids in went]


def place(session: Session, outbox_id: int) -> int:
    """Which message of its conversation it is: 1 for the first."""
    mine = session.get_one(Outbox, outbox_id)
    earlier = (col(Outbox.conversation_id) == mine.conversation_id, col(Outbox.id) <= outbox_id)
    return int(session.execute(select(func.count()).where(*earlier)).scalar_one())


def cancel_unsent(session: Session, run_id: int, but_not: int) -> int:
    """Cancel what a run has not yet sent to conversations other than `but_not`. Returns how many messages."""
    done = session.execute(
        update(Outbox)
        .where(
            col(Outbox.run_id) == run_id,
            col(Outbox.status) == "pending",
            col(Outbox.conversation_id) != but_not,
        )
        .values(status="cancelled")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def cancel_offer(session: Session, conversation_id: int | None, opens: str, params: Mapping[str, object]) -> None:
    """Cancel what waits to be sent in a conversation (None: in any) and offers to open this flow with these parameters
    among others: it has come to an end."""
    here = () if conversation_id is None else (col(Outbox.conversation_id) == conversation_id,)
    waits = (col(Outbox.status) == "pending", *here)
    for row in session.scalars(select(Outbox).where(*waits)):
        offered = [choice.get("params") or {} for choice in row.choices if choice.get("opens") == opens]
        if any(params.items() <= one.items() for one in offered):
            row.status = "cancelled"


def cancel_waiting(session: Session, conversation_id: int) -> int:
    """Cancel what waits to be sent in a conversation: nobody is there any more. Returns how many messages."""
    done = session.execute(
        update(Outbox)
        .where(col(Outbox.conversation_id) == conversation_id, col(Outbox.status) == "pending")
        .values(status="cancelled")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def informed_others(session: Session, run_id: int, but_not: int) -> list[tuple[int, str]]:
    """What a run has sent to conversations other than `but_not`: (member id, text), in order."""
    rows = session.execute(
        select(_CONVERSATIONS.c.member_id, OUTBOX.c.text)
        .join(OUTBOX, OUTBOX.c.conversation_id == _CONVERSATIONS.c.id)
        .where(
            OUTBOX.c.run_id == run_id,
            OUTBOX.c.conversation_id != but_not,
            OUTBOX.c.status.not_in(("pending", "cancelled")),
            _CONVERSATIONS.c.member_id.is_not(None),
        )
        .order_by(OUTBOX.c.id)
    )
    return [(row.member_id, row.text) for row in rows]


def _choice(choice: Choice, step: int | None) -> dict[str, object]:
    if step is not None or choice.opens is None:
        return {"label": choice.label}
    opened: dict[str, object] = {"label": choice.label, "opens": choice.opens.flow, "params": choice.opens.params}
    question = choice.opens.question if isinstance(choice.opens, Offer) else None
    return opened if question is None else {**opened, "question": question}


_CONVERSATIONS, _IDENTITIES, _MEMBERS = table_of(Conversation), table_of(Identity), table_of(Member)
_REACHED = _IDENTITIES.c.last_seen_at.is_not(None)
_WANTED_HERE = case((and_(_REACHED, _IDENTITIES.c.preferred_at.is_not(None)), 0), else_=1)
_PUT = insert(OUTBOX)
_TIMES_PUT = select(func.count()).where(OUTBOX.c.run_id == bindparam("run"), OUTBOX.c.step == bindparam("step"))
_WAS_PUT = (
    select(OUTBOX.c.id)
    .where(OUTBOX.c.conversation_id == bindparam("conversation"))
    .where(OUTBOX.c.cause == bindparam("cause"), OUTBOX.c.at > bindparam("since"))
    .limit(1)
)
_WHERE = (
    select(_CONVERSATIONS.c.key, _CONVERSATIONS.c.member_id, _IDENTITIES.c.channel, _IDENTITIES.c.address)
    .outerjoin_from(
        _CONVERSATIONS, _MEMBERS, and_(_MEMBERS.c.id == _CONVERSATIONS.c.member_id, _MEMBERS.c.active.is_(True))
    )
    .outerjoin(_IDENTITIES, _IDENTITIES.c.member_id == _MEMBERS.c.id)  # who has left is reached nowhere
    .where(_CONVERSATIONS.c.id == bindparam("conversation"))
    .order_by(_WANTED_HERE, _IDENTITIES.c.last_seen_at.desc().nulls_last(), _IDENTITIES.c.id)
    .limit(1)
)
