"""How long departments have to answer. It is changed in the company's policy, not in the chat."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.departments.tickets import limits
from nlu import tickets as reading


async def ticket_limits(talk: Talk, opening: Opening) -> None:
    await talk.say(limits(talk.policy))


FLOW = Flow(
    "ticket_limits",
    version=1,
    starts=(Phrase("ticket_limits", reading.of_limits),),
    roles=ANY_MEMBER,
    run=ticket_limits,
    only_answers=True,
)
