"""Whose record words put right that name nobody: that of the newest one that has what they change.

跟宏远报了65万 / 恒泰嫌贵 / 刚才那个金额不对,是66万 is about 宏远: of 恒泰 no sum was told. A value said to be wrong
(65万写错了, 周四那个改到周五) is looked for as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date

from bot.turn.references.topic import FRESH
from bot.turn.undo import correctable
from bot.turn.undo.lately import Lately
from bot.turn.undo.recorded import LEAD, Recorded
from nlu import corrections, following
from nlu.entities.money import find_sums
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales.deals import CLOSED
from sales.followups import Saved
from sales.reminders import ReminderFact
from sales.stages import Moved

REPORT = "log_followup"
NAMES = frozenset({"customer", "contact", "product", "person", "region"})
MISSED = frozenset({"no_answer", "refused_meeting"})  # outcomes
SUM_CHANGED = "change_amount"  # the flow
Has = Callable[[Recorded], bool]


def with_whose(lately: Lately, meant: Understanding) -> Understanding:
    """What words mean, with the customer of the record that they put right, where that is not the newest one; that
    another deal has not ended is a report."""
    if denies_another(lately, meant):
        return replace(meant, intent=REPORT, slots={}, spans={})
    if meant.more or not meant.slots.keys().isdisjoint(NAMES) or not _puts_right(meant.text, lately):
        return meant
    things = [thing for thing in lately.since(FRESH) if thing.customer is not None]
    has = _has_sum(meant) or _has_time(meant, lately)
    if has is None or len(things) < 2 or isinstance(things[0].fact, ReminderFact) or _fell_through(things[0]):
        return meant
    found = next((thing for thing in things if has(thing)), None)
    if found is None or isinstance(found.fact, ReminderFact) or found.customer == things[0].customer:
        return meant
    return replace(meant, slots={**meant.slots, "customer": found.customer})


def denies_another(lately: Lately, meant: Understanding) -> bool:
    """Whether words that name nobody deny the end of a deal (还没丢呢) which is not the end just recorded: another
    customer was spoken of since, or that deal was won."""
    if not meant.slots.keys().isdisjoint(NAMES) or not following.denies_closing(meant.text):
        return False
    things = lately.since(FRESH)
    closed = next((thing.fact for thing in things if is_closing(thing)), None)
    if not isinstance(closed, Moved):
        return False
    end, last = following.denied_end(meant.text), next(thing.customer for thing in things if thing.customer is not None)
    return end not in (None, closed.deal.stage) or last != closed.deal.customer


def is_closing(thing: Recorded) -> bool:
    """Whether it is that a deal was won or lost."""
    return isinstance(thing.fact, Moved) and thing.fact.deal.stage in CLOSED


def _fell_through(newest: Recorded) -> bool:
    """Whether the newest record tells of a meeting that did not take place (放鸽子了): a new time is of that one."""
    return isinstance(newest.fact, Saved) and newest.fact.followup.outcome in MISSED


def _puts_right(text: str, lately: Lately) -> bool:
    return (
        corrections.puts_right(text)
        or corrections.begins_wrong(text)
        or corrections.exchange(text) is not None
        or corrections.says_wrong(text)
        or following.moved_from(text, lately.now) is not None
        or following.is_new_time(text, lately.now)
    )


def _has_sum(meant: Understanding) -> Has | None:
    """Whether a record has a sum, the very one where it is said; None where no sum is put right."""
    if correctable.sum_said(meant) is None:
        return None
    named = {round(one.amount * 100) for one in find_sums(meant.text)}

    def has(thing: Recorded) -> bool:
        if not isinstance(thing.fact, Saved):
            return thing.flow == SUM_CHANGED or thing.kind == LEAD
        known = thing.fact.followup.amount_fen
        return known is not None and (len(named) < 2 or known in named)

    return has


def _has_time(meant: Understanding, lately: Lately) -> Has | None:
    """Whether a record has a next step, or one on the very day that is said to be wrong; None where no time is put
    right."""
    named = [time.next_time[:10] for time in find_times(meant.text, lately.now) if time.next_time is not None]
    if not named:
        return None
    wrong = {date.fromisoformat(day) for day in named[:-1]}

    def has(thing: Recorded) -> bool:
        if isinstance(thing.fact, ReminderFact):
            return thing.fact.cancelled_at is None
        if not isinstance(thing.fact, Saved):
            return False
        known = thing.fact.followup
        day = known.next_on or (known.next_at.astimezone(lately.now.tzinfo or UTC).date() if known.next_at else None)
        return day is not None and (not wrong or day in wrong)

    return has
