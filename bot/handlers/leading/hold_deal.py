"""再给两天 under an alert: a leader holds a deal for two days, during which nobody is reminded of it.

In words, for any length, it is said to `snooze`.
"""

from __future__ import annotations

from datetime import timedelta

from bot.access import LEADERS
from bot.conversation import Flow
from bot.handlers.shared.leading.holding import hold_until
from bot.turn.opening import Opening, Talk
from bot.wording.offers import HoldDeal

HOLD = timedelta(days=2)


async def hold_deal(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    await hold_until(talk, opening, HoldDeal.of(opening.params).deal, now + HOLD, now)


FLOW = Flow("hold_deal", version=1, roles=LEADERS, run=hold_deal, offer=HoldDeal)
