"""A department asks the owner of a ticket: until they answer, its time stands still. 问回去 / 要对接哪个系统?"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.ticketing.holding import in_hand, words_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import question_buttons
from bot.wording.offers import AskBack
from scheduler import ticket_clock


async def ask_back(talk: Talk, opening: Opening) -> None:
    offer = AskBack.of(opening.params)
    ticket = await in_hand(talk, offer.step)
    if ticket is None:
        return
    words = await words_of(talk, opening, offer.words, f"要问{ticket.owner}什么?说一句,我原话问他。", ticket)
    now = await talk.now()
    done = await talk.execute("ask", ticket_clock.asked, talk.policy, offer.step, words, access.superior, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    text = wording.asked(talk.policy, done, words)
    await talk.say(text, question_buttons(done), kind="nudge", to=done.owner_id)
    said = f"已经问{done.owner}(工单{done.id}):「{words}」\n等他回的时间不算你的。"
    await talk.say(said, [undo_button(opening.run)], kind="receipt")


FLOW = Flow("ask_back", version=2, roles=ANY_MEMBER, run=ask_back, offer=AskBack)
