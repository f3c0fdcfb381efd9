"""The owner of a ticket answers what a department asked: its time goes on."""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.ticketing.holding import own, words_of
from bot.handlers.shared.ticketing.telling import tell_holder
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.tickets import title
from bot.wording.offers import ReplyTicket
from bot.wording.turn import REASONS
from nlu import tickets as reading
from sales import tickets
from sales.tickets import TicketFact
from scheduler import ticket_clock


async def reply_ticket(talk: Talk, opening: Opening) -> None:
    offer = ReplyTicket.of(opening.params)
    asked = await talk.query("asked", tickets.of_step, offer.step)
    ticket = await own(talk, asked.id if asked is not None else 0)
    if ticket is None:
        return
    if ticket.step.id != offer.step or not ticket.step.is_open:
        return await talk.say(REASONS["ticket_answered"])
    question = f"怎么回{wording.holder(talk.policy, ticket)}?说一句,我原话转过去。"
    words = await words_of(talk, opening, offer.words, question, ticket)
    if ticket.step.asked_at is not None and reading.is_interim(words, "") and not reading.asks(words):
        return await still_to_come(talk, ticket, words)
    now = await talk.now()
    told = await talk.execute("reply", ticket_clock.replied, talk.policy, offer.step, words, access.superior, now)
    if isinstance(told, Stale):
        return await talk.say(told.text)
    await tell_holder(talk, told, now)
    done = f"已经回{wording.holder(talk.policy, told.ticket)}(工单{ticket.id}):「{words}」"
    await talk.say(done, [undo_button(opening.run)], kind="receipt")


async def still_to_come(talk: Talk, ticket: TicketFact, words: str) -> None:
    """What was asked is only promised: whoever asked hears so, and their time still stands."""
    text = f"{title(ticket)},{ticket.owner}说:「{words}」\n等他补上的时间不算你的。"
    await talk.say(text, kind="receipt", to=ticket.step.member_id)
    await talk.say(f"好,{wording.holder(talk.policy, ticket)}知道了(工单{ticket.id})。有了直接发我,我转给他。")


FLOW = Flow("reply_ticket", version=1, roles=ANY_MEMBER, run=reply_ticket, offer=ReplyTicket)
