"""How far somebody is: drills, the exam, recorded calls, and what they unlock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice
from bot.turn.opening import Talk
from bot.wording.coaching import calls as calls_wording
from bot.wording.coaching import unlocking as wording
from coaching import drills
from coaching.drills import DrillFact
from coaching.exam import attempts, calls, unlocking
from coaching.exam.calls import CallFact
from coaching.exam.unlocking import Standing
from config.drills import ExamPolicy


@dataclass(frozen=True)
class Progress:
    """`may_begin`: an exam may be begun now; `may_ask`: a superior may be asked to unlock what was earned."""

    standing: Standing
    drilled: tuple[DrillFact, ...]
    may_begin: bool
    may_ask: bool
    objected: tuple[CallFact, ...]  # recordings that do not count because of what was found in them


async def say_progress(talk: Talk, member_id: int, at: datetime) -> None:
    """Say how far somebody is; to themself with what comes next."""
    found = await talk.query("progress", of, member_id, talk.policy.exam, at)
    is_own = member_id == talk.speaker.member_id
    whose = "" if is_own else found.standing.member
    steps = wording.own_steps(found.standing, may_begin=found.may_begin, may_ask=found.may_ask) if is_own else []
    steps += [] if is_own else await decisions(talk, found.standing)
    buttons = [*steps, *map(calls_wording.see_button, found.objected[:3]), *([wording.PRACTISE] if is_own else [])]
    text = wording.progress(found.standing, found.drilled, at, talk.policy.zone, whose)
    await talk.say(text, buttons)


async def decisions(talk: Talk, standing: Standing) -> list[Choice]:
    """What who leads somebody may decide on what they unlock; who may is checked when they do."""
    if standing.unlock is None or not talk.speaker.leads:
        return []
    if standing.unlock.granted is None:
        counted = await talk.query("counted", calls.counted, standing.member_id)
        return wording.request_buttons(standing.unlock, counted)
    return [wording.revoke_button(standing.unlock)] if standing.is_unlocked else []


def of(session: Session, member_id: int, policy: ExamPolicy, now: datetime) -> Progress:
    """How far a member is."""
    standing = unlocking.standing(session, member_id, policy.recordings)
    superior = access.superior(session, member_id)
    before = standing.unlock
    asked = before is not None and before.granted is None and before.asked_id == superior
    return Progress(
        standing,
        drills.latest(session, member_id, 1),
        may_begin=attempts.barred_by(session, member_id, policy.retry_days, now) is None,
        may_ask=bool(policy.unlocks) and standing.is_complete and not standing.is_unlocked and not asked,
        objected=tuple(call for call in calls.of_member(session, member_id) if call.violations and not call.counts),
    )
