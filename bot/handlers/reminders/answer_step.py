"""改天 and 没去成 under the question what became of a promised step: it is promised for another time, or given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.access import SALES
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.named_time import read_time
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import log_button, undo_button
from bot.wording.offers import AnswerStep
from bot.wording.turn import HANDED_AWAY
from bot.wording.values import say_date, say_time
from config.policy import Policy
from nlu.understanding import Understanding
from sales import followups, tasks
from sales.cadence import steps
from sales.followup_history import FollowUpFact
from sales.scope import Actor
from scheduler import step_clock
from scheduler.working_time import WorkingTime

GIVEN_UP = "不去了"


async def answer_step(talk: Talk, opening: Opening) -> None:
    offer = AnswerStep.of(opening.params)
    saved = await talk.query("step", followups.saved, offer.followup)
    standing = await talk.query("standing", is_standing, offer.followup, talk.speaker.member_id)
    if saved is None or not standing:
        return await talk.say("这件事后来已经有新的记录了,不用再答。" if standing is not None else HANDED_AWAY)
    now = await talk.now()
    days = await talk.query("days", next_days, talk.policy, now)
    choices = [Choice(label, at) for label, at in days]
    lead = "好,没去成。" if offer.missed else ""
    what = saved.followup.next_action or "再联系"
    at = await talk.ask(
        "when", f"{lead}{saved.customer}「{what}」改到什么时候?", [*choices, Choice(GIVEN_UP, GIVEN_UP)], read_when
    )
    to = None if at == GIVEN_UP else at
    kept = await talk.execute("put_off", put_off, talk.policy, offer.followup, to, now)
    if isinstance(kept, Stale):
        return await talk.say(kept.text)
    done = "先不去了,清单里不再列" if to is None else f"改到{say_time(to, now, talk.policy.zone)},到时提醒你"
    await talk.say(
        f"好,{saved.customer}「{what}」{done}。",
        [log_button(customer=saved.customer_id), undo_button(opening.run)],
        kind="receipt",
    )


def is_standing(session: Session, followup_id: int, member_id: int) -> bool | None:
    """Whether the step still waits to be taken by the member; None if it is a colleague's by now."""
    found = tasks.standing_step(session, followup_id)
    if found is None:
        return False
    return True if found[1] == member_id else None


def next_days(_session: Session, policy: Policy, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """The next two working days at nine, each with its label."""
    today = now.astimezone(policy.zone).date()
    found: list[tuple[str, datetime]] = []
    day = today
    while len(found) < 2:
        day += timedelta(days=1)
        if WorkingTime(policy).is_working_day(day):
            at = datetime.combine(day, policy.working_time.start, policy.zone)
            found.append((say_date(day, today), at))
    return tuple(found)


def read_when(text: str, understanding: Understanding, asked: Asked) -> datetime | str | NotAnAnswer:
    """A time in any words, or that it is given up."""
    if text.strip(" 。.!") in (GIVEN_UP, "不用了", "取消了", "不约了"):
        return GIVEN_UP
    return read_time(text, understanding, asked)


def put_off(
    session: Session, by: Actor, policy: Policy, followup_id: int, to: datetime | None, now: datetime
) -> FollowUpFact:
    """Put the step off, and plan its reminder anew."""
    kept = steps.put_off(session, by, followup_id, to, now)
    step_clock.plan(session, policy, kept, now)
    return kept


FLOW = Flow("answer_step", version=1, roles=SALES, run=answer_step, offer=AnswerStep)
