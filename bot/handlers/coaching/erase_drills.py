"""删掉我的陪练记录: one's drills are deleted, with what was said in them, or only the recordings, after one tap
(个人信息保护法 47)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import dropped_files
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from coaching import drills, recordings
from coaching.exam import attempts, calls, unlocking
from nlu import drills as words
from nlu import replies
from nlu.drills import deciding
from nlu.understanding import Understanding

ALL, FILES, NONE = "all", "files", "none"  # of what may be deleted


async def erase_drills(talk: Talk, opening: Opening) -> None:
    if not await talk.query("any", has_any, talk.speaker.member_id):
        return await talk.say(wording.NONE_KEPT)
    recorded = await talk.query("recorded", recordings.any_of, talk.speaker.member_id)
    only_files = [Choice(wording.DELETE_FILES, FILES)] if recorded else []
    choices = [Choice(wording.DELETE, ALL), *only_files, Choice(wording.KEEP, NONE)]
    what = await talk.ask("sure", wording.SURE, choices, read_what, claims=claims_what)
    if what == NONE:
        return await talk.say(wording.KEPT)
    now = await talk.now()
    if what == FILES:
        files = await talk.execute("erase_files", erase_files, now)
        return await talk.say(wording.files_deleted(files if isinstance(files, int) else 0), kind="receipt")
    count = await talk.execute("erase", erase, now)
    await talk.say(wording.deleted(count if isinstance(count, int) else 0), kind="receipt")


def read_what(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """What is deleted: all, or nothing."""
    return ALL if deciding.deletes(text) else NONE if replies.verdict(text) is False else NotAnAnswer()


def claims_what(_session: Session, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words agree that all is deleted."""
    return deciding.deletes(text)


def has_any(session: Session, member_id: int) -> bool:
    """Whether there is anything to delete."""
    practised = drills.latest(session, member_id, 1) or attempts.latest(session, member_id)
    return bool(practised or calls.of_member(session, member_id))


def erase(session: Session, by: Speaker, now: datetime) -> int:
    """Delete the drills, exams and recorded calls of who asks for it, with their files; rights that were unlocked
    stay."""
    handed_in = [call.media for call in calls.of_member(session, by.member_id)]
    erase_files(session, by, now)
    dropped_files.order(session, by.member_id, handed_in, now)
    return drills.erase(session, by.member_id) + unlocking.erase(session, by.member_id)


def erase_files(session: Session, by: Speaker, now: datetime) -> int:
    """Delete the recorded answers of the drills of who asks for it; what was said stays in words."""
    keys = recordings.erase(session, by.member_id)
    dropped_files.order(session, by.member_id, keys, now)
    return len(keys)


FLOW = Flow(
    "erase_drills",
    version=2,
    starts=(
        Phrase("wants drills deleted", words.erases),
        Phrase("wants exams deleted", deciding.erases_exams),
    ),
    roles=ANY_MEMBER,
    run=erase_drills,
    title="删除陪练记录",
)
