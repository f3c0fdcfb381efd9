"""What comes after the receipt belongs to the record. 态度挺好 / 就是预算没下来 / 下周二再去

For ten minutes words that name nobody else are put into what was just recorded, in as many messages as they come. The
deal's clock does not start again. 撤回 takes the addition back, and the record itself stays.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import SALES
from bot.conversation import Flow
from bot.conversation.messages import Choice
from bot.handlers.shared.attempts import Stale, attempt
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import undo_button
from bot.wording.records import addition_lines
from sales import followups
from sales.followups import FollowUpDraft, Saved


async def add_to_record(talk: Talk, opening: Opening) -> None:
    records = await talk.query("records", recorded_lately, opening.run, opening.at)
    if not records:
        return await talk.say("刚才那条已经不在了,说一下是哪家客户,我另记一条。")
    record: Saved = records[0]
    if len(records) > 1:
        choices = [Choice(known.customer, known) for known in records]
        record = await talk.ask("which", "这句补到哪一条?", choices)
    more = FollowUpDraft.of(opening.understanding)
    added = await talk.execute(
        "add", attempt, followups.add, record.followup_id, talk.speaker.member_id, more, talk.policy.zone
    )
    if isinstance(added, Stale):
        return await talk.say(added.text)
    lines = addition_lines(talk.policy, added, more, opening.at)
    await talk.say(f"补进刚才那条:\n{lines}", [undo_button(opening.run)], kind="receipt")


def recorded_lately(session: Session, own_run: int, now: datetime) -> tuple[Saved, ...]:
    """The follow-ups that the latest run before `own_run` saved, as they are now."""
    recent = topic.recent_before(session, own_run, now)
    saved = [followups.saved(session, followup_id) for followup_id in recent.followups] if recent else []
    return tuple(known for known in saved if known is not None)


FLOW = Flow("add_to_record", version=1, roles=SALES, run=add_to_record)
