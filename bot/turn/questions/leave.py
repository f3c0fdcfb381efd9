"""Words that change the leave just noted, whatever else waits: 改成下周二, 不请了."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.turn import run_stack
from bot.turn.context import TurnContext
from bot.turn.references import just_done
from bot.turn.runs import Runs
from nlu import following

LEAVE = "take_leave"  # the flow
MOVES_TO = "我的假改成"
NOT_TAKEN = re.compile(
    r"(?:算了|哦|那|那天|[明后]天|下?周[一二三四五]|[，, ])*(?:又|先)?不用?(?:请|休)(?:假)?了(?:吧|哈)?[。.!！ ]*"
)
ANOTHER_DAY = re.compile(r"(?:不对|哦|那|还是|[，, ])*(?:改|换|挪|推)(?:到|成|为)(?P<to>.+)")


def changed(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether the words put the leave that was noted as the last thing the speaker did on another day, or take it
    back."""
    words = text.strip()
    moved, withdrawn = ANOTHER_DAY.fullmatch(words), NOT_TAKEN.fullmatch(words)
    if not (moved or withdrawn) or context.speaker.id is None:
        return False
    undo = just_done.of_flow(context.session, context.speaker.id, LEAVE, context.rules.policy, context.now)
    if undo is None:
        return False
    row = run_stack.get(context.session, undo.run, context.conversation_id) if undo.run is not None else None
    before = run_stack.said(row).partition(MOVES_TO)[2] if row is not None else ""
    if withdrawn and not before:
        runs.open(context.rules.table.by_name[undo.flow], text=text, params=undo.params)
        return True
    if moved and not following.is_new_day(words, context.local_now):
        return False
    instead = f"{MOVES_TO}{moved['to']}" if moved else f"{before}的假取消了"
    read = context.readings.of(instead)
    meant = replace(read, intent=LEAVE, slots={**read.slots, "person": context.speaker.name})
    runs.open(context.rules.table.by_name[LEAVE], text=instead, meant=meant)
    return True
