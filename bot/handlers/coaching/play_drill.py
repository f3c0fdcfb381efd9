"""听录音: the recorded answers of a drill. One's own, and those of the people one leads."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as drill_wording
from bot.wording.coaching import recordings as wording
from bot.wording.offers import PlayDrill
from coaching import drills, recordings
from coaching.drills import DrillDetail


async def play_drill(talk: Talk, opening: Opening) -> None:
    found = await talk.query("drill", of, talk.speaker, PlayDrill.of(opening.params).drill)
    if found is None:
        return await talk.say(drill_wording.GONE)
    detail, files = found
    if not files:
        return await talk.say(wording.NONE, drill_wording.transcript_button(detail.fact))
    await talk.say(
        wording.played(detail, files), drill_wording.card_button(detail.fact), attachments=wording.sounds(files)
    )


def of(session: Session, speaker: Speaker, drill_id: int) -> tuple[DrillDetail, Mapping[int, str]] | None:
    """The drill and its recordings, if the speaker may see it."""
    detail = drills.get(session, speaker.members, drill_id)
    return None if detail is None else (detail, recordings.of_drill(session, drill_id))


FLOW = Flow("play_drill", version=1, roles=ANY_MEMBER, run=play_drill, only_answers=True, offer=PlayDrill)
