"""Words that are nothing but the next question about what was asked last."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import col, select

from bot.conversation import Flow
from bot.turn import names
from bot.turn.asking import scheduled
from bot.turn.asking.asked import Asked, last_question
from bot.turn.asking.view import TARGET_SET, last
from bot.turn.context import TurnContext
from bot.turn.references.belonging import Waiting
from bot.turn.references.topic import FRESH
from bot.turn.runs import Runs
from nlu import asking, leaders
from nlu.asking import again, figures, targets
from nlu.schema import schema
from nlu.understanding import Understanding
from sales.teamwork import people
from storage.conversations import Run

QUESTION = "query_team"  # as which words are read that are of no intent
SCHEDULES = "schedule_report"
SETS_TARGET, TARGETS_MET = "set_target", "targets_met"
FUNNEL, SUMS, FORECAST, HEALTH = "query_funnel", "own_figures", "query_forecast", "query_health"
OF_DEALS = frozenset({FUNNEL, SUMS, "query_overdue"})  # of customers' deals: whose words name none
OF_FIGURES = OF_DEALS | {
    SETS_TARGET,
    TARGETS_MET,
    "withdraw_target",
    "export_rows",
    "schedule_report",
    "not_scheduled",
}  # by phrases
OF_PEOPLE = frozenset({"people_figures", "compare_teams"})
BY_SIZE = "deals_by_size"
ASKS_WHOM = frozenset({"instruct", "customer_info"})  # flows whose questions a period or a team answers not
PEOPLE = frozenset({"person", "customer", "contact"})
CHANGES, ENDS = "change_report", "end_reports"
OF_SCHEDULES = frozenset({"schedule_report", "list_reports", CHANGES, ENDS})
SHORT = 8  # characters of words that name nothing
Handles = Callable[[TurnContext, Runs, str], None]


def answered(context: TurnContext, runs: Runs, waiting: Waiting | None, text: str, handle: Handles) -> bool:
    """Whether the words were about figures as no intent is, or leaned on the question before, and were answered (by
    `handle`, where they are that question said in full). They do not where a question waits that they may answer, or
    nothing was asked lately."""
    if waiting is not None and not waiting.is_stale:
        if waiting.flow not in ASKS_WHOM or not _of_no_person(context, text):
            return False
        return _leaned(context, runs, text) or _asked_again(context, runs, text, handle)
    table = context.rules.table
    if _sets_target(context, text):
        runs.open(table.by_name[SETS_TARGET], text=text, meant=context.readings.of(text, QUESTION))
        return True
    if _comes_again(context, runs, text):
        return True
    flow, shortly = _phrased(context, text), figures.asks_target_shortly(text)
    if flow is None and not shortly:
        if _worded(context, runs, text) or (asking.may_lean(text) and _leaned(context, runs, text)):
            return True
        return _asked_again(context, runs, text, handle)
    of_deals = flow is not None and flow.name in OF_DEALS
    meant = _read(context, text, FUNNEL if of_deals else QUESTION)
    if (flow is None or of_deals) and not {"customer", "contact"}.isdisjoint(meant.slots):
        return False
    runs.open(flow or table.by_name[TARGETS_MET], text=text, meant=meant)
    return True


def _comes_again(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether the answer to a question was wanted again and again: of what is no report, as if it were asked then."""
    wanted = figures.wanted_again(text) if not figures.schedules(text) else None
    flow = scheduled.flow_asked(context, wanted.what) if wanted is not None else None
    if flow is None:
        return False
    params = {scheduled.FLOW: flow.name}
    runs.open(context.rules.table.by_name[SCHEDULES], text=text, meant=_read(context, text), params=params)
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


