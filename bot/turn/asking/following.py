"""Words that are nothing but the next question about what was asked last."""

from __future__ import annotations

from bot.conversation import Flow
from bot.turn import names
from bot.turn.asking.view import TARGET_SET, last
from bot.turn.context import TurnContext
from bot.turn.references.belonging import Waiting
from bot.turn.runs import Runs
from nlu import asking
from nlu.asking import figures, targets
from sales.teamwork import people

QUESTION = "query_team"  # as which words are read that are of no intent
SETS_TARGET, TARGETS_MET = "set_target", "targets_met"
FUNNEL, SUMS = "query_funnel", "own_figures"
OF_DEALS = frozenset({FUNNEL, SUMS, "query_overdue"})  # of customers' deals: whose words name none
OF_FIGURES = OF_DEALS | frozenset({SETS_TARGET, TARGETS_MET, "export_rows", "schedule_report"})  # started by phrases


def answered(context: TurnContext, runs: Runs, waiting: Waiting | None, text: str) -> bool:
    """Whether the words were about figures as no intent is, or leaned on the question before, and were answered. They
    do not where a question waits, or nothing was asked lately."""
    if waiting is not None and not waiting.is_stale:
        return False
    table = context.rules.table
    if _sets_target(context, text):
        runs.open(table.by_name[SETS_TARGET], text=text, meant=context.readings.of(text, QUESTION))
        return True
    flow, shortly = _phrased(context, text), figures.asks_target_shortly(text)
    if flow is None and not shortly:
        return asking.may_lean(text) and _leaned(context, runs, text)
    of_deals = flow is not None and flow.name in OF_DEALS
    read = context.readings.of(text, FUNNEL if of_deals else QUESTION)
    meant = names.within_scope(context.session, context.speaker, read)
    if (flow is None or of_deals) and not {"customer", "contact"}.isdisjoint(meant.slots):
        return False
    runs.open(flow or table.by_name[TARGETS_MET], text=text, meant=meant)
    return True


def _sets_target(context: TurnContext, text: str) -> bool:
    """Whether a leader sets targets, in words that hold nothing else: such as call them so, and shorter ones where one
    was set just now."""
    if not context.speaker.leads or not targets.may_say(text):
        return False
    named = people.named_in(context.session, text)
    said = targets.targets_said(text, [one.words for one in named], context.local_now)
    if said is None or said.names_target:
        return said is not None
    view = last(context.session, context.conversation_id, context.now)
    return view is not None and view.aspect == TARGET_SET


def _phrased(context: TurnContext, text: str) -> Flow | None:
    """The conversation about figures that the words begin."""
    flow = context.rules.table.phrased(text)
    return flow if flow is not None and flow.name in OF_FIGURES else None


def _leaned(context: TurnContext, runs: Runs, text: str) -> bool:
    view = last(context.session, context.conversation_id, context.now)
    of_days = view is not None and view.flow == QUESTION and not view.aspect  # what somebody did is asked in full
    flow = context.rules.table.by_name.get(view.flow) if view is not None and not of_days else None
    if flow is None:
        return False
    read_as = FUNNEL if flow.name == SUMS else flow.intent or QUESTION
    meant = context.readings.of(text, read_as)
    if not asking.leans(meant, people.team_names(context.session)):
        return False
    runs.open(flow, text=text, meant=names.within_scope(context.session, context.speaker, meant))
    return True
