"""What words do to a ticket: the one numbered, the one in hand about the customer named, else the one shown last.

Words that are clearly something else (a report of a contact, a reminder to set) are left to the router.
"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.turn.context import TurnContext
from bot.turn.references import labels
from bot.turn.references.belonging import Waiting
from bot.turn.router import BACK, CANCEL, opening_command
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.turn.tickets import holder, owner
from bot.turn.tickets.other_words import something_else
from bot.wording.offers import AnswerTicket, AskBack, CloseTicket, DropTicket, ReplyTicket, ShowTickets, UrgeTicket
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import tickets
from sales.teamwork import people

TAKE_WORDS = frozenset({AnswerTicket.flow, AskBack.flow, ReplyTicket.flow, CloseTicket.flow})
Offered = AnswerTicket | AskBack | CloseTicket | DropTicket | ReplyTicket | ShowTickets | UrgeTicket


def handled(
    context: TurnContext, runs: Runs, run: OpenRun | None, waiting: Waiting | None, text: str, meant: Understanding
) -> bool:
    """Whether the words were about a ticket. `waiting` is the question of `run`, if it is not too old."""
    if context.speaker.id is None:
        return False
    if (named := reading.numbered(text)) is not None and not reading.drops(text):
        offer = _of_numbered(context, named.ticket, named.rest)
        runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
        return True
    if not context.situation.has_tickets and context.speaker.role in SALES:
        return False
    if opening_command(text, context.rules.table) is not None or labels.tidy(text) in CANCEL | BACK:
        return False
    if waiting is not None and run is not None:
        takes = waiting.flow in TAKE_WORDS and not waiting.ask.choices
        if takes and not something_else(context, meant, waiting.ask.about):
            runs.answer(run, text.strip())
            return True
        return False
    return holder.said(context, runs, text, meant) or owner.said(context, runs, text, meant)


def _of_numbered(context: TurnContext, ticket_id: int, words: str) -> Offered | holder.Offered:
    """What words say of a ticket that they number."""
    ticket, member_id = tickets.get(context.session, ticket_id), context.speaker.member_id
    if ticket is None or not words or reading.asks_where(f"工单{words}"):
        return ShowTickets(ticket_id)
    if ticket.is_with(member_id):
        return holder.meant_by(context, ticket, words)
    whose = access.members(context.speaker)
    if ticket.owner_id != member_id and not people.all_of(context.session, whose, {ticket.owner_id}):
        return ShowTickets(ticket_id)
    if reading.drops(f"工单{words}") or reading.not_needed(words):
        return DropTicket(ticket_id)
    if ticket.owner_id == member_id and ticket.step.asked_at is not None and ticket.step.is_open:
        return ReplyTicket(ticket.step.id, words)
    if (solved := reading.solved(words)) is not None:
        return CloseTicket(ticket_id, solved, None if solved else words)
    return UrgeTicket(ticket_id, words) if reading.urges(words) else ShowTickets(ticket_id)
