"""A department passes a ticket on: to the next one of the route, or to another; in words too (这个得财务看,
转给翁总定)."""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.holding import in_hand
from bot.handlers.shared.ticketing.telling import tell_holder
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.offers import PassTicket
from sales import tickets
from sales.tickets import TicketFact
from scheduler import ticket_clock


async def pass_ticket(talk: Talk, opening: Opening) -> None:
    offer = PassTicket.of(opening.params)
    ticket = await in_hand(talk, offer.step, adds=True)
    if ticket is None:
        return
    if ticket.step.id != offer.step:
        return await talk.say(wording.is_there(talk.policy, ticket))
    if offer.member is not None and offer.department is not None:
        return await pass_on(talk, opening, ticket, offer, offer.department)
    beside = await talk.query("beside", tickets.departments_beside, talk.policy, ticket, access.superior)
    department = offer.department
    if not beside:
        return await talk.say(f"后面没有别的部门了,工单{ticket.id}由你答复{ticket.owner}就行。")
    if department is None:
        each = {to.member_id: to for to in reversed(beside)}  # who serves several departments, by the first
        named = [to for to in beside if each[to.member_id] is to]
        choices = [Choice(f"{talk.policy.tickets.name(to.department)}{to.member}", to.department) for to in named]
        department = str(await talk.ask("department", f"工单{ticket.id}转给哪个部门?", choices))
    if department not in [to.department for to in beside]:
        names = "、".join(talk.policy.tickets.name(to.department) for to in beside)
        return await talk.say(f"{talk.policy.tickets.name(department)}那边转不过去,可以转:{names}。没有动。")
    await pass_on(talk, opening, ticket, offer, department)


async def pass_on(talk: Talk, opening: Opening, ticket: TicketFact, offer: PassTicket, department: str) -> None:
    """Pass it on to the department, or to the member of the offer, and tell everybody."""
    now = await talk.now()
    by = wording.holder(talk.policy, ticket)
    told = await talk.execute(
        "pass",
        ticket_clock.passed_on,
        talk.policy,
        offer.step,
        department,
        offer.words,
        access.superior,
        now,
        offer.member,
    )
    if isinstance(told, Stale):
        return await talk.say(told.text)
    await tell_holder(talk, told, now)
    text = wording.passed(talk.policy, told.ticket, by, offer.words)
    await talk.say(text, kind="receipt", to=told.ticket.owner_id)
    to_whom = wording.holder(talk.policy, told.ticket)
    done = f"工单{ticket.id}已转给{to_whom},{ticket.owner}也知道了。"
    await talk.say(done, [undo_button(opening.run)], kind="receipt")


FLOW = Flow("pass_ticket", version=1, roles=ANY_MEMBER, run=pass_ticket, offer=PassTicket)
