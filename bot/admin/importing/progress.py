"""How far a large import is, said to whoever began it: by its lines, not by the time it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.conversation.messages import Message
from bot.messaging import outbox
from bot.wording.admin import importing as wording
from storage.conversations import Run
from storage.engine import Database

LARGE = 5_000  # lines of which progress is said
STEPS = 5


class Progress:
    """Says how far the import of these job arguments is: by `tell`, or in the conversation that began it (`run`)."""

    def __init__(
        self, db: Database, args: Mapping[str, Any], tell: Callable[[str], None] | None = None, lines: int = 0
    ) -> None:
        self._db = db
        self._args = args
        self._tell = tell
        self._lines = lines
        self._said = 0

    def read(self, lines: int) -> None:
        """So many lines are read, of nobody knows how many."""
        if lines // (4 * LARGE) > self._said:
            self._said = lines // (4 * LARGE)
            self._say(wording.lines_read(lines))

    def begun(self) -> None:
        """It begins to be valid."""
        if self._lines > LARGE:
            self._say(wording.begun(self._lines))

    def planned(self, deals: int, of: int) -> None:
        """So many deals have their limits."""
        if of > LARGE and deals * STEPS // of > self._said and deals < of:
            self._said = deals * STEPS // of
            self._say(wording.planned(deals, of))

    def _say(self, text: str) -> None:
        if self._tell is not None:
            return self._tell(text)
        if "run" not in self._args:
            return None
        with self._db.write() as session:
            conversation_id = session.get_one(Run, self._args["run"]).conversation_id
            at = datetime.fromisoformat(self._args["at"])
            outbox.put(session, conversation_id, Message(text), at, cause=f"import:{self._args['import']}")
