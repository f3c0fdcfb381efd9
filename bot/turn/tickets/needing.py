"""What a rep tells that would need another department (这个得财务点头): a ticket or the record, by one tap."""

from __future__ import annotations

from bot.access import SELLERS
from bot.conversation.messages import Choice, SaidWords
from bot.messaging import offers
from bot.turn.context import TurnContext
from bot.turn.references.belonging import CLEAR, REPORT
from bot.turn.runs import Runs
from bot.turn.tickets.naming import RAISES, departments
from bot.wording.departments import tickets as wording
from nlu import tickets as reading
from nlu.understanding import Understanding

SAYS_WHO = frozenset({RAISES, "instruct", "reassign", "need_support", "decide_override", "answer_gate", "set_reminder"})


def needed(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether it was asked if another department is to be asked; the words are kept for either."""
    if (kept := _asked_about(context, text)) is not None:
        runs.open(context.rules.table.by_intent[RAISES], text=kept, meant=context.readings.of(kept, RAISES))
        return True
    says_who = meant.intent in SAYS_WHO and meant.confidence >= CLEAR
    if context.speaker.role not in SELLERS or says_who or not reading.needs_department(text):
        return False
    named = [context.rules.policy.tickets.name(key) for key in departments(context, text)]
    choices = [
        Choice(f"请{named[0]}看" if named else "请别的部门看", opens=SaidWords(RAISES, text.strip())),
        Choice("只记跟进", opens=SaidWords(REPORT, text.strip())),
    ]
    context.say(wording.whether_department(named[0] if named else None, text.strip()), choices)
    return True


def _asked_about(context: TurnContext, text: str) -> str | None:
    """The request for which it was just asked if a department is to be asked, with the department that the words name
    and no more (那就找生产); None for other words."""
    if not reading.names_department(text) or not departments(context, text):
        return None
    offer = offers.newest(context.session, context.conversation_id)
    opens = [one for one in offer.choices if one.get("opens") == RAISES] if offer is not None else []
    said = opens[0]["params"].get("said") if opens else None
    return f"{said},{text.strip()}" if said else None
