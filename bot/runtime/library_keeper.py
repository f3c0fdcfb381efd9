"""Keeps the script library ready to be searched: new recordings are heard and what is new is embedded, by one process
at a time, and each process makes its index anew. Questions are answered meanwhile."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.admin.library import embed_some
from bot.admin.transcribing import Transcribing
from bot.runtime.leases import NamedLease
from knowledge.embedding.embedder import NoAnswer
from knowledge.library import Library, Revision, revision_of
from storage.engine import Database

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=2)  # for some items at a time; half a minute on a slow machine


class LibraryKeeper:
    """Keeps `library` for one process; without `transcribing` recordings are found by their titles only."""

    def __init__(self, db: Database, library: Library, transcribing: Transcribing | None = None) -> None:
        self._db, self._library, self._transcribing = db, library, transcribing
        self._lease = NamedLease(db, "embedding", LEASE)
        self._done_at: Revision | None = None  # the library in which nothing was left to be done
        self._noted = ""
        library.is_kept = True

    def work_once(self) -> bool:
        """Do a piece of what there is to do; False if it is done, or another process is at it."""
        revision = revision_of(self._db)
        is_open = self._library.is_open_at(revision)
        if is_open and revision == self._done_at:
            return False
        if self._lease.take():
            try:
                if not is_open and embed_some(self._db, self._library.embedder):
                    return True
                if self._transcribing is not None and self._transcribing.next(self._db):
                    return True
            except NoAnswer as reason:
                self._note(str(reason))
            self._lease.give_up()
            self._done_at = revision
        self._library.renew(self._db)
        return False

    def _note(self, reason: str) -> None:
        """Once, and again when the reason is another: it is asked every second."""
        if reason != self._noted:
            log.warning("the embedder gives no answer; words' vectors stand in for its own", reason=reason)
            self._noted = reason
