"""Correcting what was logged. 不对,是周四下午去 / 不是李总,是王总 / 不是36万,是38万 / 没签呢,记错了

The record of the customer named is meant, else the newest thing that has what is corrected: a follow-up, a reminder's
time, a move's stage, the sum or the reason of a closed deal. A follow-up's clock does not start again. 撤回 undoes the
record together with its corrections. If the customer was wrong (不是宏远,是新锐), the record is undone there, with all
its effects, and saved for the right one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.admin import feedback
from bot.conversation import Asked, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared import loss
from bot.handlers.shared.closed_deals import correct_sum, reopen, reopen_buttons
from bot.handlers.shared.followup_record import (
    Subject,
    choose_record,
    fill_gaps,
    named_subject,
    note_people,
    save,
    those_left,
    with_heard,
)
from bot.handlers.shared.reminding.moved_reminder import move_reminder
from bot.handlers.shared.stage_move import close_instead, move_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.undo import correctable, reversing
from bot.wording.buttons import sum_buttons, undo_button
from bot.wording.offers import LogFollowup
from bot.wording.records import changes_line, followup_lines
from bot.wording.stages import move_line
from config.policy import Policy
from nlu import corrections, following
from nlu.context import NO_OBJECTION, said_choice
from nlu.corrections import TakenAway
from nlu.understanding import Understanding
from sales import followups, slot_values, stages
from sales.deals import LOST, WON
from sales.followups import FollowUpDraft, Saved
from sales.reminders import ReminderFact
from sales.scope import Actor
from sales.stages import Moved
from scheduler import step_clock

BUDGET = "预算"
PUT_RIGHT = re.compile(r"不是.{1,12}?[,,、 。]*(?<!不)是(?P<right>.{1,20})$")
IS_NOT = re.compile(r"[没未](?:有)?(?:签|成|定|拿下|丢|黄)|记错|搞错|弄错")


async def correct_record(talk: Talk, opening: Opening) -> None:
    several = opening.params.get("followups", ())
    if len(several) > 1:
        last = await choose_record(talk, "改哪一条?", await talk.query("several", those_left, several))
    else:
        last = await talk.query("last", correctable.meant, opening)
    match last:
        case None:
            return await talk.say("最近没有可改的记录。要记跟进,直接说事就行。")
        case Moved():
            return await correct_move(talk, opening, last)
        case ReminderFact():
            return await move_reminder(talk, opening, last)
    changes = put_right(opening.understanding, opening.at.astimezone(talk.policy.zone))
    taken = corrections.taken_away(opening.text, opening.at)
    if not changes.filled() and not taken and not PUT_RIGHT.search(opening.text):
        answer = await talk.ask(
            "what", f"{last.customer}那条哪里不对?直接说对的,比如「是周四下午」。", parse=read_change
        )
        changes = FollowUpDraft.of(answer)
        opening = replace(opening, understanding=answer) if changes.customer is not None else opening
    right = correctable.right_customer(opening.understanding)
    if changes.customer is not None and changes.customer != last.customer and right is not None:
        return await move_to_customer(talk, opening, last, changes)
    author = last.followup.author_id
    corrected = await talk.execute("correct", correct, talk.policy, author, last, changes, taken, opening.at)
    if isinstance(corrected, Stale):
        return await talk.say(corrected.text)
    lines = followup_lines(talk.policy, corrected, opening.at)
    changed = changes_line(talk.policy, last.followup, corrected.followup, opening.at)
    if taken and not changed and not changes.filled():
        return await talk.say(f"{last.customer}那条里没有这一项,不用改。")
    sums = sum_buttons([corrected]) if changes.amount_fen is not None else []
    await talk.say(f"改好了,{changed or '补上了这句'}:\n{lines}", [undo_button(opening.run), *sums], kind="receipt")
    if author != talk.speaker.member_id:
        notice = f"{talk.speaker.name}改了你在{last.customer}上记的那条,{changed or '补了一句'}:\n{lines}"
        await talk.say(notice, kind="receipt", to=author)


def put_right(understanding: Understanding, now: datetime) -> FollowUpDraft:
    """What the words change: also the objection that a bare noun puts in another one's place (不是功能,是价格), a sum
    said without its unit, and the last of several times (12号是周六,那改14号)."""
    text, changes = understanding.text, FollowUpDraft.of(understanding)
    said = PUT_RIGHT.search(text)
    objection = said_choice(said["right"], "objection") if said and not changes.objections else None
    if objection not in (None, NO_OBJECTION):
        changes = changes.fill("objection", objection)
    amount = correctable.sum_said(understanding) if corrections.puts_right(text) else None
    if amount is not None and BUDGET in text and changes.budget_fen is None:  # 预算不是30,是35
        changes = replace(changes, amount_fen=None, budget_fen=(amount, amount))
    elif amount is not None and changes.amount_fen is None and BUDGET not in text:
        changes = changes.fill("amount", amount)
    exchange = corrections.exchange(text)
    when = following.new_time(exchange.right if exchange is not None else text, now)
    if when is not None and (
        exchange is not None or following.says_why(text) or not (changes.next_at or changes.next_on)
    ):
        next_at, next_on = slot_values.moment({"next_time": when})
        changes = replace(changes, next_action=None).fill("next_time", next_at or next_on)
    asked_only = all(known.asked for known in corrections.taken_away(text, now)) and not changes.filled()
    return replace(changes, said="") if corrections.taken_away(text, now) and asked_only else changes


async def correct_move(talk: Talk, opening: Opening, moved: Moved) -> None:
    """Put right what was said of a deal that was moved: its stage, the sum or the reason it was closed with, or that it
    was closed at all."""
    slots, deal = opening.understanding.slots, moved.deal
    amount, reason = correctable.sum_said(opening.understanding), slot_values.words(slots, "objection")
    stage = slot_values.word(slots, "stage")
    if correctable.is_elsewhere(moved, opening.understanding):
        right = correctable.right_customer(opening.understanding) or deal.customer
        return await close_instead(talk, opening, moved, right)
    if following.denies_closing(opening.text) and deal.stage in (WON, LOST):
        given = await talk.query("denied", stages.closed, access.deals(talk.speaker), deal.id)
        if given is not None:
            return await reopen(talk, opening, given)
    if deal.stage == WON and amount is not None:
        return await correct_sum(talk, opening, deal, amount)
    if deal.stage == LOST and reason:
        return await loss.explain(talk, opening, deal.id, reason)
    if stage is not None and not deal.closed:
        return await move_deal(talk, opening, deal, stage, picked=True)
    closed = await talk.query("closed", stages.closed, access.deals(talk.speaker), deal.id)
    if closed is not None and IS_NOT.search(opening.text):
        return await reopen(talk, opening, closed)
    buttons = reopen_buttons(talk.policy, closed) if closed is not None else []
    await talk.say(f"{move_line(talk.policy, moved)},哪里不对?直接说对的就行。", buttons)


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
    subject, draft = await fill_gaps(talk, opening, subject, draft, is_new=False)
    now = await talk.now()
    given = await talk.execute("give", move_record, talk.policy, change_set, subject, draft, now)
    if isinstance(given, Stale):
        return await talk.say(given.text)
    lines = followup_lines(talk.policy, given, now)
    await talk.say(f"改好了,{last.customer}那条已经拿掉:\n{lines}", [undo_button(opening.run)], kind="receipt")


def move_record(
    session: Session,
    by: Speaker,
    policy: Policy,
    change_set: int,
    subject: Subject,
    draft: FollowUpDraft,
    now: datetime,
) -> Saved:
    """Save the record for another customer, then undo the first one: if saving fails, nothing is lost."""
    saved = save(session, by, policy, subject, draft, now)
    reversing.undo_change_set(session, by, policy, change_set, now)
    return saved


def correct(
    session: Session,
    by: Actor,
    policy: Policy,
    author_id: int,
    last: Saved,
    changes: FollowUpDraft,
    taken: Sequence[TakenAway],
    now: datetime,
) -> Saved:
    """Correct the record, and keep how its words were understood as a candidate for the training data."""
    corrected = followups.correct(session, by, last.followup_id, changes, policy.zone, taken)
    step_clock.plan(session, policy, corrected.followup, now)
    people = changes if changes.contacts else replace(changes, contacts=corrected.followup.contacts)
    corrected = with_heard(corrected, note_people(session, by, corrected.customer_id, people, now))
    understood = reversing.understood_when_recorded(session, author_id, last.followup_id)
    if understood is not None:
        note = f"改了 {'、'.join(sorted(changes.filled()))}"
        feedback.notice(session, author_id, understood, "corrected", now, right=understood, note=note)
    return corrected


def read_change(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    """Words that change at least one field of the record."""
    changes = FollowUpDraft.of(understanding).filled()
    return understanding if changes else NotAnAnswer("没听出要改哪一项。说对的就行,比如「不是李总,是王总」。")


FLOW = Flow("correct_record", version=1, starts=(Intent("deny"),), roles=SALES, run=correct_record)
