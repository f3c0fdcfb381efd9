"""Which of the moves that wait is meant: of the customer named, else the only one; asked where it is not clear."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.stages import deal_name
from sales import slot_values
from sales.gates.requests import RequestFact


async def move_meant(talk: Talk, opening: Opening, found: Sequence[RequestFact]) -> RequestFact | None:
    """The move that the words mean; None if none waits, which the person has been told."""
    customer = slot_values.word(opening.understanding.slots, "customer")
    of_it = [request for request in found if customer in (None, request.deal.customer)]
    if not of_it:
        await talk.say(wording.NOTHING_WAITS)
        return None
    if len(of_it) == 1:
        return of_it[0]
    choices = [Choice(deal_name(request.deal), request) for request in of_it]
    picked: RequestFact = await talk.ask("which_move", wording.WHICH_MOVE, choices)
    return picked
