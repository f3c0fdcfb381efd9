"""Correcting what was just logged. 不对,是周四下午去 / 不是李总,是王总

The speaker's last follow-up within a day is meant. Its clock does not start again. 撤回 undoes the record together
with its corrections. If the customer was wrong (不是宏远,是新锐), the record is undone there, with all its effects, and
saved for the right one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.access import SALES, Speaker
from bot.admin import feedback
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.followup_record import Subject, fill_gaps, named_subject, save
from bot.turn.opening import Opening, Talk
from bot.turn.undo import reversing
from bot.wording.buttons import undo_button
from bot.wording.offers import LogFollowup
from bot.wording.records import followup_lines
from config.policy import Policy
from nlu.understanding import Understanding
from sales import followups
from sales.followups import FollowUpDraft, Saved

RECENT = timedelta(days=1)


async def correct_record(talk: Talk, opening: Opening) -> None:
    last = await talk.query("last", last_record, talk.speaker.member_id, opening.at - RECENT)
    if last is None:
        return await talk.say("最近没有可改的记录。要记跟进,直接说事就行。")
    changes = FollowUpDraft.of(opening.understanding)
    if not changes.filled():
        answer = await talk.ask(
            "what", f"{last.customer}那条哪里不对?直接说对的,比如「是周四下午」。", parse=read_change
        )
        changes = FollowUpDraft.of(answer)
    if changes.customer is not None and changes.customer != last.customer:
        return await move_to_customer(talk, opening, last, changes)
    corrected = await talk.execute(
        "correct", attempt, correct, talk.policy, talk.speaker.member_id, last, changes, opening.at
    )
    if isinstance(corrected, Stale):
        return await talk.say(corrected.text)
    lines = followup_lines(talk.policy, corrected, opening.at)
    await talk.say(f"改好了:\n{lines}", [undo_button(opening.run)], kind="receipt")


async def move_to_customer(talk: Talk, opening: Opening, last: Saved, changes: FollowUpDraft) -> None:
    """Save the record for another customer and undo the first one."""
    assert changes.customer is not None
    subject = await named_subject(talk, opening, changes.customer, changes.product)
    if subject is None:
        return
    if subject.customer_id == last.customer_id:
        return await talk.say(f"那条本来就记在{subject.customer}。")
    change_set = await talk.query(
        "deed", reversing.change_set_of, talk.policy, talk.speaker.member_id, last.followup_id, opening.at
    )
    if change_set is None:
        again = Choice("给这家补记一条", opens=LogFollowup(customer=subject.customer_id))
        return await talk.say(f"{last.customer}那条换不了客户了,还留在那里。{subject.customer}可以另外补记。", [again])
    draft = FollowUpDraft.saved(last.followup, talk.policy.zone).correct(changes)
    subject, draft = await fill_gaps(talk, opening, subject, draft)
    now = await talk.now()
    given = await talk.execute("give", attempt, move_record, talk.policy, talk.speaker, change_set, subject, draft, now)
    if isinstance(given, Stale):
        return await talk.say(given.text)
    lines = followup_lines(talk.policy, given, now)
    await talk.say(f"改好了,{last.customer}那条已经拿掉:\n{lines}", [undo_button(opening.run)], kind="receipt")


def move_record(
    session: Session,
    policy: Policy,
    author: Speaker,
    change_set: int,
    subject: Subject,
    draft: FollowUpDraft,
    now: datetime,
) -> Saved:
    """Save the record for another customer, then undo the first one: if saving fails, nothing is lost."""
    saved = save(session, policy, author, subject, draft, now)
    reversing.undo_change_set(session, policy, change_set, now)
    return saved


def correct(
    session: Session, policy: Policy, author_id: int, last: Saved, changes: FollowUpDraft, now: datetime
) -> Saved:
    """Correct the record, and keep how its words were understood as a candidate for the training data."""
    corrected = followups.correct(session, last.followup_id, author_id, changes, policy.zone)
    understood = reversing.understood_when_recorded(session, author_id, last.followup_id)
    if understood is not None:
        note = f"改了 {'、'.join(sorted(changes.filled()))}"
        feedback.notice(session, author_id, understood, "corrected", now, right=understood, note=note)
    return corrected


def last_record(session: Session, author_id: int, since: datetime) -> Saved | None:
    """The author's last follow-up since then."""
    followup_id = followups.latest(session, author_id, since)
    return None if followup_id is None else followups.saved(session, followup_id)


def read_change(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    """Words that change at least one field of the record."""
    changes = FollowUpDraft.of(understanding).filled()
    return understanding if changes else NotAnAnswer("没听出要改哪一项。说对的就行,比如「不是李总,是王总」。")


FLOW = Flow("correct_record", version=1, starts=(Intent("deny"),), roles=SALES, run=correct_record)
