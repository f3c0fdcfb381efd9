"""The owner says whether an answer solves it: 解决了 closes the ticket, 还没解决 asks the department again."""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.ending import close
from bot.handlers.shared.ticketing.holding import own, words_of
from bot.handlers.shared.ticketing.telling import tell_holder
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.offers import CloseTicket, DropTicket
from bot.wording.turn import REASONS
from sales.tickets import TicketFact
from scheduler import ticket_clock


async def close_ticket(talk: Talk, opening: Opening) -> None:
    offer = CloseTicket.of(opening.params)
    ticket = await own(talk, offer.ticket)
    if ticket is None:
        return
    if not offer.solved:
        return await ask_again(talk, opening, ticket, offer)
    if ticket.step.is_open:  # the answer was taken back, or asked again about
        drop = Choice("不用了", opens=DropTicket(ticket.id))
        return await talk.say(wording.not_answered_yet(talk.policy, ticket), [drop])
    await close(talk, opening, ticket, solved=True)


async def ask_again(talk: Talk, opening: Opening, ticket: TicketFact, offer: CloseTicket) -> None:
    """The ticket goes back to the department that answered, or to another that is asked now."""
    who = wording.holder(talk.policy, ticket)
    if ticket.step.is_open:
        return await talk.say(REASONS["ticket_asked_again"])
    words = await words_of(talk, opening, offer.words, f"还差什么?说一句,我再问{who}。", ticket, at_step=False)
    now = await talk.now()
    to = offer.department
    told = await talk.execute(
        "again", ticket_clock.asked_again, talk.policy, ticket.id, words, to, access.superior, now
    )
    if isinstance(told, Stale):
        return await talk.say(told.text)
    await tell_holder(talk, told, now)
    done = f"已经再问{wording.holder(talk.policy, told.ticket)}(工单{ticket.id}):「{words}」"
    await talk.say(done, [undo_button(opening.run)], kind="receipt")


FLOW = Flow("close_ticket", version=2, roles=ANY_MEMBER, run=close_ticket, offer=CloseTicket)
