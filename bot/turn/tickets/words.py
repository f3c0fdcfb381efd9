"""What words do to a ticket: the one numbered, the one in hand about the customer named, else the one shown last.

Words that are clearly something else (a report of a contact, a reminder to set) are left to the router.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import access
from bot.access import SALES
from bot.turn.context import TurnContext
from bot.turn.references import labels
from bot.turn.references.belonging import Waiting
from bot.turn.router import BACK, CANCEL, opening_command
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.turn.tickets import holder, offered, owner
from bot.turn.tickets.dealt import dealt_with
from bot.turn.tickets.naming import RAISES, departments
from bot.turn.tickets.needing import needed
from bot.turn.tickets.other_words import something_else
from bot.turn.tickets.shown import last_shown
from bot.wording.departments import tickets as wording
from bot.wording.offers import (
    AnswerTicket,
    AskBack,
    CloseTicket,
    DropTicket,
    PassTicket,
    ReplyTicket,
    ShowTickets,
    UrgeTicket,
)
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import tickets
from sales.teamwork import people

TAKE_WORDS = frozenset({AnswerTicket.flow, AskBack.flow, ReplyTicket.flow, CloseTicket.flow})
GIVES_WAY = frozenset({RAISES, "instruct"})  # flows whose questions are off once a ticket is asked about, or dropped
Offered = AnswerTicket | AskBack | CloseTicket | DropTicket | ReplyTicket | ShowTickets | UrgeTicket


def handled(
    context: TurnContext, runs: Runs, run: OpenRun | None, waiting: Waiting | None, text: str, meant: Understanding
) -> bool:
    """Whether the words were about a ticket. `waiting` is the question of `run`, if it is not too old."""
    if context.speaker.id is None:
        return False
    if context.speaker.role not in SALES and reading.asks_answered(text):
        dealt_with(context, text)
        return True
    if not reading.drops(text) and (said := _numbered(context, text)):
        for offer in said:
            runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
        return True
    if context.speaker.leads and waiting is None and owner.leader_urges(context, runs, text, meant):
        return True
    if waiting is None and needed(context, runs, text, meant):
        return True
    if not context.situation.has_tickets and context.speaker.role in SALES:
        return False
    if waiting is not None and run is not None and waiting.flow in GIVES_WAY and _is_about_ticket(text):
        runs.drop(run)
        run = waiting = None
    ends = labels.tidy(text) in CANCEL and waiting is None and owner.ends_newest(context, runs, text)
    if ends or opening_command(text, context.rules.table) is not None or labels.tidy(text) in CANCEL | BACK:
        return ends
    if waiting is not None and run is not None:
        return _while_waiting(context, runs, run, waiting, text, meant)
    return (
        offered.agreed(context, runs, text)
        or holder.said(context, runs, text, meant)
        or owner.said(context, runs, text, meant)
    )


def _while_waiting(
    context: TurnContext, runs: Runs, run: OpenRun, waiting: Waiting, text: str, meant: Understanding
) -> bool:
    """Whether the words are about a ticket while a question waits: it asks for the words, or which department; or a
    message about a ticket came after it."""
    takes = waiting.flow in TAKE_WORDS and not waiting.ask.choices
    if takes and not something_else(context, meant, waiting.ask.about):
        runs.answer(run, text.strip())
        return True
    if labels.pick(waiting.ask.choices, labels.tidy(text)) is not None:
        return False
    if waiting.flow == PassTicket.flow:
        return _to_which(context, runs, run, waiting, text, meant)
    if owner.asks(context, runs, text, meant):
        return True
    own = {one.id for one in owner.own_open(context) if one.step.asked_at is not None or not one.step.is_open}
    shown = last_shown(context.session, context.conversation_id, context.now)
    return not own.isdisjoint(shown.last) and owner.said(context, runs, text, meant)


def _to_which(
    context: TurnContext, runs: Runs, run: OpenRun, waiting: Waiting, text: str, meant: Understanding
) -> bool:
    """Words to the question to which department a ticket goes: one of them, none, or what answers the ticket."""
    answers = [choice.answer for choice in waiting.ask.choices]
    said = [one for one in departments(context, text) if one in answers]
    if reading.stays(text):
        runs.drop(run)
        context.say(wording.STAYS)
    elif len(said) == 1:
        runs.answer(run, said[0])
    elif labels.named(waiting.ask.choices, text) is not None or something_else(context, meant, waiting.ask.about):
        return False
    else:
        runs.drop(run)
        return holder.said(context, runs, text, meant)
    return True


def _is_about_ticket(text: str) -> bool:
    return reading.asks_where(text) or reading.drops(text)


def _numbered(context: TurnContext, text: str) -> Sequence[Offered | holder.Offered]:
    """What words say of the tickets that they number; nothing if they number none."""
    several, rest = reading.several_numbered(text)
    if several and rest:
        return [offer for ticket_id in several for offer in _of_numbered(context, ticket_id, rest)]
    named = reading.numbered(text)
    ends = reading.named_end(text) if named is None else None
    ended = reading.numbered(ends.what) if ends is not None else None
    if ended is not None and ends is not None:
        return _of_numbered(context, ended.ticket, "关了" if ends.over else "不用了")
    return _of_numbered(context, named.ticket, named.rest) if named is not None else ()


def _of_numbered(context: TurnContext, ticket_id: int, words: str) -> Sequence[Offered | holder.Offered]:
    """What words say of a ticket that they number."""
    ticket, member_id = tickets.get(context.session, ticket_id), context.speaker.member_id
    if ticket is None or not words:
        return [ShowTickets(ticket_id)]
    asks, urges = reading.asks_where(f"工单{words}"), reading.urges(words)
    if ticket.is_with(member_id):
        return [ShowTickets(ticket_id) if asks else holder.meant_by(context, ticket, words)]
    whose = access.members(context.speaker)
    if ticket.owner_id != member_id and not people.all_of(context.session, whose, {ticket.owner_id}):
        return [ShowTickets(ticket_id)]
    if asks:
        return [ShowTickets(ticket_id), *([UrgeTicket(ticket_id)] if urges else [])]
    answered = not ticket.step.is_open
    if answered and (reading.concluded(words) is not None or reading.closes(words)):
        return [CloseTicket(ticket_id, solved=True)]
    if reading.drops(f"工单{words}") or reading.not_needed(words) or reading.concluded(words) == "closed":
        return [DropTicket(ticket_id)]
    if ticket.owner_id == member_id and ticket.step.asked_at is not None and ticket.step.is_open:
        return [ReplyTicket(ticket.step.id, words)]
    if (solved := reading.solved(words)) is not None:
        return [CloseTicket(ticket_id, solved, None if solved else words)]
    return [UrgeTicket(ticket_id, words) if urges else ShowTickets(ticket_id)]
