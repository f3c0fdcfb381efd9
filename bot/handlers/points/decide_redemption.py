"""The manager grants a reward that somebody wants for points, or does not: 同意 / 不同意.

Who may decide is seen when they do, not when they were asked.
"""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import points as wording
from bot.wording.offers import DecideRedemption
from knowledge.points import rewards
from knowledge.points.rewards import RedemptionFact


async def decide_redemption(talk: Talk, opening: Opening) -> None:
    offer = DecideRedemption.of(opening.params)
    asked = await talk.query("asked", rewards.get, offer.redemption)
    if asked is None:
        return await talk.say(wording.GONE)
    refusal = await talk.query("refusal", why_not, talk.speaker, asked)
    if refusal is not None:
        return await talk.say(refusal)
    now = await talk.now()
    done = await talk.execute("decide", giving.decide_redemption, talk.policy, asked, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        settled = await talk.query("settled", rewards.get, offer.redemption)
        return await talk.say(wording.GONE if settled is None else wording.already(settled))
    await talk.say(wording.decided(done), [undo_button(opening.run)], kind="receipt")
    await talk.say(wording.to_member(done), kind="receipt", to=done.member_id)


def why_not(session: Session, speaker: Speaker, asked: RedemptionFact) -> str | None:
    """Why this speaker can't decide it (any more); None if nothing is in the way."""
    if not giving.may_grant(session, speaker, asked.member_id):
        return wording.NOT_YOURS
    return None if asked.is_waiting else wording.already(asked)


FLOW = Flow("decide_redemption", version=1, roles=ANY_MEMBER, run=decide_redemption, offer=DecideRedemption)
