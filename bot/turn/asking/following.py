"""Words that are nothing but the next question about what was asked last."""

from __future__ import annotations

from bot.turn import names
from bot.turn.asking.view import last
from bot.turn.context import TurnContext
from bot.turn.references.belonging import Waiting
from bot.turn.runs import Runs
from nlu import asking
from sales.teamwork import people

QUESTION = "query_team"  # as which words are read that lean on a question of no intent


def answered(context: TurnContext, runs: Runs, waiting: Waiting | None, text: str) -> bool:
    """Whether the words leaned on the question before and were answered by its flow. They do not where a question
    waits, or nothing was asked lately."""
    if (waiting is not None and not waiting.is_stale) or not asking.may_lean(text):
        return False
    view = last(context.session, context.conversation_id, context.now)
    flow = context.rules.table.by_name.get(view.flow) if view is not None else None
    if flow is None:
        return False
    meant = context.readings.of(text, flow.intent or QUESTION)
    if not asking.leans(meant, people.team_names(context.session)):
        return False
    runs.open(flow, text=text, meant=names.within_scope(context.session, context.speaker, meant))
    return True
