"""What authors of scripts earn because a turn has won a deal, and the line that tells them.

It is recorded with what won the deal, so that taking that back takes it back too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.wording.library import points as wording
from bot.wording.stages import deal_name
from config.policy import Policy
from knowledge.points import earning
from sales import deals
from storage.changes import Change, recording
from storage.deals import StageChange
from storage.statements import table_of


def by_winning(
    session: Session, policy: Policy, changes: Sequence[Change], by: str, speaker_id: int | None, now: datetime
) -> tuple[list[Message], list[Change]]:
    """Give authors their points for the deals that these changes have won. Returns what they are told, and what was
    changed by it; who speaks hears it as part of the answer."""
    moves = [change.after for change in changes if change.table == _MOVES and change.before is None and change.after]
    won = dict.fromkeys(move["deal_id"] for move in moves if move["stage_to"] == deals.WON)
    if not won:
        return [], []
    messages, day = [], now.astimezone(policy.zone).date()
    with recording(session) as given:
        for deal_id in won:
            name = deal_name(deals.read(session, deal_id))
            for earned in earning.won(session, policy.points, deal_id, day, now):
                to = None if earned.member_id == speaker_id else earned.member_id
                messages.append(Message(wording.won(earned, by, name), kind="receipt" if to else "reply", to=to))
    return messages, given


_MOVES = table_of(StageChange).name
