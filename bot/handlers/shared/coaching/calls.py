"""A recorded call is taken and checked; what was found is said, and what it completes is asked for."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.admin.practice.exam_calls import CHECK_CALLS
from bot.conversation import Failed
from bot.handlers.shared.coaching.unlock import ask_when_complete
from bot.turn.effects import Stale
from bot.turn.opening import Talk
from bot.wording.coaching import calls as wording
from coaching.exam import calls, unlocking
from coaching.exam.calls import CallFact
from coaching.exam.unlocking import Standing


async def take_call(talk: Talk, media: str) -> None:
    """Take this recording of the speaker's, and check it."""
    now = await talk.now("came")
    call = await talk.execute("hand_in", handed_in, media, now)
    if call is None or isinstance(call, Stale):
        return await talk.say(wording.ALREADY)
    await talk.say(wording.received(call, talk.policy.exam.recordings), kind="receipt")
    await check_calls(talk)


async def check_calls(talk: Talk) -> None:
    """Check the recordings of the speaker that wait."""
    now = await talk.now("checking")
    waiting = await talk.query("waiting", calls.waiting, talk.speaker.member_id)
    done = await talk.job("check", CHECK_CALLS, {"recordings": list(waiting), "at": now.isoformat()})
    checked = [] if isinstance(done, Failed) else done["checked"]
    if not checked:
        return await talk.say(wording.NOT_HEARD)
    found: tuple[CallFact, ...] = await talk.query("found", of_ids, talk.speaker.member_id, tuple(checked))
    standing: Standing = await talk.query(
        "now_lacking", unlocking.standing, talk.speaker.member_id, talk.policy.exam.recordings
    )
    for call in found:
        await talk.say(wording.checked(call, standing.lacking, talk.policy.exam), wording.checked_buttons(call))
    await ask_when_complete(talk)


def handed_in(session: Session, by: Speaker, media: str, now: datetime) -> CallFact | None:
    """Take it for who sends it; None where they handed in the same before."""
    return calls.hand_in(session, by.member_id, media, now)


def of_ids(session: Session, member_id: int, ids: tuple[int, ...]) -> tuple[CallFact, ...]:
    """These recordings of the member's."""
    return tuple(call for call in calls.of_member(session, member_id) if call.id in ids)
