"""这条过时了, 参数早改了, 这条谁写的: a script just shown is doubted, or asked about.

What is said against it is kept with it, as of no use, and put before whoever answers for it, who says by a tap whether
it still holds. The item stays until they do.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Flow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.library import upkeep as wording
from config.policy import Policy
from knowledge.points import uses
from knowledge.trust import care
from sales.teamwork import people

LONGEST = 200  # characters of what is said of an item


async def doubt_script(talk: Talk, opening: Opening) -> None:
    code = str(opening.params["code"])
    fact = await talk.query("item", care.get, code)
    if fact is None:
        return await talk.say(wording.GONE)
    keeper = await talk.query("keeper", keeper_of, fact.owner_id)
    if opening.params.get("asks"):
        return await talk.say(wording.told_of(fact, keeper.name if keeper else None, opening.at, talk.policy.zone))
    now = await talk.now()
    words = opening.text.strip()[:LONGEST]
    done = await talk.execute("doubt", doubt, talk.policy, code, now, words)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    if keeper is None or keeper.id == talk.speaker.member_id:
        return await talk.say(wording.DOUBTED_OWN, wording.verdicts(fact))
    await talk.say(wording.doubted(fact.title, keeper.name))
    await talk.say(wording.doubts(fact, talk.speaker.name, words), wording.verdicts(fact), kind="prompt", to=keeper.id)


def keeper_of(session: Session, owner_id: int | None) -> people.MemberFact | None:
    """Who answers for an item: its owner, else the head of the company."""
    owner = people.get(session, owner_id) if owner_id is not None else None
    head = access.head(session, ()) if owner is None or not owner.active else None
    return people.get(session, head) if head is not None else owner


def doubt(session: Session, by: Speaker, policy: Policy, code: str, now: datetime, words: str) -> None:
    """Keep what is said against an item."""
    uses.rate(session, by.member_id, code, (None, None), False, giving.day_of(policy, now), now, words)


FLOW = Flow("doubt_script", version=1, roles=ANY_MEMBER, run=doubt_script)
