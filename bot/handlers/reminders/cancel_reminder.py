"""Taking reminders away. 取消给孙总回电话的提醒 / 明天十点那个提醒不要了 / 明天不用提醒我了

What the words name is cancelled; none or several is a question. Of a reminder that repeats, a day named leaves that day
out; otherwise all of it goes, and 就这一次 under the receipt keeps the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.reminding.reminders_meant import Meant, meant, which
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.labels import named
from bot.wording.buttons import undo_button
from bot.wording.offers import CancelReminder
from bot.wording.reminders import about, reminder_line, say_repeats
from bot.wording.values import say_date, say_time
from config.policy import Policy
from nlu.context import all_meant, points_back, series_meant
from nlu.understanding import Understanding
from sales import reminders
from sales.errors import Changed
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock

ALL, ONCE, NONE = "all", "once", "none"
NEXT = "next"  # the next day of a reminder that repeats


async def cancel_reminder(talk: Talk, opening: Opening) -> None:
    offer = CancelReminder.of(opening.params)
    if offer.reminder is not None:
        return await take_away(talk, opening, (offer.reminder,), day=NEXT if offer.once else None)
    found: Meant = await talk.query("meant", meant, talk.policy, opening)
    if not found.pending:
        return await talk.say("你没有设着的提醒。单子到时限时的提醒,可以在那条下面点「缓一缓」。")
    going, for_good = await choose(talk, opening, found)
    if not going:
        return await talk.say("好,提醒都没动。")
    day = None if found.of_day is None or for_good else found.of_day.isoformat()
    await take_away(talk, opening, tuple(known.id for known in going), day)


async def choose(talk: Talk, opening: Opening, found: Meant) -> tuple[tuple[ReminderFact, ...], bool]:
    """The reminders that go, and whether what repeats goes for good; asked where that is not clear."""
    now, series = opening.at, series_meant(opening.text)
    if len(found.found) == 1 and found.only_day and found.found[0].repeats is not None and not series:
        return await this_day_only(talk, opening, found, found.found[0])
    if found.found and (len(found.found) == 1 or (all_meant(opening.text) and not found.of_day)):
        return found.found, series
    known = found.found or found.pending
    if found.found and found.of_day is not None:
        day = say_date(found.of_day, now.astimezone(talk.policy.zone).date())
        question = f"{day}有 {len(known)} 条提醒,都不用了吗?"
    elif found.found:
        count = f"设着 {len(known)} 条提醒" if found.names_none else f"对得上的有 {len(known)} 条"
        question = f"{count},取消哪一条?"
    else:
        question = "没有对得上的提醒。是这里面的哪一条?"
    several = [Choice("都取消", ALL)] if len(known) > 1 else []
    choices = [*several, *which(talk.policy, known, now), Choice("都留着", NONE)]
    answer = await talk.ask("which", question, choices, parse=read_which)
    return (known if answer == ALL else () if answer == NONE else (answer,)), series


def read_which(text: str, understanding: Understanding, asked: Asked) -> Any:
    """One of the reminders: yes means the only one; 都不要了 all of them, 都留着 none."""
    if (choice := named(asked.choices, text)) is not None:
        return choice.answer
    only = [choice for choice in asked.choices if choice.value not in (ALL, NONE)]
    if len(only) == 1 and (understanding.intent in ("confirm", "cancel_reminder") or points_back(text)):
        return only[0].answer
    if all_meant(text) and understanding.intent in ("confirm", "cancel_reminder", "cancel", "undo"):
        return ALL
    return NONE if understanding.intent == "deny" else NotAnAnswer()


async def this_day_only(
    talk: Talk, opening: Opening, found: Meant, known: ReminderFact
) -> tuple[tuple[ReminderFact, ...], bool]:
    """Ask whether a reminder that repeats is to be left out on the day named, where nothing but the day is."""
    assert found.of_day is not None and known.repeats is not None
    day = say_date(found.of_day, opening.at.astimezone(talk.policy.zone).date())
    question = f"{day}只有「{about(known)}」,它是{say_repeats(known.repeats)}都提醒的。就这一次不要,还是以后都不要?"
    answer = await talk.ask(
        "this_day", question, [Choice("这次不用", ONCE), Choice("以后都不用了", ALL), Choice("照常提醒", NONE)]
    )
    return (() if answer == NONE else (known,)), answer == ALL


async def take_away(talk: Talk, opening: Opening, reminder_ids: tuple[int, ...], day: str | None) -> None:
    """Take them away, of what repeats only the `day` (or NEXT) if there is one, and say which went."""
    now, zone = await talk.now(), talk.policy.zone
    done = await talk.execute("cancel", cancel, talk.policy, reminder_ids, day, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    buttons = [undo_button(opening.run)]
    if len(done) > 1:
        lines = "\n".join(f"·{taken_away(talk.policy, known, now)}" for known in done)
        return await talk.say(f"取消了 {len(done)} 条,不再提醒:\n{lines}", buttons, kind="receipt")
    known = done[0]
    if known.repeats is None:
        text = f"取消了,不再提醒:{reminder_line(talk.policy, known, now)}。"
    elif known.cancelled_at is not None:
        buttons.append(Choice("就这一次", opens=CancelReminder(known.id, once=True)))
        text = f"取消了,以后{say_repeats(known.repeats)}都不再提醒:{about(known)}。"
    else:
        buttons.append(Choice("以后都不用了", opens=CancelReminder(known.id)))
        next_at = say_time(known.named_at, now, zone)
        text = f"好,{left_out(known, now.astimezone(zone).date())}不提醒「{about(known)}」,下一次是{next_at}。"
    await talk.say(text, buttons, kind="receipt")


def taken_away(policy: Policy, known: ReminderFact, now: datetime) -> str:
    """A reminder that was taken away, in a line."""
    line = reminder_line(policy, known, now)
    if known.repeats is None or known.cancelled_at is not None:
        return line
    return f"{line}(只是{left_out(known, now.astimezone(policy.zone).date())}这一次)"


def left_out(known: ReminderFact, today: date) -> str:
    """The day that was left out last."""
    assert known.repeats is not None
    return say_date(date.fromisoformat(known.repeats.skipped[-1]), today)


def cancel(
    session: Session, by: Actor, policy: Policy, reminder_ids: tuple[int, ...], day: str | None, now: datetime
) -> tuple[ReminderFact, ...]:
    """Cancel reminders of who acts; of those that repeat, leave only `day` out (NEXT: the next one) if there is one.
    Raises Changed if one is gone or somebody else's."""
    found = [reminders.locked(session, by, reminder_id) for reminder_id in reminder_ids]
    gone = next((known.id for known in found if is_over(known)), None)
    if gone is not None:
        raise Changed("reminder", gone, "reminder_gone")
    return tuple(_cancel(session, by, policy, known, day, now) for known in found)


def is_over(known: ReminderFact) -> bool:
    """Whether there is nothing left of it to cancel."""
    return known.repeats is None and (known.reminded_at is not None or known.cancelled_at is not None)


def _cancel(
    session: Session, by: Actor, policy: Policy, known: ReminderFact, day: str | None, now: datetime
) -> ReminderFact:
    if day is None or known.repeats is None:
        cancelled = reminders.cancel(session, by, known.id, now)
        reminder_clock.cancel(session, known.id)
        return cancelled
    next_day = known.named_at.astimezone(policy.zone).date().isoformat()
    out = next_day if day == NEXT else day
    repeats = replace(known.repeats, skipped=(*known.repeats.skipped, out))
    next_at = reminder_clock.next_time(policy, repeats, now) if out == next_day else known.named_at
    changed = reminders.change_repeats(session, by, known.id, repeats, next_at)
    reminder_clock.plan(session, policy, changed, now)
    return changed


FLOW = Flow(
    "cancel_reminder",
    version=1,
    starts=(Intent("cancel_reminder"),),
    roles=ANY_MEMBER,
    run=cancel_reminder,
    title="取消提醒",
    offer=CancelReminder,
)
