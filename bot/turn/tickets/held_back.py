"""What the words of a department are about by what they say: the ticket that speaks of the same, or none in hand; and
words that were not passed on yet, because it was asked which ticket they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.messages import Choice
from bot.messaging import offers
from bot.turn.context import TurnContext
from bot.wording.departments import tickets as wording
from bot.wording.offers import AnswerTicket
from nlu import tickets as reading
from sales.tickets import TicketFact

LONGEST_BARE = 4  # characters of an answer that says nothing of what it answers


def spoken_of(held: Sequence[TicketFact], text: str) -> Sequence[TicketFact]:
    """The only ticket in hand that speaks of what the words speak of (抽检一月两次); none where it is not clear."""
    pairs = reading.of_what(text)
    shared = [one for one in held if any(pair in one.text for pair in pairs)]
    return shared if len(shared) == 1 else ()


def tells_of_another(about: Sequence[TicketFact], text: str) -> bool:
    """Whether the words report something done that none of these tickets speaks of (菜单出好了)."""
    thing = reading.finished(text)
    if thing is None:
        return False
    pairs = [thing[at : at + 2] for at in range(len(thing) - 1)]
    return not any(pair in one.text for one in about for pair in pairs)


def waiting(context: TurnContext) -> Sequence[Mapping[str, Any]]:
    """The choices of the newest message, where it asks which ticket words answer; () if nothing waits so."""
    offer = offers.newest(context.session, context.conversation_id)
    choices = offer.choices if offer is not None else ()
    held = [one for one in choices if one.get("opens") == AnswerTicket.flow and one["params"].get("words")]
    return [one for one in held if not one["params"].get("final")]


def joined(found: Sequence[Mapping[str, Any]], ticket: TicketFact, text: str) -> str:
    """The words behind those that wait, where these were asked about this ticket alone (要经理批, 然后 驳回)."""
    words = text.strip()
    if {one["params"]["step"] for one in found} != {ticket.step.id} or found[0]["params"]["words"] == words:
        return words
    if tells_of_another([ticket], found[0]["params"]["words"]):
        return words
    return f"{found[0]['params']['words']} {words}"


def ask_again(context: TurnContext, found: Sequence[Mapping[str, Any]], ticket: TicketFact) -> None:
    """Ask again of which of the other tickets the words that wait are the answer."""
    if not found or len(found[0]["params"]["words"]) <= LONGEST_BARE:  # 能做, and then of which ticket
        return
    others = [one for one in found if one["params"]["step"] != ticket.step.id]
    if not others and tells_of_another([ticket], found[0]["params"]["words"]):
        context.say(wording.not_sent(found[0]["params"]["words"]))
    if others:
        choices = [Choice(one["label"], opens=AnswerTicket.of(one["params"])) for one in others]
        context.say(wording.still_which(others[0]["params"]["words"]), choices)
