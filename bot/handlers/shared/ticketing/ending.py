"""A ticket ends: solved, or not needed any more. Who has it in hand, and its owner, hear of it."""

from __future__ import annotations

from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.undoing import quoted
from sales.tickets import TicketFact
from scheduler import ticket_clock


async def close(talk: Talk, opening: Opening, ticket: TicketFact, *, solved: bool) -> None:
    """Close the open ticket."""
    now = await talk.now()
    told = await talk.execute("close", ticket_clock.closed, ticket.id, solved, now)
    if isinstance(told, Stale):
        return await talk.say(told.text)
    done, by = told.ticket, talk.speaker.name
    text = f"{wording.title(done)}{by}说不用了,不用再办:「{quoted(done.text)}」"
    if solved:
        text = f"{wording.title(done)}解决了,{by}确认过,不用再管了。"
    if told.at_once and (solved or ticket.step.is_open) and done.step.member_id != opening.speaker.id:
        await talk.say(text, kind="receipt", to=done.step.member_id)
    if ticket.owner_id != opening.speaker.id:
        await talk.say(
            f"{by}{'结' if solved else '撤'}了你的{wording.title(done)}。", kind="receipt", to=ticket.owner_id
        )
    how = "结了" if solved else "不办了"
    await talk.say(f"好,{wording.title(done)}{how}。", [undo_button(opening.run)], kind="receipt")
