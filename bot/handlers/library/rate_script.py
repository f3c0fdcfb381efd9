"""有用 or 没用 under a script that was found: one word of a person about an item and a customer, which may change.

What is of use to a colleague earns its author points; the first time the author hears of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.library import points as points_wording
from bot.wording.library import scripts as wording
from bot.wording.offers import Contribute, RateScript
from config.policy import Policy
from knowledge.points import earning, uses
from knowledge.points.earning import Earned
from knowledge.points.uses import UseFact
from sales import customers

LONGEST = 200  # characters of what is said of an item


async def rate_script(talk: Talk, opening: Opening) -> None:
    offer = RateScript.of(opening.params)
    now = await talk.now()
    said = opening.text.strip()
    words = None if said in ("", wording.USELESS, wording.USEFUL) else said[:LONGEST]
    done = await talk.execute("rate", rate, talk.policy, offer, now, words)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    use, earned, customer = done
    again = use.before == use.useful
    other = Choice(wording.USELESS if use.useful else wording.USEFUL, opens=replace(offer, useful=not use.useful))
    better = [] if use.useful else [Choice(wording.HAVE_BETTER, opens=Contribute())]
    points = earned.points if earned is not None else 0
    await talk.say(wording.rated(useful=use.useful, again=again, customer=customer, points=points), [other, *better])
    if earned is not None and use.is_first:
        text = points_wording.first_use(earned, talk.speaker.name)
        await talk.say(text, kind="receipt", to=earned.member_id)


def rate(
    session: Session, by: Speaker, policy: Policy, offer: RateScript, now: datetime, words: str | None
) -> tuple[UseFact, Earned | None, str | None]:
    """Keep what was said of the item, and what that earns its author. A customer that is no longer in scope is left
    out. Returns the customer's name too."""
    scope = access.customers(by)
    customer = customers.get(session, scope, offer.customer) if offer.customer is not None else None
    about = (customer.id, offer.deal) if customer is not None else (None, None)
    day = giving.day_of(policy, now)
    use = uses.rate(session, by.member_id, offer.code, about, offer.useful, day, now, words)
    earned = earning.reused(session, policy.points, use, by.member_id, day, now)
    return use, earned, customer.name if customer is not None else None


FLOW = Flow("rate_script", version=1, roles=ANY_MEMBER, run=rate_script, offer=RateScript)
