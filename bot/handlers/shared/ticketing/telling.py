"""Telling whoever has a ticket in hand what is asked of them."""

from __future__ import annotations

from datetime import datetime

from bot import access
from bot.turn.opening import Talk
from bot.wording.departments.buttons import step_buttons
from bot.wording.departments.tickets import at_step
from sales import tickets
from scheduler import ticket_clock
from scheduler.ticket_clock import Told


async def tell_holder(talk: Talk, told: Told, now: datetime) -> None:
    """Tell them now, unless a timer does so after quiet time."""
    if not told.at_once:
        return
    ticket = told.ticket
    notes = await talk.query("notes", tickets.notes_of, ticket.id)
    following = await talk.query("following", tickets.next_served, talk.policy, ticket, access.superior)
    text = at_step(talk.policy, ticket, notes, ticket_clock.limit_at(talk.policy, ticket), now)
    await talk.say(text, step_buttons(talk.policy, ticket, following), kind="nudge", to=ticket.step.member_id)
