"""Whether a condition of a rule holds for a history at a moment, by which rows, and until when. Pure functions.

`until` is when the answer may change by time alone: a length of time is reached, or the oldest of several falls out of
their window. None: only something that is done changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.policy import Policy
from config.signal_rules import Age, Condition, Counted, FollowUps, Moves
from config.signal_rules import Change as ChangeRule
from config.signal_rules import Touch as TouchRule
from sales.limits import limit_from
from sales.signals.history import Change, History, Move, Ref, Touch

FEN = {"amount": "amount_fen"}


@dataclass(frozen=True)
class Calendar:
    """The policy, and how working days are added to an instant."""

    policy: Policy
    add_working_days: Callable[[datetime, int], datetime]


@dataclass(frozen=True)
class Verdict:
    """Whether it holds, the rows that it rests on, and until when."""

    holds: bool
    evidence: tuple[Ref, ...] = ()
    until: datetime | None = None


def check(condition: Condition, history: History, at: datetime, calendar: Calendar) -> Verdict:
    """The verdict on a condition at `at`; what was done later is not seen."""
    if condition.all is not None:
        return _combined([check(part, history, at, calendar) for part in condition.all], all)
    if condition.any is not None:
        return _combined([check(part, history, at, calendar) for part in condition.any], any)
    if condition.opposite is not None:
        verdict = check(condition.opposite, history, at, calendar)
        return Verdict(not verdict.holds, verdict.evidence or _basis(history), verdict.until)
    if condition.followups is not None:
        return _followups(condition.followups, history, at)
    if condition.moves is not None:
        return _moves(condition.moves, history, at, calendar.policy)
    if condition.changed is not None:
        return _changed(condition.changed, history, at)
    if condition.age is not None:
        return _age(condition.age, history, at, calendar)
    if condition.last is not None:
        last = _before(_contacts(history), at)[-1:]
        return Verdict(any(fits(condition.last, touch) for touch in last), tuple(touch.ref for touch in last))
    assert condition.missing is not None
    return _missing(condition.missing, history)


def may_hold(condition: Condition, history: History) -> bool:
    """False where it cannot hold, for nothing of what it counts was ever done: most rules ask for what most deals have
    never seen."""
    if condition.all is not None:
        return all(may_hold(part, history) for part in condition.all)
    if condition.any is not None:
        return any(may_hold(part, history) for part in condition.any)
    if condition.followups is not None or condition.last is not None:
        return bool(history.touches)
    if condition.moves is not None:
        return bool(history.moves)
    if condition.changed is not None:
        return bool(history.changes)
    return True


def fits(rule: TouchRule, touch: Touch) -> bool:
    """Whether a follow-up is of the kind meant."""
    return (
        (not rule.outcome or touch.outcome in rule.outcome)
        and (not rule.method or touch.method in rule.method)
        and (not rule.objection or any(key in rule.objection for key in touch.objections))
        and (not rule.said or any(word in touch.said for word in rule.said))
        and not any(word in touch.said for word in rule.not_said)
        and rule.next_step in (None, touch.next_step)
        and rule.postponed in (None, touch.postponed)
    )


def _combined(parts: Sequence[Verdict], how: Callable[[Iterable[bool]], bool]) -> Verdict:
    holds = how(part.holds for part in parts)
    resting = [part for part in parts if part.holds == holds]
    evidence = dict.fromkeys(ref for part in resting for ref in part.evidence)
    return Verdict(holds, tuple(evidence), _soonest(part.until for part in parts))


def _followups(rule: FollowUps, history: History, at: datetime) -> Verdict:
    seen = _before(history.touches, at)
    if rule.in_a_row:
        last = _before(_contacts(history), at)[-rule.at_least :]
        run = [touch for touch in last if fits(rule, touch)]
        return Verdict(len(run) == len(last) == rule.at_least, tuple(touch.ref for touch in last))
    return _counted(rule, [touch for touch in seen if fits(rule, touch)], at)


def _moves(rule: Moves, history: History, at: datetime, policy: Policy) -> Verdict:
    order = policy.stage_keys

    def is_meant(move: Move) -> bool:
        known = move.stage_from in order and move.stage_to in order
        back = known and order.index(move.stage_to) < order.index(str(move.stage_from))
        return move.stage_from is not None and (not rule.to or move.stage_to in rule.to) and (back or not rule.back)

    return _counted(rule, [move for move in _before(history.moves, at) if is_meant(move)], at)


def _changed(rule: ChangeRule, history: History, at: datetime) -> Verdict:
    """The changes within the window, and how far they went from before the first to after the last of them."""
    name = FEN.get(rule.field, rule.field)
    window = timedelta(days=rule.within_days) if rule.within_days else None
    known = [change for change in _before(history.changes, at) if change.field == name]
    meant = [change for change in known if (window is None or change.at > at - window) and _went(rule, change, change)]
    if len(meant) < rule.at_least:
        return Verdict(False, tuple(change.ref for change in meant))
    enough = _goes_far(rule, _went(rule, meant[0], meant[-1]))
    until = meant[0].at + window if window is not None and enough else None
    return Verdict(enough, tuple(change.ref for change in meant), until)


def _went(rule: ChangeRule, first: Change, last: Change) -> float:
    """How far it went in the direction meant: percent of the sum, or days; 0 where it went the other way."""
    if first.before is None or last.after is None:
        return 0
    if rule.field == "amount":
        return max(0.0, (first.before - last.after) / first.before * 100) if first.before else 0
    return max(0, (date.fromisoformat(last.after) - date.fromisoformat(first.before)).days)


def _goes_far(rule: ChangeRule, distance: float) -> bool:
    return distance >= (rule.fell_percent or rule.later_days or 0)


def _age(rule: Age, history: History, at: datetime, calendar: Calendar) -> Verdict:
    basis: tuple[Ref, ...] = history.entry
    start: datetime | None = history.stage_entered_at
    if rule.since == "touch":
        start, basis = history.touched_at, _basis(history)
    elif isinstance(rule.since, TouchRule):
        meant = [touch for touch in _before(history.touches, at) if fits(rule.since, touch)]
        start = meant[-1].at if meant else None
        basis = (meant[-1].ref,) if meant else ()
    reached = None if start is None else _reached(rule, start, history.stage, calendar)
    if reached is None:
        return Verdict(False, basis)
    return Verdict(True, basis) if reached <= at else Verdict(False, basis, reached)


def _reached(rule: Age, start: datetime, stage: str, calendar: Calendar) -> datetime | None:
    """When an age counted from `start` is reached; None in a stage without a limit."""
    if rule.limit:
        return limit_from(start, None, stage, calendar.policy)
    if rule.working_days is not None:
        return calendar.add_working_days(start, rule.working_days)
    return start + timedelta(hours=rule.hours or 0, days=rule.days or 0)


def _missing(what: str, history: History) -> Verdict:
    if what == "next_step":
        last = _contacts(history)[-1:]
        return Verdict(not any(touch.next_step for touch in last), tuple(touch.ref for touch in last) or history.entry)
    there = {
        "decision_maker": history.has_decider,
        "contact": history.has_contact,
        "amount": history.amount_fen is not None,
        "expected_close": history.expected_close is not None,
    }
    return Verdict(not there[what], history.entry)


def _counted(rule: Counted, found: Sequence[Touch | Move], at: datetime) -> Verdict:
    """Whether there are enough within the window; they rest on the last ones."""
    window = timedelta(days=rule.within_days) if rule.within_days else None
    within = [row for row in found if window is None or row.at > at - window]
    holds = len(within) >= rule.at_least
    until = within[-rule.at_least].at + window if window is not None and holds else None
    return Verdict(holds, tuple(row.ref for row in within) or tuple(row.ref for row in found[-1:]), until)


def _basis(history: History) -> tuple[Ref, ...]:
    """What the time since the last touch rests on: the last contact in this stage, or how the deal came there."""
    last = [touch for touch in _contacts(history) if touch.at >= history.stage_entered_at]
    return (last[-1].ref,) if last else history.entry


def _contacts(history: History) -> list[Touch]:
    return [touch for touch in history.touches if touch.reached]


def _before(rows: Iterable[Touch | Move | Change], at: datetime) -> list:  # type: ignore[type-arg]
    return [row for row in rows if row.at <= at]


def _soonest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
