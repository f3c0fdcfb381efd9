"""Messages that a platform takes in pieces, of which it takes only so many until somebody has written again.

A message is not begun where a part of it only would be taken. One that was begun goes on with the piece that was not
taken, for as long as it may go on in this process.
"""

from __future__ import annotations

import asyncio

from bot.channels.base import MaybeSent, NotSent, WindowClosed
from bot.messaging import unreachable
from bot.messaging.sends import Sending
from storage.engine import Database


class InPieces:
    """What the platform has taken of each message that is not out yet; it takes `quota` pieces in a window."""

    def __init__(self, db: Database, quota: int) -> None:
        self._db = db
        self._quota = quota
        self._taken: dict[int, list[str]] = {}

    async def begun(self, sending: Sending, count: int) -> list[str]:
        """By what the pieces of a message of `count` are known that were taken; more are added to it. Raises
        WindowClosed where there is no room for it, unless it is longer than any window."""
        taken = self._taken.get(sending.id, [])
        went = await asyncio.to_thread(unreachable.went_before, self._db, sending)
        if not taken and went + count > self._quota >= count:
            raise WindowClosed("他上次说话以后已经发满了,等他再说一句")
        return self._taken.setdefault(sending.id, taken)

    def put_off(self, sending: Sending, outcome: NotSent | MaybeSent) -> NotSent | MaybeSent:
        """The outcome of a send that broke off: what is known of the pieces is kept while it may go on with the
        rest."""
        goes_on = isinstance(outcome, WindowClosed) or (
            isinstance(outcome, NotSent) and outcome.retry_after is not None
        )
        if not goes_on or not self._taken.get(sending.id):
            self.is_out(sending)
        return outcome

    def is_out(self, sending: Sending) -> None:
        """All of it was taken, or nothing more of it goes out."""
        self._taken.pop(sending.id, None)
