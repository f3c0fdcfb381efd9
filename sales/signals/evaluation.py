"""Which rules hold for a deal's history at a moment, and when that may change by time alone. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.signal_rules import SignalRule
from sales.deals import CLOSED
from sales.signals.conditions import Calendar, check, may_hold
from sales.signals.history import History, Ref


@dataclass(frozen=True)
class Holding:
    """A rule that holds, and the rows that it rests on."""

    rule: SignalRule
    evidence: tuple[Ref, ...]


def holding(history: History, at: datetime, calendar: Calendar) -> tuple[Holding, ...]:
    """The rules that hold at `at`, in their order; none for a closed deal."""
    meant = (rule for rule in _meant(history, calendar) if may_hold(rule.when, history))
    found = ((rule, check(rule.when, history, at, calendar)) for rule in meant)
    return tuple(Holding(rule, verdict.evidence) for rule, verdict in found if verdict.holds)


def changes_next(history: History, at: datetime, calendar: Calendar) -> datetime | None:
    """When one of the rules may begin or cease to hold by time alone. Those that are told with the limit are looked at
    then."""
    done = bool(history.touches or history.moves or history.changes)
    moments = [
        verdict.until
        for rule in _meant(history, calendar)
        if rule.tell != "limit" and (done or rule.when.has_age)  # a window needs something in it
        for verdict in (check(rule.when, history, at, calendar),)
        if verdict.until is not None and verdict.until > at
    ]
    return min(moments, default=None)


def _meant(history: History, calendar: Calendar) -> Sequence[SignalRule]:
    """The rules for such a deal."""
    return [rule for rule in calendar.policy.signals if _is_for(rule, history)] if history.stage not in CLOSED else ()


def _is_for(rule: SignalRule, history: History) -> bool:
    if rule.stages and history.stage not in rule.stages:
        return False
    if rule.industries and not any(name in (history.industry or "") for name in rule.industries):
        return False
    if rule.amount is None:
        return True
    yuan = None if history.amount_fen is None else history.amount_fen / 100
    low, high = rule.amount.at_least, rule.amount.at_most
    return yuan is not None and (low is None or yuan >= low) and (high is None or yuan <= high)
