"""A follow-up while it is being reported: what is known so far, what later words add or correct, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from config.policy import Policy
from nlu.context import NO_OBJECTION
from nlu.corrections import TakenAway, taken_away
from nlu.following import is_theirs, tells_of_their_time
from nlu.understanding import Understanding
from sales import slot_values
from sales.followup_history import FenRange, FollowUpFact
from sales.names import each_once

NOBODY_REACHED = "no_answer"
LISTS = ("contacts", "objections")
_SAYS_A_DAY = re.compile(r"周|星期|礼拜|[今明后昨][天日早晚]|大后天|[号日月年节]|\d[./-]\d|天[后内]|小时|分钟|刻钟")
_MORNING = re.compile(r"凌晨|清早|早上|上午|[一今明]早|am", re.IGNORECASE)
_EVENING = re.compile(r"晚|夜|pm", re.IGNORECASE)


@dataclass(frozen=True)
class Gap:
    """A forced field that is not given yet. `options` are (value, label); empty if any words are an answer."""

    field: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FollowUpDraft:
    """What a rep has reported of one contact. Money is 分. The next step is at an instant (`next_at`) or on a day
    (`next_on`), never both. `objections` is ("none",) where the rep said there are none. `unplaced` are clauses of what
    was said that none of the fields takes."""

    customer: str | None = None
    customer_id: int | None = None
    deal_id: int | None = None
    contacts: tuple[str, ...] = ()
    method: str | None = None
    outcome: str | None = None
    objections: tuple[str, ...] = ()
    next_action: str | None = None
    next_at: datetime | None = None
    next_on: date | None = None
    occurred_on: date | None = None
    amount_fen: int | None = None
    budget_fen: FenRange | None = None
    product: str | None = None
    said: str = field(default="", compare=False)
    unplaced: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, understanding: Understanding) -> FollowUpDraft:
        """What an Understanding says."""
        outcome = slot_values.word(understanding.slots, "outcome")
        draft = cls(**slot_values.reported(understanding.slots), outcome=outcome, said=understanding.text)
        return replace(draft, contacts=each_once(draft.contacts), unplaced=understanding.unplaced)

    @classmethod
    def saved(cls, fact: FollowUpFact, zone: tzinfo) -> FollowUpDraft:
        """A saved follow-up as a draft, its instant in the company's zone, to be corrected."""
        draft = cls(**{name: getattr(fact, name) for name in _OF_FACT})
        return replace(draft, next_at=draft.next_at and draft.next_at.astimezone(zone))

    def fill(self, name: str, value: Any) -> FollowUpDraft:
        """With a field, named as here or as the slot is, set to `value`; lists take one value or several.
        A FollowUpDraft as the value is merged (an answer that said more than was asked)."""
        if isinstance(value, FollowUpDraft):
            return self.add(value)
        target = _FIELDS.get(name, name)
        if target == "next_time":
            target = "next_at" if isinstance(value, datetime) else "next_on"
        return replace(self, **_without_other_time({target: _as_list(value) if target in LISTS else value}))

    def merge(self, understanding: Understanding) -> FollowUpDraft:
        """With later words: those that deny correct what was said, others add to it."""
        later, taken = FollowUpDraft.of(understanding), taken_away(understanding.text)
        if (left := self.without(taken)) != self:
            return left.add(later.without(taken))
        return self.correct(later) if understanding.intent == "deny" else self.add(later)

    def add(self, later: FollowUpDraft) -> FollowUpDraft:
        """With everything that `later` says; lists grow, other fields take the later value, but for a step that says
        not when beside one that does, and for when they themselves are away or back (院长下周回来)."""
        later = later.with_own_step() if self.next_action else later
        changes = self._news(later)
        if self.next_action and (self.next_at or self.next_on) and not (later.next_at or later.next_on):
            changes.pop("next_action", None)
        for name in LISTS:
            if name in changes:
                both = (*getattr(self, name), *changes[name])
                changes[name] = tuple(dict.fromkeys(item for item in both if item != NO_OBJECTION)) or changes[name]
        if "contacts" in changes:
            changes["contacts"] = each_once(changes["contacts"])
        return replace(self, **_without_other_time(changes), **self._words_with(later))

    def correct(self, later: FollowUpDraft) -> FollowUpDraft:
        """Corrected by `later`: 不是李总,是王总 puts one person in another's place; 不对,是周四 keeps the time of
        day, 不对,是三点 the day."""
        changes = self._news(later)
        if "contacts" in changes:
            changes["contacts"] = _corrected(self.contacts, later.contacts, later.said)
        if later.next_at or later.next_on:
            changes.update(_time_corrected(self, later))
        return replace(self, **_without_other_time(changes), **self._words_with(later))

    def _words_with(self, later: FollowUpDraft) -> dict[str, Any]:
        """The words of both, and which of them no field takes."""
        said = "\n".join(filter(None, (self.said, later.said)))
        return {"said": said, "unplaced": tuple(dict.fromkeys((*self.unplaced, *later.unplaced)))}

    def without(self, taken: Sequence[TakenAway]) -> FollowUpDraft:
        """Without what is taken away."""
        left = self
        for part, value in ((known.part, known.value) for known in taken):
            if part == "next":
                left = replace(left, next_action=None, next_at=None, next_on=None)
            elif part == "objection":
                left = replace(left, objections=tuple(known for known in left.objections if value not in (None, known)))
            elif part != "outcome" or value in (None, left.outcome):
                left = left.fill(part, None)
        return left

    def with_own_step(self) -> FollowUpDraft:
        """Without a time that only says when they are away or back (院长下周回来, 牛工下周出差)."""
        at = self.next_at or (datetime.combine(self.next_on, time(), UTC) if self.next_on else None)
        is_ours = self.next_action is not None and not is_theirs(self.next_action)
        if at is None or is_ours or not tells_of_their_time(self.said, at):
            return self
        return replace(self, next_action=None, next_at=None, next_on=None)

    def _news(self, later: FollowUpDraft) -> dict[str, Any]:
        """What `later` says, but for a next step that says less than the one known (去 after 再去一趟)."""
        changes = later.filled()
        if self.next_action and changes.get("next_action", self.next_action) in self.next_action:
            changes.pop("next_action", None)
        return changes

    def filled(self) -> dict[str, Any]:
        """The fields that are given, without the words themselves."""
        values = ((name, getattr(self, name)) for name in _VALUES)
        return {name: value for name, value in values if value not in (None, ())}


