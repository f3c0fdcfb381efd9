"""Times that a person names: parsing them, and offering alternatives if one falls in quiet time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.opening import Talk
from bot.wording.values import say_clock, say_date, time_label
from config.policy import Policy
from nlu.context import said_time
from nlu.statements.appointments import waits_for
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import slot_values
from scheduler.working_time import WorkingTime

DAY_STARTS = time(9)
HALF_HOUR = timedelta(minutes=30)
NIGHT = re.compile(r"凌晨|夜|早|晨|小时|分钟|0\d:")  # words that may mean the night itself


async def out_of_quiet(talk: Talk, named: datetime, what: str) -> datetime:
    """`named` as the time of `what`, or the time that the person picks instead if it falls in quiet time."""
    now = await talk.now("quiet_now")
    others: tuple[datetime, ...] | None = await talk.query("quiet", alternatives, talk.policy, named, now)
    if others is None:
        return named
    zone = talk.policy.zone
    today = now.astimezone(zone).date()
    choices = [Choice(time_label(at.astimezone(zone), now.astimezone(zone)), at) for at in others]
    when = f"{say_date(named.astimezone(zone).date(), today)}{say_clock(named.astimezone(zone))}"
    picked: datetime = await talk.ask(
        "quiet_time", f"{what}:{when}是休息时间,要不换个时间?", [*choices, Choice("就那个时间", named)]
    )
    return picked


def alternatives(_session: Session, policy: Policy, named: datetime, now: datetime) -> tuple[datetime, ...] | None:
    """The times just outside the quiet time that `named` is in, if they are still to come; None if it is in none."""
    working_time = WorkingTime(policy)
    if not working_time.is_quiet(named):
        return None
    return tuple(at for at in working_time.quiet_alternatives(named) if at > now)


def read_time(text: str, understanding: Understanding, asked: Asked) -> datetime | NotAnAnswer:
    """A time in any words; a day without a time of day means nine in the morning."""
    next_time = said_time(text, asked.now)
    if next_time is not None:
        return by_day(moment(next_time, asked.now), text)
    for found in find_times(text, asked.now):
        length = slot_values.duration({"duration": found.duration})
        if length is not None:
            return asked.now + length
    return NotAnAnswer("没听出时间,比如「明早九点」「两小时后」。")


def read_until(text: str, understanding: Understanding, asked: Asked) -> datetime | NotAnAnswer:
    """The time that the words name; of what is only waited for (等他回来) a day is asked."""
    if waits_for(text) and said_time(text, asked.now) is None:
        return NotAnAnswer("那天是几号我还不知道。说个日子,比如「下周一早上」,或者点一个。")
    return read_time(text, understanding, asked)


def waits(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words say what is waited for, which is no report."""
    return waits_for(text)


def after(at: datetime, length: timedelta) -> datetime:
    """So long after `at`; whole days end on a full or half hour, as people would say it: 九点, not 八点五十八."""
    end = at + length
    over = timedelta(minutes=end.minute % 30, seconds=end.second, microseconds=end.microsecond)
    return end + (HALF_HOUR - over) if over and length >= timedelta(days=1) else end


def day_named(text: str, now: datetime, *, asks_back: bool) -> date:
    """The first day that the words name, one that was where they ask what has been (`asks_back`); else that of `now`,
    which is in the company's zone."""
    found = [time.occurred_on if asks_back else time.next_time for time in find_times(text, now)]
    return next((date.fromisoformat(said[:10]) for said in found if said is not None), now.date())


def by_day(at: datetime, text: str) -> datetime:
    """`at`, in the afternoon where an hour of the night was said without saying so: 三点 is 15:00."""
    at_night = 1 <= at.hour <= 5 and not NIGHT.search(text)
    return at.replace(hour=at.hour + 12) if at_night else at


def moment(next_time: str, now: datetime) -> datetime:
    """NLU's next_time (ISO 8601) as an instant in the zone of `now`."""
    at = datetime.fromisoformat(next_time)
    return at if at.tzinfo else datetime.combine(at.date(), DAY_STARTS, now.tzinfo)
