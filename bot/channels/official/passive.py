"""Answers to callbacks: while one waits, what is to be said to its sender is the answer to it.

It counts as sent once the answer has gone out, and may have been where that is not known. A callback that comes again
proves that WeChat has not taken the answer: it is given the same one again, of which WeChat shows one.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.base import MaybeSent

GOES_WITHIN = 5.0  # seconds in which an answer is written out
SETTLES_SECONDS = 0.3  # for which WeChat is given time to show it before what comes after it
MOST_KEPT = 500  # answers, of which the last can still be asked for again


class Waiting:
    """One callback that waits to be answered."""

    def __init__(self, event_id: str) -> None:
        loop = asyncio.get_running_loop()
        self.event_id = event_id
        self.text: asyncio.Future[str] = loop.create_future()
        self._gone: asyncio.Future[bool] = loop.create_future()

    async def wait(self, until: float) -> str | None:
        """What it is answered with, by the loop's time `until`; None: nothing came."""
        await asyncio.wait([self.text], timeout=max(0.0, until - asyncio.get_running_loop().time()))
        return self.text.result() if self.text.done() else None

    def ends(self, *, gone: bool) -> None:
        """The answer was written out; or nobody knows."""
        if not self._gone.done():
            self._gone.set_result(gone)

    async def is_gone(self) -> bool:
        """Whether the answer was written out, as far as anybody knows."""
        done, _ = await asyncio.wait([self._gone], timeout=GOES_WITHIN)
        return bool(done) and self._gone.result()


class Passive:
    """The callbacks that wait in this process, by sender; and the answers that were given."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Waiting]] = {}
        self._given: OrderedDict[str, str] = OrderedDict()

    @contextmanager
    def waiting(self, sender: str, event_id: str) -> Iterator[Waiting]:
        """A callback, for as long as it waits."""
        mine = Waiting(event_id)
        self._waiting.setdefault(sender, []).append(mine)
        try:
            yield mine
        except BaseException:
            mine.ends(gone=False)
            raise
        finally:
            self._waiting[sender].remove(mine)
            if not self._waiting[sender]:
                del self._waiting[sender]

    async def give(self, sender: str, text: str) -> bool:
        """Answer the oldest callback of somebody's that waits; False where none does. Raises MaybeSent."""
        free = [each for each in self._waiting.get(sender, ()) if not each.text.done()]
        if not free:
            return False
        free[0].text.set_result(text)
        self._given[free[0].event_id] = text
        if len(self._given) > MOST_KEPT:
            self._given.popitem(last=False)
        if not await free[0].is_gone():
            raise MaybeSent("微信来取的时候断了,不知道它收到没有")
        await asyncio.sleep(SETTLES_SECONDS)
        return True

    def given(self, event_id: str) -> str | None:
        """With what this callback was answered before; None: it was not."""
        return self._given.get(event_id)
