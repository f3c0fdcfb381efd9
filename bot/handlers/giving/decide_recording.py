"""通过 / 退回: the supervisor lets a rep's recording into the library, or not; the rep hears."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.library import recorded as wording
from bot.wording.library.scripts import play
from bot.wording.offers import DecideRecording, PlayItem
from knowledge import recordings
from knowledge.recordings import Decided
from sales.errors import Changed
from sales.teamwork import people


async def decide_recording(talk: Talk, opening: Opening) -> None:
    offer, now = DecideRecording.of(opening.params), await talk.now()
    done = await talk.execute("decide", decided, offer.recording, offer.granted, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    author = await talk.query("author", people.get, done.member_id)
    name = author.name if author is not None else ""
    await talk.say(wording.told(name, done.title, granted=offer.granted), kind="receipt")
    listen = [Choice(play(done.kind), opens=PlayItem(done.code))] if offer.granted else []
    text = wording.decided(done.title, talk.speaker.name, granted=offer.granted)
    await talk.say(text, listen, kind="receipt", to=done.member_id)


def decided(session: Session, by: Speaker, recording_id: int, granted: bool, now: datetime) -> Decided:
    """Decide. Raises Changed where it waits no longer, or is not this leader's."""
    done = (
        recordings.decide(session, by.member_id, by.members, recording_id, now, granted=granted) if by.leads else None
    )
    if done is None:
        raise Changed("recording", recording_id, "decides" if recordings.waits(session, recording_id) else "gone")
    return done


FLOW = Flow("decide_recording", version=1, roles=LEADERS, run=decide_recording, offer=DecideRecording)
