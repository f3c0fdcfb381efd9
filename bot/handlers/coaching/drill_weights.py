"""陪练占比, 陪练占比改回默认: what each dimension of a drill counts, and taking back what was fitted."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation import Flow, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import weights as wording
from bot.wording.offers import ShowWeights
from coaching.outcomes import weights
from coaching.outcomes.weights import WeightsFact
from config.policy import Policy
from nlu import drills as words
from sales.errors import Changed


async def drill_weights(talk: Talk, opening: Opening) -> None:
    if not (ShowWeights.of(opening.params).default or words.wants_default_weights(opening.text)):
        fact = await talk.query("weights", weights.latest)
        holds = fact is not None and not fact.taken_back
        return await talk.say(wording.shown(fact), wording.BACK if holds else [])
    now = await talk.now()
    done = await talk.execute("take_back", take_back, talk.policy, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    await talk.say(wording.DEFAULT_ALREADY if done is None else wording.TAKEN_BACK, kind="receipt")


def take_back(session: Session, by: Speaker, policy: Policy, now: datetime) -> WeightsFact | None:
    """The rubric's own weights hold again; None where they do. Raises Changed where that is not the actor's to say."""
    if not access.may_change_limits(by, policy):
        raise Changed("request", None, "decides")
    return weights.take_back(session, now)


FLOW = Flow(
    "drill_weights",
    version=1,
    starts=(Phrase("asks what dimensions of drills count", words.speaks_of_weights),),
    roles=LEADERS,
    run=drill_weights,
    title="陪练打分占比",
    offer=ShowWeights,
)
