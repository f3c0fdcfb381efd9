"""The question of the evening, which customer action was the most effective, and its reminder to who has not answered.

Nobody is asked on a day off, of their own or of all, after the day is over or in quiet time; asked late, after the
process was down, both are one question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.references import prompted
from bot.turn.rules import Rules
from bot.wording.reports import daily as wording
from sales import daily_actions
from sales.daily_actions import Suggestion
from scheduler import day_clock
from scheduler.day_clock import DAILY_QUESTION, DAILY_REMINDER
from scheduler.sweep import Due, Kinds

Say = Callable[[date, Sequence[Suggestion], int], Message]


def kinds(rules: Rules) -> Kinds:
    """What happens when the timers of the evening are due."""
    return {
        DAILY_QUESTION: partial(ask, rules, wording.prompt),
        DAILY_REMINDER: partial(ask, rules, wording.reminder),
    }


def ask(rules: Rules, say: Say, session: Session, due: Due) -> None:
    """Ask what the day's action was, if it is still that day and nothing was answered (called by the sweep)."""
    kind, today = due.timers[0].kind, due.now.astimezone(rules.policy.zone).date()
    speaker = recipients.still_gets(session, kind, due.member_id)
    if speaker is None:
        return
    day_clock.plan(session, rules.policy, kind, due.member_id, due.now)
    is_today = any(timer.payload["day"] == today.isoformat() for timer in due.timers)
    if not is_today or day_clock.hour_of(rules.policy, kind) is None or rules.working_time.is_quiet(due.now):
        return
    if recipients.away_until(session, rules, due.member_id, due.now) is not None:
        return
    conversation = inbox.conversation_of_member(session, due.member_id)
    if outbox.address_of(session, conversation) is None:
        return
    if daily_actions.get(session, due.member_id, today) is not None:
        return
    if kind == DAILY_QUESTION and _is_time_to_remind(rules, today, due):
        return  # the reminder says it
    known = prompted.known_today(session, rules.policy, due.member_id, today)
    message = say(today, known, prompted.most_characters(session, rules.policy))
    not_before = rules.working_time.soonest(due.now)
    outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)


def _is_time_to_remind(rules: Rules, today: date, due: Due) -> bool:
    clock = day_clock.hour_of(rules.policy, DAILY_REMINDER)
    return clock is not None and due.now >= day_clock.at(rules.policy, today, clock)
