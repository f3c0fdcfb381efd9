"""Words about what was just done that are carried out whatever else they might be: 撤错了, 宏远那半不要了, 你记成啥了,
预算是80不是18, 刚才那条加一句."""

from __future__ import annotations

from collections.abc import Callable

from bot.turn import names, router
from bot.turn.context import TurnContext
from bot.turn.references import belonging, topic
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.turn.undo import follow_on, instead
from bot.wording import turn as wording
from bot.wording.offers import Undo
from nlu import corrections
from nlu.understanding import Understanding
from sales import slot_values

RESTORE, SHOW = "restore", "show_recorded"  # flows
Read = Callable[[TurnContext, str], Understanding]  # what words mean, said by the speaker


def brings_back(context: TurnContext, runs: Runs, text: str, read: Read) -> bool:
    """Whether the words say that the wrong thing was just taken back: it is as before, and what was meant is undone."""
    other = corrections.undone_instead(text)
    if context.speaker.id is None or not (other or corrections.restores(text)):
        return False
    undone = instead.undone_lately(context.session, context.speaker.id, context.now)
    if undone is not None:
        runs.open(context.rules.table.by_name[RESTORE], text=text)
    if other is not None:
        runs.open(context.rules.table.by_name[follow_on.UNDO], text=other, meant=read(context, other))
    return undone is not None or other is not None


def replaces(context: TurnContext, runs: Runs, text: str, read: Read, *, wholly: bool) -> bool:
    """Whether the words did what was meant instead of what was just done, which is taken back."""
    meant = read(context, text)
    opened = router.opening(meant, context.rules.table)
    if not isinstance(opened, router.Open) or meant.more:
        return False
    found = follow_on.replaced(context.lately, opened.flow.name, text, meant, wholly=wholly)
    return found is not None and _do(context, runs, found, lambda: meant)


def handled(
    context: TurnContext, runs: Runs, waiting: OpenRun | None, text: str, meant: Understanding, read: Read
) -> bool:
    """Whether the words took away a part of what was told, asked to see it, or put something in its place; `waiting` is
    the run whose question is not too old."""
    if context.speaker.id is None:
        return False
    if _drops_part(context, runs, waiting, text, meant) or _shows(context, runs, waiting, text):
        return True
    return waiting is None and (_adds_line(context, runs, text, meant) or _puts_instead(context, runs, meant, read))


def _drops_part(context: TurnContext, runs: Runs, waiting: OpenRun | None, text: str, meant: Understanding) -> bool:
    """Whether the words take away what was told of one customer: of the form that waits or of what was recorded."""
    if not corrections.drops_part(text):
        return False
    naming = names.within_scope(context.session, context.speaker, context.readings.of(text, "customer_info"))
    named = set(slot_values.words(naming.slots, "customer"))
    just_now = context.lately.since(topic.WINDOW)
    is_recorded = bool(named & {thing.customer for thing in just_now})
    told = waiting is not None and waiting.row.flow == belonging.REPORT and waiting.question is not None
    if waiting is None or not told:
        return is_recorded and _undo(context, runs, text, meant)
    saved = {thing.customer for thing in just_now if thing.run_id == waiting.row.id}
    about = set(waiting.question.about) if waiting.question is not None else set()
    if not named & (saved | about):
        return False
    runs.drop(waiting)
    if named & saved:
        _undo(context, runs, text, meant)
    elif saved:
        context.say(wording.part_dropped(*named & about))
        runs.open(context.rules.table.by_name[SHOW], text=text)
    else:
        context.say(wording.part_dropped(*named & about))
    for record in instead.others_told(context.session, waiting.row.id, named | saved):
        runs.open(context.rules.table.by_name[belonging.REPORT], text=text, meant=record)
    return True


def _undo(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    runs.open(context.rules.table.by_name[follow_on.UNDO], text=text, meant=meant)
    return True


def _shows(context: TurnContext, runs: Runs, waiting: OpenRun | None, text: str) -> bool:
    """Whether the words ask for what was just recorded: it is shown, or the form that waits is."""
    if not corrections.asks_to_see(text):
        return False
    if waiting is not None:
        runs.put_question(waiting)
    else:
        runs.open(context.rules.table.by_name[SHOW], text=text)
    return True


def _adds_line(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words add a line to a record: that of the customer named, else the newest."""
    more, member = corrections.added_line(text), context.speaker.id
    if more is None or member is None:
        return False
    named = instead.customer_named(context.session, member, meant, text.rfind(more), context.now)
    named = named or corrections.added_to(text)
    recent = topic.recent(context.session, context.conversation_id, context.now)
    if named is not None:
        recent = instead.record_of(context.lately, named)
    if recent is None or not recent.followups:
        return False
    runs.add_to_record(more, recent, is_named=named is not None)
    return True


def _puts_instead(context: TurnContext, runs: Runs, meant: Understanding, read: Read) -> bool:
    """Whether the words put something in the place of what was just done: that is undone, and done anew."""
    found = instead.instead_of(context.lately, meant)
    return found is not None and _do(context, runs, found, lambda: read(context, found.text))


def _do(context: TurnContext, runs: Runs, found: instead.Instead, read: Callable[[], Understanding]) -> bool:
    """Undo what was done, and open what takes its place, with what its words mean then: a customer may be gone."""
    table = context.rules.table.by_name
    if found.run is not None:
        runs.open(table[follow_on.UNDO], params=Undo(found.run).params)
    if found.flow is not None:
        runs.open(table[found.flow], text=found.text, meant=read())
    return True
