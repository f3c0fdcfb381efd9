"""The library's recordings are heard, and found by what is said in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from recorded import sound

from bot.admin.library import LibrarySearch
from bot.admin.transcribing import Transcribing
from bot.runtime.library_keeper import LibraryKeeper
from config import policy as policies
from knowledge import importing, recordings
from knowledge.embedding.word_vectors import WordVectors
from knowledge.items import Item
from knowledge.library import Library
from speech.heard import LONGEST_MESSAGE_S, Heard
from speech.unheard import Deaf, Unplayable
from storage.engine import Database
from storage.media import FolderStore

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
SAID = "我先不谈单价,先请您把过去三年的停机损失算给我听"


@dataclass
class Ears:
    """Hears SAID in everything, or cannot."""

    trouble: Exception | None = None
    asked: list[int] = field(default_factory=list)

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = LONGEST_MESSAGE_S) -> Heard:
        self.asked.append(len(data))
        if self.trouble is not None:
            raise self.trouble
        return Heard(SAID, 2.0)


@dataclass
class Kept:
    """A library with one recording, and its keeper."""

    db: Database
    store: FolderStore
    library: Library = field(default_factory=lambda: Library(WordVectors()))

    def put(self, item: Item) -> None:
        with self.db.write() as session:
            importing.put(session, [item], NOW)

    def keep(self, ears: Ears) -> None:
        keeper = LibraryKeeper(self.db, self.library, Transcribing(self.store, ears, lambda: NOW))
        while keeper.work_once():
            pass

    def items(self) -> Sequence[Item]:
        with self.db.read() as session:
            return importing.everything(session)

    def found(self, query: str) -> list[str]:
        args = {"query": query, "industry": [], "buyer_role": [], "budget_fen": None, "skip": 0, "count": 1}
        return [hit["code"] for hit in LibrarySearch(self.library, policies.load()).find(self.db, args)["hits"]]


@pytest.fixture
def kept(db: Database, tmp_path: Path) -> Kept:
    store = FolderStore(tmp_path / "media")
    kept = Kept(db, store)
    kept.put(Item("rec-1", "刘洋这一段", "刘洋这一段", "audio", media=store.put(sound(), ".wav")))
    return kept


def test_a_recording_is_found_by_what_is_said_in_it(kept: Kept) -> None:
    assert kept.found("停机损失怎么算") == []
    ears = Ears()
    kept.keep(ears)
    assert [item.transcript for item in kept.items()] == [SAID] and len(ears.asked) == 1
    assert kept.found("停机损失怎么算") == ["rec-1"]
    kept.keep(ears)
    assert len(ears.asked) == 1  # once


def test_a_file_that_says_the_same_again_leaves_what_was_heard(kept: Kept) -> None:
    (before,) = kept.items()
    kept.keep(Ears())
    kept.put(before)
    assert [item.transcript for item in kept.items()] == [SAID]


def test_another_recording_of_the_item_is_heard_anew(kept: Kept) -> None:
    (before,) = kept.items()
    with kept.db.read() as session:
        (waiting,) = recordings.unheard(session)
    kept.put(Item("rec-1", before.title, before.body, "audio", media=kept.store.put(sound(3), ".wav")))
    with kept.db.write() as session:
        assert not recordings.keep(session, waiting, "旧的那段说的", NOW)
    kept.keep(Ears())
    assert [item.transcript for item in kept.items()] == [SAID]


def test_what_cannot_be_played_is_not_tried_again(kept: Kept) -> None:
    ears = Ears(Unplayable("broken"))
    kept.keep(ears)
    kept.put(Item("i2", "另一条", "每台摊到一天是三块二。", "script"))
    kept.keep(ears)
    assert len(ears.asked) == 1 and kept.items()[0].transcript == ""


def test_where_nothing_can_hear_it_waits_for_the_next_start(kept: Kept) -> None:
    kept.keep(Ears(Deaf("weights")))
    assert kept.items()[0].transcript is None
    kept.put(Item("i2", "另一条", "每台摊到一天是三块二。", "script"))
    kept.keep(Ears())
    assert kept.items()[0].transcript == SAID


@pytest.mark.parametrize("media", ["https://example.com/v.mp4", "报价/讲解.mp4"])
def test_what_lies_elsewhere_is_not_fetched(kept: Kept, media: str) -> None:
    kept.put(Item("link", "外面的视频", "外面的视频", "video", media=media))
    ears = Ears()
    kept.keep(ears)
    assert [item.transcript for item in kept.items()] == [SAID, None]
