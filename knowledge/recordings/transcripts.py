"""What is said in the library's recordings: which of them nobody has heard yet, and keeping what was heard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from knowledge.importing import REVISION
from knowledge.items import LISTS, LONGEST, Item, plain
from storage import revisions
from storage.library import Script

RECORDED = ("audio", "video")


@dataclass(frozen=True)
class Unheard:
    """A recording of the library whose words are not known; `media` is a key of the media store, or what a file says of
    where it lies."""

    code: str
    media: str


def unheard(session: Session) -> list[Unheard]:
    """The recordings that can be found and that nobody has heard yet, in order."""
    open_ones = (col(Script.retired_at).is_(None), col(Script.transcript).is_(None), col(Script.media).is_not(None))
    recorded = select(Script.code, Script.media).where(*open_ones, col(Script.kind).in_(RECORDED))
    return [Unheard(code, media) for code, media in session.exec(recorded.order_by(col(Script.id))) if media]


def keep(session: Session, heard: Unheard, text: str, now: datetime) -> bool:
    """Keep what is said in a recording (nothing: it can't be understood), by which it is found from now on. False where
    it is another recording by now, or somebody was sooner."""
    row = session.exec(select(Script).where(col(Script.code) == heard.code).with_for_update()).one()
    if row.transcript is not None or row.media != heard.media:
        return False
    row.file_hash = row.file_hash or row.content_hash  # what a file says of it again changes nothing
    row.transcript = plain(text)[: LONGEST["transcript"]]
    row.content_hash = replace(_item(row), transcript=row.transcript).content_hash
    row.edition += 1
    row.changed_at = now
    session.add(row)
    session.flush()
    revisions.count_up(session, REVISION)
    return True


def _item(row: Script) -> Item:
    values = {name: getattr(row, name) for name in Item.__dataclass_fields__}
    return Item(**values | {name: tuple(values[name]) for name in LISTS})
