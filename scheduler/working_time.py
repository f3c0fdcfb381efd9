"""When people work and when they may be disturbed. Instants in and out are aware; days are the company's.

Spreads are a stable hash of a key, so the same message falls on the same minute on every machine and in every run.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from config import working_hours
from config.policy import Policy

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class WorkingTime:
    """Working time and quiet time by company policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._zone = policy.zone

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day of the company's calendar."""
        return self._policy.works_on(day)

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing unsolicited may go out."""
        local = at.astimezone(self._zone)
        quiet = self._policy.quiet
        return not (self.is_working_day(local.date()) and quiet.end <= local.time() < quiet.start)

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        """`hours` of working time after `at`; at the end of a working day it stays there (18:00, not next 09:00)."""
        hours_of_day = self._policy.working_time.start, self._policy.working_time.end
        return working_hours.after(at, timedelta(hours=hours), self._zone, *hours_of_day, self.is_working_day)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two instants."""
        return self._policy.worked(start, end)

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """The same clock time `days` working days later."""
        local = at.astimezone(self._zone)
        day = local.date()
        while days > 0:
            day += DAY
            days -= self.is_working_day(day)
        return self._at(day, local.time())

    def send_at(self, due: datetime, key: str) -> datetime:
        """When something unsolicited that falls due at `due` goes out: a few minutes later, by `key`; what falls in
        quiet time, between the end of quiet and policy's catch-up time of the next working day. Never at an avoided
        minute."""
        low, high = self._policy.sending.spread_minutes
        at = self._off_avoided(due + MINUTE * _pick(f"{key}|{due.isoformat()}", low, high), due + MINUTE * low)
        return self._morning_after(due, key) if self.is_quiet(due) or self.is_quiet(at) else at

    def for_others_at(self, act: datetime, key: str) -> datetime | None:
        """When a message to somebody else that an act causes goes out: after quiet time by `key`, a minute later where
        the minute is avoided; None for at once."""
        at = act
        while self._is_avoided(at):
            at += MINUTE
        if self.is_quiet(act) or self.is_quiet(at):
            return self.send_at(act, key)
        return at if at > act else None

    def named_at(self, named: datetime, now: datetime) -> datetime:
        """When a reminder for the time a person named goes out: then, or two minutes early where that
        minute is avoided (09:00 → 08:58); never before `now`."""
        early = named - 2 * MINUTE
        avoided = named.astimezone(self._zone).minute in self._policy.sending.avoid_minutes
        return early if avoided and early >= now else max(named, now)

    def unavoided(self, at: datetime) -> datetime:
        """`at`, or the last minute before it that is not to be avoided."""
        while self._is_avoided(at):
            at -= MINUTE
        return at

    def soonest(self, at: datetime) -> datetime | None:
        """The first minute after `at` that is not to be avoided; None if that of `at` need not be."""
        later = at
        while self._is_avoided(later):
            later += MINUTE
        return later if later > at else None

    def quiet_alternatives(self, named: datetime) -> tuple[datetime, datetime]:
        """For a time named in quiet time: just before that quiet begins, and just after it ends (19:58, 08:32)."""
        quiet = self._policy.quiet
        day = named.astimezone(self._zone).date()
        if not (self.is_working_day(day) and named >= self._at(day, quiet.start)):
            day -= DAY
            while not self.is_working_day(day):
                day -= DAY
        before = self._at(day, quiet.start) - 2 * MINUTE
        return before, self._at(self._next_working_day(day), quiet.end) + 2 * MINUTE

    def next_morning(self, at: datetime) -> datetime:
        """The end of quiet time on the next working day."""
        day = self._next_working_day(at.astimezone(self._zone).date())
        return self._at(day, self._policy.quiet.end)

    def after_day(self, day: date, key: str) -> datetime:
        """When something unsolicited that waits for a day to be over goes out, on the next working day."""
        return self._morning_after(self._at(day, time.max), key)

    def _morning_after(self, due: datetime, key: str) -> datetime:
        quiet = self._policy.quiet
        day = due.astimezone(self._zone).date()
        if not self.is_working_day(day) or due.astimezone(self._zone).time() >= quiet.end:
            day = self._next_working_day(day)
        start, until = self._at(day, quiet.end), self._at(day, quiet.catch_up_until)
        minutes = (until - start) // MINUTE
        return self._off_avoided(start + MINUTE * _pick(f"{key}|{day.isoformat()}", 1, minutes - 2), start + MINUTE)

    def _next_working_day(self, day: date) -> date:
        day += DAY
        while not self.is_working_day(day):
            day += DAY
        return day

    def _off_avoided(self, at: datetime, earliest: datetime) -> datetime:
        """`at`, or where its minute is avoided one before it, at the `earliest`; else one after it."""
        early = at
        while self._is_avoided(early):
            early -= MINUTE
        if early >= earliest:
            return early
        while self._is_avoided(at):
            at += MINUTE
        return at

    def _is_avoided(self, at: datetime) -> bool:
        return at.astimezone(self._zone).minute in self._policy.sending.avoid_minutes

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone).astimezone(UTC)


def _pick(key: str, low: int, high: int) -> int:
    """A number in [low, high] that depends on `key` alone."""
    return low + int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % (high - low + 1)
