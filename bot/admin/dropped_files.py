"""Files that nobody wants kept any more are taken out of the media store: a job, because a store may be far away.

A file stays where something else still holds it: files are named by content, so two things may share one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.messaging import file_quota, jobs
from bot.messaging.work import Work
from storage.coaching import DrillRecording, ExamRecording
from storage.deals import CallRecording, DealFile
from storage.engine import Database
from storage.library import Script
from storage.media import MediaStore, is_key
from storage.teamwork import TicketNote

DROP_FILES = "media.drop"
HOLDERS = (
    CallRecording.media,
    DealFile.key,
    DrillRecording.media,
    ExamRecording.media,
    Script.media,
    TicketNote.file_key,
)


def order(session: Session, member_id: int, keys: Sequence[str], now: datetime) -> None:
    """Have the files of these keys dropped that the member sent."""
    if keys:
        each = sorted(set(keys))
        args = {"member": member_id, "keys": each}
        jobs.order(session, f"drop:{member_id}:{each[0]}:{now.isoformat()}", DROP_FILES, args, now)


@dataclass(frozen=True)
class DroppedFiles:
    """The job that drops files from the `media` store."""

    media: MediaStore

    def work(self) -> Mapping[str, Work]:
        """The job by its kind."""
        return {DROP_FILES: Work(self.drop)}

    def drop(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Drop the files of these `keys`, which `member` sent; they no longer count against the quota. Returns which
        are gone."""
        gone = []
        for key in filter(is_key, args["keys"]):
            with db.read() as session:
                held = any(session.exec(select(holder).where(col(holder) == key)).first() for holder in HOLDERS)
            if not held and file_quota.let_go(db, args["member"], key):
                self.media.remove(key)
                gone.append(key)
        return {"gone": gone}
