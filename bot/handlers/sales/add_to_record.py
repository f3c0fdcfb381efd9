"""What comes after the receipt belongs to the record. 态度挺好 / 就是预算没下来 / 下周二再去

For ten minutes words that name nobody else are put into what was just recorded, in as many messages as they come. The
deal's clock does not start again. 撤回 takes the addition back, and the record itself stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.followup_record import add
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.turn.references.belonging import class_named
from bot.wording.buttons import sum_buttons, undo_button
from bot.wording.records import addition_lines
from bot.wording.undoing import quoted
from sales import followups, slot_values
from sales.followups import FollowUpDraft, Saved


async def add_to_record(talk: Talk, opening: Opening) -> None:
    records = await talk.query("records", recorded_lately, opening.run, opening.at, opening.params.get("followups"))
    if not records:
        return await talk.say("刚才那条已经不在了,说一下是哪家客户,我另记一条。")
    product = slot_values.word(opening.understanding.slots, "product")
    same = [known for known in records if product is not None and known.product_line == product]
    record: Saved = same[0] if len(same) == 1 else records[0]
    if len(records) > 1 and len(same) != 1:
        record = await talk.ask(
            "which", "这句补到哪一条?", [Choice(told_apart(known, records), known) for known in records]
        )
    more, named = FollowUpDraft.of(opening.understanding), class_named(opening.text, opening.understanding)
    if named is not None:
        more = FollowUpDraft(said=opening.text).fill("objection", named)
    added = await talk.execute("add", add, talk.policy, record.followup_id, more, opening.at)
    if isinstance(added, Stale):
        return await talk.say(added.text)
    lines = addition_lines(talk.policy, added, more, opening.at)
    which = f"{added.customer}那条" if opening.params.get("followups") else "刚才那条"
    sums = sum_buttons([added]) if more.amount_fen is not None else []
    await talk.say(f"补进{which}:\n{lines}", [undo_button(opening.run), *sums], kind="receipt")


def told_apart(record: Saved, records: Sequence[Saved]) -> str:
    """A record by its customer and, where others are of the same one, by what tells it from them."""
    same = [other for other in records if other.customer == record.customer]
    if len(same) == 1:
        return record.customer
    if record.product_line and len({other.product_line for other in same}) == len(same):
        return f"{record.customer}·{record.product_line}"
    people = {other.followup.contacts for other in same}
    who = "、".join(record.followup.contacts) if len(people) == len(same) else quoted(record.followup.said, 12)
    return f"{record.customer}·{who}" if who else record.customer


def recorded_lately(
    session: Session, own_run: int, now: datetime, named: Sequence[int] | None = None
) -> tuple[Saved, ...]:
    """The follow-ups that are `named`, else those that the latest run before `own_run` saved, as they are now."""
    recent = topic.recent_before(session, own_run, now) if named is None else None
    keys = named if named is not None else recent.followups if recent else ()
    saved = [followups.saved(session, followup_id) for followup_id in keys]
    return tuple(known for known in saved if known is not None)


FLOW = Flow("add_to_record", version=1, roles=SALES, run=add_to_record)
