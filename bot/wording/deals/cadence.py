"""How the clock of a deal or a customer is explained. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.wording.limits import say_hours
from bot.wording.records import say_when
from bot.wording.stages import deal_name
from bot.wording.tasks import promise
from bot.wording.values import say_duration, say_time
from config.policy import Policy
from sales.cadence.clock_story import ClockStory, Started, Uncounted
from sales.cadence.silence import Silent
from sales.tasks import Step

QUOTED = 24


def silent_lines(found: Sequence[Silent], later: int) -> str:
    """The customers that have been silent, a line each, and how many come on the next days."""
    lines = [f"·{one.customer}({one.grade} 类):{one.days} 天没联系了" for one in found]
    rest = [f"还有 {later} 家,明天起接着提醒。"] if later else []
    return "\n".join([f"这 {len(found)} 家手上没有在跟的单子,久没联系了,今天打个招呼:", *lines, *rest])


def step_question(policy: Policy, step: Step, now: datetime) -> str:
    """昨天(11月24日)下午两点再去一趟·宏远建材有限公司:去了吗?"""
    return f"说好{promise(policy, step, now)},{step.customer}:办了吗?"


def clock_lines(policy: Policy, story: ClockStory, now: datetime) -> str:
    """What started the clock and when, when it ends, and what did not count and why."""
    deal = story.deal
    stage = policy.stage_name(deal.stage)
    if story.limit_at is None:
        return f"{deal_name(deal)}:{stage}现在没有时限。"
    limit = say_hours(policy.stage(deal.stage).limit_hours)
    ends = say_time(story.limit_at, now, policy.zone)
    late = now - story.limit_at
    stands = f"{ends}到点,已超时 {say_duration(late)}" if late.total_seconds() >= 0 else f"{ends}到点,还没超时"
    head = f"{deal_name(deal)}:{stage}时限 {limit},从{_began(policy, story.started, now)}起算,{stands}。"
    lines = [f"·{_uncounted(policy, done, now)}" for done in story.uncounted]
    return "\n".join([head, *(["这些没有重新计时:", *lines] if lines else []), "跟客户联系上、记一笔,就从那时重新算。"])


def _began(policy: Policy, started: Started, now: datetime) -> str:
    """周一(11月23日)上午十点小周记的跟进(电话)."""
    at, by = say_time(started.at, now, policy.zone), started.by or ""
    match started.why:
        case "entered":
            return f"{at}{by}录进来"
        case "moved":
            return f"{at}{by}推进到这个阶段"
        case "held":
            return f"{by}给的宽限结束({at})"
        case "followed_up":
            method = started.followup.method if started.followup else None
            how = f"({policy.say('methods', method)})" if method else ""
            return f"{at}{by}记的跟进{how}"
        case "unknown":
            return at


def _uncounted(policy: Policy, done: Uncounted, now: datetime) -> str:
    at = say_time(done.at, now, policy.zone)
    words = f"「{done.followup.said[:QUOTED]}」" if done.followup is not None and done.followup.said else ""
    match done.why:
        case "reached_nobody":
            return f"{at}{words}:没联系上人,留了记录,不算一次跟进"
        case "other_deal":
            return f"{at}{words}:记在另一单({done.product_line or '另一单'})上,只给那一单重新计时"
        case "no_deal":
            return f"{at}{words}:记在客户上,没记到这一单"
        case "promised":
            step = done.followup
            assert step is not None
            return f"说好{say_when(policy, step.next_at, step.next_on, now)}的下一步在时限之后:约好的日子不顺延时限"
        case "snoozed":
            return f"缓过 {done.times} 次:只推迟提醒,时限不变"
        case "handed_over":
            return f"{at}换了人跟:时限照旧,过了的对新的人重新提醒"
