"""What a conversation looks like on the page: both sides in order of time, ready to be sent as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, String, cast
from sqlmodel import Session, col, select

from bot.channels.capabilities import EVERYTHING
from bot.channels.export import export
from bot.channels.web.page import CHANNEL
from bot.conversation.attachments import Attachment, Audio, Document, Video
from bot.messaging import offers, sends
from bot.messaging.inbound import Said, Unreadable
from bot.messaging.taps import Tap
from storage.conversations import Inbox, Outbox, Run

Entry = dict[str, Any]
LARGEST = 200_000
SHOWN = ("sent", "sending", "maybe", "offered")


def history(session: Session, conversation_id: int, limit: int = 100, largest: int = LARGEST) -> list[Entry]:
    """The newest entries, oldest first: up to `limit`, and up to `largest` characters of text; one at least."""
    received = session.exec(
        select(Inbox)
        .where(col(Inbox.conversation_id) == conversation_id, col(Inbox.address) != "")
        .order_by(col(Inbox.id).desc())
        .limit(limit)
    ).all()
    messages = session.exec(
        select(Outbox)
        .where(col(Outbox.conversation_id) == conversation_id, col(Outbox.status).in_(SHOWN))
        .order_by(col(Outbox.id).desc())
        .limit(limit)
    ).all()
    closed = spent(session, messages)
    placed = [((row.at, 0, row.id), said_entry(session, row)) for row in received]
    placed += [((shown_at(row), 1, row.id), message_entry(row, closed)) for row in messages]
    newest = [entry for _, entry in sorted(placed, key=lambda pair: pair[0], reverse=True)][:limit]
    sizes = accumulate(len(str(entry.get("text", ""))) for entry in newest)
    fitting = sum(size <= largest for size in sizes)
    return newest[: max(fitting, 1)][::-1]


def said_entry(session: Session, row: Inbox) -> Entry:
    """What the person did; a tap is shown as the words on the button."""
    entry: Entry = {"id": client_id(row), "from": "me", "at": row.at.isoformat()}
    try:
        said = Said.from_json(row.said)
    except Unreadable:
        return entry | {"text": "（看不了）"}
    if said.media is not None:
        return entry | {"media": {name: getattr(said.media, name) for name in ("kind", "key", "name", "caption")}}
    if said.tap is not None:
        return entry | {"tap": said.tap, "text": label_of(session, row.conversation_id, said.tap) or "（按了按钮）"}
    return entry | {"text": said.text or ""}


def message_entry(row: Outbox, closed: Collection[str]) -> Entry:
    """What the bot said; `closed` are the buttons that no longer matter, by their data."""
    parts = export(row.text, sends.buttons(row), sends.attachments_of(row.attachments), EVERYTHING)
    return {
        "id": row.id,
        "from": "bot",
        "kind": row.kind,
        "text": "\n".join(part.text for part in parts if part.text),
        "at": shown_at(row).isoformat(),
        "buttons": [
            {"label": button.label, "data": button.data, "spent": button.data in closed}
            for button in sends.buttons(row)
        ],
        "image": row.image,
        "attachments": [_attached(part.attachment) for part in parts if part.attachment],
        "seen": row.seen_at is not None,
    }


def _attached(attachment: Attachment) -> Entry:
    """As the page shows it: a picture, a recording, a video, or a file to open."""
    match attachment:
        case Audio():
            return {"kind": "voice", "key": attachment.key, "name": ""}
        case Video():
            return {"kind": "video", "key": attachment.key, "name": ""}
        case Document():
            return {"kind": "file", "key": attachment.key, "name": attachment.name}
        case _:
            return {"kind": "image", "key": attachment.key, "name": attachment.text}


def client_id(row: Inbox) -> str:
    """The id that the browser gave a message; another channel's is the row's own."""
    own = f"{row.address}:"
    return row.event_id.removeprefix(own) if row.channel == CHANNEL else f"inbox-{row.id}"


def shown_at(row: Outbox) -> datetime:
    """When its reader could first have seen it."""
    return max(row.at, row.not_before) if row.not_before else row.at


def label_of(session: Session, conversation_id: int, tap: str) -> str | None:
    """What is written on the button with this data, as this conversation was shown it."""
    tapped = Tap.read(tap)
    if tapped is None:
        return None
    where: ColumnElement[bool] = col(Outbox.id) == tapped.outbox_id
    if tapped.outbox_id is None:
        where = (col(Outbox.run_id) == tapped.run_id) & (col(Outbox.step) == tapped.step)
    rows = select(Outbox).where(where, col(Outbox.conversation_id) == conversation_id).order_by(col(Outbox.id).desc())
    row = session.exec(rows).first()
    if row is None or tapped.option >= len(row.choices):
        return None
    return str(row.choices[tapped.option]["label"])


def spent(session: Session, messages: Iterable[Outbox]) -> set[str]:
    """The buttons of `messages`, by their data, that no longer act: of questions answered or closed, or about what
    another button of the message has answered."""
    rows = [row for row in messages if row.choices]
    runs = {row.run_id for row in rows if row.step is not None and row.run_id is not None}
    waiting = set(session.exec(select(Run.id).where(col(Run.id).in_(runs), col(Run.status) == "waiting")))
    latest: dict[int, int] = {}
    for run_id, step in session.exec(
        select(Outbox.run_id, Outbox.step).where(col(Outbox.run_id).in_(runs), col(Outbox.step).is_not(None))
    ):
        latest[run_id or 0] = max(latest.get(run_id or 0, 0), step or 0)
    return {
        button.data
        for row in rows
        for place, button in enumerate(sends.buttons(row))
        if (_is_closed(row, waiting, latest) if row.step else offers.answered_by(session, row.choices, place))
    }


def _is_closed(row: Outbox, waiting: set[int | None], latest: dict[int, int]) -> bool:
    return row.run_id not in waiting or (row.step or 0) < latest.get(row.run_id or 0, row.step or 0)


def spent_lately(session: Session, conversation_id: int, limit: int = 20) -> tuple[list[int], set[str]]:
    """The newest messages of a conversation, and their buttons that no longer act."""
    rows: Sequence[Outbox] = session.exec(
        select(Outbox)
        .where(col(Outbox.conversation_id) == conversation_id, col(Outbox.status).in_(SHOWN))
        .order_by(col(Outbox.id).desc())
        .limit(limit)
    ).all()
    return [row.id or 0 for row in rows], spent(session, rows)


def has_media(session: Session, conversation_id: int, key: str) -> bool:
    """Whether a file came or went in this conversation."""
    came = select(Inbox.id).where(
        col(Inbox.conversation_id) == conversation_id, col(Inbox.said)["media"]["key"].as_string() == key
    )
    if session.exec(came.limit(1)).first() is not None:
        return True
    here = col(Outbox.conversation_id) == conversation_id
    if session.exec(select(Outbox.id).where(here, col(Outbox.image) == key).limit(1)).first() is not None:
        return True
    named = cast(col(Outbox.attachments), String).contains(f'"{key}"', autoescape=True)
    kept = session.exec(select(Outbox.attachments).where(here, named))
    return any(attachment.key == key for row in kept for attachment in sends.attachments_of(row))
