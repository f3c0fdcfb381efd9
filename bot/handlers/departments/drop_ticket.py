"""A ticket is not needed any more: 工单3不用了 / 恒泰那个工单撤了吧. Whoever has it in hand hears of it."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.holding import own
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.offers import DropTicket
from bot.wording.undoing import quoted
from nlu import tickets as reading
from sales import slot_values, tickets
from sales.tickets import TicketFact
from scheduler import ticket_clock

SHOWN = 6


async def drop_ticket(talk: Talk, opening: Opening) -> None:
    ticket_id = DropTicket.of(opening.params).ticket or await which(talk, opening)
    ticket = await own(talk, ticket_id) if ticket_id is not None else None
    if ticket is None:
        return
    now = await talk.now()
    told = await talk.execute("drop", ticket_clock.closed, ticket.id, False, now)
    if isinstance(told, Stale):
        return await talk.say(told.text)
    done = told.ticket
    if told.at_once and ticket.step.is_open and ticket.step.member_id != opening.speaker.id:
        text = f"{wording.title(done)}{talk.speaker.name}说不用了,不用再办:「{quoted(done.text)}」"
        await talk.say(text, kind="receipt", to=ticket.step.member_id)
    if ticket.owner_id != opening.speaker.id:
        await talk.say(f"{talk.speaker.name}撤了你的{wording.title(done)}。", kind="receipt", to=ticket.owner_id)
    await talk.say(f"好,{wording.title(done)}不办了。", [undo_button(opening.run)], kind="receipt")


async def which(talk: Talk, opening: Opening) -> int | None:
    """The ticket that words mean; None if there is none, which the person has been told."""
    named = reading.numbered(opening.text)
    if named is not None:
        return named.ticket
    found = await talk.query("found", meant, talk.speaker, opening)
    if not found:
        await talk.say("没找到你说的工单,带上号码说,比如「工单3不用了」。看全部说「我的工单」。")
        return None
    if len(found) == 1:
        return int(found[0].id)
    choices = [Choice(f"{wording.title(one)}「{quoted(one.text, 12)}」", one.id) for one in found[:SHOWN]]
    return int(await talk.ask("which", "哪一张工单不用了?", choices))


def meant(session: Session, speaker: Speaker, opening: Opening) -> tuple[TicketFact, ...]:
    """The open tickets of the speaker, or of those they lead where none is; of the customer named, if one is."""
    named = slot_values.word(opening.understanding.slots, "customer")
    found = [one for one in tickets.lately_of(session, speaker.member_id, opening.at) if one.is_open]
    found = found or list(tickets.open_of(session, access.members(speaker)))
    return tuple(one for one in found if named is None or (one.customer is not None and named in one.customer))


FLOW = Flow(
    "drop_ticket",
    version=1,
    starts=(Phrase("drop_ticket", reading.drops),),
    roles=ANY_MEMBER,
    run=drop_ticket,
    offer=DropTicket,
)