def _worded(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether it was asked why figures fell, what was lost, how good forecasts are, or for deals of a size, and was
    answered."""
    if again.with_person(text, "") is not None:
        return False
    if asking.asks_why_less(text):
        asked = last_question(context.session, context.conversation_id, context.now)
        of_sums = asked is not None and asked.flow == SUMS and len(text.strip()) <= SHORT
        _open(context, runs, FUNNEL, f"{asked.opening.text},{text}" if asked is not None and of_sums else text)
    elif asking.asks_losses(text) and not _read(context, text, FUNNEL).slots.keys() & {"customer", "contact"}:
        _open(context, runs, FUNNEL, text)
    elif asking.judges_forecast(text) or (asking.judges(text) and _last(context, FORECAST)):
        _open(context, runs, FORECAST, text)
    elif (flow := _of_schedule(context, text)) is not None:
        _open(context, runs, flow, text)
    elif _of_size(text):
        _open(context, runs, BY_SIZE, text)
    else:
        return False
    return True


def _of_schedule(context: TurnContext, text: str) -> str | None:
    """The flow that changes or ends what comes by itself, where the words say so of it: by its name, or right after it
    was spoken of."""
    flow = CHANGES if figures.moves_schedule(text) else ENDS if figures.ends_schedule(text) else None
    if flow is None or figures.names_report(text):
        return flow
    newest = select(col(Run.flow)).where(
        col(Run.conversation_id) == context.conversation_id, col(Run.opened_at) >= context.now - FRESH
    )
    spoken_of = context.session.exec(newest.order_by(col(Run.id).desc()).limit(1)).first()
    return flow if spoken_of in OF_SCHEDULES else None


def _of_size(text: str) -> bool:
    """Whether deals of a size, or the largest, are wanted."""
    sizes = asking.sizes
    return sizes.lists_by_size(text) or sizes.of_big(text) or sizes.largest_asked(text) is not None


def _last(context: TurnContext, flow: str) -> bool:
    asked = last_question(context.session, context.conversation_id, context.now)
    return asked is not None and asked.flow == flow


def _open(context: TurnContext, runs: Runs, name: str, text: str) -> None:
    """Open a flow with words about figures."""
    flow = context.rules.table.by_name[name]
    intent = flow.intent if flow.intent in {*schema().intents} else None
    runs.open(flow, text=text, meant=_read(context, text, intent or QUESTION))


def _read(context: TurnContext, text: str, intent: str = QUESTION) -> Understanding:
    return names.within_scope(context.session, context.speaker, context.readings.of(text, intent))


def _leaned(context: TurnContext, runs: Runs, text: str) -> bool:
    view = last(context.session, context.conversation_id, context.now)
    of_days = view is not None and view.flow == QUESTION and not view.aspect  # what somebody did is asked in full
    flow = context.rules.table.by_name.get(view.flow) if view is not None and not of_days else None
    if flow is None:
        return False
    if flow.name == SUMS:
        return False  # asked again in full
    meant = context.readings.of(text, flow.intent or QUESTION)
    if not asking.leans(meant, people.team_names(context.session)):
        return False
    if flow.name != HEALTH and "customer" in meant.slots and not meant.slots.keys() & {"person", "region", "product"}:
        return False  # a customer is asked about as such
    runs.open(flow, text=text, meant=names.within_scope(context.session, context.speaker, meant))
    return True


def _of_no_person(context: TurnContext, text: str) -> bool:
    return again.may_change(text) and not _read(context, text).slots.keys() & PEOPLE


def _asked_again(context: TurnContext, runs: Runs, text: str, handle: Handles) -> bool:
    """Whether the words were the question before with something else in it, which was answered."""
    if not (again.may_change(text) or asking.turns(text) or again.with_person(text, "")):
        return False
    asked = last_question(context.session, context.conversation_id, context.now)
    if asked is None:
        return False
    full = _in_full(context, asked, text)
    if full is not None:
        handle(context, runs, full)
    elif asked.flow == SUMS and asking.turns(text):
        _open(context, runs, FUNNEL, f"{asked.opening.text},{text}")
    elif _of_process(asked) and asking.turns(text) and asking.against(text, context.local_now) is not None:
        _open(context, runs, asked.flow, f"{asked.opening.text},{text}")
    else:
        return False
    return True


def _of_process(asked: Asked) -> bool:
    """Whether process figures were asked for, which are compared with those of other days."""
    of_brief = asked.flow == QUESTION and leaders.remarks("process_figures", asked.opening.text)
    return of_brief or asked.flow in OF_PEOPLE


def _in_full(context: TurnContext, asked: Asked, text: str) -> str | None:
    """The question that the words ask, said in full."""
    before = asked.opening.understanding
    name = again.person_named(before)
    if name is not None and (of_them := again.with_person(text, name)) is not None:
        return of_them
    if not again.may_change(text):
        return None
    teams = people.team_names(context.session)
    return again.said_again(before, _read(context, text), teams, context.local_now)
