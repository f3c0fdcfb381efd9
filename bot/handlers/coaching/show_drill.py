"""A drill is shown again: its card, or what was said. One's own, and those of the people one leads."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.coaching import recordings as recordings_wording
from bot.wording.offers import ShowDrill
from coaching import drills, recordings
from coaching.drills import DrillDetail


async def show_drill(talk: Talk, opening: Opening) -> None:
    offer = ShowDrill.of(opening.params)
    found = await talk.query("drill", of, talk.speaker, offer.drill)
    if found is None:
        return await talk.say(wording.GONE)
    is_own = found.fact.member_id == talk.speaker.member_id
    recorded = await talk.query("recorded", recordings.of_drill, found.fact.id)
    play = [recordings_wording.play_button(found.fact)] if recorded else []
    buttons = wording.card_buttons(found.fact) if is_own else []
    if offer.transcript:
        return await talk.say(wording.transcript(found), [*wording.card_button(found.fact), *play, *buttons[:2]])
    picture = wording.card_picture(found, talk.policy.zone)
    await talk.say(
        wording.card(found), [*(buttons or wording.transcript_button(found.fact)), *play], attachments=(picture,)
    )


def of(session: Session, speaker: Speaker, drill_id: int | None) -> DrillDetail | None:
    """The drill, if the speaker may see it."""
    return drills.get(session, speaker.members, drill_id or 0)


FLOW = Flow("show_drill", version=1, roles=ANY_MEMBER, run=show_drill, only_answers=True, offer=ShowDrill)
