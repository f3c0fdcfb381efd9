"""组里的考试情况, 小周考得怎么样: how far the people are whom one leads."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.progress import say_progress
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from bot.wording.offers import ExamProgress
from coaching import drills
from coaching.exam import unlocking
from coaching.exam.unlocking import Standing
from nlu.drills import exam as words


async def exam_progress(talk: Talk, opening: Opening) -> None:
    offer, whose = ExamProgress.of(opening.params), words.whose_exam(opening.text) or ""
    member_id = offer.member
    if member_id is None and whose:
        member = await colleague_meant(talk, whose, wording.WHOSE)
        if member is None:
            return
        member_id = member.id
    if member_id is not None:
        if not await talk.query("may_see", may_see, talk.speaker, member_id):
            return await talk.say(wording.NOT_YOURS_TO_SEE)
        return await say_progress(talk, member_id, opening.at)
    if not opening.speaker.leads:
        return await say_progress(talk, talk.speaker.member_id, opening.at)
    found = await talk.query("team", team, talk.speaker, talk.policy.exam.recordings)
    await talk.say(wording.team(found), wording.team_buttons(found))


def may_see(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether the speaker may see how far this member is."""
    return member_id == speaker.member_id or drills.may_see(session, speaker.members, member_id)


def team(session: Session, speaker: Speaker, needed: int) -> tuple[Standing, ...]:
    """How far the people are whom the speaker leads."""
    return unlocking.of_team(session, speaker.members, needed)


FLOW = Flow(
    "exam_progress",
    version=1,
    starts=(Phrase("asks for exams taken", words.asks_exams),),
    roles=ANY_MEMBER,
    run=exam_progress,
    title="看考试情况",
    only_answers=True,
    offer=ExamProgress,
)
