"""What comes after the receipt belongs to the record. 态度挺好 / 就是预算没下来 / 下周二再去

For ten minutes words that name nobody else are put into what was just recorded, in as many messages as they come. Words
that name whose record they add to (六院那个补一下,预算没定) are put into that of today, or by a tap into an older
one. The deal's clock does not start again. 撤回 takes the addition back, and the record itself stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.followup_record import Subject, add, choose_record, fill_gaps, save_kept, those_left
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.belonging import class_named
from bot.wording.buttons import sum_buttons, undo_button
from bot.wording.records import addition_lines, followup_lines
from bot.wording.values import say_date
from sales import deals, slot_values
from sales.followups import FollowUpDraft, Saved


async def add_to_record(talk: Talk, opening: Opening) -> None:
    records = await talk.query("records", recorded_lately, opening.run, opening.at, opening.params.get("followups"))
    if not records:
        return await talk.say("刚才那条已经不在了,说一下是哪家客户,我另记一条。")
    product = slot_values.word(opening.understanding.slots, "product")
    same = [known for known in records if product is not None and known.product_line == product]
    record = same[0] if len(same) == 1 else await choose_record(talk, "这句补到哪一条?", records)
    more = FollowUpDraft.of(opening.understanding).with_own_step()
    named = class_named(opening.text, opening.understanding)
    if named is not None:
        more = FollowUpDraft(said=opening.text).fill("objection", named)
    if opening.params.get("older") and not await is_of_older(talk, opening, record):
        return await record_apart(talk, opening, record, more)
    added = await talk.execute("add", add, talk.policy, record.followup_id, more, opening.at)
    if isinstance(added, Stale):
        return await talk.say(added.text)
    lines = addition_lines(talk.policy, added, more, opening.at)
    which = f"{added.customer}那条" if opening.params.get("followups") else "刚才那条"
    sums = sum_buttons([added]) if more.amount_fen is not None else []
    await talk.say(f"补进{which}:\n{lines}", [undo_button(opening.run), *sums], kind="receipt")


async def is_of_older(talk: Talk, opening: Opening, record: Saved) -> bool:
    """Whether the words are more of a record that is not of today, which is asked."""
    zone = talk.policy.zone
    day = say_date(record.followup.at.astimezone(zone).date(), opening.at.astimezone(zone).date())
    choices = [Choice(f"补进{day}那条", True), Choice("另记一条", False)]
    about = (record.customer, *record.followup.contacts)
    return bool(
        await talk.ask("older", f"{record.customer}今天还没记过。补进{day}那条,还是另记一条?", choices, about=about)
    )


async def record_apart(talk: Talk, opening: Opening, beside: Saved, draft: FollowUpDraft) -> None:
    """Record the words as a follow-up of today of the same customer and deal."""
    deal = None
    if beside.deal_id is not None:
        deal = await talk.query("deal", deals.get, access.deals(talk.speaker), beside.deal_id)
    subject = Subject(beside.customer_id, beside.customer, deal if deal is not None and not deal.closed else None)
    subject, draft = await fill_gaps(talk, opening, subject, draft)
    now = await talk.now()
    draft = replace(draft, occurred_on=draft.occurred_on or opening.at.astimezone(talk.policy.zone).date())
    saved = await talk.execute("save", save_kept, talk.policy, subject, draft, now, opening.run)
    if isinstance(saved, Stale):
        return await talk.say(saved.text)
    await talk.say(f"已记录:\n{followup_lines(talk.policy, saved, now)}", [undo_button(opening.run)], kind="receipt")


def recorded_lately(
    session: Session, own_run: int, now: datetime, named: Sequence[int] | None = None
) -> tuple[Saved, ...]:
    """The follow-ups that are `named`, else those that the latest run before `own_run` saved, as they are now."""
    recent = topic.recent_before(session, own_run, now) if named is None else None
    keys = named if named is not None else recent.followups if recent else ()
    return those_left(session, keys)


FLOW = Flow("add_to_record", version=1, roles=SALES, run=add_to_record)
