"""A department answers a ticket: with 答复 and then in words, or in words alone (可以做,两周).

Words that only say that it was seen, or when the answer comes, are passed on, and its time goes on.
"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.holding import in_hand, words_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import answered_buttons, short_step_buttons
from bot.wording.offers import AnswerTicket
from bot.wording.undoing import quoted
from nlu import tickets as reading
from sales.tickets import TicketFact
from scheduler import ticket_clock


async def answer_ticket(talk: Talk, opening: Opening) -> None:
    offer = AnswerTicket.of(opening.params)
    ticket = await in_hand(talk, offer.step, adds=offer.words is not None)
    if ticket is None:
        return
    question = f"工单{ticket.id}「{quoted(ticket.text)}」怎么答复?说一句,我原话告诉{ticket.owner}。"
    words = await words_of(talk, opening, offer.words, question, ticket)
    mine = ticket.step.id == offer.step and ticket.step.is_open
    if mine and not offer.final and (reading.is_seen(words) or reading.is_interim(words, ticket.text)):
        return await still_to_come(talk, ticket, words)
    now = await talk.now()
    done = await talk.execute("answer", ticket_clock.answered, talk.policy, offer.step, words, access.superior, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    if done.step.is_open:  # passed on meanwhile: whoever has it now hears too
        text = wording.added(done, talk.speaker.name, words)
        await talk.say(text, short_step_buttons(done), kind="nudge", to=done.step.member_id)
        await talk.say(text, kind="receipt", to=done.owner_id)
        said = f"已经补给{done.step.member}(工单{done.id}):「{words}」"
        return await talk.say(said, [undo_button(opening.run)], kind="receipt")
    text = wording.answered(talk.policy, done, words)
    await talk.say(text, answered_buttons(done), kind="receipt", to=done.owner_id)
    await talk.say(f"已经答复{done.owner}(工单{done.id}):「{words}」", [undo_button(opening.run)], kind="receipt")


async def still_to_come(talk: Talk, ticket: TicketFact, words: str) -> None:
    """The owner hears that it was seen; whoever has it may say by one tap that this was the answer."""
    await talk.say(wording.interim(talk.policy, ticket, words), kind="receipt", to=ticket.owner_id)
    if reading.is_seen(words):
        return await talk.say(f"好,{ticket.owner}知道你看到了。有结果直接打字,我转给他。")
    told = f"好,{ticket.owner}知道你看到了,工单{ticket.id}先留在你这。有结果直接打字,我转给他。"
    await talk.say(told, [Choice("这就是答复", opens=AnswerTicket(ticket.step.id, words, final=True))])


FLOW = Flow("answer_ticket", version=2, roles=ANY_MEMBER, run=answer_ticket, offer=AnswerTicket)
