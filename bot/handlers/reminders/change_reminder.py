"""Changing a reminder right after it was set or listed. 改八点半 / 第3个改到明天 / 记得带报价单"""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.reminding.moved_reminder import move_reminder
from bot.handlers.shared.reminding.spoken_step import says_nothing
from bot.turn.opening import Opening, Talk
from bot.turn.references.reference import Candidate
from bot.turn.references.shown import reminder_at
from bot.turn.undo import follow_on, recorded, reversing
from bot.wording.buttons import undo_button
from bot.wording.reminders import about, reminder_when
from config.policy import Policy
from nlu import following
from sales import reminders, slot_values
from sales.reminders import ReminderFact


async def change_reminder(talk: Talk, opening: Opening) -> None:
    known = await talk.query("meant", reminder_meant, talk.policy, opening)
    if known is None:
        return await talk.say("这个提醒已经不在了。")
    more = following.thought_of(opening.text)
    if following.rephrases(opening.text):
        what = slot_values.word(opening.understanding.slots, "next_action")
        if what is not None and not says_nothing(what):
            return await move_reminder(talk, opening, known, what)
        return await move_reminder(talk, opening, known)
    if more is None:
        return await move_reminder(talk, opening, known)
    now = await talk.now()
    changed = await talk.execute("reword", attempt, reworded, known.id, talk.speaker.member_id, f"{known.text},{more}")
    if isinstance(changed, Stale):
        return await talk.say(changed.text)
    when = reminder_when(talk.policy, changed, now)
    await talk.say(f"加上了,{when}提醒你:{about(changed)}。", [undo_button(opening.run)], kind="receipt")


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


def reworded(session: Session, reminder_id: int, member_id: int, text: str) -> ReminderFact:
    """Let the member's reminder say `text`. Raises Changed if it is gone."""
    return reminders.reword(session, reminder_id, member_id, text)


FLOW = Flow("change_reminder", version=1, roles=ANY_MEMBER, run=change_reminder)
