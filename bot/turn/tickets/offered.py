"""Yes or no in words to what the newest message asks about a ticket (要把这句转给孙浩再问吗? 转)."""

from __future__ import annotations

from bot.messaging import offers
from bot.turn import questions
from bot.turn.context import TurnContext
from bot.turn.runs import Runs
from bot.wording.offers import AnswerTicket, CloseTicket, ReplyTicket, ShowTickets
from nlu import tickets as reading

SENDS = frozenset({AnswerTicket.flow, CloseTicket.flow, ReplyTicket.flow})


def agreed(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether the words say yes or no to what is done by one tap: it is done, or shown as it stands."""
    verdict = reading.sends(text)
    offer = offers.newest(context.session, context.conversation_id) if verdict is not None else None
    if offer is None or len(offer.choices) < 2:
        return False
    first, last = offer.choices[0], offer.choices[-1]
    if first.get("opens") not in SENDS or last.get("opens") != ShowTickets.flow:
        return False
    questions.take(context, runs, offer, 0 if verdict else len(offer.choices) - 1)
    return True
