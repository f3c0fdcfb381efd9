"""Telling a colleague something in the speaker's name, with buttons to answer. It comes again at the time named for it.

It is a message: it touches neither a deal's time nor any record, so that it is confirmed by a reply, not by a receipt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlmodel import Session

from bot import access
from bot.access import LEADERS
from bot.handlers.shared.leading.colleagues import as_speaker
from bot.handlers.shared.named_time import moment
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import instruction_buttons, undo_button
from bot.wording.values import say_date, say_time
from config.policy import Policy
from nlu import orders
from nlu.time.times import find_times
from sales import customers, slot_values
from sales.scope import Actor
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from sales.teamwork.people import MemberFact
from scheduler import instruction_clock

DAY = 10  # characters of a day without a time (2026-11-23)
DAY_ENDS = time(17, 30)


async def tell_colleagues(talk: Talk, opening: Opening, to: tuple[MemberFact, ...], what: str, verb: str = "") -> None:
    """Tell each of `to` what they are to do, and confirm it; `verb` says what it is, where it is no order."""
    here = opening.at.astimezone(talk.policy.zone)
    time_said = time_of_order(opening, here, [member.name for member in to])
    today = time_said == here.date().isoformat()  # without an hour: before the day's work ends
    named = moment(time_said, here) if time_said else None
    named = datetime.combine(here.date(), DAY_ENDS, here.tzinfo) if today else named
    words = slot_values.word(opening.understanding.slots, "customer")
    what = f"你{what}" if what.startswith("的") else what  # 小周的客户都催一下
    now = await talk.now()
    asks, news = bool(verb), orders.is_news(what)
    verb = verb or ("交代你" if opening.speaker.role in LEADERS else "让我转告你")
    for member in to:
        kept = await talk.execute(f"tell{member.id}", keep, talk.policy, member, what, words, named, now)
        if isinstance(kept, Stale):
            return await talk.say(kept.text)
        lines = details(talk.policy, kept, now, day_only=len(time_said or "") == DAY)
        text = "\n".join([f"{talk.speaker.name}{verb}:{what}", *lines])
        await talk.say(text, instruction_buttons(kept.id, news=news), kind="nudge", to=member.id)
    names = "、".join(member.name for member in to)
    when = f"({by_when(talk.policy, named, now, day_only=len(time_said or '') == DAY)})" if named else ""
    later = "回了我告诉你。" if asks or news else "办好了我告诉你。" if len(to) == 1 else "谁办好了我告诉你。"
    await talk.say(f"已转告{names}:{what}{when}。{later}", [undo_button(opening.run)])


def time_of_order(opening: Opening, here: datetime, names: Sequence[str]) -> str | None:
    """By when the words want it done; a colleague's name is no holiday (让国庆今天去)."""
    said = slot_values.word(opening.understanding.slots, "next_time")
    times = find_times(opening.text, here) if said is not None else []
    of_names = [one for one in times if any(opening.text[one.start : one.end] in name for name in names)]
    if all(one.next_time != said for one in of_names):
        return said
    return next((one.next_time for one in times if one not in of_names and one.next_time), None)


def by_when(policy: Policy, at: datetime, now: datetime, *, day_only: bool) -> str:
    """The time of an order; of one for a day as such, the day."""
    if not day_only:
        return say_time(at, now, policy.zone)
    day, today = at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date()
    return f"{say_date(day, today)}{'之内' if day == today else ''}"


def details(policy: Policy, kept: InstructionFact, now: datetime, *, day_only: bool) -> list[str]:
    """By when, and about which customer, where the words themselves do not say it in full."""
    lines = [f"时间:{by_when(policy, kept.named_at, now, day_only=day_only)}"] if kept.named_at else []
    return [*lines, f"客户:{kept.customer}"] if kept.customer else lines


def keep(
    session: Session,
    by: Actor,
    policy: Policy,
    to: MemberFact,
    what: str,
    words: str | None,
    named: datetime | None,
    now: datetime,
) -> InstructionFact:
    """Keep the instruction, with the customer that the words name among those that the colleague may see, and plan
    that the colleague is reminded at its time."""
    found = customers.find(session, access.customers(as_speaker(to)), words) if words else ()
    customer_id = found[0].id if len(found) == 1 and not found[0].near else None
    told = instructions.add(session, by, to.id, what, now, customer_id=customer_id, named_at=named)
    instruction_clock.plan(session, policy, told, now)
    return told
