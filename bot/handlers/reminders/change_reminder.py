"""Changing a reminder right after it was set or listed. 改八点半 / 第3个改到明天 / 记得带报价单"""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.handlers.shared.reminding.moved_reminder import move_reminder
from bot.handlers.shared.reminding.spoken_step import says_nothing
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.reference import Candidate
from bot.turn.references.shown import reminder_at
from bot.turn.undo import follow_on, instead, recorded, reversing
from bot.wording.buttons import undo_button
from bot.wording.reminders import about, reminder_when
from config.policy import Policy
from nlu import corrections, following
from sales import customers, reminders, slot_values
from sales.reminders import ReminderFact


async def change_reminder(talk: Talk, opening: Opening) -> None:
    known = await talk.query("meant", reminder_meant, talk.policy, opening)
    if known is None:
        return await talk.say("这个提醒已经不在了。")
    if following.rephrases(opening.text) and corrections.exchange(opening.text) is None:
        what = slot_values.word(opening.understanding.slots, "next_action")
        if what is not None and not says_nothing(what):
            return await move_reminder(talk, opening, known, what)
        return await move_reminder(talk, opening, known)
    more, exchange = following.thought_of(opening.text), corrections.exchange(opening.text)
    is_put_right = exchange is not None and exchange.wrong is not None and instead.holds(known.text, exchange.wrong)
    if more is None and not is_put_right:
        return await move_reminder(talk, opening, known)
    now = await talk.now()
    text, customer = f"{known.text},{more}", None
    if exchange is not None and exchange.wrong is not None and is_put_right:
        text = instead.put(known.text, exchange.wrong, exchange.right)
        customer = await talk.query("customer", customer_called, talk.speaker, exchange.right)
    changed = await talk.execute("reword", reminders.reword, known.id, text, customer)
    if isinstance(changed, Stale):
        return await talk.say(changed.text)
    when, done = reminder_when(talk.policy, changed, now), "改好了" if is_put_right else "加上了"
    await talk.say(f"{done},{when}提醒你:{about(changed)}。", [undo_button(opening.run)], kind="receipt")


def reminder_meant(session: Session, policy: Policy, opening: Opening) -> ReminderFact | None:
    """The reminder with the number said in the list shown last, the one that the words name, or the one set last."""
    place = following.moves_listed(opening.text)
    if place is not None:
        listed = reminder_at(session, opening.run, place, opening.at)
        return None if listed is None else reminders.get(session, listed)
    now = opening.at.astimezone(policy.zone)
    before = following.moved_from(opening.text, now)
    named = None if before is None else follow_on.named_before(opening.understanding, opening.text, before, now)
    if named is not None and named.names_a_thing and following.points_at_one(before or ""):
        pending = reminders.pending(session, opening.speaker.member_id)
        found = named.among([Candidate(known, known.customer, words=known.text) for known in pending])
        if found:
            return found[0]
    things = recorded.lately(session, reversing.live(session, opening.speaker.member_id))
    facts = (thing.fact for thing in things if isinstance(thing.fact, ReminderFact))
    return next((fact for fact in facts if fact.reminded_at is None and fact.cancelled_at is None), None)


def customer_called(session: Session, speaker: Speaker, words: str) -> int | None:
    """The one customer in scope of this very name."""
    found = customers.find(session, access.customers(speaker), words)
    return found[0].id if len(found) == 1 and not found[0].near else None


FLOW = Flow("change_reminder", version=1, roles=ANY_MEMBER, run=change_reminder)
