"""What was found and heard in a recorded call. One's own, and those of the people one leads: they decide on what these
unlock."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import calls as wording
from bot.wording.coaching import unlocking as unlocking_wording
from bot.wording.offers import ShowCall
from coaching.exam import calls, unlocking
from coaching.exam.calls import CallFact
from coaching.exam.unlocking import UnlockFact


async def show_call(talk: Talk, opening: Opening) -> None:
    offer = ShowCall.of(opening.params)
    found = await talk.query("call", of, talk.speaker, offer.call)
    if found is None:
        return await talk.say(wording.GONE)
    is_own = found.member_id == talk.speaker.member_id
    heard = await talk.query("heard", calls.heard, found.id)
    following = None if is_own else await talk.query("following", following_counted, found)
    asked = None if is_own else await talk.query("asked", waiting_unlock, found.member_id)
    decide = unlocking_wording.request_buttons(asked) if asked is not None else []
    buttons = [*wording.shown_buttons(found, heard, offer.skip, following), *decide]
    await talk.say(
        wording.shown(found, heard, offer.skip), [*buttons, *(wording.checked_buttons(found) if is_own else [])]
    )


def of(session: Session, speaker: Speaker, call_id: int) -> CallFact | None:
    """The recording, if the speaker may see it."""
    return calls.get(session, speaker.members, speaker.member_id, call_id)


def following_counted(session: Session, call: CallFact) -> CallFact | None:
    """The next recording of the same member that counts."""
    return next((each for each in calls.of_member(session, call.member_id) if each.id > call.id and each.counts), None)


def waiting_unlock(session: Session, member_id: int) -> UnlockFact | None:
    """The member's request that waits for a decision; who may decide is checked when they do."""
    latest = unlocking.latest(session, member_id)
    return latest if latest is not None and latest.granted is None else None


FLOW = Flow("show_call", version=1, roles=ANY_MEMBER, run=show_call, only_answers=True, offer=ShowCall)
