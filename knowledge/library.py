"""The library of one process: opened with the first question, and again where it has changed since."""

from __future__ import annotations

import threading

from sqlalchemy import func, select

from config import concepts
from knowledge import importing, vector_rows
from knowledge.embedding.embedder import Embedder
from knowledge.search import Index
from storage.engine import Database
from storage.library import Contribution, Script
from storage.statements import execute, table_of

_SCRIPTS, _CONTRIBUTIONS = table_of(Script), table_of(Contribution)
_APPROVED = _CONTRIBUTIONS.c.granted.is_(True)
_REVISION = select(
    func.count(),
    func.max(_SCRIPTS.c.changed_at),
    func.max(_SCRIPTS.c.id),
    select(func.count(_CONTRIBUTIONS.c.id)).where(_APPROVED).scalar_subquery(),
    select(func.max(_CONTRIBUTIONS.c.decided_at)).where(_APPROVED).scalar_subquery(),
)


class Library:
    """Gives the library ready to be searched by meaning with `embedder`."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._lock = threading.Lock()
        self._opened: tuple[object, Index] | None = None

    def index(self, db: Database) -> Index:
        """The library as it is now. What is not embedded yet is embedded for this time."""
        with self._lock:
            with db.read() as session:
                revision = (str(db.engine.url), *execute(session, _REVISION, {}).one())
                if self._opened is not None and self._opened[0] == revision:
                    return self._opened[1]
                items = importing.everything(session)
                known = vector_rows.known(session, items, self.embedder.id)
            new = vector_rows.embed([item for item in items if item.code not in known], self.embedder)
            index = Index(items, {**known, **new}, self.embedder, concepts.load())
            self._opened = (revision, index)
            return index
