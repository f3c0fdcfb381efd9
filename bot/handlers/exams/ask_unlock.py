"""申请解锁: one's superior is asked to unlock what was earned."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.unlock import ask_when_complete
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from bot.wording.offers import AskUnlock
from coaching.exam import unlocking
from config.drills import ExamPolicy
from nlu.drills import exam as words


async def ask_unlock(talk: Talk, opening: Opening) -> None:
    if not await ask_when_complete(talk):
        await talk.say(await talk.query("why_not", why_not, talk.speaker.member_id, talk.policy.exam))


def why_not(session: Session, member_id: int, policy: ExamPolicy) -> str:
    """Why nobody was asked."""
    standing = unlocking.standing(session, member_id, policy.recordings)
    if standing.is_unlocked and standing.unlock is not None:
        return wording.unlocked_already(standing.unlock.names)
    if not policy.unlocks:
        return wording.NOTHING_UNLOCKS
    return wording.ASKED_ALREADY if standing.is_complete else wording.lacks(standing)


FLOW = Flow(
    "ask_unlock",
    version=1,
    starts=(Phrase("asks for what was earned", words.asks_unlock),),
    roles=ANY_MEMBER,
    run=ask_unlock,
    title="申请解锁",
    offer=AskUnlock,
)
