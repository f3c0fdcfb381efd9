"""Files that came in a conversation: the newest, and one handled once more as what somebody says that it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.access import Speaker
from bot.messaging.inbound import Media, Said, Unreadable
from storage.changes import unrecorded
from storage.conversations import Inbox, Run

LOOKED_AT = 12  # messages back
FEW = 3  # messages back in which what was sent right before is looked for
LATELY = timedelta(minutes=10)
KEEPS_FILE = "received_media"  # the flow that asks whose a file is
FILLS = "fill_library"  # the flow of whoever has said that something for the library comes
RECORDING = "recording"  # what a recording for the library is meant as


def latest(
    session: Session, conversation_id: int, since: datetime, within: int = LOOKED_AT
) -> tuple[int, Media] | None:
    """The newest file that came since then, with its message's id, `within` so many messages."""
    return next(iter(_came(session, conversation_id, since, within)), None)


def of_run(session: Session, run_id: int, key: str) -> int | None:
    """The message with which a file came in the conversation of a run."""
    run = session.get_one(Run, run_id)
    came = _came(session, run.conversation_id, None, LOOKED_AT)
    return next((inbox_id for inbox_id, media in came if media.key == key), None)


def recording_sent(session: Session, run_id: int, inbox_id: int | None, now: datetime) -> str | None:
    """The media key of the recording that came with this message, or of the newest that came lately, in the
    conversation of a run; None if there is none."""
    run = session.get_one(Run, run_id)
    came = _came(session, run.conversation_id, None if inbox_id else now - LATELY, LOOKED_AT if inbox_id else FEW)
    found = (media for came_with, media in came if media.is_recorded and inbox_id in (None, came_with))
    return next((media.key for media in found), None)


def heard_as(session: Session, run_id: int, words: str) -> Media | None:
    """The voice message of the conversation of a run in which these words, or a part of them, were said lately; None if
    they were typed."""
    run = session.get_one(Run, run_id)
    parts = [part for part in words.splitlines() if part]
    for _, media in _came(session, run.conversation_id, None, LOOKED_AT):
        heard = media.heard or ""
        if heard and any(part in heard or heard in part for part in parts):
            return media
    return None


def is_awaited(session: Session, conversation_id: int, now: datetime) -> bool:
    """Whether somebody has just said that they will send something for the library."""
    here = (col(Run.conversation_id) == conversation_id, col(Run.flow) == FILLS)
    lately = select(Run.id).where(*here, col(Run.opened_at) > now - LATELY)
    return session.exec(lately.limit(1)).first() is not None


def is_awaited_by(session: Session, run_id: int, now: datetime) -> bool:
    """Whether somebody has, in the conversation of a run."""
    return is_awaited(session, session.get_one(Run, run_id).conversation_id, now)


def handle_again(session: Session, _by: Speaker, inbox_id: int, run_id: int, meant: str, words: str) -> bool:
    """Have a file handled once more as what it is `meant` for, with the `words` as its caption if it has none; whose
    it is is no longer asked. False if it belongs to another conversation than `run_id`."""
    row, run = session.get(Inbox, inbox_id), session.get_one(Run, run_id)
    if row is None or row.conversation_id != run.conversation_id:
        return False
    media = Said.from_json(row.said).media
    if media is None:
        return False
    caption = media.caption or words
    with unrecorded(session):
        row.said = Said(media=replace(media, meant=meant, caption=caption)).as_json()
        row.handled_at, row.set_aside_at, row.retry_at, row.attempts = None, None, None, 0
        session.add(row)
        here = (col(Run.conversation_id) == run.conversation_id, col(Run.flow) == KEEPS_FILE)
        session.execute(update(Run).where(*here, col(Run.status) == "waiting").values(status="overtaken"))
    return True


def _came(session: Session, conversation_id: int, since: datetime | None, within: int) -> list[tuple[int, Media]]:
    mine = (col(Inbox.conversation_id) == conversation_id, col(Inbox.address) != "")
    rows = session.exec(select(Inbox).where(*mine).order_by(col(Inbox.id).desc()).limit(within)).all()
    found: list[tuple[int, Media]] = []
    for row in rows:
        try:
            media = Said.from_json(row.said).media
        except Unreadable:
            continue
        if media is not None and media.key and row.id is not None and (since is None or row.at >= since):
            found.append((row.id, media))
    return found
