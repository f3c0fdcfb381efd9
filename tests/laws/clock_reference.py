"""A plain reference of the process clock (CONTRACTS 7): who may hear of which deal, when, and how often.

It shares nothing with the bot but the calendar of holidays: working time is counted minute by minute, quiet time is
read off the clock. It is fed, in order of time, with what people did and with every message that went out; it raises
Unlike at the first message that nobody should have got, and at the first that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache

from config.holidays import is_working_day

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {"lead": 24, "needs": 48, "quote": 72, "solution": 120, "contract": 120}
AWAKE, ASLEEP, CATCH_UP = time(8, 30), time(20), time(10)
WORK_BEGINS, WORK_ENDS = time(9), time(18)
AVOIDED = (0, 30)
SNOOZES = 2


class Unlike(AssertionError):
    """The bot did something else than the reference."""


@dataclass(frozen=True)
class Ranks:
    """Who is told of a rep's deal: the superior, then who is above that one (None: nobody)."""

    superior: str | None
    above: str | None


@dataclass(frozen=True)
class Window:
    """When a message that falls due has to go out."""

    first: datetime
    last: datetime


@dataclass
class Deal:
    """A deal as the clock sees it. `due` holds what has to be said next: (what, when it falls due)."""

    name: str
    owner: str
    stage: str
    clock: datetime
    hold: datetime | None = None
    due: dict[str, datetime] = field(default_factory=dict)
    snoozes: int = 0
    supported: bool = False
    told: set[str] = field(default_factory=set)

    def limit_at(self) -> datetime:
        """When its limit is passed."""
        return max(self.clock, self.hold or self.clock) + LIMITS[self.stage] * HOUR


class Reference:
    """The clock of a company: `ranks` of every owner, and its deals by name."""

    def __init__(self, ranks: dict[str, Ranks], deals: Sequence[Deal], now: datetime) -> None:
        self.ranks = ranks
        self.deals = {deal.name: deal for deal in deals}
        for deal in deals:
            self._begin(deal, now)

    # ---- what people do

    def followed_up(self, name: str, at: datetime) -> None:
        """A customer was reached, or the deal was moved within `moved`."""
        deal = self._acted(name, at)
        deal.clock = at
        self._begin(deal, at)

    def moved(self, name: str, stage: str, at: datetime) -> None:
        """The deal came to another stage; in one without a limit it is closed."""
        deal = self._acted(name, at)
        deal.stage, deal.clock = stage, at
        if stage in LIMITS:
            self._begin(deal, at)
        else:
            deal.due = {}

    def held(self, name: str, until: datetime, at: datetime) -> None:
        """A leader gave it time: the limit counts anew from the end of it."""
        deal = self._acted(name, at)
        deal.hold = until
        self._begin(deal, at)

    def handed_over(self, name: str, to: str, at: datetime) -> None:
        """It has a new owner; a limit that is passed begins anew."""
        deal = self._acted(name, at)
        deal.owner = to
        self._begin(deal, at)

    def may_snooze(self, name: str) -> bool:
        """Whether a nudge may be put off once more."""
        deal = self.deals[name]
        return deal.snoozes < SNOOZES and not deal.supported

    def snoozed(self, name: str, until: datetime, at: datetime) -> None:
        """The nudge comes again then, and an alert that has not gone out counts from it."""
        deal = self._acted(name, at)
        deal.snoozes += 1
        deal.due["nudge"] = until
        deal.due.pop("alert", None)

    def support_asked(self, name: str, at: datetime) -> None:
        """The superior is told at once, or in the morning; that counts as the alert."""
        deal = self._acted(name, at)
        deal.supported = True
        deal.due.pop("nudge", None)
        deal.due.pop("alert", None)
        if self.ranks[deal.owner].superior:
            deal.due["support"] = at

    # ---- what is said

    def heard(self, to: str, kind: str, names: Sequence[str], at: datetime) -> None:
        """One message of this kind (nudge, alert, support) that names these deals went out."""
        self.overlooked(at)
        if len(set(names)) != len(names):
            raise Unlike(f"{at}: a deal twice in one message: {names}")
        for name in names:
            self._heard_of(self.deals[name], to, kind, at)

    def unsolicited(self, to: str, text: str, at: datetime) -> None:
        """Something went out to somebody who had not just spoken."""
        if is_quiet(at) or at.minute in AVOIDED:
            raise Unlike(f"{at}: {to} heard at a time when nothing may come: {text}")

    def overlooked(self, now: datetime) -> None:
        """Raises where something should have been said by now and was not."""
        for deal in self.deals.values():
            for what, due in deal.due.items():
                last = window(due, at_once=what == "support").last
                if last < now.replace(second=0, microsecond=0):
                    raise Unlike(f"{now}: {what} about {deal.name} fell due at {due} and did not come by {last}")

    def _heard_of(self, deal: Deal, to: str, kind: str, at: datetime) -> None:
        rank = self.ranks[deal.owner]
        wanted = {"nudge": deal.owner, "alert": rank.superior, "support": rank.superior, "escalation": rank.above}
        expected = [
            what
            for what in deal.due
            if wanted[what] == to and (what == kind or (what, kind) == ("escalation", "alert"))
        ]
        if not expected:
            raise Unlike(f"{at}: {to} heard {kind} of {deal.name}, which has {deal.due}")
        what = expected[0]
        allowed = window(deal.due[what], at_once=what == "support")
        if not allowed.first <= at.replace(second=0, microsecond=0) <= allowed.last:
            raise Unlike(f"{at}: {what} about {deal.name} is due in {allowed.first} … {allowed.last}")
        del deal.due[what]
        if what == "nudge" and rank.superior and "alert" not in deal.told:
            deal.due["alert"] = after_working_hours(at, 4)
        elif what in ("alert", "support"):
            deal.told.add("alert")
            if rank.above and "escalation" not in deal.told:
                deal.due["escalation"] = after_working_days(at, 2)
        elif what == "escalation":
            deal.told.add("escalation")

    def _acted(self, name: str, at: datetime) -> Deal:
        self.overlooked(at)
        return self.deals[name]

    def _begin(self, deal: Deal, now: datetime) -> None:
        deal.due = {"nudge": max(deal.limit_at(), now)}
        deal.snoozes, deal.supported, deal.told = 0, False, set()


