"""Reports that somebody wants again and again: as if they had asked at that moment, with the rights they have then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from analytics import schedules
from bot import access
from bot.conversation import decode
from bot.messaging import inbox, outbox
from bot.turn.asking import View, funnel, period_at, scheduled
from bot.turn.rules import Rules
from scheduler import report_clock
from scheduler.report_clock import REPORT
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of such a report is due."""
    return {REPORT: partial(send, rules)}


def send(rules: Rules, session: Session, due: Due) -> None:
    """Send each report that is due, and plan its next one (called by the sweep)."""
    speaker = access.speaker(session, due.member_id)
    rules = rules.as_of(session)
    for timer in due.timers:
        found = schedules.due(session, timer.payload["schedule"], due.now) if speaker is not None else None
        if found is None or speaker is None:
            continue
        schedule, kept = found
        named_at = datetime.fromisoformat(timer.payload["named_at"])  # it may have come a little sooner
        report_clock.plan(session, rules.policy, schedule, max(due.now, named_at))
        if (asked := scheduled.of_schedule(kept)) is not None:
            key = f"{REPORT}:{schedule.id}:{timer.payload['named_at']}"
            scheduled.put(session, due.member_id, asked, key, due.now)
            continue
        view = decode(dict(kept))
        if isinstance(view, View) and not speaker.roles.isdisjoint(access.SALES):
            _send(rules, session, speaker, view, schedule.said, due)


def _send(rules: Rules, session: Session, speaker: access.Speaker, view: View, said: str, due: Due) -> None:
    policy = rules.policy
    period = period_at(said, due.now.astimezone(policy.zone))
    view = replace(view, first=period.first, last=period.last)
    report = funnel.read(session, access.own_deals(speaker), policy, view)
    whose = funnel.whose_of(session, speaker, view)
    message = replace(funnel.message(policy, speaker, view, whose, report, due.now), kind="brief")
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")
