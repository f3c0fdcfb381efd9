"""Keeps the script library ready to be searched: what is new is embedded, by one process at a time, and each process
makes its index anew. Questions are answered meanwhile."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.admin.library import embed_some
from bot.runtime.leases import NamedLease
from knowledge.embedding.embedder import NoAnswer
from knowledge.library import Library
from storage.engine import Database

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=2)  # for some items at a time; half a minute on a slow machine


class LibraryKeeper:
    """Keeps `library` for one process."""

    def __init__(self, db: Database, library: Library) -> None:
        self._db, self._library = db, library
        self._lease = NamedLease(db, "embedding", LEASE)
        self._noted = ""
        library.is_kept = True

    def work_once(self) -> bool:
        """Do a piece of what there is to do; False if it is done, or another process is at it."""
        if self._library.is_current(self._db):
            return False
        if self._lease.take():
            try:
                if embed_some(self._db, self._library.embedder):
                    return True
            except NoAnswer as reason:
                self._note(str(reason))
            self._lease.give_up()
        self._library.renew(self._db)
        return False

    def _note(self, reason: str) -> None:
        """Once, and again when the reason is another: it is asked every second."""
        if reason != self._noted:
            log.warning("the embedder gives no answer; words' vectors stand in for its own", reason=reason)
            self._noted = reason
