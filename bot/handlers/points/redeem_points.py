"""兑换: points for a reward. They are reserved at once and wait for the manager's word."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Command, Flow, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import points as wording
from bot.wording.offers import Redeem
from config.library.points import Reward
from config.policy import Policy
from knowledge.points import ledger, rewards
from knowledge.points.rewards import RedemptionFact, Refusal
from nlu.giving import wants_reward
from sales.errors import Changed


async def redeem_points(talk: Talk, opening: Opening) -> None:
    offer = Redeem.of(opening.params)
    me, policy = talk.speaker.member_id, talk.policy.points
    reward = policy.reward(offer.reward) if offer.reward is not None else policy.named(opening.text)
    if reward is None:
        balance = await talk.query("balance", ledger.balance, me)
        waiting = await talk.query("waiting", waiting_for, me)
        return await talk.say(wording.rewards(policy, balance, waiting), wording.reward_choices(policy, balance))
    now = await talk.now()
    done = await talk.execute("redeem", redeem, talk.policy, reward, now)
    balance = await talk.query("left", ledger.balance, me)
    if isinstance(done, Stale):
        return await talk.say(wording.NOBODY_GRANTS)
    if isinstance(done, str):
        return await talk.say(
            wording.waits_already(reward) if done == "waits" else wording.too_few(reward, balance), [wording.GIVE]
        )
    await talk.say(wording.request(done), wording.request_choices(done), kind="prompt", to=done.asked_id)
    await talk.say(wording.reserved(done, balance), [undo_button(opening.run)], kind="receipt")


def redeem(session: Session, by: Speaker, policy: Policy, reward: Reward, now: datetime) -> RedemptionFact | Refusal:
    """Reserve the points; it waits for who may grant it now. Raises Changed if there is nobody."""
    asked_id = giving.granter(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    done = rewards.redeem(session, by.member_id, reward, asked_id, giving.day_of(policy, now), now)
    if isinstance(done, RedemptionFact):
        giving.look_again(session, policy, giving.REDEMPTION, done.id, asked_id, now)
    return done


def waiting_for(session: Session, member_id: int) -> tuple[RedemptionFact, ...]:
    """The rewards that a member still waits for."""
    return tuple(fact for fact in rewards.of_member(session, member_id) if fact.is_waiting)


FLOW = Flow(
    "redeem_points",
    version=1,
    starts=(Command("兑换"), Command("积分兑换"), Phrase("wants a reward", wants_reward)),
    roles=ANY_MEMBER,
    run=redeem_points,
    title="积分兑换",
    offer=Redeem,
)
