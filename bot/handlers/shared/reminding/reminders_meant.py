"""Which of the speaker's reminders words refer to: by customer, person, time, number, or by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.conversation.messages import Choice
from bot.turn.opening import Opening
from bot.turn.references.reference import Candidate, Reference
from bot.turn.references.shown import reminder_at
from bot.turn.references.topic import WINDOW
from bot.turn.undo import recorded, reversing
from bot.wording.reminders import reminder_line
from config.policy import Policy
from nlu import following
from nlu.context import about_what, said_time
from nlu.time.recurrence import find_recurrence
from nlu.time.times import find_times
from sales import reminders
from sales.reminders import ReminderFact
from scheduler import reminder_clock

DAY_PARTS = {"早": (4, 12), "上午": (4, 12), "中午": (11, 14), "下午": (12, 18), "傍晚": (17, 20), "晚": (17, 24)}
MOST_CHOICES = 8


@dataclass(frozen=True)
class Meant:
    """`found` are those that the words refer to, of all that are `pending`; `of_day` is the day named (no hour),
    `only_day` where nothing else is named, `names_none` where nothing is."""

    found: tuple[ReminderFact, ...]
    pending: tuple[ReminderFact, ...]
    of_day: date | None = None
    names_none: bool = False
    only_day: bool = False


def meant(session: Session, policy: Policy, opening: Opening) -> Meant:
    """The speaker's reminders that the words of `opening` refer to; all where they name nothing."""
    now = opening.at.astimezone(policy.zone)
    pending = reminders.pending(session, opening.speaker.member_id)
    if (place := following.drops_listed(opening.text)) is not None:
        listed = reminder_at(session, opening.run, place, opening.at)
        if any(known.id == listed for known in pending):
            return Meant(tuple(known for known in pending if known.id == listed), pending)
    drops = following.drops_reminder(opening.text)
    understanding = replace(opening.understanding, text=opening.text)
    if drops:  # 撤回提醒 不用了 财务会查: why is no part of which
        clause = next((part for part in following.CLAUSES.split(opening.text) if "提醒" in part), opening.text)
        understanding = replace(understanding, text=clause)
    reference = Reference.of(understanding, now, about_what(understanding, now))
    days = [date.fromisoformat(when) for when in reference.times if "T" not in when]
    repeats = find_recurrence(opening.text, now.date())
    if repeats is not None:  # 每周三的提醒: what repeats so, whatever its hour
        reference = replace(reference, times=())
        pending_like = tuple(known for known in pending if known.repeats is not None)
        alike = tuple(
            known for known in pending_like if known.repeats and known.repeats.recurrence.days == repeats.days
        )
        return Meant(reference.among([_candidate(known, policy, ()) for known in alike or pending_like]), pending)
    candidates = [_candidate(known, policy, days) for known in pending]
    reference = replace(reference, times=(*reference.times, *_other_times(opening.text, now, candidates)))
    found = reference.among(candidates)
    if drops and reference.is_empty and (newest := set_last(session, opening)) is not None:
        found = tuple(known for known in pending if known.id == newest) or found
    of_day = days[0] if days and len(reference.times) == len(days) else None
    only_day = of_day is not None and replace(reference, times=()).is_empty
    return Meant(found, pending, of_day, reference.is_empty, only_day)


def set_last(session: Session, opening: Opening) -> int | None:
    """The reminder (id) that the speaker set or changed last, if nothing else was done since and not long ago."""
    done = recorded.lately(session, reversing.live(session, opening.speaker.member_id))
    newest = next(iter(done), None)
    if newest is None or not isinstance(newest.fact, ReminderFact) or newest.at < opening.at - WINDOW:
        return None
    return newest.fact.id


def which(policy: Policy, known: Sequence[ReminderFact], now: datetime) -> list[Choice]:
    """A choice for each reminder."""
    return [Choice(reminder_line(policy, reminder, now), reminder) for reminder in known[:MOST_CHOICES]]


def _candidate(known: ReminderFact, policy: Policy, days: Sequence[date]) -> Candidate[ReminderFact]:
    """A reminder as what words could refer to; one that repeats is on each of `days` that it comes on."""
    at = known.named_at.astimezone(policy.zone)
    for day in days:
        if known.repeats is not None and (on := reminder_clock.first_from(policy, known.repeats, day)).date() == day:
            at = on
    return Candidate(known, known.customer, at=at, words=known.text)


def _other_times(text: str, now: datetime, candidates: Sequence[Candidate[ReminderFact]]) -> list[str]:
    """Times of candidates that a bare hour (九点那个) or a part of a day (明天下午那个) may mean."""
    others = []
    for found in find_times(text, now):
        words = text[found.start : found.end]
        if found.moved_to or found.next_time is None or "T" not in found.next_time:
            continue
        for candidate in candidates:
            assert candidate.at is not None
            if said_time(words, now, candidate.at.date()) == candidate.at.isoformat() or _in_part(
                words, datetime.fromisoformat(found.next_time), candidate.at
            ):
                others.append(candidate.at.isoformat())
    return others


def _in_part(words: str, said: datetime, at: datetime) -> bool:
    if said.date() != at.date() or "点" in words or ":" in words:
        return False
    return any(part in words and start <= at.hour < end for part, (start, end) in DAY_PARTS.items())


def in_period(
    policy: Policy, known: Sequence[ReminderFact], start: datetime, end: datetime
) -> tuple[ReminderFact, ...]:
    """Those of `known` that come between, in order of time, at their first time there."""
    found = []
    for reminder in known:
        at = reminder.named_at
        if reminder.repeats is not None and at < start:
            at = reminder_clock.first_from(policy, reminder.repeats, start.astimezone(policy.zone).date())
        if start <= at <= end:
            found.append(replace(reminder, named_at=at))
    return tuple(sorted(found, key=lambda reminder: (reminder.named_at, reminder.id)))