_NAMES = tuple(known.name for known in fields(FollowUpDraft))
_VALUES = tuple(name for name in _NAMES if name not in ("said", "unplaced"))
_OF_FACT = tuple(known.name for known in fields(FollowUpFact) if known.name in _NAMES)
_FIELDS: Mapping[str, str] = {
    "contact": "contacts",
    "objection": "objections",
    "amount": "amount_fen",
    "budget": "budget_fen",
}


def is_contact(policy: Policy, outcome: str | None) -> bool:
    """Whether a follow-up with this outcome counts as a contact with the customer: an attempt that reached nobody does
    not, unless company policy says so."""
    return outcome != NOBODY_REACHED or policy.attempts_restart_clock


def gaps(policy: Policy, stage: str | None, draft: FollowUpDraft) -> tuple[Gap, ...]:
    """The fields that the deal's stage forces and the draft does not give; none without an open deal, and none of an
    attempt that is no contact."""
    if not is_contact(policy, draft.outcome):
        return ()
    given = set(draft.filled())
    if given & {"next_at", "next_on"}:
        given.add("next_time")
    forced = next((known.forced for known in policy.stages if known.key == stage), ())
    return tuple(Gap(name, _options(policy, name)) for name in forced if _FIELDS.get(name, name) not in given)


def _options(policy: Policy, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((objection.key, objection.name) for objection in policy.objections) if name == "objection" else ()


def _as_list(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _without_other_time(changes: dict[str, Any]) -> dict[str, Any]:
    """A new instant takes the place of a day, and the other way round."""
    if changes.get("next_at") is not None:
        return {**changes, "next_on": None}
    if changes.get("next_on") is not None:
        return {**changes, "next_at": None}
    return changes


def _corrected(before: tuple[str, ...], right: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The people that `words` name but who are not `right` are replaced; where they name none of them, all are."""
    wrong = [name for name in before if name in words and name not in right]
    kept = [name for name in before if name not in wrong] if wrong else []
    return tuple(dict.fromkeys((*kept, *right)))


def _time_corrected(before: FollowUpDraft, later: FollowUpDraft) -> dict[str, Any]:
    had_day = before.next_at.date() if before.next_at else before.next_on
    if later.next_at and had_day and not _SAYS_A_DAY.search(later.said):
        at = _by_day(later.next_at, later.said)
        return {"next_at": at.replace(year=had_day.year, month=had_day.month, day=had_day.day)}
    if later.next_on and before.next_at:
        on = later.next_on
        return {"next_at": before.next_at.replace(year=on.year, month=on.month, day=on.day), "next_on": None}
    return {}


def _by_day(at: datetime, words: str) -> datetime:
    """A bare hour, read as the next one a clock shows, put between 08:00 and 19:59."""
    if at.hour < 8 and not _MORNING.search(words):
        return at + timedelta(hours=12)
    if at.hour >= 20 and not _EVENING.search(words):
        return at - timedelta(hours=12)
    return at
