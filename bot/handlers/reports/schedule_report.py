"""A report, or the answer to a question, that comes by itself again and again, and comes no more. 每周一发我华东漏斗 /
每天早上八点半发我超时的单子 / 别再发我漏斗了"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from analytics import schedules
from analytics.schedules import ScheduleFact
from bot.access import SALES, Speaker
from bot.conversation import Flow, Phrase, encode
from bot.conversation.messages import Choice
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.messaging.inbound import Asked
from bot.turn.asking import View, scheduled
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reports import schedules as wording
from config.policy import Policy
from nlu import asking
from nlu.asking import figures
from nlu.text.numerals import small
from nlu.time.recurrence import find_recurrence
from nlu.time.times import find_times
from sales.reminders import Repeats
from scheduler import report_clock

FUNNEL = "query_funnel"
CLOCKS = (("中午", "12:00"), ("下午", "14:00"), ("下班", "17:30"), ("晚", "18:00"))
MORNING = "09:00"
ALL = -1
ASKS = "asks"  # the parameter that names the flow which answers what is wanted
FIRST_HOUR, NOON = 7, 12  # an hour before the first is one of the afternoon, where nothing else is said


async def schedule_report(talk: Talk, opening: Opening) -> None:
    wanted = figures.wanted_again(opening.text)
    here = opening.at.astimezone(talk.policy.zone)
    recurrence = find_recurrence(wanted.when, here.date()) if wanted is not None else None
    if wanted is None or recurrence is None:
        return await talk.say(wording.WHEN_UNCLEAR)
    view: Any = opening.params.get(ASKS)
    if view is None:
        view = await talk.query("view", asked, talk.speaker, talk.policy, opening, wanted.what)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    repeats = Repeats(recurrence, clock_said(wanted.when, here))
    planned = await talk.execute("add", add, talk.policy, wanted.what, view, repeats, opening.at)
    if isinstance(planned, Stale):
        return await talk.say(wording.WHEN_UNCLEAR)
    text = wording.planned(wanted.what, wanted.when, planned, opening.at, talk.policy.zone)
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


def asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening, what: str) -> View | Beyond:
    """What the report is to show."""
    view = view_meant(session, speaker, policy, opening, "schedule_report")
    if isinstance(view, Beyond):
        return view
    aspect, by = asking.aspect(what) or "funnel", asking.by_what(what)
    by = None if by in ("team", "person") and not speaker.leads else by
    return replace(view, flow=FUNNEL, aspect=aspect, by=by or ("product" if aspect == "loss" else None))


def clock_said(when: str, here: datetime) -> str:
    """At which time of day (09:30)."""
    for time in find_times(in_half_of_day(when).replace("每", " "), here):
        if time.next_time and "T" in time.next_time:
            return datetime.fromisoformat(time.next_time).strftime("%H:%M")
    return next((clock for word, clock in CLOCKS if word in when), MORNING)


def in_half_of_day(when: str) -> str:
    """The words with 上午 or 下午 before an hour that says neither: 9点半 is in the morning, 3点 is not."""
    found = re.search(r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2})[点:：]", when)
    hour = small(found[1]) if found is not None and not re.search("早|晚|[上中下]午", when) else None
    if found is None or hour is None or hour >= NOON:
        return when
    return when[: found.start()] + ("上午" if hour >= FIRST_HOUR else "下午") + when[found.start() :]


def add(
    session: Session, by: Speaker, policy: Policy, what: str, view: View | str, repeats: Repeats, now: datetime
) -> datetime:
    """Keep the report, or the question that this flow answers, and plan its first time, which is returned."""
    shows = scheduled.kept(Asked(view, what)) if isinstance(view, str) else encode(view)
    schedule = schedules.add(session, by, what, shows, repeats, now)
    return report_clock.plan(session, policy, schedule, now)


async def end_reports(talk: Talk, opening: Opening) -> None:
    kept: tuple[ScheduleFact, ...] = await talk.query("kept", schedules.of_member, talk.speaker.member_id)
    if not kept:
        return await talk.say(wording.NONE)
    named = kept if figures.all_schedules(opening.text) else named_of(kept, opening.text)
    ids = [one.id for one in named or kept]
    if len(ids) > 1 and not figures.all_schedules(opening.text):
        choices = [*(Choice(one.said, one.id) for one in kept), Choice(wording.ALL, ALL)]
        which = await talk.ask("which", wording.WHICH, choices)
        ids = ids if which == ALL else [which]
    done = await talk.execute("end", end, ids, opening.at)
    if isinstance(done, Stale):
        return await talk.say(wording.NONE)
    names = [one.said for one in kept if one.id in ids]
    await talk.say(wording.ended(names), [undo_button(opening.run)], kind="receipt")


def end(session: Session, by: Speaker, ids: list[int], now: datetime) -> int:
    """These come no more."""
    count = schedules.end(session, by, ids, now)
    report_clock.cancel(session, *ids)
    return count


async def change_report(talk: Talk, opening: Opening) -> None:
    moved = figures.moved_schedule(opening.text)
    kept: tuple[ScheduleFact, ...] = await talk.query("kept", schedules.of_member, talk.speaker.member_id)
    if not kept or moved is None:
        return await talk.say(wording.NONE)
    found = named_of(kept, moved.which) or kept
    chosen = found[0].id
    if len(found) > 1:
        chosen = await talk.ask("which", wording.WHICH_TO_CHANGE, [Choice(wording.label(one), one.id) for one in found])
    before = next(one for one in kept if one.id == chosen)
    repeats = with_time(before.repeats, moved.when, opening.at.astimezone(talk.policy.zone))
    planned = await talk.execute("change", change, talk.policy, chosen, repeats, opening.at)
    if isinstance(planned, Stale):
        return await talk.say(wording.NONE)
    text = wording.changed(replace(before, repeats=repeats), planned, opening.at, talk.policy.zone)
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


def named_of(kept: tuple[ScheduleFact, ...], words: str) -> tuple[ScheduleFact, ...]:
    """Those of the reports that words name: by their days (周五的), or by what they show (漏斗那个)."""
    return tuple(one for one in kept if any(name in words for name in wording.names(one)))


def with_time(before: Repeats, when: str, here: datetime) -> Repeats:
    """Other days, another time of day, or both; what is not named stays."""
    days = when if when.startswith("每") else f"每{when}"
    recurrence = find_recurrence(days, here.date()) if re.search("[周月天日]|星期|礼拜", when) else None
    clock = clock_said(when, here) if names_clock(when) else before.clock
    return Repeats(recurrence or before.recurrence, clock)


def names_clock(when: str) -> bool:
    """Whether a time of day is named."""
    return re.search("[点:：早晚]|[上中下]午", when) is not None


def change(
    session: Session, by: Speaker, policy: Policy, schedule_id: int, repeats: Repeats, now: datetime
) -> datetime:
    """Have it come at another time; returns the first."""
    return report_clock.plan(session, policy, schedules.change(session, by, schedule_id, repeats), now)


async def not_scheduled(talk: Talk, opening: Opening) -> None:
    await talk.say(wording.NOT_SCHEDULED)


async def list_reports(talk: Talk, opening: Opening) -> None:
    kept: tuple[ScheduleFact, ...] = await talk.query("kept", schedules.of_member, talk.speaker.member_id)
    await talk.say(wording.listed(kept) if kept else wording.NONE)


FLOW = Flow(
    "schedule_report",
    version=1,
    starts=(Phrase("schedules", figures.schedules),),
    roles=SALES,
    run=schedule_report,
    title="定时发报表",
)
OTHERS = Flow(
    "not_scheduled",
    version=1,
    starts=(Phrase("schedules_other", figures.schedules_other),),
    roles=SALES,
    run=not_scheduled,
    only_answers=True,
)
CHANGES = Flow("change_report", version=1, roles=SALES, run=change_report)
ENDS = Flow(
    "end_reports", version=2, starts=(Phrase("unschedules", figures.unschedules),), roles=SALES, run=end_reports
)
LISTS = Flow(
    "list_reports",
    version=1,
    starts=(Phrase("asks_schedules", figures.asks_schedules),),
    roles=SALES,
    run=list_reports,
    only_answers=True,
)
