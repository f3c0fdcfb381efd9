"""Which tickets there are and how they stand: one's own, those in hand, the team's. 我的工单 / 恒泰那个工单到哪了"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, LEADERS, SALES, SELLERS, Speaker
from bot.conversation import Flow, Intent, Phrase
from bot.handlers.shared.ticketing.holding import may_act
from bot.turn.opening import Opening, Talk
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import owner_buttons, show_button, step_buttons
from bot.wording.offers import ShowTickets
from nlu import tickets as reading
from sales import slot_values, tickets
from sales.teamwork import people
from sales.tickets import TicketFact
from scheduler import ticket_clock

SHOWN, BUTTONS = 12, 4
CLOSED_SINCE = timedelta(days=7)
IN_HAND = "tickets_in_hand"  # what a department's question for its tasks is read as
NOT_THEIRS = "这张工单不归你看了,或者没有这个号码。看你自己的,说「我的工单」。"


async def my_tickets(talk: Talk, opening: Opening) -> None:
    ticket_id = ShowTickets.of(opening.params).ticket
    named = reading.numbered(opening.text)
    if ticket_id is None and named is not None:
        ticket_id = named.ticket
    if ticket_id is not None:
        return await show(talk, opening, ticket_id)
    whose = whose_meant(opening)
    found = await talk.query("found", of_whom, talk.speaker, opening, whose)
    if not found and whose == "in_hand" and opening.speaker.role in SELLERS:
        whose = "own"
        found = await talk.query("raised", of_whom, talk.speaker, opening, whose)
    if not found and whose == "own" and opening.speaker.role in LEADERS:
        whose = "team"
        found = await talk.query("of_team", of_whom, talk.speaker, opening, whose)
    if reading.late_only(opening.text):
        late = [ticket_clock.limit_at(talk.policy, one) <= opening.at for one in found]
        found = tuple(one for one, over in zip(found, late, strict=True) if over and one.step.is_open)
    if len(found) == 1 and (reading.asks_where(opening.text) or reading.asks_took(opening.text)):
        return await show(talk, opening, found[0].id)
    if not found:
        return await talk.say(NOTHING[whose])
    lines = [line(talk, one, opening) for one in found[-SHOWN:]]
    heads = {"own": f"你提的工单 {len(found)} 张:", "in_hand": f"你手上 {len(found)} 张工单:"}
    head = heads.get(whose, f"团队在走的工单 {len(found)} 张:")
    buttons = [show_button(one) for one in found[-SHOWN:]] if len(found) <= BUTTONS else []
    await talk.say("\n".join([head, *lines]), buttons)


def whose_meant(opening: Opening) -> str:
    """Whose tickets are asked for: what other departments have in hand, what sellers have raised, what leaders lead."""
    role, whose = opening.speaker.role, reading.whose(opening.text)
    of_department = role not in SELLERS | LEADERS
    if of_department and (opening.understanding.intent == IN_HAND or whose == "own"):
        return "in_hand"
    return "own" if whose == "team" and role not in LEADERS and not opening.speaker.admin else whose


async def show(talk: Talk, opening: Opening, ticket_id: int) -> None:
    """One ticket, to whom it concerns."""
    ticket = await talk.query("ticket", tickets.get, ticket_id)
    sees = await talk.query("sees", concerns, talk.speaker, ticket_id)
    if ticket is None or sees is None:
        return await talk.say(NOT_THEIRS)
    notes = await talk.query("notes", tickets.notes_of, ticket_id)
    text = wording.shown(talk.policy, ticket, notes, opening.at, ticket_clock.limit_at(talk.policy, ticket))
    if sees == "owner":
        return await talk.say(text, owner_buttons(ticket), attachments=wording.files_of(notes))
    following = await talk.query("following", tickets.next_served, talk.policy, ticket, access.superior)
    buttons = step_buttons(talk.policy, ticket, following) if sees == "holder" else ()
    await talk.say(text, buttons, attachments=wording.files_of(notes))


def line(talk: Talk, ticket: TicketFact, opening: Opening) -> str:
    """A ticket in the list."""
    return wording.line(talk.policy, ticket, opening.at, ticket_clock.limit_at(talk.policy, ticket))


def concerns(session: Session, speaker: Speaker, ticket_id: int) -> str | None:
    """As what the speaker sees a ticket: its holder, its owner or who leads them, or somebody it went through."""
    ticket = tickets.get(session, ticket_id)
    if ticket is None:
        return None
    if ticket.is_with(speaker.member_id):
        return "holder"
    if may_act(session, ticket_id, speaker):
        return "owner"
    return "past" if tickets.involved(session, ticket_id, speaker.member_id) else None


def of_whom(session: Session, speaker: Speaker, opening: Opening, whose: str) -> tuple[TicketFact, ...]:
    """The tickets that are asked for; of the customer or department named, if one is."""
    if whose == "in_hand":
        found = tickets.with_member(session, speaker.member_id)
    elif whose == "team":
        closed_since = opening.at - CLOSED_SINCE if reading.asks_took(opening.text) else None
        found = tickets.open_of(session, access.members(speaker), closed_since)
    else:
        found = tickets.lately_of(session, speaker.member_id, opening.at - CLOSED_SINCE)
    named = slot_values.word(opening.understanding.slots, "customer")
    departments = slot_values.words(opening.understanding.slots, "department")
    persons = named_in(session, speaker, opening.text)
    return tuple(
        one
        for one in found
        if named is None or (one.customer is not None and named in one.customer)
        if not departments or one.step.department in departments
        if not persons or one.owner in persons or one.step.member in persons
    )


def named_in(session: Session, speaker: Speaker, text: str) -> set[str]:
    """The colleagues whom a leader names: who raised the tickets, or has them."""
    if not speaker.leads:
        return set()
    sellers = people.sellers_of(session, None if speaker.sees_all else speaker.team_id)
    serving = tickets.people_of(session, ANY_MEMBER - SALES)
    names = [*(one.name for one in sellers), *(one.member for one in serving)]
    return {name for name in names if name in text}


NOTHING = {
    "own": "你现在没有在走的工单。要请别的部门帮忙,直接说,比如「请产品评估一下接口」。",
    "in_hand": "你手上没有等你处理的工单。",
    "team": "团队现在没有在走的工单。",
}

FLOW = Flow(
    "my_tickets",
    version=2,
    starts=(
        Phrase("tickets", reading.asks_list),
        Phrase("ticket_where", reading.asks_where),
        Intent(IN_HAND),
    ),
    roles=ANY_MEMBER,
    run=my_tickets,
    title="看工单",
    only_answers=True,
    offer=ShowTickets,
)
