"""Another department is asked for something: 恒泰要定制接口,请产品评估一下 / 让财务看看能不能分三期

Each department that is asked gets a ticket of its own, in the words of who asks; one asked by name (麻烦孙工看下) is
who gets it. Who has a colleague told something (让邵波看看) gives an order instead (instruct)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, SALES, Speaker
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.ticketing.about import customer_about, deal_about
from bot.handlers.shared.ticketing.telling import tell_holder
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import LIST, owner_buttons
from config.policy import Policy
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import slot_values, tickets
from sales.tickets import Request
from scheduler import ticket_clock


async def raise_ticket(talk: Talk, opening: Opening) -> None:
    departments = asked_departments(talk.policy, opening)
    about = tuple(
        name for slot in ("customer", "contact") for name in slot_values.words(opening.understanding.slots, slot)
    )
    if reading.urges(opening.text):
        names = "、".join(talk.policy.tickets.name(department) for department in departments)
        return await talk.say(f"你没有等{names}答复的工单。要请他们帮忙,说清楚要什么,我原话转过去。", [LIST])
    if not departments:
        choices = departments_of(talk.policy)
        departments = (await talk.ask("department", "要找哪个部门?", choices, read_department, about=about),)
    if not reading.says_what(opening.text):
        names = "、".join(talk.policy.tickets.name(department) for department in departments)
        question = f"要{names}做什么?说一句,我原话转过去。"
        what = await talk.ask("what", question, parse=partial(read_what, departments), about=about)
        opening = replace(opening, text=what)
    customer = await customer_about(talk, opening)
    customer_id = customer.id if customer is not None else None
    deal_id = await talk.query("deal", deal_about, talk.speaker, customer_id, opening.text) if customer_id else None
    named = await talk.query("colleagues", colleagues_asked, talk.speaker, opening.text)
    for department, text in asked_of_each(opening, departments, named):
        needed_at, needed_on = needed(opening.understanding, opening.text, text)
        member_id = await talk.query(f"named:{department}", named_of, talk.speaker, department, text)
        request = Request(department, text, customer_id, deal_id, needed_at, needed_on, member_id)
        await raise_one(talk.part(department), opening, request)


async def raise_one(talk: Talk, opening: Opening, request: Request) -> None:
    """Raise one ticket, and tell whoever serves the department."""
    now = await talk.now()
    known = await talk.query("like", tickets.like, talk.speaker.member_id, request, now)
    if known is not None:
        limit_at = ticket_clock.limit_at(talk.policy, known)
        state = wording.state(talk.policy, known, now, limit_at)
        return await talk.say(f"这件事已经在办了:{wording.title(known)},{state}。", owner_buttons(known))
    told = await talk.execute("raise", ticket_clock.raised, talk.policy, request, access.superior, now)
    if isinstance(told, Stale):
        return await talk.say(told.text)
    await tell_holder(talk, told, now)
    limit_at = ticket_clock.limit_at(talk.policy, told.ticket)
    has_people = request.department in ANY_MEMBER  # 技术 never has: others serve it as a matter of course
    stands_in = has_people and not await talk.query("own", tickets.people_of, (request.department,))
    text = wording.raised(talk.policy, told.ticket, limit_at, now, at_once=told.at_once, stands_in=stands_in)
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


def asked_departments(policy: Policy, opening: Opening) -> tuple[str, ...]:
    """The departments that the words ask: not those that they leave out; of several in turn the first."""
    named = tuple(slot_values.words(opening.understanding.slots, "department"))
    left_out = {key for word in reading.left_out(opening.text) for key in called(policy, word)}
    first = reading.first_in_turn(opening.text)
    if first is not None:
        return called(policy, first)
    if left_out.isdisjoint(named):
        return named
    others = tuple(known.key for known in policy.tickets.departments if known.name in opening.text)
    return tuple(key for key in named if key not in left_out) or tuple(key for key in others if key not in left_out)


def named_of(session: Session, speaker: Speaker, department: str, text: str) -> int | None:
    """Who of the department the words name, other than the speaker."""
    found = [one for one in tickets.people_of(session, {department}) if reading.calls(text, one.member)]
    return found[0].member_id if len(found) == 1 and found[0].member_id != speaker.id else None


def called(policy: Policy, word: str) -> tuple[str, ...]:
    """The department that a word is for, as a tuple of one."""
    return tuple(known.key for known in policy.tickets.departments if known.name[:2] == word[:2])


def departments_of(policy: Policy) -> list[Choice]:
    """The departments there are."""
    return [Choice(department.name, department.key) for department in policy.tickets.departments]


def read_department(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """The department that the words name."""
    named = slot_values.words(understanding.slots, "department")
    found = next((choice.answer for choice in asked.choices if choice.label in text), None)
    return named[0] if named else found or NotAnAnswer("点一个部门就行。")


def read_what(departments: tuple[str, ...], text: str, understanding: Understanding, asked: Asked) -> Any:
    """What is wanted, in any words but a request to another department."""
    named = slot_values.words(understanding.slots, "department")
    is_another = understanding.intent == "raise_ticket" and bool(named) and not set(named) & set(departments)
    return NotAnAnswer() if is_another else text.strip()


def colleagues_asked(session: Session, speaker: Speaker, text: str) -> tuple[tuple[str, int, int], ...]:
    """The departments of the colleagues whom the words ask by name (给孙工看下), each with where the name stands."""
    serving = [one for one in tickets.people_of(session, ANY_MEMBER - SALES) if one.member_id != speaker.id]
    found = [(one.department, place) for one in serving if (place := reading.asked_at(text, one.member)) is not None]
    return tuple((department, *place) for department, place in found)


def asked_of_each(
    opening: Opening, departments: tuple[str, ...], named: Sequence[tuple[str, int, int]]
) -> list[tuple[str, str]]:
    """Each department that is asked, by what it is called or by the name of a colleague, with the words that are for
    it."""
    spans = opening.understanding.spans_of("department") if opening.text == opening.understanding.text else ()
    spans = spans if len(spans) == len(departments) else ()
    others = {
        department: (start, end) for department, start, end in named if not spans or department not in departments
    }
    asked = sorted([*zip(spans, departments, strict=False), *((place, key) for key, place in others.items())])
    if len({department for _, department in asked}) < 2:
        return [(department, opening.text.strip()) for department in dict.fromkeys(departments)]
    words = reading.shared_out(opening.text, [place for place, _ in asked])
    return list(dict(zip((department for _, department in asked), words, strict=True)).items())


def needed(understanding: Understanding, text: str, own: str) -> tuple[datetime | None, date | None]:
    """By when, as an instant or a day, if that stands in the words for this department."""
    times = slot_values.words(understanding.slots, "next_time")
    for value, (start, end) in zip(times, understanding.spans_of("next_time"), strict=False):
        if text[start:end] in own:
            return slot_values.moment({"next_time": value})
    return None, None


FLOW = Flow(
    "raise_ticket",
    version=3,
    starts=(Intent("raise_ticket"),),
    roles=ANY_MEMBER,
    run=raise_ticket,
    title="请别的部门帮忙",
)
