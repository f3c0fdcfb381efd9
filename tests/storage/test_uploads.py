"""Large files on both databases: from the link to the inbox, and what is never finished."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlmodel import select

from bot.admin import large_files
from bot.admin.large_files import PART_BYTES, Opening, Receiving, UploadLinks, links
from config import policy as policies
from storage.conversations import Inbox, Upload, UploadPart
from storage.engine import Database
from storage.media import FolderStore
from storage.people import Identity, Member

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FILM = b"\x00\x00\x00\x20ftypisom" + bytes(PART_BYTES + 100)


def test_a_file_comes_in_parts_and_what_is_not_finished_goes(db: Database, tmp_path: Path) -> None:
    with db.write() as session:
        session.add(Member(id=1, name="甲", role="rep"))
        session.flush()
        session.add(Identity(channel="simulated", address="甲", member_id=1))
    policy, media = policies.load(), FolderStore(tmp_path)
    signed = UploadLinks("a long secret for the tests", "https://chat.example.com")
    opening, receiving = Opening(db, policy, signed), Receiving(db, policy, media)

    def opened(run: int) -> str:
        asked = {"member": 1, "channel": "simulated", "address": "甲", "run": run, "at": NOW.isoformat()}
        for _ in range(2):  # the step may be executed again
            url = links.make(policy, signed, db, {**asked, "caption": "", "meant": ""})["url"]
        return opening.open(url.partition("key=")[2], "", NOW)

    cookie, left = opened(1), opened(2)
    for each in (cookie, left):
        receiving.begin(each, "讲解.mp4", len(FILM), NOW)
        receiving.take(each, 0, io.BytesIO(FILM[:PART_BYTES]), PART_BYTES, NOW)
    rest = FILM[PART_BYTES:]
    assert receiving.take(cookie, PART_BYTES, io.BytesIO(rest), len(rest), NOW) == len(FILM)
    for _ in range(2):
        receiving.finish(cookie, sha256(FILM).hexdigest(), NOW)
    with db.read() as session:
        (row,) = session.exec(select(Inbox)).all()
        assert media.read(row.said["media"]["key"]) == FILM
        assert [part.kept for part in session.exec(select(UploadPart))] == [True]
    with db.write() as session:
        large_files.forget(session, NOW + timedelta(days=1))
    with db.read() as session:
        assert (session.exec(select(Upload)).all(), session.exec(select(UploadPart)).all()) == ([], [])
