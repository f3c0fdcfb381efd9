"""A drill is shown again: its card, or what was said; and what is asked about the latest of one's own is answered from
its card: why a score is low, which sentence was wrong, what to say instead, how it compares with the one before."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.coaching import recordings as recordings_wording
from bot.wording.offers import ShowDrill
from coaching import drills, recordings
from coaching.drills import DrillDetail
from coaching.scenarios import scripts
from nlu import drills as words


async def show_drill(talk: Talk, opening: Opening) -> None:
    offer, asked = ShowDrill.of(opening.params), words.asked_of_card(opening.text)
    if offer.drill is None:
        latest = await talk.query("latest", drills.latest, talk.speaker.member_id, 2)
        if not latest:
            return await talk.say(wording.NO_DRILLS, [wording.PRACTISE])
        if asked == "progress":
            return await talk.say(wording.compared(latest), wording.card_buttons(latest[0])[:4])
        offer = ShowDrill(latest[0].id, transcript=asked == "talk")
    found = await talk.query("drill", of, talk.speaker, offer.drill)
    if found is None:
        return await talk.say(wording.GONE)
    is_own = found.fact.member_id == talk.speaker.member_id
    if is_own and (answer := answered(found, asked, opening.text)):
        return await talk.say(answer, wording.card_buttons(found.fact))
    recorded = await talk.query("recorded", recordings.of_drill, found.fact.id)
    play = [recordings_wording.play_button(found.fact)] if recorded else []
    buttons = wording.card_buttons(found.fact) if is_own else []
    if offer.transcript:
        return await talk.say(wording.transcript(found), [*wording.card_button(found.fact), *play, *buttons[:2]])
    picture = wording.card_picture(found, talk.policy.zone)
    await talk.say(
        wording.card(found), [*(buttons or wording.transcript_button(found.fact)), *play], attachments=(picture,)
    )


def answered(detail: DrillDetail, asked: str | None, text: str) -> str:
    """The answer to a question about the card; nothing where the card or the talk itself is wanted."""
    if asked == "why":
        return wording.why(detail, words.part_meant(text))
    if asked == "best":
        return wording.best(detail)
    if asked == "wrong":
        return wording.wrong(detail)
    if asked == "better":
        script = scripts().get(detail.fact.scenario)
        return wording.better(detail, script.reference if script is not None else "")
    return ""


def of(session: Session, speaker: Speaker, drill_id: int | None) -> DrillDetail | None:
    """The drill, if the speaker may see it."""
    return drills.get(session, speaker.members, drill_id or 0)


FLOW = Flow(
    "show_drill",
    version=1,
    starts=(Phrase("asks about the latest drill", words.asks_about_card),),
    roles=ANY_MEMBER,
    run=show_drill,
    title="看陪练成绩",
    only_answers=True,
    offer=ShowDrill,
)
