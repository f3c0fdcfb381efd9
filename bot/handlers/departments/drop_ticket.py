"""A ticket is not needed any more, or over: 工单3不用了 / 恒泰那个工单关了吧. Whoever has it in hand hears of it."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.ending import close
from bot.handlers.shared.ticketing.holding import own
from bot.turn.opening import Opening, Talk
from bot.wording.departments import tickets as wording
from bot.wording.offers import DropTicket
from bot.wording.undoing import quoted
from nlu import tickets as reading
from sales import slot_values, tickets
from sales.tickets import TicketFact

SHOWN = 6


async def drop_ticket(talk: Talk, opening: Opening) -> None:
    ticket_id = DropTicket.of(opening.params).ticket or await which(talk, opening)
    ticket = await own(talk, ticket_id) if ticket_id is not None else None
    if ticket is None:
        return
    over = reading.closes(opening.text) and not ticket.step.is_open
    await close(talk, opening, ticket, solved=over)


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
    version=2,
    starts=(Phrase("drop_ticket", reading.drops),),
    roles=ANY_MEMBER,
    run=drop_ticket,
    offer=DropTicket,
)
