"""What was just logged is put right by saying it. 不对,是周四下午去 / 不是李总,是王总

The speaker's last follow-up of the past day is meant. Its clock does not start again. 撤回 takes the record back as a
whole, correction and all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import learning, takeback
from bot.access import SALES
from bot.dialogue.flow import Flow, Intent
from bot.dialogue.talk import Asked, NotAnAnswer, Opening, Talk
from bot.handlers.attempts import Stale, attempt
from bot.wording.records import followup_lines, undo_choice
from config.policy import Policy
from nlu.understanding import Understanding
from sales import followups
from sales.followups import FollowUpDraft, Saved

RECENT = timedelta(days=1)


async def correct_record(talk: Talk, opening: Opening) -> None:
    last = await talk.look("last", last_record, talk.speaker.member_id, opening.at - RECENT)
    if last is None:
        return await talk.say("最近没有可改的记录。要记跟进,直接说事就行。")
    changes = FollowUpDraft.of(opening.understanding)
    if not changes.told():
        answer = await talk.ask(
            "what", f"{last.customer}那条哪里不对?直接说对的,比如「是周四下午」。", parse=read_change
        )
        changes = FollowUpDraft.of(answer)
    right = await talk.do("correct", attempt, put_right, talk.policy, talk.speaker.member_id, last, changes, opening.at)
    if isinstance(right, Stale):
        return await talk.say(right.words)
    lines = followup_lines(talk.policy, right, opening.at)
    await talk.say(f"改好了:\n{lines}", [undo_choice(opening.run)], kind="receipt")


def put_right(
    session: Session, policy: Policy, author_id: int, last: Saved, changes: FollowUpDraft, now: datetime
) -> Saved:
    right = followups.correct(session, last.followup_id, author_id, changes, policy.zone)
    understood = takeback.told_in(session, author_id, last.followup_id)
    if understood is not None:
        note = f"改了 {'、'.join(sorted(changes.told()))}"
        learning.notice(session, author_id, understood, "corrected", now, right="log_followup", note=note)
    return right


def last_record(session: Session, author_id: int, since: datetime) -> Saved | None:
    followup_id = followups.latest(session, author_id, since)
    return None if followup_id is None else followups.saved(session, followup_id)


def read_change(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    told = FollowUpDraft.of(understanding).told()
    return understanding if told else NotAnAnswer("没听出要改哪一项。说对的就行,比如「不是李总,是王总」。")


FLOW = Flow("correct_record", version=1, starts=(Intent("deny"),), roles=SALES, run=correct_record)
