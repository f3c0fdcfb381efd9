"""What was found in a recorded call. One's own, and those of the people one leads."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.offers import ShowCall
from coaching.exam import calls
from coaching.exam.calls import CallFact


async def show_call(talk: Talk, opening: Opening) -> None:
    found = await talk.query("call", of, talk.speaker, ShowCall.of(opening.params).call)
    if found is None:
        return await talk.say(wording.GONE)
    is_own = found.member_id == talk.speaker.member_id
    await talk.say(wording.shown(found), wording.checked_buttons(found) if is_own else [])


def of(session: Session, speaker: Speaker, call_id: int) -> CallFact | None:
    """The recording, if the speaker may see it."""
    return calls.get(session, speaker.members, speaker.member_id, call_id)


FLOW = Flow("show_call", version=1, roles=ANY_MEMBER, run=show_call, only_answers=True, offer=ShowCall)
