"""Whether the speaker has a ticket in hand, or it is theirs; who may not hears in one sentence how it stands."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation import Asked
from bot.turn.opening import Opening, Talk
from bot.wording.departments.tickets import holder, title
from bot.wording.turn import REASONS
from sales import tickets
from sales.teamwork import people
from sales.tickets import TicketFact


async def in_hand(talk: Talk, step_id: int, *, adds: bool = False) -> TicketFact | None:
    """The ticket that the speaker has in hand at this step; with `adds`, or has answered or passed on at it."""
    ticket = await talk.query("ticket", tickets.of_step, step_id)
    if ticket is None:
        await talk.say("这张工单已经撤回了,不用处理。")
    elif not ticket.is_open:
        await talk.say(f"工单{ticket.id}已经{'解决' if ticket.solved else '撤'}了,没有动,不用处理。")
    elif adds and await talk.query("said", tickets.last_word_of, ticket.id, talk.speaker.member_id) == step_id:
        return ticket
    elif ticket.step.id != step_id or not ticket.step.is_open:
        where = f",现在在{holder(talk.policy, ticket)}那里" if ticket.step.id != step_id else ",等对方确认"
        await talk.say(f"工单{ticket.id}这一步已经处理完了{where},没有动。")
    elif not await talk.query("has_it", has_it, step_id, talk.speaker):
        await talk.say(f"工单{ticket.id}现在由{holder(talk.policy, ticket)}处理,没有动。")
    else:
        return ticket
    return None


async def own(talk: Talk, ticket_id: int) -> TicketFact | None:
    """The open ticket, if it is the speaker's or that of somebody they lead."""
    ticket = await talk.query("ticket", tickets.get, ticket_id)
    if ticket is None:
        await talk.say("这张工单已经撤回了,不用处理。")
    elif not await talk.query("may", may_act, ticket_id, talk.speaker):
        await talk.say(REASONS["ticket_passed_on"])
    elif not ticket.is_open:
        await talk.say(f"{title(ticket)}已经{'解决' if ticket.solved else '撤'}了,没有动。")
    else:
        return ticket
    return None


def has_it(session: Session, step_id: int, speaker: Speaker) -> bool:
    """Whether the speaker has this step in hand now."""
    ticket = tickets.of_step(session, step_id)
    return ticket is not None and ticket.step.id == step_id and ticket.is_with(speaker.member_id)


def may_act(session: Session, ticket_id: int, speaker: Speaker) -> bool:
    """Whether a ticket is the speaker's, or that of somebody they lead."""
    ticket = tickets.get(session, ticket_id)
    if ticket is None:
        return False
    return ticket.owner_id == speaker.member_id or people.all_of(session, access.members(speaker), {ticket.owner_id})


async def words_of(
    talk: Talk, opening: Opening, words: str | None, question: str, ticket: TicketFact, *, at_step: bool = True
) -> str:
    """What is said about a ticket: the words that came with the button, else those that answer the question."""
    if words:
        return words
    said: str = await talk.ask(
        "words",
        question,
        parse=verbatim,
        about=(ticket.customer,) if ticket.customer else (),
        matters=partial(_still, ticket, opening.speaker) if at_step else None,
    )
    return said


def verbatim(text: str, understanding: Any, asked: Asked) -> str:
    """Any words, as they were said."""
    return text.strip()


def _still(ticket: TicketFact, speaker: Speaker, session: Session) -> bool:
    """Whether the step that was asked about is still to be dealt with."""
    known = tickets.get(session, ticket.id)
    return known is not None and known.is_open and known.step.id == ticket.step.id and known.step.is_open
