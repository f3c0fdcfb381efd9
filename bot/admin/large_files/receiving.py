"""A large file comes in, part after part, and once it is whole it is a message of the inbox, exactly once.

Each part is a file of the media store and a row, so that any process can go on with what another began. A part counts
only where the file has come so far: of two tabs that send the same, one is told how far it is by now. The whole is
never in memory.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import structlog
from sqlalchemy import delete, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.admin import dropped_files
from bot.admin.large_files.content import HEAD_BYTES, Content, content_of, named
from bot.admin.large_files.opening import MB, Standing, of_cookie, standing_of
from bot.messaging import file_quota, inbox
from bot.messaging.file_quota import OverQuota
from bot.messaging.inbound import RECORDED, Inbound, Media, Said
from bot.wording.admin import uploading as wording
from config.policy import Policy
from storage.conversations import Upload, UploadPart
from storage.engine import Database
from storage.media import PIECE, Digest, MediaStore, key_of

PART_BYTES = MB  # of each part but the last
log = structlog.get_logger(__name__)


class NotTaken(Exception):
    """The file, or a part of it, is not taken; the message says why, for a person."""


class Elsewhere(Exception):
    """The file has come as far as `received` bytes, not as far as was thought."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are there")
        self.received = received


class Receiving:
    """Takes in the files of uploads, each known by its cookie. Each function raises NotTaken where the upload is over,
    or its member has no right to it any more."""

    def __init__(self, db: Database, policy: Policy, media: MediaStore) -> None:
        self._db = db
        self._policy = policy
        self._media = media

    def begin(self, cookie: str, name: str, size: int, now: datetime) -> Standing:
        """A file was chosen: it goes on where the same was cut off, else from the beginning. Raises NotTaken."""
        most = self._policy.files.mb_upload
        if not 0 < size <= most * MB:
            raise NotTaken(wording.too_large(most) if size > 0 else wording.EMPTY)
        with self._db.read() as session:
            row = _of(session, cookie, now)
            others = _under_way(session, row, now)
            member_id, chosen = row.member_id, (row.name, row.size)
        if chosen != (name, size):
            self._check_quota(member_id, others + size, now)
        with self._db.write() as session:
            row = _of(session, cookie, now, lock=True)
            if row.done_at is None and (row.name, row.size) != (name, size):
                _start_anew(session, row, now)
                row.name, row.size = name, size
            session.add(row)
            return standing_of(row, self._policy)

    def take(self, cookie: str, begins: int, part: BinaryIO, size: int, now: datetime) -> int:
        """Keep the `part` of so many bytes that begins there; returns how many bytes have come. Raises NotTaken, or
        Elsewhere; OSError where it could not be kept, and may be sent again."""
        part.seek(0)
        head = part.read(HEAD_BYTES)
        with self._db.write() as session:
            row = _of(session, cookie, now, lock=True)
            _check_place(row, begins, size)
            if begins == 0 and content_of(head, row.name) is None:
                raise NotTaken(wording.UNKNOWN)
            assert row.id is not None
            key = f"part-{secrets.token_hex(16)}"
            session.add(UploadPart(upload_id=row.id, begins=begins, size=size, key=key))
        self._media.keep(part, key)
        with self._db.write() as session:
            row = _of(session, cookie, now, lock=True)
            mine = session.exec(select(UploadPart).where(col(UploadPart.key) == key)).first()
            if mine is None or row.received != begins:  # another tab was sooner, or chose another file
                raise Elsewhere(row.received)
            mine.kept, row.received = True, begins + size
            session.add_all((mine, row))
            return row.received

    def finish(self, cookie: str, digest: str, now: datetime) -> None:
        """The file is whole, and has this SHA-256: it goes to the inbox; nothing happens where it is there already.
        Raises NotTaken, after which it is begun anew, or Elsewhere."""
        with self._db.read() as session:
            row = _of(session, cookie, now)
            if row.done_at is not None:
                return
            if not row.size or row.received != row.size:
                raise Elsewhere(row.received)
            parts = session.exec(_kept_of(row)).all()
            whose, name, size = row.member_id, row.name, row.size
        with TemporaryFile() as file:
            try:
                found = self._put_together(parts, file)
            except OSError:
                log.exception("parts of an upload are missing")
                found = None
            file.seek(0)
            content = content_of(file.read(HEAD_BYTES), name)
            if found is None or found.hexdigest() != digest.lower() or content is None:
                if self._start_anew(cookie, now):
                    raise NotTaken(wording.DAMAGED if content is not None else wording.UNKNOWN)
                return  # another tab was sooner, and the parts are gone
            key = key_of(found, content.suffix)
            self._keep(whose, key, size, file, now)
        try:
            self._hand_over(cookie, key, content, now)
        except NotTaken:
            self._let_go(whose, key, now)
            raise

    def _put_together(self, parts: Sequence[UploadPart], file: IO[bytes]) -> Digest:
        digest = hashlib.sha256()
        for part in parts:
            with self._media.open(part.key) as kept:
                while piece := kept.read(PIECE):
                    digest.update(piece)
                    file.write(piece)
        return digest

    def _keep(self, member_id: int, key: str, size: int, file: BinaryIO, now: datetime) -> None:
        try:
            file_quota.count(self._db, self._policy, member_id, key, size, now)
        except OverQuota as full:
            raise NotTaken(str(full)) from None
        try:
            self._media.keep(file, key)
        except OSError:
            file_quota.discount(self._db, member_id, key)
            raise

    def _hand_over(self, cookie: str, key: str, content: Content, now: datetime) -> None:
        """The file is a message of whoever asked for the link, if they may send one now."""
        with self._db.write() as session:
            row = _of(session, cookie, now, lock=True)
            if row.done_at is not None:
                return
            meant = row.meant if content.kind in RECORDED else ""
            name, size, suffix = named(row.name, content.suffix), row.size, content.suffix
            media = Media(content.kind, key, name, row.caption, size=size, suffix=suffix, meant=meant)
            inbox.put(session, Inbound(row.channel, f"upload:{row.link}", row.address, Said(media=media), now))
            row.done_at = now
            _drop_parts(session, row, now)
            session.add(row)

    def _let_go(self, member_id: int, key: str, now: datetime) -> None:
        """Somebody lost their right while the file was put together: it is not kept."""
        with self._db.write() as session:
            dropped_files.order(session, member_id, (key,), now)

    def _start_anew(self, cookie: str, now: datetime) -> bool:
        """False where the file is with the inbox by now."""
        with self._db.write() as session:
            row = _of(session, cookie, now, lock=True)
            if row.done_at is None:
                _start_anew(session, row, now)
            return row.done_at is None

    def _check_quota(self, member_id: int, size: int, now: datetime) -> None:
        try:
            file_quota.check(self._db, self._policy, member_id, size, now)
        except OverQuota as full:
            raise NotTaken(str(full)) from None


