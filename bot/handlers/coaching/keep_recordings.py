"""同意保留录音, 只留文字: whether the recordings of one's drills are kept from now on (个人信息保护法 14, 15)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import recordings as wording
from bot.wording.offers import KeepRecordings
from coaching import recordings
from nlu import drills as words


async def keep_recordings(talk: Talk, opening: Opening) -> None:
    offered = KeepRecordings.of(opening.params).keep
    keep = words.keeps_recordings(opening.text) is True if offered is None else offered
    now = await talk.now()
    await talk.execute("decide", decide, now, keep=keep)
    await talk.say(wording.decided(talk.policy.drills.keep_days, keep=keep), kind="receipt")


def decide(session: Session, by: Speaker, now: datetime, *, keep: bool) -> None:
    """As who speaks wants it."""
    recordings.decide(session, by.member_id, now, keep=keep)


FLOW = Flow(
    "keep_recordings",
    version=1,
    starts=(Phrase("says whether recordings are kept", words.speaks_of_keeping),),
    roles=ANY_MEMBER,
    run=keep_recordings,
    title="陪练录音留不留",
    offer=KeepRecordings,
)
