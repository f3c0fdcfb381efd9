"""What a new day brings: its lists, questions, briefs and reviews are planned, what was shown to whom long ago, old
drills and exams and uploads that were never finished are forgotten, recorded calls that wait are heard, figures are
kept, the forecast is learned and frozen, and the administrator hears, once, that the days off of the current year are
not known yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.admin import dropped_files, figures, forecasting, heard_calls, large_files
from bot.admin.practice import drill_weights
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.rules import Rules
from bot.wording.coaching import weights as weights_wording
from coaching import drills, recordings
from coaching.exam import calls, unlocking
from config.holidays import year_is_known
from knowledge.trust import shown
from scheduler import customer_clock, day_clock
from scheduler.day_clock import SCRIPT_REVIEW
from storage.background import Revision

NOTE = (
    "{year} 年的放假和调休我这里还没有,先按周末和法定节假日算,没有调休。"
    "国务院公布后升级销伴就有了;等不及,可以先写进公司规则的 days_off 和 days_on。"
)


def new_day(session: Session, rules: Rules, now: datetime) -> None:
    """Do what has to be done once a day; done twice, it changes nothing."""
    for kind, members in recipients.of_kinds(session).items():
        day_clock.plan_all(session, rules.policy, kind, members, now)
    customer_clock.plan_all(session, rules.policy, access.SELLERS, now)
    day_clock.plan_all(session, rules.policy, SCRIPT_REVIEW, recipients.of_review(session), now)
    shown.forget(session, now - timedelta(days=rules.policy.library.shown_days))
    _forget_practice(session, now - timedelta(days=rules.policy.drills.keep_days), now)
    large_files.forget(session, now)
    _fit_weights(session, rules, now)
    if rules.hears():
        heard_calls.order_waiting(session, now)
    figures.order(session, rules.policy, now)
    forecasting.order(session, rules.policy, now)
    tell_once(session, rules, now)


def _fit_weights(session: Session, rules: Rules, now: datetime) -> None:
    """Fit what dimensions of drills count, once a month, and show it to who may change it."""
    fitted = drill_weights.refit(session, now, rules.policy.zone)
    admin = access.administrator(session)
    if fitted is not None and admin is not None:
        outbox.put(
            session,
            inbox.conversation_of_member(session, admin),
            Message(weights_wording.fitted(fitted), tuple(weights_wording.BACK), kind="alert"),
            now,
            cause="timer",
            not_before=rules.working_time.for_others_at(now, fitted.month),
        )


def _forget_practice(session: Session, before: datetime, now: datetime) -> None:
    """Forget the drills and exams from before this time, with their recordings."""
    files = {**recordings.forget(session, before)}
    for member_id, media in calls.files(session, before):
        files[member_id] = (*files.get(member_id, ()), media)
    for member_id, keys in files.items():
        dropped_files.order(session, member_id, keys, now)
    drills.forget(session, before)
    unlocking.forget(session, before)


def tell_once(session: Session, rules: Rules, now: datetime) -> None:
    """Tell the first administrator, unless the year is known or an administrator has been told of it."""
    year = now.astimezone(rules.policy.zone).year
    note = f"calendar:{year}"
    if year_is_known(year) or session.get(Revision, note) is not None:
        return
    admin = access.administrator(session)
    if admin is None:
        return
    session.add(Revision(name=note, number=1))
    outbox.put(
        session,
        inbox.conversation_of_member(session, admin),
        Message(NOTE.format(year=year), kind="alert"),
        now,
        cause="timer",
        not_before=rules.working_time.for_others_at(now, note),
    )
