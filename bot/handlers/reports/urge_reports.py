"""提醒一下 under the list of who has not reported today, or 催一下没报的: they are asked once more, once a day whoever
wants it."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from bot.conversation import Flow, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.prompted import known_today, most_characters
from bot.wording.offers import UrgeReports
from bot.wording.reports import daily as wording
from bot.wording.values import say_date
from config.policy import Policy
from nlu import leaders
from sales import daily_actions
from sales.scope import Actor
from sales.teamwork import people
from scheduler import day_clock
from scheduler.working_time import WorkingTime


async def urge_reports(talk: Talk, opening: Opening) -> None:
    today = opening.at.astimezone(talk.policy.zone).date()
    offered = UrgeReports.of(opening.params).day
    day = date.fromisoformat(offered) if offered is not None else today
    if day != today:
        return await talk.say(wording.CLOSED.format(day=say_date(day, today)))
    if (refusal := await talk.query("refusal", refused, talk.policy, opening.at)) is not None:
        return await talk.say(refusal)
    done = await talk.execute("urge", urge, talk.policy, day, opening.at)
    if isinstance(done, Stale):
        late = await talk.query("late", has_late, talk.speaker, talk.policy, day)
        return await talk.say(wording.NOBODY_TO_URGE if late else wording.ALL_REPORTED)
    names: list[str] = []
    most = await talk.query("most", most_characters, talk.policy)
    for member_id in done:
        member = await talk.query(f"member{member_id}", people.get, member_id)
        known = await talk.query(f"known{member_id}", known_today, talk.policy, member_id, day)
        message = wording.urged(opening.speaker.name, day, known, most)
        await talk.say(message.text, message.choices, message.kind, to=member_id)
        names += [member.name] if member is not None else []
    await talk.say(wording.was_urged(names), kind="receipt")


def urge(session: Session, by: Actor, policy: Policy, day: date, now: datetime) -> tuple[int, ...]:
    """Note who of those led by who acts is asked once more. Raises Changed if there is nobody."""
    return daily_actions.urge(session, by, day, day_clock.asked_at(policy, day), policy.zone, now)


def has_late(session: Session, speaker: Speaker, policy: Policy, day: date) -> bool:
    """Whether somebody whom the speaker leads has not reported yet."""
    at = day_clock.asked_at(policy, day)
    found = daily_actions.reporters(session, speaker.members, day, at, policy.zone)
    return any(one.action is None and one.member_id != speaker.id for one in found)


def refused(_session: Session, policy: Policy, now: datetime) -> str | None:
    """Why nobody is asked once more now: they have not been asked yet, or are not to be disturbed."""
    at = day_clock.asked_at(policy, now.astimezone(policy.zone).date())
    if WorkingTime(policy).is_quiet(now):
        return wording.NOT_FOR_LATE
    return wording.not_asked_yet(at.astimezone(policy.zone)) if now < at else None


FLOW = Flow(
    "urge_reports",
    version=1,
    starts=(Phrase("urges_reports", partial(leaders.says, "urges_reports")),),
    roles=LEADERS,
    run=urge_reports,
    offer=UrgeReports,
)
