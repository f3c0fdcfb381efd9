"""我有哪些权限: which rights one has unlocked, which not yet, and what is missing for them."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.progress import of
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from nlu.drills import asking


async def my_rights(talk: Talk, opening: Opening) -> None:
    found = await talk.query("progress", of, talk.speaker.member_id, talk.policy.exam, opening.at)
    steps = wording.own_steps(found.standing, may_begin=found.may_begin, may_ask=found.may_ask)
    text = wording.rights(found.standing, talk.policy.exam.unlocks)
    await talk.say(text, [] if found.standing.is_unlocked else steps)


FLOW = Flow(
    "my_rights",
    version=1,
    starts=(Phrase("asks which rights are unlocked", asking.asks_rights),),
    roles=ANY_MEMBER,
    run=my_rights,
    title="看我的权限",
    only_answers=True,
)
