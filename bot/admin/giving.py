"""Who decides on what people give to the library and redeem, and when it is looked at again: what composes people,
the library and the clock.

A request waits for whoever was asked. That they still may decide is checked every few working hours: it moves on to
whoever may by then, and a reviewer who has it for a working day is reminded once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from coaching import drills
from coaching.exam import calls
from config.policy import Policy
from knowledge.points import contributions, earning, rewards
from knowledge.points.contributions import ContributionFact
from knowledge.points.rewards import RedemptionFact
from knowledge.trust import wanted
from sales.errors import Changed
from sales.teamwork import people
from scheduler import timers
from scheduler.working_time import WorkingTime

Kind = Literal["contribution_waits", "redemption_waits", "appeal_waits", "call_appeal_waits"]
CONTRIBUTION: Kind = "contribution_waits"
REDEMPTION: Kind = "redemption_waits"
APPEAL: Kind = "appeal_waits"
CALL_APPEAL: Kind = "call_appeal_waits"
WAITS = (CONTRIBUTION, REDEMPTION, APPEAL, CALL_APPEAL)  # timers that find by themselves whom they are for by now
LOOK_AFTER_HOURS = 2.0  # of working time


def day_of(policy: Policy, now: datetime) -> date:
    """The company's day."""
    return now.astimezone(policy.zone).date()


def may_review(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether somebody may decide on what a member contributes: who leads them, never oneself."""
    return speaker.leads and speaker.id != member_id and people.all_of(session, speaker.members, {member_id})


def may_grant(_session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether somebody may decide on a reward of a member: the manager and administrators, never oneself."""
    return speaker.sees_all and speaker.id != member_id


def granter(session: Session, member_id: int) -> int | None:
    """Who is asked for a reward of a member: the manager, else an administrator; None if there is nobody else."""
    return access.head(session, {member_id})


def look_again(session: Session, policy: Policy, kind: Kind, key: int, member_id: int, now: datetime) -> None:
    """Look in some working hours whether a request that waits for a member still waits, and for whom."""
    at = WorkingTime(policy).add_working_hours(now, LOOK_AFTER_HOURS)
    timers.put(session, f"{kind}:{key}", kind, at, member_id, {"key": key})


def passed_on(session: Session, member_id: int, now: datetime) -> None:
    """A member leaves: what waits for them is looked at at once."""
    asked_of = {
        CONTRIBUTION: contributions.asked_of,
        REDEMPTION: rewards.asked_of,
        APPEAL: drills.appeals_of,
        CALL_APPEAL: calls.appeals_of,
    }
    for kind, waiting in asked_of.items():
        for key in waiting(session, member_id):
            timers.put(session, f"{kind}:{key}", kind, now, member_id, {"key": key})


def decide_contribution(
    session: Session,
    by: Speaker,
    policy: Policy,
    asked: ContributionFact,
    granted: bool,
    reason: str | None,
    now: datetime,
) -> tuple[ContributionFact, int] | None:
    """Keep the decision; what is granted enters the library and earns its author points. Returns it with these; None
    if it was decided or taken back before. Raises Changed if who acts may not."""
    if not may_review(session, by, asked.member_id):
        raise Changed("request", asked.id, "decides")
    tags = (policy.say("objections", asked.draft.objection),) if asked.draft.objection else ()
    done = contributions.decide(session, by.member_id, asked.id, granted, reason, tags, now)
    if done is None:
        return None
    timers.cancel(session, f"{CONTRIBUTION}:{asked.id}")
    if not granted:
        return done, 0
    return done, earning.approved(session, policy.points, done, day_of(policy, now), now)


def answers_wanted(session: Session, by: Speaker, granted: ContributionFact, now: datetime) -> tuple[int, ...]:
    """What was granted answers the question that it was written for; who wanted that, but for its author. Raises
    Changed if who acts may not."""
    if not may_review(session, by, granted.member_id):
        raise Changed("request", granted.id, "decides")
    if granted.wanted_id is None or granted.code is None:
        return ()
    waited = wanted.answered(session, granted.wanted_id, granted.code, now)
    return tuple(member_id for member_id in waited if member_id != granted.member_id)


def decide_redemption(
    session: Session, by: Speaker, policy: Policy, asked: RedemptionFact, granted: bool, now: datetime
) -> RedemptionFact | None:
    """Keep the decision; None if it was decided or taken back before. Raises Changed if who acts may not."""
    if not may_grant(session, by, asked.member_id):
        raise Changed("request", asked.id, "decides")
    done = rewards.decide(session, by.member_id, asked.id, granted, day_of(policy, now), now)
    if done is not None:
        timers.cancel(session, f"{REDEMPTION}:{asked.id}")
    return done