def window(due: datetime, *, at_once: bool = False) -> Window:
    """When something that falls due at `due` goes out: 1 to 9 minutes later, or where that is quiet, between the end of
    quiet time and ten o'clock of the next working day. What others are to hear of an act goes out `at_once`, a
    minute later at a full or half hour."""
    exact = due.replace(second=0, microsecond=0)
    if is_quiet(due):
        morning = _morning_after(due)
        return Window(_on(morning, AWAKE), _on(morning, CATCH_UP))
    if at_once:
        return Window(exact + MINUTE, exact + MINUTE) if exact.minute in AVOIDED else Window(exact, exact + MINUTE)
    last = exact + (9 if exact == due else 10) * MINUTE
    if is_quiet(last):
        morning = _morning_after(due)
        return Window(exact, _on(morning, CATCH_UP))
    return Window(exact + MINUTE, last)


def is_quiet(at: datetime) -> bool:
    """Whether nothing unsolicited may be said."""
    return not (is_working_day(at.date()) and AWAKE <= at.time() < ASLEEP)


def after_working_hours(at: datetime, hours: int) -> datetime:
    """`hours` of working time later, counted minute by minute."""
    left = hours * 60
    for moment in _minutes_from(at):
        if left == 0:
            return moment
        left -= _works(moment)
    raise AssertionError


def after_working_days(at: datetime, days: int) -> datetime:
    """The same clock time so many working days later."""
    moment = at
    while days:
        moment += DAY
        days -= is_working_day(moment.date())
    return moment


def _minutes_from(at: datetime) -> Iterator[datetime]:
    while True:
        yield at
        at += MINUTE


@lru_cache(maxsize=100_000)
def _works(moment: datetime) -> bool:
    return is_working_day(moment.date()) and WORK_BEGINS <= moment.time() < WORK_ENDS


def _morning_after(due: datetime) -> datetime:
    """The day on whose morning it is said: that of a working day before its end of quiet, else the next."""
    day = due
    if is_working_day(day.date()) and day.time() < AWAKE:
        return day
    day += DAY
    while not is_working_day(day.date()):
        day += DAY
    return day


def _on(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, day.tzinfo)
