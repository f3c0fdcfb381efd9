"""What a reported contact fills: how and when it was, what came of it, what is to happen next."""

from __future__ import annotations

import re

from nlu.slots import steps
from nlu.slots.filled import Filled, Source
from nlu.slots.lead_names import new_customer
from nlu.slots.objections import objections
from nlu.slots.stages import named_for_lead
from nlu.slots.steps import NextStep
from nlu.text.concepts import Concept

_PLANNED = re.compile(
    r"(?:再|要(?!不)|约|准备|打算|让我|叫我|请我|催我|等|争取|想|改天|下次|回头|通知|提醒)[^，,。；;\s]{0,6}$"
)
_DONE = re.compile("了|过|[里上]$|完")


def followup(source: Source, filled: Filled) -> None:
    """A contact with a customer."""
    step = steps.next_step(source.reading, source.record.stretch)
    _contact(source, filled, step)
    _outcome(source, filled, step)
    objections(source, filled)
    _next_step(source, filled, step)


def lead(source: Source, filled: Filled) -> None:
    """A new lead: a customer that no lexicon knows may be named in it."""
    if "customer" not in filled.found:
        filled.keep("customer", source.reading.text, new_customer(source.reading))
    step = steps.next_step(source.reading, source.record.stretch)
    _contact(source, filled, step)
    objections(source, filled)
    _next_step(source, filled, step)
    named_for_lead(source, filled)


def _contact(source: Source, filled: Filled, step: NextStep | None) -> None:
    """How and on which day the contact was."""
    reading, record = source.reading, source.record
    methods = [
        method for method in reading.said("method", *record.stretch) if not _is_of_next_step(source, method, step)
    ]
    methods += reading.said("method", *record.shared)
    for method in methods[:1]:
        filled.add("method", method.value, method.start, method.end)
    day = steps.occurred(reading, record.stretch) or steps.occurred(reading, record.shared)
    if day is not None:
        filled.add("occurred_on", day.occurred_on, day.start, day.end)


def _is_of_next_step(source: Source, method: Concept, step: NextStep | None) -> bool:
    """Whether a method belongs to the step that is still to come."""
    reading = source.reading
    if step is not None and step.action and step.action[0] <= method.start < step.action[1]:
        return True
    begin, end = reading.clause_at(method.start)
    if step is not None and step.time is not None and begin <= step.time.start < method.start:
        return True
    itself = reading.words[method.start : min(end, method.end + 2)]
    return _PLANNED.search(reading.words[begin : method.start]) is not None and not _DONE.search(itself)


def _outcome(source: Source, filled: Filled, step: NextStep | None) -> None:
    """What came of the contact: the last that was said of it."""
    reading, record = source.reading, source.record
    raised = reading.said("objection", *record.stretch)
    begin, end = step.action if step is not None and step.action else (0, 0)
    outcomes = [
        outcome
        for outcome in reading.said("outcome", *record.stretch)
        if not begin <= outcome.start < end
        and not any(objection.start < outcome.end and outcome.start < objection.end for objection in raised)
    ]
    if outcomes:
        last = next((outcome for outcome in outcomes if outcome.value == "refused_meeting"), outcomes[-1])
        filled.add("outcome", last.value, last.start, last.end)


def _next_step(source: Source, filled: Filled, step: NextStep | None) -> None:
    if step is None:
        return
    if step.time is not None and step.time.next_time is not None:
        filled.add("next_time", step.time.next_time, step.time.start, step.time.end)
    filled.keep("next_action", source.reading.text, step.action)
