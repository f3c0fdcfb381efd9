"""把我刚才那次陪练删了: one of one's drills is deleted with its recordings, after one tap that names it (个人信息保护法
47); who was asked to look at its score again is told that this ends."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import dropped_files
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from coaching import drills, recordings
from coaching.drills import DrillFact
from nlu import replies
from nlu.drills import asking, deciding
from nlu.drills.asking import OneDrill
from nlu.understanding import Understanding

READ, SHOWN = 50, 4  # drills that are looked through, and that are offered


async def erase_one(talk: Talk, opening: Opening) -> None:
    zone = talk.policy.zone
    wanted = asking.drill_meant(opening.text, opening.at.astimezone(zone))
    held = await talk.query("held", drills.latest, talk.speaker.member_id, READ)
    found = meant(held, wanted, zone)
    if not found:
        return await talk.say(wording.none_meant(any_held=bool(held)))
    drill = found[0]
    if len(found) > 1:
        choices = [Choice(wording.drill_label(fact, opening.at, zone), fact) for fact in found[:SHOWN]]
        drill = await talk.ask("which", wording.WHICH_DRILL, choices)
    question = wording.sure_of_one(drill, opening.at, zone)
    choices = [Choice(wording.DELETE_ONE, True), Choice(wording.KEEP, False)]
    if not await talk.ask("sure", question, choices, read_sure, claims=claims_sure):
        return await talk.say(wording.KEPT)
    now = await talk.now()
    appeal = await talk.query("appeal", drills.appeal_on, drill.id)
    gone = await talk.execute("erase", erase, drill.id, now)
    if gone is not True:
        return await talk.say(wording.GONE_BEFORE)
    ends = appeal is not None and appeal.is_waiting
    await talk.say(wording.one_deleted(drill, opening.at, zone, appeal_ends=ends), kind="receipt")
    if appeal is not None and ends:
        await talk.say(wording.appeal_ended(appeal), kind="nudge", to=appeal.asked_id)


def meant(held: tuple[DrillFact, ...], wanted: OneDrill, zone: ZoneInfo) -> tuple[DrillFact, ...]:
    """The drills that words may mean, the newest first."""
    if wanted.which == "lowest":
        return (min(held, key=lambda fact: fact.total),) if held else ()
    if wanted.which == "day":
        return tuple(fact for fact in held if day_of(fact, zone) == wanted.day)
    return held[:1] if wanted.which == "latest" else held


def day_of(fact: DrillFact, zone: ZoneInfo) -> date:
    """The day on which a drill was held."""
    return fact.at.astimezone(zone).date()


def read_sure(text: str, _understanding: Understanding, _asked: Asked) -> bool | NotAnAnswer:
    """Whether the drill is deleted."""
    return True if deciding.deletes(text) else False if replies.verdict(text) is False else NotAnAnswer()


def claims_sure(_session: Session, text: str, _understanding: Understanding, _asked: Asked) -> bool:
    """Whether words agree that it is deleted."""
    return deciding.deletes(text)


def erase(session: Session, by: Speaker, drill_id: int, now: datetime) -> bool:
    """Delete a drill of who asks for it, with its recordings. False where it is gone."""
    run_id = drills.erase_one(session, by.member_id, drill_id)
    if run_id is None:
        return False
    dropped_files.order(session, by.member_id, recordings.erase_run(session, run_id), now)
    return True


FLOW = Flow(
    "erase_one",
    version=1,
    starts=(Phrase("wants one drill deleted", asking.erases_one),),
    roles=ANY_MEMBER,
    run=erase_one,
    title="删一次陪练",
)
