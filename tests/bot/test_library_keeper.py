"""A library that is kept: another embedder or many new items, and nobody waits or finds less than words find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.admin.library import LibrarySearch
from bot.runtime.library_keeper import LibraryKeeper
from config import policy as policies
from knowledge import importing
from knowledge.embedding.embedder import NoAnswer, Vectors
from knowledge.embedding.word_vectors import WordVectors
from knowledge.items import Item
from knowledge.library import FEW, SMALL, Library
from storage.engine import Database

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
MANY = FEW * 2 + 5


class Slow(WordVectors):
    """An embedder of its own that counts the texts it is given, and gives no answer while it is away."""

    id = "slow-1"  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 0
        self.is_away = False

    def documents(self, texts: Sequence[str]) -> Vectors:
        if self.is_away:
            raise NoAnswer("不在")
        self.embedded += len(texts)
        return super().documents(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        if self.is_away:
            raise NoAnswer("不在")
        return super().documents(texts)


def items(count: int, first: int = 0) -> list[Item]:
    return [
        Item(f"i{number}", f"嫌贵第{number}种", f"每台摊到一天是{number}元。", "script")
        for number in range(first, count)
    ]


def put(db: Database, count: int, first: int = 0) -> None:
    with db.write() as session:
        importing.put(session, items(count, first), NOW)


def found(library: Library, db: Database, query: str = "嫌贵第7种") -> list[str]:
    args: dict[str, Any] = {"query": query, "industry": [], "buyer_role": [], "budget_fen": None, "skip": 0, "count": 1}
    hits = LibrarySearch(library, policies.load()).find(db, args)["hits"]
    return [hit["code"] for hit in hits]


def test_words_stand_in_until_the_embedder_has_seen_all(db: Database) -> None:
    put(db, MANY)
    slow = Slow()
    library = Library(slow)
    keeper = LibraryKeeper(db, library)
    assert found(library, db) == ["i7"] and slow.embedded == 0 and not library.is_current(db)
    while keeper.work_once():
        assert found(library, db) == ["i7"]
    assert library.is_current(db) and slow.embedded == 2 * MANY  # each item as a whole and by its title, once
    assert found(library, db) == ["i7"]


def test_what_is_kept_is_not_embedded_again_by_another_process(db: Database) -> None:
    put(db, MANY)
    first, second = Slow(), Slow()
    keepers = [LibraryKeeper(db, Library(embedder)) for embedder in (first, second)]
    working = True
    while working:
        working = keepers[0].work_once() | keepers[1].work_once()
    fewer, more = sorted((first.embedded, second.embedded))
    assert more == 2 * MANY and fewer <= 2 * FEW  # the last few are embedded by whoever needs them now


def test_a_new_item_is_found_at_once(db: Database) -> None:
    put(db, MANY)
    library = Library(Slow())
    keeper = LibraryKeeper(db, library)
    while keeper.work_once():
        pass
    put(db, MANY + 1, first=MANY)
    assert found(library, db, f"嫌贵第{MANY}种") == [f"i{MANY}"]


def test_a_large_library_answers_as_it_was_while_it_is_made_anew(db: Database) -> None:
    put(db, SMALL + 1)
    library = Library(WordVectors())
    keeper = LibraryKeeper(db, library)
    while keeper.work_once():
        pass
    put(db, SMALL + 2, first=SMALL + 1)
    new = f"嫌贵第{SMALL + 1}种"
    assert len(library.index(db)) == SMALL + 1
    while keeper.work_once():
        pass
    assert len(library.index(db)) == SMALL + 2 and found(library, db, new) == [f"i{SMALL + 1}"]


def test_an_embedder_that_gives_no_answer_is_stood_in_for_and_taken_up_again(db: Database) -> None:
    put(db, MANY)
    slow = Slow()
    library = Library(slow)
    keeper = LibraryKeeper(db, library)
    slow.is_away = True
    assert not keeper.work_once() and found(library, db) == ["i7"]
    slow.is_away = False
    while keeper.work_once():
        pass
    assert library.is_current(db)
    slow.is_away = True
    assert found(library, db) == ["i7"]


def test_an_index_is_opened_from_its_folder_and_finds_the_same(db: Database, tmp_path: Path) -> None:
    put(db, MANY)
    query = "价格摊到每天多少"
    made = Library(WordVectors(), tmp_path).index(db).nearest(query, k=50)
    assert len(list(tmp_path.glob("library-*"))) == 1
    slow = WordVectors()
    opened = Library(slow, tmp_path).index(db).nearest(query, k=50)
    assert [(hit.item.code, hit.score) for hit in opened] == [(hit.item.code, hit.score) for hit in made]
    put(db, MANY + 1, first=MANY)
    assert len(Library(slow, tmp_path).index(db)) == MANY + 1


def test_a_damaged_folder_costs_time_and_nothing_else(db: Database, tmp_path: Path) -> None:
    put(db, MANY)
    Library(WordVectors(), tmp_path).index(db)
    (folder,) = tmp_path.glob("library-*")
    for damage in (lambda: (folder / "terms.txt").unlink(), lambda: np.save(folder / "weights.npy", np.zeros(3))):
        damage()
        assert found(Library(WordVectors(), tmp_path), db) == ["i7"]