def _of(session: Session, cookie: str, now: datetime, *, lock: bool = False) -> Upload:
    """The upload of a cookie. Raises NotTaken."""
    row = of_cookie(session, cookie, now, lock=lock)
    if row is None:
        raise NotTaken(wording.OVER)
    return row


def _check_place(row: Upload, begins: int, size: int) -> None:
    """Raises Elsewhere, or NotTaken for a part that is none of this file."""
    if row.done_at is not None or begins != row.received:
        raise Elsewhere(row.received)
    if size != min(PART_BYTES, row.size - begins) or not size:
        raise NotTaken(wording.DAMAGED)


def _under_way(session: Session, row: Upload, now: datetime) -> int:
    """How many bytes the member's other files will have that are on their way."""
    others = (col(Upload.member_id) == row.member_id, col(Upload.id) != row.id)
    still = (col(Upload.done_at).is_(None), col(Upload.until) > now)
    return int(session.exec(select(func.coalesce(func.sum(col(Upload.size)), 0)).where(*others, *still)).one())


def _start_anew(session: Session, row: Upload, now: datetime) -> None:
    row.name, row.size, row.received = "", 0, 0
    session.add(row)
    _drop_parts(session, row, now)


def _drop_parts(session: Session, row: Upload, now: datetime) -> None:
    keys = session.exec(select(UploadPart.key).where(col(UploadPart.upload_id) == row.id)).all()
    session.execute(delete(UploadPart).where(col(UploadPart.upload_id) == row.id))
    dropped_files.order(session, row.member_id, keys, now)


def _kept_of(row: Upload) -> SelectOfScalar[UploadPart]:
    mine = (col(UploadPart.upload_id) == row.id, col(UploadPart.kept).is_(True))
    return select(UploadPart).where(*mine).order_by(col(UploadPart.begins))
