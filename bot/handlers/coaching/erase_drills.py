"""删掉我的陪练记录: one's drills are deleted, with what was said in them, after one tap (个人信息保护法 47)."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from coaching import drills
from coaching.exam import attempts, calls, unlocking
from nlu import drills as words


async def erase_drills(talk: Talk, opening: Opening) -> None:
    if not await talk.query("any", has_any, talk.speaker.member_id):
        return await talk.say(wording.NONE_KEPT)
    if not await talk.ask("sure", wording.SURE, [Choice(wording.DELETE, True), Choice(wording.KEEP, False)]):
        return await talk.say(wording.KEPT)
    count = await talk.execute("erase", erase)
    await talk.say(wording.deleted(count if isinstance(count, int) else 0), kind="receipt")


def has_any(session: Session, member_id: int) -> bool:
    """Whether there is anything to delete."""
    practised = drills.latest(session, member_id, 1) or attempts.latest(session, member_id)
    return bool(practised or calls.of_member(session, member_id))


def erase(session: Session, by: Speaker) -> int:
    """Delete the drills, exams and recorded calls of who asks for it; rights that were unlocked stay."""
    return drills.erase(session, by.member_id) + unlocking.erase(session, by.member_id)


FLOW = Flow(
    "erase_drills",
    version=1,
    starts=(Phrase("wants drills deleted", words.erases),),
    roles=ANY_MEMBER,
    run=erase_drills,
    title="删除陪练记录",
)
