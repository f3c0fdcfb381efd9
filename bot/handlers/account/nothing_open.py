"""A confirmation or a cancellation when no question waits for it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, SALES
from bot.conversation import Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording import buttons, turn
from bot.wording.departments.buttons import solved_buttons
from bot.wording.departments.tickets import still_waits
from sales import tickets
from sales.tickets import TicketFact

SHOWN = 3


async def nothing_open(talk: Talk, opening: Opening) -> None:
    if (small_talk := turn.small_talk(opening.text)) is not None:
        return await talk.say(small_talk)
    waiting = await talk.query("tickets", answered_of, opening.speaker.id, opening.at)
    if waiting:
        choices = [choice for ticket in waiting[-SHOWN:] for choice in solved_buttons(ticket)]
        return await talk.say(still_waits(waiting), choices)
    hint = "要记跟进直接说就行。" if opening.speaker.role in SALES else ""
    await talk.say(f"现在没有等你确认的事。{hint}", [buttons.HELP])


def answered_of(session: Session, member_id: int | None, now: datetime) -> tuple[TicketFact, ...]:
    """The speaker's tickets that were answered, and wait for their word."""
    own = tickets.lately_of(session, member_id, now) if member_id is not None else ()
    return tuple(one for one in own if one.is_open and not one.step.is_open)


FLOW = Flow("nothing_open", version=2, starts=(Intent("confirm"), Intent("cancel")), roles=ANY_MEMBER, run=nothing_open)
