"""The library of one process: opened with the first question, and again where it has changed since."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from config import concepts
from knowledge import importing, pg_vectors, prepared, vector_rows
from knowledge.embedding.embedder import Embedder, NoAnswer
from knowledge.embedding.word_vectors import WordVectors
from knowledge.items import Item
from knowledge.prepared import Prepared
from knowledge.search import Index
from storage import revisions
from storage.engine import Database
from storage.library import Contribution, Script
from storage.statements import table_of

FEW = 64  # items that are embedded while somebody waits
SMALL = 2_000  # items of a library that is made anew while somebody waits
_SCRIPTS, _CONTRIBUTIONS = table_of(Script), table_of(Contribution)
_APPROVED = _CONTRIBUTIONS.c.granted.is_(True)
_REVISION = select(
    *(revisions.of(name) for name in (importing.REVISION, pg_vectors.REVISION)),
    func.count(),
    func.sum(_SCRIPTS.c.edition),
    func.max(_SCRIPTS.c.changed_at),
    func.max(_SCRIPTS.c.id),
    select(func.count(_CONTRIBUTIONS.c.id)).where(_APPROVED).scalar_subquery(),
    select(func.max(_CONTRIBUTIONS.c.decided_at)).where(_APPROVED).scalar_subquery(),
).where(_SCRIPTS.c.retired_at.is_(None))

Revision = tuple[object, ...]


@dataclass(frozen=True)
class _Opened:
    revision: Revision
    index: Index


class Library:
    """Gives the library ready to be searched by meaning with `embedder`; its index is kept in the folder `cache`.

    `is_kept`: somebody embeds what is new and calls `renew` soon after each change. Then nobody waits for more than a
    little: until the embedder has seen all items, words' vectors stand in for its own, and a large library is searched
    as it was."""

    def __init__(self, embedder: Embedder, cache: Path | None = None) -> None:
        self.embedder = embedder
        self.is_kept = False
        self._cache = cache
        self._words = WordVectors()
        self._lock = threading.Lock()
        self._opened: dict[str, _Opened] = {}  # by the embedder's id
        self._newest: _Opened | None = None

    def index(self, db: Database) -> Index:
        """The library as it is now; where it is large and kept, perhaps as it was a little while ago."""
        newest = self._newest
        if newest is not None and self.is_kept and len(newest.index) > SMALL and newest.revision[0] == _address(db):
            return newest.index
        return self.renew(db)

    def by_words(self, db: Database) -> Index:
        """The library as it is now, by words' vectors: where the embedder gives no answer."""
        with self._lock:
            return self._open(db, self._words).index

    def is_current(self, db: Database) -> bool:
        """Whether the library is open as it is now, by the vectors of its embedder."""
        return self.is_open_at(revision_of(db))

    def is_open_at(self, revision: Revision) -> bool:
        """Whether the library is open as it was then, by the vectors of its embedder."""
        opened = self._opened.get(self.embedder.id)
        return opened is not None and opened.revision == revision

    def renew(self, db: Database) -> Index:
        """The library as it is now."""
        with self._lock:
            with db.read() as session:
                stands_in = self.is_kept and _lacks_many(session, self.embedder)
            try:
                self._newest = self._open(db, self._words if stands_in else self.embedder)
            except NoAnswer:
                self._newest = self._open(db, self._words)
            return self._newest.index

    def _open(self, db: Database, embedder: Embedder) -> _Opened:
        """The library as it is now by the vectors of this embedder. May raise NoAnswer."""
        opened, revision = self._opened.get(embedder.id), revision_of(db)
        if opened is not None and opened.revision == revision:
            return opened
        with db.read() as session:
            items = importing.everything(session)
        made = self._made(db, items, embedder)
        vectors = pg_vectors.of_database(db, items, embedder.id, made)
        index = Index(items, made, embedder, concepts.load(), vectors)
        self._opened = {embedder.id: _Opened(revision, index)}  # what stood in is needed no more
        return self._opened[embedder.id]

    def _made(self, db: Database, items: Sequence[Item], embedder: Embedder) -> Prepared:
        """From the folder, if it is kept there. One that cannot be read or written costs time, and nothing else."""
        folder = self._cache and prepared.folder_for(self._cache, items, embedder)
        if folder is not None and folder.is_dir():
            with suppress(OSError, ValueError):
                return prepared.load(folder)
        with db.read() as session:
            known = vector_rows.known(session, items, embedder.id)
        new = vector_rows.embed([item for item in items if item.code not in known], embedder)
        made = prepared.prepare(items, {**known, **new}, embedder, concepts.load())
        if folder is not None:
            with suppress(OSError):
                prepared.save(made, folder)
        return made


def _lacks_many(session: Session, embedder: Embedder) -> bool:
    """Whether more items are not embedded than anybody waits for."""
    return len(importing.not_embedded(session, embedder.id, FEW + 1)) > FEW


def _address(db: Database) -> str:
    return str(db.engine.url)


def revision_of(db: Database) -> Revision:
    """What tells the library of a database as it is now from what it was before each change."""
    with db.read_statement() as connection:
        return (_address(db), *connection.execute(_REVISION).one())
