"""Recorded answers of a drill are kept where their speaker wants that, and dropped at once where not."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.admin import dropped_files
from bot.turn.opening import Talk
from coaching import recordings


async def asks_consent(talk: Talk) -> bool:
    """Whether the speaker is asked now whether recordings are kept: once, before the first."""
    now = await talk.now("before_recording")
    return await talk.execute("asked_consent", asked_once, now) is True


async def keep_or_drop(talk: Talk, run_id: int, turn: int, media: str) -> None:
    """Keep the recorded answer of a turn, or have its file dropped."""
    now = await talk.now("recorded")
    await talk.execute("recording", kept, run_id, turn, media, now)


async def take_back(talk: Talk, run_id: int, turn: int) -> None:
    """Drop the recorded answer of a turn that does not count."""
    await talk.execute("taken_back", dropped, run_id, turn, await talk.now("taken_back_at"))


def asked_once(session: Session, by: Speaker, now: datetime) -> bool:
    """Whether who speaks was not asked before."""
    return recordings.ask_once(session, by.member_id, now)


def kept(session: Session, by: Speaker, run_id: int, turn: int, media: str, now: datetime) -> bool:
    """Whether the recording is kept."""
    is_kept = recordings.keep(session, by.member_id, run_id, turn, media, now)
    if not is_kept:
        dropped_files.order(session, by.member_id, (media,), now)
    return is_kept


def dropped(session: Session, by: Speaker, run_id: int, turn: int, now: datetime) -> None:
    """Have the files of a turn's answer dropped, if they were kept."""
    if files := recordings.take_back(session, run_id, turn):
        dropped_files.order(session, by.member_id, files, now)
