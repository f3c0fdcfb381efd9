"""A department answers a ticket: with 答复 and then in words, or in words alone (可以做,两周).

Words that only say that it was seen are passed on, and its time goes on.
"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.ticketing.holding import in_hand, words_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import answered_buttons
from bot.wording.offers import AnswerTicket
from bot.wording.undoing import quoted
from nlu import tickets as reading
from scheduler import ticket_clock


async def answer_ticket(talk: Talk, opening: Opening) -> None:
    offer = AnswerTicket.of(opening.params)
    ticket = await in_hand(talk, offer.step, adds=offer.words is not None)
    if ticket is None:
        return
    question = f"工单{ticket.id}「{quoted(ticket.text)}」怎么答复?说一句,我原话告诉{ticket.owner}。"
    words = await words_of(talk, opening, offer.words, question, ticket)
    if reading.is_seen(words):
        seen = f"{wording.title(ticket)},{wording.holder(talk.policy, ticket)}看到了:「{words}」"
        await talk.say(seen, kind="receipt", to=ticket.owner_id)
        return await talk.say(f"好,{ticket.owner}知道你看到了。有结果直接打字,我转给他。")
    now = await talk.now()
    done = await talk.execute("answer", ticket_clock.answered, offer.step, words, access.superior, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    text = wording.answered(talk.policy, done, words)
    await talk.say(text, answered_buttons(done), kind="receipt", to=done.owner_id)
    await talk.say(f"已经答复{done.owner}(工单{done.id}):「{words}」", [undo_button(opening.run)], kind="receipt")


FLOW = Flow("answer_ticket", version=1, roles=ANY_MEMBER, run=answer_ticket, offer=AnswerTicket)
