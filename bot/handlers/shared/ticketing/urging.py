"""Whoever has a ticket in hand hears that it is waited for; not again within the hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.turn.effects import Stale
from bot.turn.opening import Talk
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import short_step_buttons
from bot.wording.undoing import quoted
from sales import tickets
from sales.scope import Actor
from sales.tickets import TicketFact

PAUSE = timedelta(hours=1)


async def urge(talk: Talk, ticket: TicketFact, words: str | None) -> None:
    """Tell whoever has the open ticket in hand, with the words that urge."""
    step, who = ticket.step, wording.holder(talk.policy, ticket)
    if not step.is_open:
        return await talk.say(f"{who}已经答复了,等{ticket.owner}确认。")
    if step.asked_at is not None:
        return await talk.say(f"{who}在等{ticket.owner}补充,补上他才能接着办。")
    now = await talk.now()
    urged = await talk.execute("urge", note, ticket.id, now)
    if isinstance(urged, Stale):
        return await talk.say(urged.text)
    if not urged:
        return await talk.say(f"刚催过{step.member},过一小时再催。")
    said = f",他说:「{words}」" if words else ""
    text = f"{talk.speaker.name}在等{wording.title(ticket)}「{quoted(ticket.text, wording.SHORT)}」的答复{said}"
    await talk.say(f"{text}\n有结果直接打字就行。", short_step_buttons(ticket), kind="nudge", to=step.member_id)
    await talk.say(f"已经催了{who}(工单{ticket.id})。")


def note(session: Session, by: Actor, ticket_id: int, now: datetime) -> bool:
    """Note it; False if it was noted within the hour. Raises Changed if the ticket is closed or not theirs."""
    return tickets.note_urged(session, by, ticket_id, now, PAUSE)
