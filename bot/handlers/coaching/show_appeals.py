"""我的申诉咋样了, 许诺的申诉我看看: how one's own appeal stands, and which wait for who decides on them; that there is
none of an exam is said."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import appeals as wording
from bot.wording.coaching import calls as calls_wording
from coaching import drills
from coaching.drills import AppealFact
from coaching.exam import calls
from coaching.exam.calls import CallAppeal
from nlu.drills import asking
from sales.teamwork import people

Waiting = tuple[AppealFact | CallAppeal, ...]
SHOWN = 3  # appeals with their buttons


async def show_appeals(talk: Talk, opening: Opening) -> None:
    if asking.appeals_exam(opening.text):
        leader = await talk.query("leader", leader_of, talk.speaker.member_id)
        return await talk.say(*wording.no_exam_appeal(leader, opening.text))
    if (whose := asking.whose_appeal(opening.text)) is not None and talk.speaker.leads:
        return await show_waiting(talk, whose)
    of_drill = await talk.query("of_drill", drills.latest_appeal, talk.speaker.member_id)
    of_call = await talk.query("of_call", calls.latest_appeal, talk.speaker.member_id)
    zone = talk.policy.zone
    lines = [wording.standing(of_drill, opening.at, zone)] if of_drill is not None else []
    lines += [calls_wording.standing(of_call, opening.at, zone)] if of_call is not None else []
    await talk.say("\n".join(lines) or wording.NO_APPEAL)


async def show_waiting(talk: Talk, whose: str) -> None:
    """The appeals that wait for the speaker, each with its buttons."""
    waits = await talk.query("waits", waiting, talk.speaker.member_id, whose)
    if not waits:
        return await talk.say(wording.none_waits(whose))
    for appeal in waits[:SHOWN]:
        if isinstance(appeal, CallAppeal):
            await talk.say(calls_wording.request(appeal), calls_wording.request_buttons(appeal), kind="prompt")
        else:
            await talk.say(wording.request(appeal), wording.request_buttons(appeal), kind="prompt")
    if len(waits) > SHOWN:
        await talk.say(wording.more_wait(len(waits) - SHOWN))


def waiting(session: Session, member_id: int, whose: str) -> Waiting:
    """The appeals that wait for a member: of somebody by name, or all."""
    found: Waiting = (*drills.waiting_appeals(session, member_id), *calls.waiting_appeals(session, member_id))
    return tuple(appeal for appeal in found if whose in member_of(appeal))


def member_of(appeal: AppealFact | CallAppeal) -> str:
    """Who appeals."""
    return appeal.call.member if isinstance(appeal, CallAppeal) else appeal.member


def leader_of(session: Session, member_id: int) -> str:
    """The name of who leads a member; nothing if nobody does."""
    leader = people.get(session, access.superior(session, member_id) or 0)
    return leader.name if leader is not None else ""


FLOW = Flow(
    "show_appeals",
    version=1,
    starts=(
        Phrase("asks how an appeal stands", asking.asks_appeals),
        Phrase("objects to an exam", asking.appeals_exam),
    ),
    roles=ANY_MEMBER,
    run=show_appeals,
    title="看申诉",
    only_answers=True,
)
