"""What a reported contact fills: how and when it was, what came of it, what is to happen next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlu.reading import Reading
from nlu.rules import rules
from nlu.slots import steps
from nlu.slots.filled import Filled, Source
from nlu.slots.lead_names import new_customer
from nlu.slots.objections import COMPETITOR, objections
from nlu.slots.stages import named_for_lead
from nlu.slots.steps import NextStep
from nlu.statements import consent, not_then
from nlu.text.concepts import Concept
from nlu.text.placeholders import PLACEHOLDERS

_RULES = rules("slots")
_NAMED = re.compile("|".join(f"{placeholder}+" for placeholder in PLACEHOLDERS.values()))  # however long a name is
_DAY = len("2026-11-23")
_NEAR = 4  # code points behind words of agreement
SETTLES = ("定了", "定好", "定好了", "说定")  # of a time as well as of a deal
REFUSED_MEETING = "refused_meeting"
NO_ANSWER = "no_answer"
_REFUSALS = frozenset({REFUSED_MEETING, "rejected"})
EXHIBITION = "exhibition"  # where all of it took place, if said of all records: 展会第二天,童总过来坐了会儿


def followup(source: Source, filled: Filled) -> None:
    """A contact with a customer."""
    step = _without_refused(source, steps.next_step(source.reading, source.record.span))
    step = _shared_plan(source, step) or step
    _contact(source, filled, step)
    _outcome(source, filled, step)
    objections(source, filled)
    _next_step(source, filled, step)


def _shared_plan(source: Source, step: NextStep | None) -> NextStep | None:
    """The step of a record that is planned together with the one before it: 周四拜访皓贝和优牙; on the same day, where
    only the first has a time: 明天去皓贝,顺便看看优牙. None where it is not."""
    reading, (begin, end) = source.reading, source.record.span
    if (step is not None and step.time is not None) or begin == 0:
        return None
    if source.record.shared[1] == begin:  # several customers in one clause
        return None if step is not None else steps.next_step(reading, (0, end))
    before = steps.next_step(reading, (0, begin)) if _RULES["on_the_way"].match(reading.text, begin, end) else None
    time = before.time if before is not None and not _RULES["met"].search(reading.text, begin) else None
    if time is None or time.next_time is None:
        return None
    action = step.action if step is not None else steps.content(reading, begin, end)
    return NextStep(replace(time, next_time=time.next_time[:_DAY]), action)


def _without_refused(source: Source, step: NextStep | None) -> NextStep | None:
    """The step; where it is a meeting that was asked for and refused (约他周五见,他说不见), what comes behind."""
    reading, (begin, end) = source.reading, source.record.span
    if step is None or step.time is None:
        return step
    first, last = step.action or (step.time.start, step.time.end)
    refused = [one for one in reading.said("outcome", begin, end) if one.value in _REFUSALS]
    places = [(one.start, one.end) for one in refused if _of_meeting(reading, one).value == REFUSED_MEETING]
    if no_time := _RULES["had_no_time"].search(reading.words[:end], begin):
        places.append(no_time.span("refusal"))
    for start, behind in places:
        clause, _ = reading.clause_at(step.time.start)
        asked = _RULES["asked_to_meet"].search(_NAMED.sub("名", reading.words[clause:start]))
        if (first < behind and start < last) or (step.time.start < start and asked):
            return steps.next_step(reading, (behind, end))
    return step


def lead(source: Source, filled: Filled) -> None:
    """A new lead: a customer that no lexicon knows may be named in it."""
    if "customer" not in filled.found:
        filled.keep("customer", source.reading.text, new_customer(source.reading))
    step = steps.next_step(source.reading, source.record.span)
    _contact(source, filled, step)
    objections(source, filled)
    _next_step(source, filled, step)
    named_for_lead(source, filled)


def _contact(source: Source, filled: Filled, step: NextStep | None) -> None:
    """How and on which day the contact was."""
    reading, record = source.reading, source.record
    methods = [
        method
        for method in reading.said("method", *record.span)
        if not _is_of_next_step(source, method, step)
        and not _is_their_own(reading, method)
        and not not_then.is_absence(reading, method.start)
    ]
    shared = [one for one in reading.said("method", *record.shared) if not _is_of_next_step(source, one, step)]
    methods = sorted([*methods, *shared], key=lambda method: method not in shared or method.value != EXHIBITION)
    for method in _tried_in_vain(reading, methods) or methods[:1]:
        filled.add("method", method.value, method.start, method.end)
    day = steps.occurred(reading, record.span) or steps.occurred(reading, record.shared)
    if day is not None:
        filled.add("occurred_on", day.occurred_on, day.start, day.end)


def _tried_in_vain(reading: Reading, methods: Sequence[Concept]) -> list[Concept]:
    """The methods of several attempts, none of which reached anybody: 电话没接,微信也不回."""
    each = {method.value: method for method in reversed(methods)}
    in_vain = [
        method
        for method in methods
        if method is each[method.value]
        and any(one.value == NO_ANSWER for one in reading.said("outcome", *reading.clause_at(method.start)))
    ]
    return in_vain if len(in_vain) > 1 and len(in_vain) == len(each) else []


def _is_their_own(reading: Reading, method: Concept) -> bool:
    """Whether it is a meeting to which the person went instead of seeing us: 吴总临时去宁德开会."""
    if method.value != "meeting" or "开会" not in reading.text[method.start - 1 : method.end + 1]:
        return False
    begin, _ = reading.clause_at(method.start)
    words = reading.words[begin : method.start]
    if _RULES["not_seen"].search(reading.text, 0, begin) and _RULES["away_at_meeting"].search(words):
        return True
    return _RULES["their_own_meeting"].search(_NAMED.sub("名", words)) is not None


def _is_of_next_step(source: Source, method: Concept, step: NextStep | None) -> bool:
    """Whether a method belongs to the step that is still to come."""
    reading = source.reading
    if step is not None and step.action and step.action[0] <= method.start < step.action[1]:
        return True
    begin, end = reading.clause_at(method.start)
    if step is not None and step.time is not None and begin <= step.time.start < method.start:
        return True
    itself = reading.words[method.start : min(end, method.end + 2)]
    before = _NAMED.sub("名", reading.words[begin : method.start])
    return _RULES["planned"].search(before) is not None and not _RULES["done"].search(itself)


def _outcome(source: Source, filled: Filled, step: NextStep | None) -> None:
    """What came of the contact: the last that was said of it."""
    reading, record = source.reading, source.record
    raised = reading.said("objection", *record.span)
    begin, end = step.action if step is not None and step.action else (0, 0)
    outcomes = [
        outcome
        for outcome in reading.said("outcome", *record.span)
        if not (outcome.start < end and begin < outcome.end)
        and not consent.is_answer(reading, outcome)
        and not any(objection.start < outcome.end and outcome.start < objection.end for objection in raised)
    ]
    outcomes = [one for one in outcomes if not _of_a_sum(reading, one) and not _of_a_time(reading, one)]
    outcomes = [outcome for outcome in outcomes if not not_then.is_absence(reading, outcome.start)]
    open_to = [outcome for outcome in outcomes if consent.is_open(reading, record.span[1], outcome, raised)]
    outcomes = [outcome for outcome in outcomes if not open_to or outcome.value != "agreed"]
    outcomes = [outcome for outcome in outcomes if not not_then.is_only_for_now(reading, outcome.start)]
    outcomes = [meant for outcome in outcomes if (meant := consent.as_meant(reading, outcome)) is not None]
    outcomes = [_of_meeting(reading, _with_another(reading, outcome)) for outcome in outcomes]
    if _RULES["met"].search(reading.text, *record.span):
        outcomes = [outcome for outcome in outcomes if outcome.value != "no_answer"]
    if _RULES["only_quoted"].search(reading.text, *record.span) and not reading.said("method", *record.span):
        outcomes = [outcome for outcome in outcomes if outcome.value != "no_answer"]
    if _RULES["off_for_a_reason"].search(reading.text, *record.span):
        outcomes = [outcome for outcome in outcomes if outcome.value != REFUSED_MEETING]
    if _RULES["rents_instead"].search(reading.text, *record.span):
        refused_to_buy = _RULES["no_purchase"]
        outcomes = [one for one in outcomes if not refused_to_buy.search(reading.text[one.start : one.end])]
    if _RULES["did_not_come"].search(reading.text, *record.span):
        outcomes = [_not_met(reading, outcome) for outcome in outcomes]
    outcomes = [outcome for outcome in outcomes if not _is_only_moved(reading, outcome, step)]
    if outcomes:
        last = next((outcome for outcome in outcomes if outcome.value == REFUSED_MEETING), outcomes[-1])
        filled.add("outcome", last.value, last.start, last.end)
    elif no_time := _RULES["had_no_time"].search(reading.words[: record.span[1]], record.span[0]):
        filled.add("outcome", REFUSED_MEETING, *no_time.span("refusal"))


def _is_only_moved(reading: Reading, outcome: Concept, step: NextStep | None) -> bool:
    """Whether nobody refuses to meet: they have no time and name another (这周没空见,让我下周三过去)."""
    if outcome.value != REFUSED_MEETING or step is None or step.time is None:
        return False
    no_time = _RULES["no_time_then"].search(reading.text, outcome.start, outcome.end)
    return bool(no_time and _RULES["another_time"].search(reading.text, outcome.end, step.time.end))


def _not_met(reading: Reading, outcome: Concept) -> Concept:
    """Who did not come to what was agreed was not met, and refused nothing: 没来,放我鸽子了."""
    stood_up = _RULES["stood_up"].search(reading.text, outcome.start, outcome.end)
    return replace(outcome, value="no_answer") if stood_up else outcome


def _of_a_sum(reading: Reading, outcome: Concept) -> bool:
    """Whether a price is wanted, not the goods: 他想要28万."""
    return outcome.value == "interested" and any(0 <= money.start - outcome.end <= 1 for money in reading.sums)


def _of_a_time(reading: Reading, outcome: Concept) -> bool:
    """Whether only a time is settled: 定了上午十点."""
    settles = outcome.value == "agreed" and reading.text[outcome.start : outcome.end] in (
        "定了",
        "定好",
        "定好了",
        "说定",
    )
    return settles and any(0 <= time.start - outcome.end <= 1 for time in reading.times)


def _with_another(reading: Reading, outcome: Concept) -> Concept:
    """What is settled with another vendor turns us down: 已经定了用日本货."""
    _, end = reading.clause_at(outcome.start)
    last = min(end, outcome.end + _NEAR)
    another = any(one.value == COMPETITOR for one in reading.said("objection", outcome.end, last))
    return replace(outcome, value="rejected") if outcome.value == "agreed" and another else outcome


def _of_meeting(reading: Reading, outcome: Concept) -> Concept:
    """A refusal for want of time, or of what we had asked for, is one to meet: 婉拒了,说忙; 又约他,被拒了."""
    behind = _RULES["refused_for_time"].match(reading.text, outcome.end)
    before = _RULES["refused_to_meet"].search(_NAMED.sub("P", reading.words[: outcome.start]))
    refused = outcome.value == "rejected" and (behind or before)
    return replace(outcome, value=REFUSED_MEETING) if refused else outcome


def _next_step(source: Source, filled: Filled, step: NextStep | None) -> None:
    if step is None:
        return
    if step.time is not None and step.time.next_time is not None:
        filled.add("next_time", step.time.next_time, step.time.start, step.time.end)
    filled.keep("next_action", source.reading.text, step.action)
