"""One's own progress: 我的积分, 我还差几次录音能解锁. Points, their ranking, what became of one's scripts; how far one
is with drills, the exam and recorded calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow, Intent
from bot.handlers.shared.coaching.progress import say_progress
from bot.turn.opening import Opening, Talk
from bot.wording.library import points as wording
from bot.wording.offers import ShowPoints
from bot.wording.teamwork import say_period
from knowledge.points import contributions, ledger, rewards, uses
from knowledge.points.contributions import ContributionFact
from knowledge.points.ledger import Entry, Place
from nlu import giving
from sales import slot_values

LATEST = 5
Own = tuple[int, Place | None, tuple[Entry, ...], int, int]  # balance, place, newest entries, earned, scripts waiting


async def my_progress(talk: Talk, opening: Opening) -> None:
    me = talk.speaker.member_id
    about = giving.asked_about(opening.text) if opening.text else "points"
    policy = talk.policy.points
    if about == "how_earned":
        return await talk.say(wording.rules(policy), [wording.GIVE, wording.REWARDS])
    if about == "ranking":
        return await talk.say(wording.ranking(await talk.query("ranking", ledger.ranking), me))
    if about == "redeems":
        balance = await talk.query("balance", ledger.balance, me)
        waiting = await talk.query("waiting", waiting_rewards, me)
        return await talk.say(wording.rewards(policy, balance, waiting), wording.reward_choices(policy, balance))
    if about == "scripts":
        found = await talk.query("contributed", contributions.of_member, me)
        used = await talk.query("used", used_by_others, found)
        return await talk.say(wording.contributed(found, used), [wording.GIVE])
    if about == "practice":
        return await say_progress(talk, me, opening.at)
    period = slot_values.period(opening.understanding.slots)
    days = (period.first, period.last) if period is not None else None
    own: Own = await talk.query("own", of_own, me, days)
    balance, place, latest, earned, waits = own
    told = (say_period(period, opening.at.astimezone(talk.policy.zone)), earned) if period is not None else None
    text = wording.own(balance, place, latest, told, waits)
    if about is None:
        text = f"{wording.NO_FIGURES}\n{text}"
    await talk.say(text, [wording.REWARDS] if balance else [wording.GIVE])


def of_own(session: Session, member_id: int, days: tuple[date, date] | None) -> Own:
    """A member's balance, place and newest entries, what they earned on these days, and how many scripts wait."""
    place = next((place for place in ledger.ranking(session) if place.member_id == member_id), None)
    waits = sum(fact.is_waiting for fact in contributions.of_member(session, member_id))
    latest = ledger.latest(session, member_id, LATEST)
    return ledger.balance(session, member_id), place, latest, ledger.earned(session, member_id, days), waits


def used_by_others(session: Session, found: Sequence[ContributionFact]) -> int:
    """How often these contributions were found useful."""
    return uses.of_items(session, [fact.code for fact in found if fact.code])


def waiting_rewards(session: Session, member_id: int) -> tuple[rewards.RedemptionFact, ...]:
    """The rewards that a member still waits for."""
    return tuple(fact for fact in rewards.of_member(session, member_id) if fact.is_waiting)


FLOW = Flow(
    "my_progress",
    version=1,
    starts=(Command("我的积分"), Intent("my_progress")),
    roles=ANY_MEMBER,
    run=my_progress,
    title="看我的积分",
    only_answers=True,
    offer=ShowPoints,
)
