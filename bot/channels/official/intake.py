"""What a callback brings is kept, committed; or it is something that the edge answers by itself."""

from __future__ import annotations

import asyncio

from bot.channels.base import Application
from bot.channels.official import words
from bot.channels.official.messages import CHANNEL, Taken
from bot.messaging import inbox, unreachable

TOLD = {"unreadable": words.NOT_READABLE, "location": words.NO_LOCATION, "link": words.NO_LINK}


class Intake:
    """Takes in what comes for one account."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def answered(self, taken: Taken) -> str | None:
        """What the edge answers by itself; None: nothing."""
        if taken.aside == "entered":
            known = await asyncio.to_thread(inbox.is_of_company, self._app.db, CHANNEL, taken.sender)
            return words.WELCOME_BACK if known else words.WELCOME
        if taken.aside == "left":
            await asyncio.to_thread(self._leave, taken.sender)
        return TOLD.get(taken.aside)

    def _leave(self, sender: str) -> None:
        with self._app.db.write() as session:
            unreachable.leave(session, CHANNEL, sender)
        self._app.committed()
