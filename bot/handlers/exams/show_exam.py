"""看错题: what was wrong in an exam, some at a time. One's own, and those of the people one leads."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import exams as wording
from bot.wording.offers import ShowExam
from coaching.exam import attempts
from coaching.exam.attempts import ExamDetail
from nlu.drills import exam as words


async def show_exam(talk: Talk, opening: Opening) -> None:
    offer = ShowExam.of(opening.params)
    found = await talk.query("exam", of, talk.speaker, offer.exam)
    if found is None:
        running = await talk.query("running", is_running, talk.speaker.member_id, opening.at)
        none = wording.NOT_OVER if running else wording.NO_EXAM
        return await talk.say(wording.GONE if offer.exam is not None else none)
    await talk.say(wording.wrong_page(found, offer.skip), wording.wrong_buttons(found, offer.skip))


def is_running(session: Session, member_id: int, now: datetime) -> bool:
    """Whether an exam of theirs goes on."""
    latest = attempts.latest(session, member_id)
    return latest is not None and latest.ended is None and now < latest.ends_at


def of(session: Session, speaker: Speaker, exam_id: int | None) -> ExamDetail | None:
    """The exam if the speaker may see it, or their own latest; None if there is none that is over."""
    latest = attempts.latest(session, speaker.member_id) if exam_id is None else None
    wanted = exam_id if latest is None else latest.id
    found = attempts.get(session, speaker.members, speaker.member_id, wanted) if wanted is not None else None
    return found if found is not None and found.fact.total is not None else None


FLOW = Flow(
    "show_exam",
    version=1,
    starts=(Phrase("asks what was wrong", words.asks_mistakes),),
    roles=ANY_MEMBER,
    run=show_exam,
    title="看错题",
    only_answers=True,
    offer=ShowExam,
)
