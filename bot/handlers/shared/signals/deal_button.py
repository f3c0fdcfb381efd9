"""The deal of a button: as it is now, if it is open and still in the speaker's scope."""

from __future__ import annotations

from bot import access
from bot.turn.opening import Talk
from bot.wording.turn import HANDED_AWAY
from sales import deals
from sales.deals import DealFact

NOT_OPEN = "这一单已经不在跟了,不用管了。"


async def open_deal(talk: Talk, deal_id: int) -> DealFact | None:
    """The deal; None if it is closed or out of scope, which the person has been told."""
    deal = await talk.query("deal", deals.get, access.deals(talk.speaker), deal_id)
    if deal is None or deal.closed:
        await talk.say(HANDED_AWAY if deal is None else NOT_OPEN)
        return None
    return deal
