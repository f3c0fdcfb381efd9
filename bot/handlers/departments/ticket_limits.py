"""What is not changed in the chat: how long departments have to answer, and who of a department has a ticket."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.departments import tickets as wording
from nlu import tickets as reading


async def ticket_limits(talk: Talk, opening: Opening) -> None:
    await talk.say(wording.limits(talk.policy) if reading.of_limits(opening.text) else wording.HANDS)


FLOW = Flow(
    "ticket_limits",
    version=1,
    starts=(Phrase("ticket_limits", reading.of_limits), Phrase("ticket_hands", reading.changes_hands)),
    roles=ANY_MEMBER,
    run=ticket_limits,
    only_answers=True,
)
