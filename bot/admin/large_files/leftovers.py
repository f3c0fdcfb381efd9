"""Uploads whose time is over: what came of those that were never finished is dropped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from bot.admin import dropped_files
from storage.conversations import Upload, UploadPart


def forget(session: Session, now: datetime) -> None:
    """Forget the uploads whose time is over, and have the parts dropped that are still there."""
    over = func.coalesce(col(Upload.until), col(Upload.link_until)) < now
    rows = session.exec(select(Upload).where(over)).all()
    for row in rows:
        keys = session.exec(select(UploadPart.key).where(col(UploadPart.upload_id) == row.id)).all()
        dropped_files.order(session, row.member_id, keys, now)
    ids = [row.id for row in rows]
    session.execute(delete(UploadPart).where(col(UploadPart.upload_id).in_(ids)))
    session.execute(delete(Upload).where(col(Upload.id).in_(ids)))
