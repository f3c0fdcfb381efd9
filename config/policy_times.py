"""Times of company policy: working hours, quiet time, when messages go out, when the day's question is asked; and how
much is sent in files, what is imported, within what time."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from config.yaml_lines import Part


def _clock(value: object) -> object:
    """YAML reads an unquoted 20:00 as the number 1200 (base 60)."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    return value


ClockTime = Annotated[time, BeforeValidator(_clock)]
Positive = Annotated[float, Field(gt=0)]


class Escalation(Part):
    """Working hours from nudge to alert, working days from alert to the manager's alert, and from that one until the
    superior is asked whether somebody else shall take the deal (0: never)."""

    alert_after_working_hours: Positive
    manager_after_working_days: Annotated[int, Field(ge=1)]
    reassign_after_working_days: Annotated[int, Field(ge=0)] = 0


class Span(Part):
    """From one time of day to another."""

    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _forward(self) -> Span:
        if self.start >= self.end:
            raise ValueError("start 要早于 end")
        return self


class Quiet(Part):
    """Nothing unsolicited from `start` in the evening until `end` in the morning, nor on days off; what fell due
    then goes out until `catch_up_until`."""

    start: ClockTime
    end: ClockTime
    catch_up_until: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Quiet:
        if not self.end < self.catch_up_until < self.start:
            raise ValueError("应当 end < catch_up_until < start(例:08:30 < 10:00 < 20:00)")
        return self


class Sending(Part):
    """Unsolicited messages go out `spread_minutes` after falling due, never at `avoid_minutes` of an hour."""

    spread_minutes: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(le=30)]]
    avoid_minutes: frozenset[Annotated[int, Field(ge=0, le=59)]]


class DailyAction(Part):
    """When sellers are asked for the day's most effective customer action, when those who have not answered are
    reminded, and how long it may be (in characters as people count them)."""

    ask: ClockTime
    remind: ClockTime
    most_characters: Annotated[int, Field(ge=5, le=200)] = 30

    @model_validator(mode="after")
    def _in_order(self) -> DailyAction:
        if self.ask >= self.remind:
            raise ValueError("ask 要早于 remind")
        return self


class BoardPolicy(Part):
    """How long a link to the board may be opened, and how long it stays open in a browser then."""

    link_minutes: Annotated[int, Field(gt=0, le=60)] = 10
    session_hours: Annotated[int, Field(gt=0, le=72)] = 12


class FileQuota(Part):
    """How much a member may send in files: megabytes a day, and megabytes that are kept in all. A file too large for a
    chat comes by a page of ours, up to `mb_upload`: how long a link to it may be opened, and within how many hours the
    file must be whole then."""

    mb_a_day: Annotated[int, Field(gt=0)] = 500
    mb_kept: Annotated[int, Field(gt=0)] = 5000
    mb_upload: Annotated[int, Field(gt=0, le=2000)] = 200
    link_minutes: Annotated[int, Field(gt=0, le=120)] = 30
    upload_hours: Annotated[int, Field(gt=0, le=72)] = 12


class Imports(Part):
    """Whether reps may import customers of their own, and how many hours an import can be taken back."""

    by_reps: bool = True
    undo_hours: Positive = 24
