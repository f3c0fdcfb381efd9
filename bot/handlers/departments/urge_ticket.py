"""催一下: whoever has a ticket in hand hears that it is waited for."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.ticketing.holding import own
from bot.handlers.shared.ticketing.urging import urge
from bot.turn.opening import Opening, Talk
from bot.wording.offers import UrgeTicket


async def urge_ticket(talk: Talk, opening: Opening) -> None:
    offer = UrgeTicket.of(opening.params)
    ticket = await own(talk, offer.ticket)
    if ticket is not None:
        await urge(talk, ticket, offer.words)


FLOW = Flow("urge_ticket", version=1, roles=ANY_MEMBER, run=urge_ticket, offer=UrgeTicket)
